"""Ensembles: the same arrays for any threads, batch or resume; failed audits give no answer."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outlast.ensemble import prepare, run_ensemble
from outlast.ensemble.chunks import CHUNK
from outlast.errors import InputError, RunError
from outlast.lower import Lowered
from outlast.results import Results
from outlast.scenario.load import Situation, load_scenario


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load_scenario("lilliput")


def same(one: Results, other: Results) -> bool:
    """Return whether two runs left the same arrays, bit for bit."""
    records = all(np.array_equal(one.record[name], other.record[name]) for name in one.record)
    series = all(
        np.array_equal(getattr(band, part), getattr(other.bands[name], part))
        for name, band in one.bands.items()
        for part in ("counts", "total", "least", "most")
    )
    return records and series


def test_threads_do_not_move_a_bit(toy: Situation) -> None:
    assert same(
        run_ensemble(toy, futures=100, threads=1), run_ensemble(toy, futures=100, threads=3)
    )


def test_more_futures_leave_the_first_as_they_were(toy: Situation) -> None:
    few, many = run_ensemble(toy, futures=70), run_ensemble(toy, futures=200)
    assert all(np.array_equal(few.record[name], many.record[name][:70]) for name in few.record)


def test_a_run_that_was_stopped_goes_on_where_it_was(toy: Situation, tmp_path: Path) -> None:
    finished = 0

    def progress(done: int, _: int) -> None:
        nonlocal finished
        finished = done

    futures = CHUNK + 200
    part = run_ensemble(
        toy,
        futures=futures,
        folder=tmp_path,
        progress=progress,
        should_cancel=lambda: finished > CHUNK,
        threads=1,
    )
    assert part.futures == CHUNK
    kept = sorted(tmp_path.glob("chunk-*.npz"))
    assert len(kept) == 1
    before = kept[0].stat().st_mtime_ns
    whole = run_ensemble(toy, futures=futures, folder=tmp_path)
    assert kept[0].stat().st_mtime_ns == before
    assert same(whole, run_ensemble(toy, futures=futures))
    assert not list(tmp_path.glob("*.tmp"))


def test_no_futures_and_an_unknown_precision_are_refused(toy: Situation) -> None:
    with pytest.raises(InputError, match="0 futures answer nothing"):
        run_ensemble(toy, futures=0)
    with pytest.raises(InputError, match='"float16" is not a precision'):
        run_ensemble(toy, futures=1, precision="float16")


def test_an_audit_that_fails_names_future_week_and_good(
    toy: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = prepare.lower

    def broken(situation: Situation) -> Lowered:
        made = sound(situation)
        flow = made.plan.flow0.copy()
        flow[0] *= 2.0
        return replace(made, plan=made.plan._replace(share0=made.plan.share0 * 1.5, flow0=flow))

    monkeypatch.setattr(prepare, "lower", broken)
    with pytest.raises(RunError, match=r"future \d+, week 0.*(range|close)"):
        run_ensemble(toy, futures=4)


def test_float32_agrees_with_float64(toy: Situation) -> None:
    wide, narrow = (run_ensemble(toy, futures=64, precision=p) for p in ("float64", "float32"))
    assert np.abs(wide.record["first"] - narrow.record["first"]).max() < 1e-3
