"""Folders that the user allowed: files are read from them and saved into them; nothing outside is reached.

A path is followed once, links and `..` included, and must end inside. It is then walked from the folder down, each part
opened below the one before it without following links: what is swapped meanwhile leads nowhere. (Where the system has
no such opening, as on Windows, the path is opened as it was followed.)
"""

import os
import stat
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voipms_server.errors import NotAllowed
from voipms_server.questions import quoted

WALKS = os.open in os.supports_dir_fd and os.unlink in os.supports_dir_fd
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | NO_LINK
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | NO_LINK
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | NO_LINK
PRIVATE = 0o600
NONE_ALLOWED = (
    "{nothing}: {name} is a path, and no folder is allowed. A person allows one with the setting file_folders, such as "
    '["~/voip-files"].'
)
OUTSIDE = "{nothing}: {name} is {what} in a folder that is allowed: {folders} (setting file_folders)."


@dataclass(frozen=True, slots=True)
class Place:
    """What is at a path: an allowed folder with its links followed, and the parts below it."""

    root: Path
    parts: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.root.joinpath(*self.parts)


@dataclass(frozen=True, slots=True)
class Folders:
    """The allowed folders. A relative path is looked for in each of them, in order."""

    allowed: tuple[Path, ...] = ()

    def check(self, said: str, nothing: str) -> None:
        """Raises NotAllowed, naming the setting, where no folder is allowed."""
        if not self.allowed:
            raise NotAllowed(NONE_ALLOWED.format(nothing=nothing, name=_name(said)))

    def read(self, said: str, most: int, nothing: str) -> bytes:
        """The content of a plain file of 1 to `most` bytes.

        Raises NotAllowed, in a sentence that begins with `nothing`.
        """
        place = self._found(said, _inside, "no file", nothing)
        name = _name(said)
        try:
            with _walked(place.root, place.parts[:-1]) as folder:
                data = _content(_open(folder, place, READING), most)
        except OSError as error:
            raise NotAllowed(f"{nothing}: {name} cannot be read ({type(error).__name__}).") from None
        if data is None:
            raise NotAllowed(f"{nothing}: {name} is no plain file.")
        if not data:
            raise NotAllowed(f"{nothing}: {name} is empty.")
        if len(data) > most:
            raise NotAllowed(f"{nothing}: {name} is larger than {most / 1_000_000:g} MB, the most that is taken.")
        return data

    def save(self, said: str, name: str, suffix: str, data: bytes) -> Path:
        """The new file, for this user only; `name` is its name where a folder was said.

        Raises NotAllowed, saying why; what exists is never written on.
        """
        from voipms_server.local_files.names import safe

        nothing = "Nothing was saved"
        found = self._found(said, _to_save, "no place", nothing)
        place = Place(found.root, (*found.parts[:-1], safe(found.parts[-1] or name, suffix)))
        try:
            with _walked(place.root, place.parts[:-1]) as folder:
                _write(folder, place, data)
        except FileExistsError:
            raise NotAllowed(
                f"{nothing}: {_name(str(place.path))} exists, and nothing is ever overwritten. Give another name."
            ) from None
        except OSError as error:
            raise NotAllowed(
                f"{nothing}: {_name(str(place.path))} cannot be written ({type(error).__name__})."
            ) from None
        return place.path

    def _found(self, said: str, look: Callable[[Path, str], Place | None], what: str, nothing: str) -> Place:
        self.check(said, nothing)
        for folder in self.allowed:
            try:
                place = look(folder.expanduser().resolve(strict=True), said)
            except (OSError, RuntimeError, ValueError):
                continue
            if place is not None:
                return place
        folders = ", ".join(map(str, self.allowed))
        raise NotAllowed(OUTSIDE.format(nothing=nothing, name=_name(said), what=what, folders=folders))


def _name(said: str) -> str:
    return quoted(said, 120)


def _inside(root: Path, said: str) -> Place | None:
    """What this path leads to, links and `..` followed; None outside."""
    path = (root / Path(said).expanduser()).resolve(strict=True)
    return Place(root, path.relative_to(root).parts) if path != root and path.is_relative_to(root) else None


def _to_save(root: Path, said: str) -> Place | None:
    """A folder (its last part is empty then), or a name in one that is there; None outside."""
    target = root / Path(said).expanduser()
    followed = target.resolve()
    folder, name = (followed, "") if _is_folder(followed) else (target.parent.resolve(strict=True), target.name)
    return Place(root, (*folder.relative_to(root).parts, name)) if folder.is_relative_to(root) else None


def _is_folder(path: Path) -> bool:
    """A name too long to be one is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


@contextmanager
def _walked(root: Path, parts: Sequence[str]) -> Generator[int | None]:
    """A handle of the folder below the root; None where folders cannot be opened."""
    if not WALKS:
        yield None
        return
    handle = os.open(root, FOLDER)
    try:
        for part in parts:
            below = os.open(part, FOLDER, dir_fd=handle)
            os.close(handle)
            handle = below
        yield handle
    finally:
        os.close(handle)


def _open(folder: int | None, place: Place, flags: int) -> int:
    """The file itself; a link in its place is not followed."""
    if folder is None:
        return os.open(place.path, flags, PRIVATE)
    return os.open(place.parts[-1], flags, PRIVATE, dir_fd=folder)


def _content(handle: int, most: int) -> bytes | None:
    """At most one byte more than may be; None of what is no plain file."""
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(most + 1)


def _write(folder: int | None, place: Place, data: bytes) -> None:
    """Whole, or not at all."""
    handle = _open(folder, place, NEW)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        _remove(folder, place)
        raise


def _remove(folder: int | None, place: Place) -> None:
    if folder is None:
        place.path.unlink()
    else:
        os.unlink(place.parts[-1], dir_fd=folder)
