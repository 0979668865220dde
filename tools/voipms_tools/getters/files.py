"""What every function that gets a file takes: how it is handed over."""

from typing import Annotated

from voipms_tools.function import Function
from voipms_tools.words.marks import HERE
from voipms_tools.words.numbers import Flag
from voipms_tools.words.texts import LocalPath


class FileGetter(Function):
    """A function whose answer is a file; unless told it is a link, and no base64 reaches a model."""

    inline: Annotated[Flag, HERE] | None = None
    """true: for programs, also as base64."""
    save_to: Annotated[LocalPath, HERE] | None = None
    """Folder, or new file, of an allowed folder to save it as."""
