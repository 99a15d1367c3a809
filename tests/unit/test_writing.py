"""A file is written whole or not at all, and a refusal of the system names its cause and remedy."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from outlast.errors import WriteError
from outlast.reading.writing import make_new_folder, write_json, write_text, write_whole
from tests.small_disk import small_disk

STEPS = ("open", "fsync", "replace")
"""The calls of the system behind a file that is written."""

REFUSALS: list[BaseException] = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EIO, "Input/output error"),
    MemoryError(),
    KeyboardInterrupt(),
]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of 64 kB."""
    yield from small_disk(tmp_path / "small", "64k")


def refuse(monkeypatch: pytest.MonkeyPatch, step: str, refusal: BaseException) -> None:
    """Let a step of the system fail."""

    def fail(*_: object, **__: object) -> None:
        raise refusal

    if step == "open":
        monkeypatch.setattr(Path, "open", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(os, step, fail)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: type(each).__name__)
def test_a_file_is_replaced_whole_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, refusal: BaseException
) -> None:
    file = tmp_path / "file.txt"
    write_text(file, "before")
    refused = WriteError if isinstance(refusal, OSError) else type(refusal)
    with monkeypatch.context() as patched:
        refuse(patched, step, refusal)
        with pytest.raises(refused):
            write_text(file, "after")
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]
    assert file.read_text(encoding="utf-8") == "before"
    write_text(file, "after")
    assert file.read_text(encoding="utf-8") == "after"


def test_the_content_is_on_the_disk_before_it_replaces_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    synced, replaced = os.fsync, Path.replace

    def fsync(opened: int) -> None:
        calls.append("sync")
        synced(opened)

    def replace(self: Path, target: Path) -> Path:
        calls.append("replace")
        return replaced(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_text(tmp_path / "file.txt", "content")
    assert calls[:2] == ["sync", "replace"]
    assert calls[2:] == ([] if os.name == "nt" else ["sync"])


@pytest.mark.parametrize(
    ("number", "cause", "remedy"),
    [
        (errno.ENOSPC, "the disk is full", "Make room."),
        (errno.EDQUOT, "your share of the disk is used up", "Make room."),
        (errno.EROFS, "the file system is read-only", "Choose another place."),
        (errno.EACCES, "you have no permission", "Choose another place."),
        (errno.ENOLCK, "gives no locks", "on a disk of this machine"),
        (errno.EIO, "the disk reports an error", "Check the disk"),
        (errno.ESTALE, "the network drive has gone", "Connect it again"),
        (errno.ENXIO, "the system says", "Choose another place."),
    ],
)
def test_the_remedy_fits_the_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cause: str, remedy: str
) -> None:
    refuse(monkeypatch, "open", OSError(number, os.strerror(number)))
    with pytest.raises(WriteError) as refusal:
        write_text(tmp_path / "file.txt", "content")
    assert refusal.value.exit_code == 1
    assert cause in str(refusal.value)
    assert remedy in str(refusal.value)
    assert ("Make room" in str(refusal.value)) == (remedy == "Make room.")


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("n" * 300, "its name is too long"),
        ("a\0b", "the character NUL"),
        ("file/inside", "a part of its path is a file"),
        ("none/inside", "its folder does not exist"),
        ("folder", "a folder stands in its place"),
        ("circle", "its links lead in a circle"),
    ],
)
def test_a_name_that_cannot_be_written_is_named_with_its_fault(
    tmp_path: Path, name: str, cause: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(WriteError, match=cause):
        write_whole(tmp_path / name, b"content")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    write_json(tmp_path / ("n" * 255), {})
    assert len(list(tmp_path.iterdir())) == 1


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WriteError, match="a device or a pipe"):
        write_whole(tmp_path / "pipe", b"content")
    assert (tmp_path / "pipe").is_fifo()


def test_the_file_behind_a_link_is_written_and_keeps_its_rights(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("before", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    write_text(link, "after")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "after"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_full_disk_keeps_the_file_that_was_there(small: Path) -> None:
    file = small / "file"
    write_whole(file, b"before")
    with pytest.raises(WriteError, match=r"the disk is full.*Make room\."):
        write_whole(file, b"x" * 100_000)
    assert [each.name for each in small.iterdir()] == ["file"]
    assert file.read_bytes() == b"before"


def test_a_new_folder_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert make_new_folder(folder)
    assert not make_new_folder(folder)
    (tmp_path / "file").touch()
    assert not make_new_folder(tmp_path / "file")
    with pytest.raises(WriteError):
        make_new_folder(tmp_path / "file" / "b")
