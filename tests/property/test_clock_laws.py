"""Laws of the three clocks: their order, and the clocks that a better supply never turns back."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine import common_start
from outlast.engine import step as steps_of_week
from outlast.engine.arrays import Reals
from outlast.engine.codes import SPAN_AFTER, SPAN_FIRST, STEP, WITHOUT_DENIAL
from outlast.engine.draw import Draw
from outlast.engine.mechanisms import first_passage
from outlast.engine.plan import Plan
from outlast.engine.state import Record, State
from outlast.engine.week import Week
from outlast.engine.workspace import Workspace, make_workspace
from outlast.results.first_breaks import ENDINGS
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.lilliput import arrays_in, lilliput
from tests.engine.world import Line
from tests.property.test_engine_exact import siege

WEEKS, START = 40, 18
FEW = settings(max_examples=15, deadline=None, derandomize=True)
FIRST_TWO = ("since-denial", "from-date")
"""The clocks that a better supply never turns back."""

levels = st.lists(
    st.lists(st.sampled_from((0.0, 0.5, 0.85, 0.9, 0.95, 1.0)), min_size=WEEKS, max_size=WEEKS),
    min_size=2,
    max_size=2,
)
"""Levels of two lines, week by week."""


def passed(paths: list[Reals]) -> Workspace:
    """Return the record of two lines whose levels are given: a future for each [line, week]."""
    world = replace(
        lilliput(), lines=[Line(0, 0.9, 4.0), Line(1, 0.9, 2.0)], sets=[((0, 1), 0.2), ((1,), 0.05)]
    )
    plan, draw = arrays_in(world, float(WEEKS), 1.0, len(paths))
    plan = plan._replace(start=START, horizon=WEEKS - START, paired=0)
    workspace = make_workspace(plan, draw)
    state, week, record, _ = workspace
    common_start.begin(plan, draw, state, week, record)
    given_levels = np.stack(paths, axis=-1)
    for w in range(WEEKS):
        week.now[STEP] = w
        if w == START:
            first_passage.reach_date(plan, state, record)
        week.line_level.values[...] = given_levels[:, w]
        first_passage.first_passage(plan, state, week, record)
    first_passage.conclude(plan, state, record)
    return workspace


def times(workspace: Workspace, name: str, clock: str) -> Reals:
    """Return the times of lines or sets on a clock: [row, future]."""
    return getattr(workspace.record, f"{name}{ENDINGS[clock]}").values


@FEW
@given(levels)
def test_an_earlier_clock_breaks_no_later(path: list[list[float]]) -> None:
    found = passed([np.array(path)])
    for name in ("first", "strict", "quorum"):
        ever, date, new = (
            times(found, name, clock) for clock in ("since-denial", "from-date", "new-only")
        )
        assert np.all(ever <= date)
        assert np.all(date <= new)
    short = found.record.since.values > 0
    assert np.array_equal(times(found, "first", "from-date") == 0.0, short)
    apart = times(found, "first", "from-date") != times(found, "first", "new-only")
    assert not np.any(apart & ~short)


@FEW
@given(levels, levels)
def test_levels_that_are_nowhere_lower_never_make_the_first_two_clocks_earlier(
    path: list[list[float]], other: list[list[float]]
) -> None:
    lower = np.array(path)
    found = passed([lower, np.maximum(lower, np.array(other))])
    for name in ("first", "strict", "quorum"):
        for clock in FIRST_TWO:
            before, after = np.moveaxis(times(found, name, clock), -1, 0)
            assert np.all(after >= before - 1e-9), (name, clock)


def test_a_higher_level_can_add_a_new_break() -> None:
    """Why new breaks alone are no answer: a stock that lasts past the date adds a break."""
    early, late = np.ones((2, WEEKS)), np.ones((2, WEEKS))
    early[:, START - 8 :], late[:, START + 8 :] = 0.0, 0.0
    found = passed([early, late])
    never = WEEKS - START + 1.0
    assert times(found, "first", "new-only")[0].tolist()[0] == never
    assert times(found, "first", "new-only")[0].tolist()[1] < never
    for clock in FIRST_TWO:
        before, after = times(found, "first", clock)[0].tolist()
        assert before < after


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_goods_added_to_a_holder_never_make_its_first_two_clocks_earlier(step: float) -> None:
    """The law on larger stocks: targets stay, and supply does not answer to the holder's orders."""

    @settings(max_examples=8, deadline=None, derandomize=True)
    @given(
        st.floats(0.0, 6.0),
        st.lists(st.floats(0.0, 1.5), min_size=8, max_size=8),
        st.integers(0, 30),
    )
    def check(cover: float, supply: list[float], start: int) -> None:
        found = stocked(step, cover, supply, start)
        for name in ("first", "strict", "quorum"):
            for clock in FIRST_TWO:
                by_stock = times(found, name, clock)
                assert np.all(np.diff(by_stock, axis=-1) >= -1e-9), (name, clock, by_stock)

    check()


def stocked(step: float, cover: float, supply: list[float], start: int) -> Workspace:
    """Return the run of a siege, with a future for each amount that is added to the one holder.

    Args:
        step: Weeks in a step.
        cover: The stock that the holder aims at, weeks.
        supply: The share of its need that comes in all the same, by spells of five weeks.
        start: The scenario's date, weeks.
    """
    added = np.array([0.0, 0.3, 1.0, 4.0, 16.0])
    coming = np.repeat(np.array(supply), round(WEEKS / len(supply) / step)) * step
    world = replace(
        siege(0.0, 0.0, step, float(WEEKS)),
        deliveries={("B", "x"): coming},
        sets=[((0, 1, 2), 0.2)],
    )
    plan = Assembly(world, step, float(WEEKS), float(start)).plan()._replace(paired=0)
    quiet: dict[str, Any] = {"cover": np.full((1, 1, len(added)), cover), "hoarding": 0.0}
    draw = draw_of(world, plan, len(added), **quiet)
    workspace = make_workspace(plan, draw)
    week = workspace.week
    week.span[SPAN_FIRST], week.span[SPAN_AFTER] = 0, plan.steps
    week.now[WITHOUT_DENIAL] = 0
    real = steps_of_week.begin

    def begin(plan: Plan, draw: Draw, state: State, week: Week, record: Record) -> None:
        real(plan, draw, state, week, record)
        state.stock.values[0, 0] += added

    with np.errstate(all="ignore"), patch.object(steps_of_week, "begin", begin):
        steps_of_week.resume(plan, draw, *workspace)
    return workspace
