"""The state in a file. A file that cannot be used is refused in one sentence, and never overwritten."""

import json
from pathlib import Path

from voipms_sandbox.clock import Clock
from voipms_sandbox.plain import Misshapen, object_of
from voipms_sandbox.world import World, load


def read(file: Path, clock: Clock) -> World:
    """The world of this file. Raises ValueError, with a sentence, when it holds none."""
    try:
        return load(object_of(json.loads(file.read_text(encoding="utf-8")), "it"), clock, file)
    except OSError as error:
        raise ValueError(f"The data file {file} cannot be read: {error.strerror}.") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise ValueError(f"The data file {file} is broken or no file of the sandbox: {WAY_OUT}") from None
    except Misshapen as error:
        raise ValueError(f"The data file {file} is no file of the sandbox, {error}: {WAY_OUT}") from None


def begin(world: World) -> World:
    """Write the first state. Raises ValueError when the file cannot be written."""
    try:
        world.save()
    except OSError as error:
        raise ValueError(f"The data file {world.file} cannot be written: {error.strerror}.") from None
    return world


WAY_OUT = "name one that the sandbox wrote, or one that does not exist yet."
