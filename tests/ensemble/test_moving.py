"""Priors that are moved while futures stay drawn: the same as a run with the priors fixed."""

import numpy as np
import pytest

from outlast.engine.arrays import Rows
from outlast.ensemble import run_ensemble
from outlast.ensemble.ensemble import prepare, reprepared
from outlast.ensemble.rerun import Moving
from outlast.ensemble.streams import luck
from outlast.lower.draws.redraw import Moved
from outlast.scenario.adjust import fixed
from outlast.scenario.load import load_scenario
from outlast.web.levers import levers

SEED = 5


@pytest.mark.parametrize(("scenario", "every"), [("lilliput", 3), ("today", 12)])
def test_draws_at_a_value_are_those_of_a_prior_fixed_there(scenario: str, every: int) -> None:
    situation = load_scenario(scenario)
    lowered = prepare(situation)
    moved = Moved(lowered.drawing, luck(lowered.drawing.dimensions, range(7), SEED))
    for key, lever in list(levers(situation).items())[::every]:
        values = {key: lever.low + 0.3 * (lever.high - lever.low)}
        drawing = lowered.redrawn(fixed(situation, values)).drawing
        whole = drawing.sample(luck(drawing.dimensions, range(7), SEED))
        for mine, theirs in zip(moved.at(values), whole, strict=True):
            one, other = (
                each.values if isinstance(each, Rows) else each for each in (mine, theirs)
            )
            assert np.array_equal(one, other), key


@pytest.mark.parametrize("scenario", ["lilliput", "today"])
def test_what_is_moved_comes_to_what_a_run_comes_to(scenario: str) -> None:
    situation = load_scenario(scenario)
    lowered = prepare(situation)
    moving = Moving(lowered, 40, SEED)
    known = levers(situation)
    for keys in (list(known)[:1], list(known)[1:3], list(known)[:1]):
        values = {key: known[key].low + 0.6 * (known[key].high - known[key].low) for key in keys}
        changed = fixed(situation, values)
        quick = moving.run(changed, values)
        whole = run_ensemble(
            changed,
            futures=40,
            seed=SEED,
            precision="float32",
            prepared=reprepared(lowered, changed),
        )
        assert quick is not None
        for name, mine in quick.record.items():
            assert np.array_equal(mine, whole.record[name]), name
        assert np.array_equal(quick.bands["level"].counts, whole.bands["level"].counts)
        assert quick.manifest == whole.manifest


def test_what_nobody_waits_for_stops() -> None:
    situation = load_scenario("lilliput")
    assert Moving(prepare(situation), 40, SEED).run(situation, {}, lambda: True) is None
