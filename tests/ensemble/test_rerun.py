"""Priors that move while futures stay drawn give the same as a run with the priors fixed."""

from typing import Any

import numpy as np
import pytest

from outlast.engine.arrays import Rows
from outlast.engine.compiled.run import Worker, make_worker
from outlast.ensemble import run_ensemble
from outlast.ensemble.prepare import prepare, prepare_again
from outlast.ensemble.rerun import Rerun
from outlast.ensemble.streams import luck
from outlast.lower.draws.redraw import RedrawnDraws
from outlast.scenario.adjust import with_values
from outlast.scenario.load import load_scenario
from outlast.web.sliders import sliders

SEED = 5


@pytest.mark.parametrize(("scenario", "every"), [("lilliput", 3), ("today", 12)])
def test_draws_at_a_value_are_those_of_a_prior_fixed_there(scenario: str, every: int) -> None:
    situation = load_scenario(scenario)
    lowered = prepare(situation)
    moved = RedrawnDraws(lowered.drawing, luck(lowered.drawing.dimensions, range(7), SEED))
    for key, lever in list(sliders(situation).items())[::every]:
        values = {key: lever.low + 0.3 * (lever.high - lever.low)}
        drawing = lowered.with_priors(with_values(situation, values)).drawing
        whole = drawing.sample(luck(drawing.dimensions, range(7), SEED))
        for mine, theirs in zip(moved.at(values), whole, strict=True):
            one, other = (
                each.values if isinstance(each, Rows) else each for each in (mine, theirs)
            )
            assert np.array_equal(one, other), key


@pytest.mark.parametrize("scenario", ["lilliput", "today"])
def test_a_rerun_gives_the_results_of_a_whole_run(scenario: str) -> None:
    situation = load_scenario(scenario)
    lowered = prepare(situation)
    rerun = Rerun(lowered, 40, SEED)
    known = sliders(situation)
    for keys in (list(known)[:1], list(known)[1:3], list(known)[:1]):
        values = {key: known[key].low + 0.6 * (known[key].high - known[key].low) for key in keys}
        changed = with_values(situation, values)
        quick = rerun.run(situation, values)
        whole = run_ensemble(
            changed,
            futures=40,
            seed=SEED,
            precision="float32",
            prepared=prepare_again(lowered, changed),
        )
        assert quick is not None
        for name, mine in quick.record.items():
            assert np.array_equal(mine, whole.record[name]), name
        assert np.array_equal(quick.bands["level"].counts, whole.bands["level"].counts)
        assert quick.manifest == whole.manifest


def test_a_cancelled_rerun_gives_nothing() -> None:
    situation = load_scenario("lilliput")
    assert Rerun(prepare(situation), 40, SEED).run(situation, {}, lambda: True) is None


@pytest.mark.parametrize(("futures", "threads", "made"), [(32, 4, 1), (40, 4, 2), (40, 1, 1)])
def test_no_thread_holds_memory_for_weeks_without_a_block(
    futures: int, threads: int, made: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    situation, workers = load_scenario("lilliput"), list[Worker]()

    def counted(*given: Any) -> Worker:  # noqa: ANN401  it hands on the arguments as they are
        workers.append(make_worker(*given))
        return workers[-1]

    monkeypatch.setattr("outlast.engine.compiled.run.make_worker", counted)
    assert Rerun(prepare(situation), futures, SEED).run(situation, {}, threads=threads)
    assert len(workers) == made
