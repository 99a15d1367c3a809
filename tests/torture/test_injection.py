"""A fault strikes the n-th call that writes, and nothing else."""

from pathlib import Path

import pytest

from tests.torture.program import CURE
from tests.torture.stand_in import program
from torture.injection import KILL, MEMORY, ROOM, Fault

CHUNK = Path("run/chunks/0.txt")


def calls(folder: Path, fault: Fault | None = None) -> tuple[int, list[str]]:
    """Return the exit code and the calls of a run of the stand-in."""
    log = folder.with_suffix(".log")
    log.unlink(missing_ok=True)
    ending = program("")([], folder, fault=fault, log=log)
    return ending.code, log.read_text(encoding="utf-8").splitlines()


def number_of(lines: list[str], name: str) -> int:
    """Return the number of the first call of a name."""
    return next(at for at, line in enumerate(lines, 1) if line.split(" ")[1] == name)


def test_every_call_that_writes_is_seen(tmp_path: Path) -> None:
    code, lines = calls(tmp_path)
    assert code == 0
    names = [line.split(" ")[1] for line in lines]
    assert set(names) == {"mkdir", "open", "write", "replace", "unlink"}
    assert [names.count(name) for name in ("open", "write", "replace")] == [3, 3, 3]


@pytest.mark.parametrize("kind", ["ENOSPC", "EIO", MEMORY])
def test_an_error_at_a_write_leaves_half_of_it_and_is_marked(tmp_path: Path, kind: str) -> None:
    (tmp_path / "whole").mkdir()
    _, lines = calls(tmp_path / "whole")
    at = number_of(lines, "write")
    (tmp_path / "now").mkdir()
    code, struck = calls(tmp_path / "now", Fault(kind, at))
    assert code == 1
    assert [line for line in struck if "!" in line.split(" ")[0]] == [struck[at - 1]]
    assert not (tmp_path / "now" / CHUNK).exists()


def test_a_kill_ends_the_process_before_the_call(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    _, lines = calls(tmp_path / "whole")
    at = number_of(lines, "replace")
    (tmp_path / "now").mkdir()
    code, struck = calls(tmp_path / "now", Fault(KILL, at))
    assert code == -9
    assert len(struck) == at
    assert not (tmp_path / "now" / CHUNK).exists()
    assert (tmp_path / "now" / CHUNK).with_suffix(".tmp").exists()


def test_a_lasting_fault_strikes_all_that_follows_but_no_removal_on_a_full_disk(
    tmp_path: Path,
) -> None:
    code, lines = calls(tmp_path, Fault("ENOSPC", 3, lasts=True))
    assert code == 1
    assert not [line for line in lines if " unlink " in line]
    assert all("!" in line.split(" ")[0] for line in lines[2:])


def test_without_room_no_file_grows_beyond_the_limit(tmp_path: Path) -> None:
    ending = program("")([], tmp_path, fault=Fault(ROOM, 3))
    assert ending.code == 1
    assert all(path.stat().st_size <= 3 for path in tmp_path.rglob("*") if path.is_file())
    assert ending.err == CURE, "what a process says is no file"


def test_calls_beyond_the_last_change_nothing(tmp_path: Path) -> None:
    code, _ = calls(tmp_path, Fault("EIO", 1000))
    assert code == 0
    assert (tmp_path / CHUNK).read_text(encoding="utf-8") == "chunk 0"
