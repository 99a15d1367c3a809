"""Whole files: a file is written beside its place, synced and then moved there, or not at all."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from stat import S_ISDIR, S_ISREG
from time import sleep
from typing import Final

DRAFTS: Final = ".outlast-*.tmp"
"""The pattern of drafts, whose name is short because the name of a file may be long already."""

OPEN_FILES_STAY: Final = os.name == "nt"
"""Whether a file that another program has open cannot be replaced."""

WAITS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts to replace such a file: a virus scanner or an indexer soon lets go."""

UNSYNCED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""Errors of file systems that cannot sync a file or a folder."""


def replace_whole(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a file through a draft beside it.

    Args:
        path: The file; the content that stood there stays until the new content is whole. The file
            behind a link is written, and the rights of a file that exists stay as they are.
        content: The new content.
        sync: Whether the content has to be on the disk before it replaces the old one.

    Raises:
        OSError: The system refuses; no draft is left.
        ValueError: The name holds a character that the system does not allow.
    """
    place = Path(os.path.realpath(path))
    exists = _is_there(place)
    draft = draft_beside(place)
    try:
        with draft.open("xb") as file:
            file.write(content)
            if sync:
                file.flush()
                _sync(file.fileno())
        if exists:
            shutil.copymode(place, draft)
        _move(draft, place)
    except BaseException:
        with suppress(OSError, ValueError):
            draft.unlink(missing_ok=True)
        raise
    if sync:
        sync_folder(place.parent)


def draft_beside(place: Path) -> Path:
    """Return the path of a new draft in the folder of a place; its name fits `DRAFTS`."""
    return place.with_name(f".outlast-{os.getpid()}-{token_hex(4)}.tmp")


def _move(draft: Path, place: Path) -> None:
    """Move a draft to its place; where open files hold their place, wait for their reader."""
    for wait in WAITS if OPEN_FILES_STAY else ():
        try:
            draft.replace(place)
        except PermissionError:
            sleep(wait)
        else:
            return
    draft.replace(place)


def sync_folder(folder: Path) -> None:
    """Sync the names of the files of a folder, where the system can.

    Raises:
        OSError: The disk failed.
    """
    if os.name == "nt" or not os.access(folder, os.R_OK):
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        _sync(opened)
    finally:
        os.close(opened)


def _sync(opened: int) -> None:
    """Sync an open file or folder, if its file system can."""
    try:
        os.fsync(opened)
    except OSError as failure:
        if failure.errno not in UNSYNCED:
            raise


def _is_there(place: Path) -> bool:
    """Return whether a file is there; refuse a folder, a device or a pipe in its place."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return False
    if S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    if not S_ISREG(mode):
        raise OSError(errno.ENODEV, "a device or a pipe", str(place))
    return True
