"""Runs at once share folders without loss: threads, processes, a killed one, and a full disk."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from outlast.api.answer import Answer
from outlast.api.folder import FolderTakenError, next_free
from outlast.api.load_run import load_run
from outlast.api.run import load, run
from outlast.errors import InputError, WriteError
from outlast.scenario.load import Situation
from tests.small_disk import small_disk

FUTURES = 16
COMMAND = [sys.executable, "-m", "outlast", "run", "lilliput", "--futures", f"{FUTURES}"]

KILLED = """
import os, signal, sys
from pathlib import Path
from outlast.api.run import run
replace, left = Path.replace, int(sys.argv[1])

def kill(draft, place):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(draft, place)

Path.replace = kill
run("lilliput", futures=16, out="kept")
"""


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load("lilliput")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def first(answer: Answer) -> list[float]:
    """Return the weeks of first breaks of all futures."""
    return np.asarray(answer.results.record["first"]).ravel().tolist()


def test_eight_threads_get_a_folder_each_or_a_refusal(toy: Situation) -> None:
    def into_one(_: int) -> Answer | None:
        try:
            return run(toy, futures=FUTURES, out="one", threads=1)
        except FolderTakenError:
            return None

    def into_next(_: int) -> Path:
        while True:
            place = next_free(Path("runs"), "lilliput")
            try:
                run(toy, futures=FUTURES, out=place, threads=1)
            except FolderTakenError:
                continue
            return place

    with ThreadPoolExecutor(8) as pool:
        made = [answer for answer in pool.map(into_one, range(8)) if answer]
        places = set(pool.map(into_next, range(8)))
    assert len(made) == 1
    assert first(load_run("one")) == first(made[0])
    assert sorted(place.name for place in places) == [f"lilliput-{n:03d}" for n in range(1, 9)]
    for place in places:
        assert first(load_run(place)) == first(made[0])


def test_runs_that_continue_one_folder_at_once_leave_it_whole(toy: Situation) -> None:
    before = run(toy, futures=FUTURES, out="kept")

    def resume(_: int) -> bool:
        try:
            run(toy, futures=FUTURES, out="kept", resume=True, threads=1)
        except InputError as refusal:
            assert "another run is writing" in str(refusal)  # noqa: PT017  some of them are refused
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(resume, range(4)))
    assert any(done)
    assert first(load_run("kept")) == first(before)


@pytest.mark.slow
def test_six_processes_take_a_number_each() -> None:
    children = [
        subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(6)
    ]
    told = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0] * 6, told
    shelf = sorted(path.name for path in Path("runs").iterdir())
    assert shelf == [f"lilliput-{number:03d}" for number in range(1, 7)]
    assert len({tuple(first(load_run(Path("runs", name)))) for name in shelf}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("left", range(1, 5))
def test_a_process_that_is_killed_leaves_a_folder_that_goes_on(toy: Situation, left: int) -> None:
    command = [sys.executable, "-c", KILLED, f"{left}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with pytest.raises(InputError):
        load_run("kept")
    assert list(Path("kept").rglob(".lock")) == [Path("kept/.lock")]
    assert list(Path("kept").rglob("*.tmp"))
    answer = run(toy, futures=FUTURES, out="kept", resume=True)
    assert first(load_run("kept")) == first(answer)
    assert not list(Path("kept").rglob("*.tmp"))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of 300 kB, less than the results of the toy need."""
    yield from small_disk(tmp_path / "small", "300k")


def test_a_disk_that_is_full_is_named_and_the_run_goes_on(small: Path, toy: Situation) -> None:
    with pytest.raises(WriteError, match=r"results.nc\" cannot be written: the disk is full"):
        run(toy, futures=100, out=small / "kept")
    assert not list((small / "kept").rglob("*.tmp"))
    assert len(list((small / "kept" / "chunks").iterdir())) == 1
    remount = ["mount", "-o", "remount,size=2m", str(small)]
    subprocess.run(remount, check=True)
    answer = run(toy, futures=100, out=small / "kept", resume=True)
    assert first(load_run(small / "kept")) == first(answer)
