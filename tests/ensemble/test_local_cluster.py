"""Runs on worker processes: one is killed in the middle, or the client is, and no bit moves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

import outlast as ol
from outlast.ensemble import run_ensemble
from outlast.ensemble.chunks import CHUNK
from outlast.ensemble.task_executor import LostTasksError
from outlast.errors import InputError
from outlast.results import Results
from outlast.scenario.load import Situation, load_scenario
from tests.ensemble.elsewhere import assert_same, run_on, small_chunks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # those of another library are not ours
]

FUTURES = 4 * CHUNK
OUTLAST = Path(sys.executable).with_name("outlast")
PATIENCE = 240.0
"""Seconds that a busy machine may take to the first chunk."""


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load_scenario("lilliput")


@pytest.fixture(scope="module")
def here(toy: Situation) -> Results:
    return run_ensemble(toy, futures=FUTURES)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Return the client of a local cluster of two workers, which are not started again."""
    from distributed import Client, LocalCluster  # noqa: PLC0415  slow to read

    start: Any = LocalCluster
    with (
        start(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made,
        Client(made, set_as_default=False) as client,
    ):
        yield client


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(
    toy: Situation,
    here: Results,
    cluster: Any,  # noqa: ANN401  a client of an extra's library
    tmp_path: Path,
) -> None:
    workers: dict[str, int] = cluster.run(os.getpid)
    victim = min(workers.values())
    seen: list[int] = []

    def progress(done: int, of: int) -> None:
        seen.append(done)
        if 0 < done < of and len([each for each in seen if each]) == 1:
            os.kill(victim, signal.SIGKILL)

    found = run_on(cluster, toy, tmp_path, futures=FUTURES, progress=progress)
    assert any(0 < each < FUTURES for each in seen)
    assert_same(found, here)
    assert victim not in cluster.run(os.getpid).values()
    assert_same(run_ensemble(toy, futures=FUTURES, folder=tmp_path, only_kept=True), here)


def test_a_client_that_is_killed_goes_on_where_it_was(here: Results, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    words = ("run", "lilliput", "--futures", "4e3", "--on", "local:2", "--out", str(folder))
    with subprocess.Popen([OUTLAST, *words], stdout=subprocess.DEVNULL) as client:
        end = monotonic() + PATIENCE
        while not list(folder.glob("chunks/*.parquet")) and monotonic() < end:
            assert client.poll() is None
            sleep(0.05)
        client.kill()
    kept = len(list(folder.glob("chunks/*.parquet")))
    assert 0 < kept < FUTURES // CHUNK
    done = subprocess.run(
        [OUTLAST, *words, "--resume", "--json"], capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    assert answer["run"]["executed"] == {"on": "local:2", "workers": 2}
    assert_same(ol.load_run(folder).results, here)


def test_processes_give_the_same_bits(
    toy: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    ours = run_ensemble(toy, futures=200)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert_same(run_on(pool, toy, tmp_path, futures=200), ours)
        # a store in this process's memory alone: the workers send their chunks
        assert_same(run_on(pool, toy, futures=200, store="memory://here"), ours)


def test_processes_that_die_are_named_and_the_run_goes_on(
    toy: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    ours = run_ensemble(toy, futures=600)

    def progress(done: int, _of: int) -> None:
        if done:
            for each in list(pool._processes.values()):  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
                each.kill()

    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(LostTasksError, match="ProcessPoolExecutor"),
    ):
        run_on(pool, toy, tmp_path, futures=600, progress=progress)
    assert list(tmp_path.glob("*.parquet"))
    assert_same(run_ensemble(toy, futures=600, folder=tmp_path), ours)


def test_a_scheduler_that_does_not_answer_is_named(toy: Situation) -> None:
    with pytest.raises(InputError, match="no scheduler answers"):
        run_on("tcp://127.0.0.1:9", toy, futures=10)


def test_answers_by_a_cluster_are_those_of_one_machine(tmp_path: Path) -> None:
    """Compare, levers, sensitivity and backtest give the same with `--on`."""
    commands = [
        ("compare", "lilliput", "lilliput", "--futures", "64"),
        ("levers", "lilliput", "--futures", "32"),
        ("study", "sensitivity", "lilliput", "--futures", "32"),
    ]
    for words in commands:
        told = [
            subprocess.run(
                [OUTLAST, *words, *on, "--json"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for on in ((), ("--on", "local:2"))
        ]
        assert json.loads(told[0]) == json.loads(told[1]), words
