"""Writing: each file is written here, whole or not at all, and a refusal has its cause and cure."""

import errno
import json
from collections.abc import Generator
from contextlib import contextmanager
from os import strerror
from pathlib import Path
from typing import Any, Final

from outlast.errors import WriteError
from outlast.storage.strict_json import json_text
from outlast.storage.whole import replace_whole
from outlast.wording import HIDDEN

ELSEWHERE: Final = "Choose another place."
ROOM: Final = "Make room."

CAUSES: Final[dict[int, tuple[str, str]]] = {
    errno.ENOSPC: ("the disk is full", ROOM),
    errno.EDQUOT: ("your share of the disk is used up", ROOM),
    errno.EFBIG: ("the file is larger than the file system allows", ELSEWHERE),
    errno.EROFS: ("the file system is read-only", ELSEWHERE),
    errno.EACCES: ("you have no permission to write there", ELSEWHERE),
    errno.EPERM: ("you have no permission to write there", ELSEWHERE),
    errno.ENOLCK: ("the file system gives no locks", "Choose a place on a disk of this machine."),
    errno.ENAMETOOLONG: ("its name is too long", "Choose a shorter name."),
    errno.ENOTDIR: ("a part of its path is a file", "Name a path that leads through folders."),
    errno.ENOENT: ("its folder does not exist", "Make the folder first."),
    errno.EISDIR: ("a folder stands in its place", "Name a file."),
    errno.EEXIST: ("a file stands in the place of a folder", "Choose another name."),
    errno.ELOOP: ("its links lead in a circle", "Choose another name."),
    errno.ENODEV: ("it is a device or a pipe", "Name a file."),
    errno.EIO: ("the disk reports an error", "Check the disk, or choose a place on another one."),
    errno.EMFILE: ("too many files are open", "Close some programs."),
    errno.ENFILE: ("too many files are open", "Close some programs."),
    errno.ESTALE: ("the network drive has gone", "Connect it again, or choose another place."),
}
"""The cause in words, and the remedy, by the system's number for it."""

OPENED: Final = frozenset({5, 32, 33})
"""The numbers of Windows for a file that is open elsewhere, or closed to the user."""

OPEN: Final = (
    "another program has it open, or you have no permission",
    "Close that program, or choose another place.",
)

LETTER: Final = ("its name holds a letter that the system cannot write", "Choose another name.")
NUL: Final = ("its name holds the character NUL", "Choose another name.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; see `replace_whole`.

    Raises:
        WriteError: The system refuses; the message has the cause and its remedy.
    """
    with refusals_named(path):
        replace_whole(path, content)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all.

    Raises:
        WriteError: As for `write_whole`.
    """
    write_whole(path, text.encode())


def write_json(path: Path, content: Any) -> None:  # noqa: ANN401  any plain data
    """Write plain data as JSON, whole or not at all.

    Raises:
        WriteError: As for `write_whole`.
    """
    write_whole(path, json_bytes(content))


def json_bytes(content: Any) -> bytes:  # noqa: ANN401  any plain data
    """Return plain data as JSON, as it is written to a file."""
    return f"{json_text(content, 1)}\n".encode()


def json_document(content: object) -> str:
    """Return plain data as JSON for readers, hidden characters as the escapes of JSON."""
    text = json_text(content, 2)
    return HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text) + "\n"


def make_folder(path: Path) -> None:
    """Make a folder that may exist, and those around it.

    Raises:
        WriteError: As for `write_whole`.
    """
    with refusals_named(path):
        path.mkdir(parents=True, exist_ok=True)


def make_new_folder(path: Path) -> bool:
    """Make a folder, and those around it; return False if something stands there already.

    Of several threads or processes that call it at once, one receives True.

    Raises:
        WriteError: As for `write_whole`.
    """
    make_folder(path.parent)
    made = True
    with refusals_named(path):
        try:
            path.mkdir()
        except FileExistsError:
            made = False
    return made


@contextmanager
def refusals_named(path: Path) -> Generator[None, None, None]:
    """Turn each refusal of the system to write a path into an error with its cause and remedy."""
    try:
        yield
    except OSError as refusal:
        raise _refusal(path, refusal) from refusal
    except UnicodeEncodeError as refusal:
        raise _error(path, *LETTER) from refusal
    except ValueError as refusal:
        if "\0" not in str(path):
            raise
        raise _error(path, *NUL) from refusal


def _refusal(path: Path, refusal: OSError) -> WriteError:
    """Return the error of a refusal of the system."""
    number = refusal.errno or 0
    cause, remedy = CAUSES.get(number, ("", ELSEWHERE))
    if getattr(refusal, "winerror", None) in OPENED:
        cause, remedy = OPEN
    said = refusal.strerror or (strerror(number) if number else str(refusal))
    return _error(path, f"{cause} ({said})" if cause else f"the system says: {said}", remedy)


def _error(path: Path, cause: str, remedy: str) -> WriteError:
    name = str(path).replace("\0", "\\0").encode(errors="replace").decode()
    return WriteError.of(f'"{name}" cannot be written: {cause}.', remedy)
