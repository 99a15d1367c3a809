"""A fixed value moves draws alone, so that a scenario need not be lowered again."""

from typing import Any

import numpy as np
import pytest

from outlast.engine.arrays import Rows
from outlast.engine.compiled.run import run_compiled
from outlast.ensemble.prepare import anchored_plan, has_planned_need, prepare, prepare_again
from outlast.lower import Lowered, lower
from outlast.scenario.adjust import with_values
from outlast.scenario.load import Situation, load_scenario
from outlast.web.sliders import sliders

EVERY = 12
"""Of the many levers of a large scenario one in so many is tried."""


def values(field: Any) -> Any:  # noqa: ANN401  arrays, rows and numbers
    return field.values if isinstance(field, Rows) else field


def alike(one: Lowered, other: Lowered) -> bool:
    points = np.random.default_rng(3).random((5, len(one.drawing.dimensions)))
    draws = zip(one.sample(points), other.sample(points), strict=True)
    plans = zip(one.plan, other.plan, strict=True)
    return one.drawing.dimensions == other.drawing.dimensions and all(
        np.array_equal(values(mine), values(theirs))
        for pairs in (draws, plans)
        for mine, theirs in pairs
    )


def moved(situation: Situation, key: str) -> Situation:
    lever = sliders(situation)[key]
    return with_values(situation, {key: lever.low + 0.3 * (lever.high - lever.low)})


def test_every_lever_of_the_toy_moves_draws_alone() -> None:
    situation = load_scenario("lilliput")
    whole = prepare(situation)
    for key in sliders(situation):
        changed = moved(situation, key)
        assert alike(prepare_again(whole, changed), prepare(changed)), key


@pytest.mark.parametrize("scenario", ["today"])
def test_levers_of_a_large_scenario_move_draws_alone(scenario: str) -> None:
    situation = load_scenario(scenario)
    whole = prepare(situation)
    keys = list(sliders(situation))[::EVERY]
    assert len(keys) > 5
    same = prepare(situation)
    for key in keys:
        changed = moved(situation, key)
        assert alike(prepare_again(whole, changed), prepare(changed)), key
    assert alike(whole, same)  # and the lowered scenario itself has not changed


@pytest.mark.parametrize("scenario", ["april-2025", "lilliput"])
def test_planned_need_is_anchored_where_the_whole_run_stands_on_the_date(scenario: str) -> None:
    lowered = lower(load_scenario(scenario))
    middle = lowered.sample(np.full((1, max(len(lowered.drawing.dimensions), 1)), 0.5))
    mark = run_compiled(lowered.plan, middle).state.mark.values[:, 0]
    if has_planned_need(lowered.plan):
        assert np.array_equal(anchored_plan(lowered).need_start, mark[lowered.plan.line_service])
    else:
        assert anchored_plan(lowered) is lowered.plan
