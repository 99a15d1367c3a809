"""The cache belongs to one user alone, and never returns what is damaged, foreign or another's."""

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from outlast.engine.compiled.machine_code import machine_code
from outlast.storage import cache

NAME = "documents/entry.sealed"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "named"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path / "named" / "outlast"


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_an_entry_is_read_again_from_a_private_folder(root: Path) -> None:
    assert cache.read(NAME) is None
    assert not cache.has_entries("documents")
    cache.write(NAME, b"content")
    assert cache.read(NAME) == b"content"
    assert cache.has_entries("documents")
    assert rights(root) == 0o700
    assert rights(root / "documents") == 0o700


def test_a_folder_that_others_may_read_is_made_private(root: Path) -> None:
    root.mkdir(parents=True, mode=0o777)
    root.chmod(0o777)
    cache.write(NAME, b"content")
    assert rights(root) == 0o700


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: whole[:0],
    "cut in the seal": lambda whole: whole[:10],
    "seal alone": lambda whole: whole[:64],
    "cut short": lambda whole: whole[:-1],
    "longer": lambda whole: whole + b"x",
    "changed": lambda whole: whole[:70] + b"X" + whole[71:],
    "unsealed": lambda whole: whole[64:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_named_and_not_returned(
    root: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    cache.write(NAME, b"a content of some length")
    file = root / NAME
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert cache.read(NAME) is None
    assert "is damaged" in caplog.text
    assert str(file) in caplog.text
    cache.write(NAME, b"content")
    assert cache.read(NAME) == b"content"


def test_the_entry_of_another_name_is_not_returned(root: Path) -> None:
    cache.write(NAME, b"content")
    other = "documents/other.sealed"
    (root / other).write_bytes((root / NAME).read_bytes())
    assert cache.read(other) is None


def test_a_folder_or_entry_of_another_user_is_not_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write(NAME, b"theirs")
    mine = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: mine)
    assert cache.folder() is None
    assert cache.read(NAME) is None
    cache.write(NAME, b"mine")
    assert list((root / "documents").iterdir()) == [root / NAME]
    assert not list((tmp_path / "temporary" / f"outlast-{mine}").iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_an_entry_that_another_user_owns_is_named_and_not_returned(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.write(NAME, b"content")
    os.chown(root / NAME, 12345, 12345)
    assert cache.read(NAME) is None
    assert "belongs to another user" in caplog.text


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root.parent.mkdir()
    root.symlink_to(tmp_path / "elsewhere")
    cache.write(NAME, b"content")
    assert not list((tmp_path / "elsewhere").iterdir())
    assert cache.read(NAME) == b"content"


@pytest.mark.parametrize("home", ["none", "file"])
def test_without_a_home_the_cache_is_a_private_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.delenv("OUTLAST_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / home))
    cache.write(NAME, b"content")
    assert cache.read(NAME) == b"content"
    folder = tmp_path / "temporary" / f"outlast-{os.geteuid()}"
    assert cache.folder() == folder
    assert rights(folder) == 0o700
    assert not (tmp_path / "none").exists()


def test_a_home_that_cannot_be_written_is_not_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write(NAME, b"content")
    sound = os.access

    def access(path: Path, mode: int) -> bool:
        return not (path == root and mode & os.W_OK) and sound(path, mode)

    monkeypatch.setattr(os, "access", access)
    assert cache.folder() == tmp_path / "temporary" / f"outlast-{os.geteuid()}"


def test_where_nothing_can_be_written_nothing_is_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "named").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "named"))
    cache.write(NAME, b"content")
    assert cache.read(NAME) is None
    assert cache.folder() is None


class Trap:
    """An object whose pickle makes a folder as it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


def add_one(numbers: NDArray[np.int64]) -> None:
    """Add one to the first number."""
    numbers[0] += 1


def test_machine_code_is_kept_and_a_damaged_copy_is_compiled_again(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = np.zeros(1, np.int64)
    machine_code(add_one, "engine-test")(numbers)
    (file,) = (root / "engine-test").iterdir()
    whole = file.read_bytes()
    again = machine_code(add_one, "engine-test")
    again(numbers)
    assert sum(again.stats.cache_misses.values()) == 0
    trap = pickle.dumps(Trap(tmp_path / "sprung"))
    for damaged in (b"", whole[:100], whole[:-1], trap, whole[:64] + trap, b"0" * 64 + trap):
        file.write_bytes(damaged)
        caplog.clear()
        made = machine_code(add_one, "engine-test")
        made(numbers)
        assert sum(made.stats.cache_misses.values()) == 1
        assert "is damaged" in caplog.text
        assert file.read_bytes()[64:] != damaged[64:]
    assert numbers[0] == 8
    assert not (tmp_path / "sprung").exists()
