"""The futures without drawn moves go on from those with them, bit for bit as if run alone."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from outlast.api.counts import counts
from outlast.ensemble import ensemble, run_ensemble, run_with_and_without_moves
from outlast.ensemble.audited_chunk import audited_chunk
from outlast.ensemble.chunk_files import ChunkFile, ChunkIdentity
from outlast.ensemble.prepare import prepare
from outlast.ensemble.record_only import record_only
from outlast.ensemble.streams import luck
from outlast.results import Results, manifest
from outlast.scenario.adjust import with_settings, without_moves
from outlast.scenario.load import Situation, load_scenario
from tests.faces.toy_moves import toy_moves

FUTURES = 40
DICE = {"futures": FUTURES, "seed": 1, "precision": "float64"}
SHIPPED = ("april-2025", "cutoff", "june-2025", "lapse", "tariff-245", "today", "truce")


@pytest.fixture(autouse=True)
def _small_chunks() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ensemble, "CHUNK", 16)
        yield


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    folder = toy_moves(tmp_path_factory.mktemp("toy-moves"))
    return load_scenario("lilliput", "lilliput", [folder])


def refuse_unlike(one: Results, other: Results) -> None:
    for name in one.record:
        assert np.array_equal(one.record[name], other.record[name]), name
    for name, band in one.bands.items():
        for part in ("counts", "total", "least", "most"):
            assert np.array_equal(getattr(band, part), getattr(other.bands[name], part)), name
    assert one.manifest == other.manifest
    assert counts(one) == counts(other)


def refuse_unlike_alone(situation: Situation, **dice: object) -> None:
    """Compare both results of a run with those of two runs alone."""
    both = run_with_and_without_moves(situation, **dice)  # pyright: ignore[reportArgumentType]
    assert both[1] is not None
    for found, alone in zip(both, (situation, without_moves(situation)), strict=True):
        refuse_unlike(found, run_ensemble(alone, **dice))  # pyright: ignore[reportArgumentType]


def test_the_toy_without_moves_goes_on_from_the_toy_with_them(moving: Situation) -> None:
    refuse_unlike_alone(moving, **DICE)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_today_without_moves_goes_on_from_today_with_them(precision: str) -> None:
    today = load_scenario("today")
    lowered, made = prepare(today), manifest(today, 32, 5, precision)
    step = record_only(today, lowered, made, None).step
    assert step is not None
    assert lowered.plan.start - 10 < step <= lowered.plan.start
    refuse_unlike_alone(today, futures=32, seed=5, precision=precision)


def test_a_run_without_moves_holds_one_count_of_all_chunks(
    moving: Situation, tmp_path: Path
) -> None:
    """The counts of a chunk are some ten megabytes: a million futures have a thousand chunks."""
    lowered, made = prepare(moving), manifest(moving, **DICE)  # pyright: ignore[reportArgumentType]
    beside = record_only(moving, lowered, made, tmp_path)
    points = luck(lowered.drawing.dimensions, range(FUTURES), 1)
    sizes: list[int] = []
    for first in range(0, FUTURES, 8):
        futures = range(first, first + 8)
        _, still = lowered.both_in_spans(points[first : first + 8])
        chunk = audited_chunk(lowered, still, futures, 1, precision="float64")
        assert chunk is not None
        beside.add(chunk, ChunkIdentity(made.digest, made.version, 1, "float64", first, 8))
        sizes.append(sum(each.counts.nbytes for each in beside.bands.values()))
        assert all(isinstance(each, ChunkFile) for each in beside.records)
    assert beside.counted == FUTURES
    assert sizes[1:] == [sizes[1]] * 4  # the first chunk alone has narrow counts


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_each_scenario_without_moves_goes_on_from_itself_with_them(name: str) -> None:
    situation = load_scenario(name)
    for given in ({}, {"severity-us-chips": "0"}, {"approval-chips": "0.6"}):
        changed = with_settings(situation, given) if given else situation
        if changed.moves is not None:
            refuse_unlike_alone(changed, futures=64, seed=7, precision="float32")


def test_a_scenario_without_moves_has_no_second_answer() -> None:
    _, still = run_with_and_without_moves(load_scenario("lilliput"), **DICE)  # pyright: ignore[reportArgumentType]
    assert still is None


def test_kept_chunks_are_read_and_lacking_ones_are_run_whole(
    moving: Situation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    where = {**DICE, "folder": tmp_path}
    run_with_and_without_moves(moving, **where)  # pyright: ignore[reportArgumentType]
    files = sorted(tmp_path.glob("record-only-*.npz"))
    assert len(files) == 3
    before = files[0].stat().st_mtime_ns
    files[1].unlink()
    files[2].write_bytes(files[2].read_bytes()[:200])
    again = run_with_and_without_moves(moving, **where)[1]  # pyright: ignore[reportArgumentType]
    sound = run_with_and_without_moves(moving, **DICE)[1]  # pyright: ignore[reportArgumentType]
    assert sound is not None
    assert again is not None
    refuse_unlike(again, sound)
    assert "its futures are run again" in caplog.text
    assert files[0].stat().st_mtime_ns == before
    assert files[1].exists()


def test_a_run_that_is_ended_has_no_second_answer_and_goes_on(
    moving: Situation, tmp_path: Path
) -> None:
    done: list[int] = []
    where = {**DICE, "folder": tmp_path}
    part = run_with_and_without_moves(
        moving,
        **where,  # pyright: ignore[reportArgumentType]
        progress=lambda futures, _: done.append(futures),
        should_cancel=lambda: bool(done) and done[-1] >= 16,
    )
    assert part[0].futures == 16
    assert part[1] is None
    whole = run_with_and_without_moves(moving, **where)  # pyright: ignore[reportArgumentType]
    alone = run_with_and_without_moves(moving, **DICE)  # pyright: ignore[reportArgumentType]
    for one, other in zip(whole, alone, strict=True):
        assert one is not None
        assert other is not None
        refuse_unlike(one, other)
