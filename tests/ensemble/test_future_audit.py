"""The audit comes first: a number that is none, infinite or against a law ends the run at once."""

import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outlast.engine.compiled.run import values_of
from outlast.engine.draw import Draw
from outlast.ensemble import run_ensemble
from outlast.ensemble.chunks import ChunkBuilder
from outlast.ensemble.prepare import anchored_plan, prepare
from outlast.ensemble.rerun import Rerun
from outlast.errors import RunError
from outlast.lower import Lowered, lower
from outlast.scenario.load import load_scenario
from outlast.study.single_futures import single_futures
from outlast.study.trace import trace

toy = cache(lambda: load_scenario("lilliput"))
prepared = cache(lambda: prepare(toy()))


def refused(lowered: Lowered, **more: Any) -> str:  # noqa: ANN401  options of a run
    """Return the words with which a run ends; a cast of a number that is none is an error."""
    with pytest.raises(RunError) as failed:
        run_strictly(lowered, **more)
    assert failed.value.exit_code == 3
    return str(failed.value)


def run_strictly(lowered: Lowered, **more: Any) -> None:  # noqa: ANN401  options of a run
    """Run a few futures; a warning, as of a cast of a number that is none, is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run_ensemble(toy(), futures=8, seed=3, prepared=lowered, **more)


def with_draws(monkeypatch: pytest.MonkeyPatch, lane: int, **values: float) -> None:
    """Give one future of every chunk other draws than a door would let in."""
    sample = Lowered.sample

    def sampled(lowered: Lowered, points: Any) -> Draw:  # noqa: ANN401
        draw = sample(lowered, points)
        for name, value in values.items():
            values_of(getattr(draw, name))[..., lane] = value
        return draw

    monkeypatch.setattr(Lowered, "sample", sampled)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(
    "draws", [{"finished_time": 0.0}, {"premium": np.nan}, {"cover": -1.0}, {"growth_now": np.inf}]
)
def test_draws_beyond_sense_end_the_run_with_future_seed_and_quantity(
    monkeypatch: pytest.MonkeyPatch, draws: dict[str, float], precision: str
) -> None:
    with_draws(monkeypatch, 5, **draws)
    text = refused(prepared(), precision=precision)
    assert text.startswith(f"future 5, draw {next(iter(draws)).replace('_', ' ')}: ")
    assert text.endswith("(seed 3).")


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_numbers_that_overflow_end_the_run_with_their_week(
    monkeypatch: pytest.MonkeyPatch, precision: str
) -> None:
    with_draws(monkeypatch, 5, growth_now=900.0, growth_far=900.0, elasticity=0.0)
    text = refused(prepared(), precision=precision)
    assert text.startswith("future 5, ")
    assert text.endswith("(seed 3).")


def faulty(**arrays: Any) -> Lowered:  # noqa: ANN401  arrays of the plan
    """Return the toy with other arrays of its plan."""
    return replace(prepared(), plan=prepared().plan._replace(**arrays))


@pytest.mark.parametrize("size", [np.nan, np.inf])
def test_a_plan_that_is_no_number_is_refused(size: float) -> None:
    plan = prepared().plan
    text = refused(faulty(value_added=np.full_like(plan.value_added, size)))
    assert text == "the plan is not finite: value_added."


def test_costs_are_looked_at_too() -> None:
    plan = prepared().plan
    text = refused(faulty(value_added=np.full_like(plan.value_added, 1e40)))
    assert "future 0, cost of lilliput, direct: a share, level or price is out of range" in text


def test_a_loss_that_is_negative_is_refused() -> None:
    text = refused(faulty(margin=-prepared().plan.margin))
    assert "cost of blefuscu, sender: a share, level or price is out of range (seed 3)." in text
    assert "in all, 8 of 8 futures failed." in text


def test_nothing_is_counted_or_written_before_the_audit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def add(*_: object) -> None:
        raise AssertionError("counted")

    monkeypatch.setattr(ChunkBuilder, "add", add)
    refused(faulty(margin=-prepared().plan.margin), folder=tmp_path, threads=1)
    assert list(tmp_path.iterdir()) == []


def test_a_lever_that_moves_is_audited_first() -> None:
    broken = faulty(margin=-prepared().plan.margin)
    with pytest.raises(RunError, match=r"future 0, cost of blefuscu, sender.*\(seed 9\)"):
        Rerun(broken, 4, 9).run(toy(), {})


def test_single_futures_and_traces_are_audited_first() -> None:
    sound = run_ensemble(toy(), futures=4, seed=3, prepared=prepared())
    broken = faulty(margin=-prepared().plan.margin)
    with pytest.raises(RunError, match=r"future 2, cost.*\(seed 3\)"):
        single_futures(replace(sound, lowered=broken), [2, 3])
    with pytest.raises(RunError, match="future 2, cost"):
        trace(broken, sound.points()[2], 2, "fleet", "flow")


def test_the_median_future_is_audited_before_need_is_anchored_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lowered = lower(load_scenario("today"))
    with_draws(monkeypatch, 0, compute0=np.nan)
    with pytest.raises(RunError, match="the median future, draw compute0: not finite"):
        anchored_plan(lowered)
