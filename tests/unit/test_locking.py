"""One writer at a time in a folder; the lock of a process that has died locks nothing."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from outlast.errors import InputError, WriteError
from outlast.reading import locking
from outlast.reading.locking import LOCK, FolderLock

HOLD = """
import sys, time
from pathlib import Path
from outlast.reading.locking import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_a_folder_is_locked_once_and_free_again(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(InputError, match="another run is writing"):
        FolderLock(tmp_path)
    lock.release()
    lock.release()
    assert not list(tmp_path.iterdir())
    FolderLock(tmp_path).release()


def test_the_lock_of_another_process_holds_until_it_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="another run is writing"):
            FolderLock(tmp_path)
        child.kill()
    assert (tmp_path / LOCK).exists()
    FolderLock(tmp_path).release()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_locks_is_used_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locking, "_lock", refuse)
    lock = FolderLock(tmp_path)
    assert not lock.exclusive
    lock.release()


def test_a_file_that_its_writer_deletes_meanwhile_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, calls = vars(locking)["_lock"], 0

    def late(opened: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            (tmp_path / LOCK).unlink()
        sound(opened)

    monkeypatch.setattr(locking, "_lock", late)
    lock = FolderLock(tmp_path)
    assert calls == 2
    with pytest.raises(InputError):
        FolderLock(tmp_path)
    lock.release()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="does not exist"):
        FolderLock(tmp_path / "none")
