"""Locks: one writer at a time in a folder; the lock of a process that has died locks nothing."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from outlast.errors import InputError
from outlast.reading.writing import refusals_named

LOCK: Final = ".lock"
"""The file that a writer locks; it is deleted when the writer is done."""

TAKEN: Final = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
"""Errors of the system for a file that another process or thread has locked."""


class FolderLock:
    """A folder that no other process or thread writes to until the lock is released.

    Where the file system gives no locks, nothing is locked: files are written whole there too.

    Raises:
        InputError: Another writer has it.
        WriteError: The lock's file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK
        self.exclusive = True
        """Whether the file system gave the lock."""

        with refusals_named(self.path):
            self.opened = self._take()

    def release(self) -> None:
        """Release the folder; a second call does nothing."""
        opened, self.opened = self.opened, -1
        if opened < 0:
            return
        if os.name == "nt":  # an open file cannot be deleted there
            os.close(opened)
        with suppress(OSError):
            self.path.unlink()
        if os.name != "nt":
            os.close(opened)

    def _take(self) -> int:
        """Return the lock's file, open and locked."""
        while True:
            opened = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                _lock(opened)
            except OSError as refusal:
                if refusal.errno in TAKEN:
                    os.close(opened)
                    what = f'another run is writing to "{self.path.parent}".'
                    cure = "Wait until it ends, or name another folder with --out."
                    raise InputError.of(what, cure) from refusal
                self.exclusive = False
            if not self.exclusive or self._is_ours(opened):
                return opened
            os.close(opened)  # its writer deleted it between the two calls

    def _is_ours(self, opened: int) -> bool:
        """Return whether the open file is still the one that stands in the folder."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(opened), self.path.stat())
        return False


def _lock(opened: int) -> None:
    """Lock an open file, or raise the system's error at once."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  only there

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  not on Windows

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
