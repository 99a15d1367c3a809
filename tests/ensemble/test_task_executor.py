"""Runs on executors: the same bits as here, wherever a chunk is computed and stored."""

import logging
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outlast.ensemble import chunk_store, ensemble, prepare, run_ensemble, task_executor
from outlast.ensemble.chunk_store import TABLE, TALLIES, ChunkStore
from outlast.ensemble.kept_chunks import ADDRESS, kept_futures
from outlast.ensemble.remote_task import program_versions
from outlast.ensemble.task_executor import LostTasksError, TaskExecutor
from outlast.errors import InputError, RunError
from outlast.lower import Lowered
from outlast.results import Results
from outlast.scenario.load import Situation, load_scenario
from tests.ensemble.elsewhere import CHUNK, assert_same, run_on, small_chunks

FUTURES = 4 * CHUNK + 7


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load_scenario("lilliput")


@pytest.fixture(scope="module")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture(scope="module")
def here(toy: Situation) -> Results:
    with pytest.MonkeyPatch.context() as patch:
        small_chunks(patch)
        return run_ensemble(toy, futures=FUTURES)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    small_chunks(monkeypatch)


def refused(pool: Executor, **more: Any) -> TaskExecutor:  # noqa: ANN401
    """Return an executor with other conditions."""
    return TaskExecutor("test", pool, lambda: 2, lambda: 2, **more)


def blind(_store: ChunkStore, _beacon: str) -> bool:
    """Return False, as on a machine that does not reach the store."""
    return False


def test_threads_give_the_same_bits_and_leave_no_file(
    toy: Situation, threads: ThreadPoolExecutor, here: Results, tmp_path: Path
) -> None:
    seen: list[int] = []

    def progress(done: int, _of: int) -> None:
        seen.append(done)

    found = run_on(threads, toy, futures=FUTURES, progress=progress)
    assert_same(found, here)
    assert seen == sorted(seen)
    assert seen[-1] == FUTURES
    assert not list(tmp_path.iterdir())


def test_single_precision_gives_the_same_bits(toy: Situation, threads: ThreadPoolExecutor) -> None:
    args: dict[str, Any] = {"futures": CHUNK + 5, "precision": "float32"}
    assert_same(run_on(threads, toy, **args), run_ensemble(toy, **args))


@pytest.mark.parametrize("sent", [False, True])
def test_chunks_are_named_by_their_hash_and_a_retry_changes_nothing(  # noqa: PLR0913  fixtures
    toy: Situation,
    threads: ThreadPoolExecutor,
    here: Results,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    sent: bool,
) -> None:
    if sent:  # as from a machine that does not reach the folder
        monkeypatch.setattr(ChunkStore, "sees", blind)
    assert_same(run_on(threads, toy, tmp_path, futures=FUTURES), here)
    first = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert len(first) == 2 * 5
    assert {Path(name).suffix for name in first} == {".parquet", ".npz"}
    for name in [name for name in first if name.endswith(TABLE)]:
        stem = name.removesuffix(TABLE)
        content = chunk_store.ChunkContent(first[name], first[f"{stem}{TALLIES}"])
        assert stem.endswith(f"-{content.hashed}")
    other = tmp_path / "again"
    other.mkdir()
    run_on(threads, toy, other, futures=FUTURES)
    assert {each.name: each.read_bytes() for each in other.iterdir()} == first


def test_a_run_goes_on_from_stored_chunks_here_or_there(
    toy: Situation, threads: ThreadPoolExecutor, here: Results, tmp_path: Path
) -> None:
    run_on(threads, toy, tmp_path, futures=2 * CHUNK)
    assert kept_futures(tmp_path) == 2 * CHUNK
    before = {each: each.stat().st_mtime_ns for each in tmp_path.iterdir()}
    assert_same(run_on(threads, toy, tmp_path, futures=FUTURES), here)
    assert all(each.stat().st_mtime_ns == made for each, made in before.items())
    assert_same(run_ensemble(toy, futures=FUTURES, folder=tmp_path, only_kept=True), here)


def test_a_run_begun_here_goes_on_there(
    toy: Situation, threads: ThreadPoolExecutor, here: Results, tmp_path: Path
) -> None:
    run_ensemble(toy, futures=2 * CHUNK, folder=tmp_path)
    assert_same(run_on(threads, toy, tmp_path, futures=FUTURES), here)
    assert len(list(tmp_path.glob("*.npz"))) == 2 + 3
    assert kept_futures(tmp_path) == FUTURES


def test_any_address_of_fsspec_serves_and_the_folder_names_it(
    toy: Situation, threads: ThreadPoolExecutor, here: Results, tmp_path: Path
) -> None:
    address = f"memory://{tmp_path.name}"
    found = run_on(threads, toy, tmp_path, futures=FUTURES, store=address)
    assert_same(found, here)
    assert [each.name for each in tmp_path.iterdir()] == [ADDRESS]
    again = run_ensemble(toy, futures=FUTURES, folder=tmp_path, only_kept=True)
    assert_same(again, here)
    assert kept_futures(tmp_path) == FUTURES


@pytest.mark.parametrize("ending", [TABLE, TALLIES])
@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_chunk_is_named_and_run_again(  # noqa: PLR0913, PLR0917  fixtures
    toy: Situation,
    threads: ThreadPoolExecutor,
    here: Results,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    ending: str,
    damage: str,
) -> None:
    run_on(threads, toy, tmp_path, futures=FUTURES)
    victim = sorted(tmp_path.glob(f"*{ending}"))[1]
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes({"cut": content[:-9], "changed": content, "empty": b""}[damage])
    with pytest.raises(InputError, match=r"chunk-00000060-00000120-.* is cut short or damaged"):
        run_ensemble(toy, futures=FUTURES, folder=tmp_path, only_kept=True)
    with caplog.at_level(logging.WARNING):
        assert_same(run_on(threads, toy, tmp_path, futures=FUTURES), here)
    assert "its futures are run again" in caplog.text
    assert_same(run_ensemble(toy, futures=FUTURES, folder=tmp_path, only_kept=True), here)


def test_a_chunk_of_another_run_is_not_taken(
    toy: Situation, threads: ThreadPoolExecutor, here: Results, tmp_path: Path
) -> None:
    run_on(threads, toy, tmp_path, futures=FUTURES, seed=2)
    assert_same(run_on(threads, toy, tmp_path, futures=FUTURES), here)


def test_a_request_to_stop_ends_it_and_the_rest_follows(
    toy: Situation, threads: ThreadPoolExecutor, here: Results, tmp_path: Path
) -> None:
    done: list[int] = []

    def progress(count: int, _of: int) -> None:
        done.append(count)

    with ThreadPoolExecutor(1) as one:  # chunks are finished in order
        part = run_on(
            one,
            toy,
            tmp_path,
            futures=FUTURES,
            progress=progress,
            should_cancel=lambda: bool(done) and done[-1] >= 2 * CHUNK,
        )
    assert 0 < part.futures < FUTURES
    assert_same(run_on(threads, toy, tmp_path, futures=FUTURES), here)


def test_a_stop_before_the_first_chunk_is_refused(
    toy: Situation, threads: ThreadPoolExecutor
) -> None:
    with pytest.raises(InputError, match="stopped before any future"):
        run_on(threads, toy, futures=FUTURES, should_cancel=lambda: True)


def test_a_worker_of_another_version_is_refused(
    toy: Situation, threads: ThreadPoolExecutor
) -> None:
    ours = program_versions()["outlast"]
    other = refused(threads, versions={**program_versions(), "outlast": "9.9"})
    with pytest.raises(InputError, match=rf"has outlast {ours}, not 9\.9; the run is refused"):
        run_ensemble(toy, futures=CHUNK, executor=other)


def test_a_worker_with_other_data_is_refused(
    toy: Situation, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = task_executor._shipped_files(toy)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert len(files) > 5
    changed = {**files, min(files): "0" * 64}

    def other_files(_situation: Situation) -> dict[str, str]:
        return changed

    monkeypatch.setattr(task_executor, "_shipped_files", other_files)
    with pytest.raises(InputError, match=f'other shipped data: "{min(files)}"; the run is refused'):
        run_on(threads, toy, futures=CHUNK)


def test_the_audit_names_the_same_future_as_here(
    toy: Situation, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = prepare.lower

    def broken(situation: Situation) -> Lowered:
        made = sound(situation)
        flow = made.plan.flow0.copy()
        flow[0] *= 2.0
        return replace(made, plan=made.plan._replace(share0=made.plan.share0 * 1.5, flow0=flow))

    monkeypatch.setattr(prepare, "lower", broken)
    with pytest.raises(RunError) as ours:
        run_ensemble(toy, futures=2 * CHUNK)
    with pytest.raises(RunError) as theirs:
        run_on(threads, toy, futures=2 * CHUNK)
    assert theirs.value.problems == ours.value.problems


def test_an_executor_that_broke_is_named(toy: Situation) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(LostTasksError, match=r'"ThreadPoolExecutor" were lost \(RuntimeError'):
        run_on(pool, toy, futures=CHUNK)


def test_a_missing_library_is_named_with_its_cure(
    toy: Situation, threads: ThreadPoolExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match=r"fsspec.*pip install 'outlast\[cluster\]'"):
        run_on(threads, toy, tmp_path, futures=CHUNK)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("local:0", "asks for 0 processes"),
        ("local:1000", "asks for 1000 processes"),
        ("local", "names no number of processes"),
        ("local:two", "names no number of processes"),
        ("local:-1", "names no number of processes"),
        ("10.0.0.5:8786", "is no place to run on"),
        ("tcp://", "is no place to run on"),
        ("http://host:1", "is no place to run on"),
        ("", "is no place to run on"),
    ],
)
def test_a_bad_address_is_refused_at_the_door(toy: Situation, address: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        run_on(address, toy, futures=CHUNK)


def test_a_thing_that_computes_nothing_is_refused(toy: Situation) -> None:
    thing: Any = 3
    with pytest.raises(InputError, match="on is a int, which computes no tasks"):
        run_on(thing, toy, futures=CHUNK)


def test_a_store_that_cannot_be_written_is_named(
    toy: Situation, threads: ThreadPoolExecutor, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match=r"cannot be (written|read)"):
        run_on(threads, toy, futures=CHUNK, store=f"{tmp_path / 'file'}")


def test_every_field_survives_a_store(toy: Situation, tmp_path: Path) -> None:
    """Fields of every type and shape, numbers that do not exist among them."""
    found = run_ensemble(toy, futures=3)
    record = {name: np.array(found.record[name]) for name in found.record}
    odd = next(name for name, values in record.items() if values.dtype == np.float64)
    record[odd].flat[0], record[odd].flat[-1] = np.nan, -np.inf
    identity = ensemble.ChunkIdentity("digest", "1", 1, "float64", 0, 3)
    content = chunk_store.encode(ensemble.Chunk(record, dict(found.bands)), identity)
    store = ChunkStore(f"{tmp_path}")
    _, stored = store.read(store.write(content, identity), identity)
    for name, values in record.items():
        assert stored.values(name).tobytes() == values.tobytes(), name
        assert stored.values(name).dtype == values.dtype, name
