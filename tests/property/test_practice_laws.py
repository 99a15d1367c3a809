"""Practice: zero volatility repeats the constant, stricter is never better, dice ignore levers."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Lane
from outlast.engine.codes import STEP
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.engine.mechanisms.practice import practice
from outlast.engine.mechanisms.rules import at_odds
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.workspace import make_workspace
from outlast.lower import Lowered, lower
from outlast.lower.draws.practice_draws import ESCALATED, SHOCKS, practice_paths
from outlast.lower.draws.rows import SPECS
from outlast.scenario.adjust import with_settings, without_moves
from outlast.scenario.load import load_scenario
from tests.engine.lilliput import arrays_in, lilliput

FUTURES = 12
CHANCES = st.floats(0.0, 1.0)
RATIOS = st.floats(1e-3, 1e3)


@cache
def today() -> Lowered:
    """Return the shipped scenario, lowered."""
    return lower(load_scenario("today"))


def luck(lowered: Lowered, seed: int = 0) -> Lane:
    """Return points of some futures."""
    return np.random.default_rng(seed).random((FUTURES, len(lowered.drawing.dimensions)))


@given(CHANCES, RATIOS, RATIOS)
def test_a_chance_at_odds_stays_a_chance_and_rises_with_them(
    chance: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    first, second = (float(at_odds(np.array(chance), np.array(x))) for x in (low, high))
    assert 0.0 <= first <= second + 1e-12
    assert second <= 1.0 + 1e-12
    assert float(at_odds(np.array(chance), np.array(1.0))) == chance


@given(RATIOS)
def test_what_a_reader_sets_to_nothing_or_all_stays_there(ratio: float) -> None:
    assert float(at_odds(np.array(0.0), np.array(ratio))) == 0.0
    assert float(at_odds(np.array(1.0), np.array(ratio))) == 1.0


def paths_of(spread: float, turn: float, seed: int) -> tuple[Lane, dict[str, Lane]]:
    """Return the paths of the shipped scenario at one spread and turn, and their events."""
    lowered = today()
    drawing = lowered.drawing
    events = drawing.events(luck(lowered, seed))
    shape = (len(lowered.names.paths), FUTURES)
    draws = {
        "practice_spread": np.full(shape, spread),
        "practice_time": np.full(shape, SPECS["practice_time"].default),
        "practice_turn": np.full(shape, turn),
    }
    return practice_paths(draws, events, lowered.plan), events


def test_no_spread_and_no_turn_repeat_the_constant_bit_for_bit() -> None:
    path, _ = paths_of(0.0, 0.0, 1)
    assert path.size > 0
    assert not path.any()


def test_an_escalation_lowers_practice_and_begins_no_path_before_it() -> None:
    path, events = paths_of(0.0, 1.0, 2)
    harder = events[ESCALATED] > 0.0
    assert harder.any()
    assert (path <= 0.0).all()
    begun = np.cumsum(harder, axis=1) > 0
    assert not path[~begun].any()


def test_paths_have_the_spread_that_a_reader_sets() -> None:
    lowered = today()
    drawing, points = lowered.drawing, np.random.default_rng(5)
    dice = points.random((400, len(drawing.dimensions)))
    shocks = drawing.practice.events(dice, None)[SHOCKS] if drawing.practice else np.zeros(0)
    shape = (len(lowered.names.paths), 400)
    draws = {
        "practice_spread": np.full(shape, 0.8), "practice_time": np.full(shape, 26.0),
        "practice_turn": np.zeros(shape),
    }  # fmt: skip
    late = practice_paths(draws, {SHOCKS: shocks, ESCALATED: np.zeros_like(shocks)}, lowered.plan)
    assert np.std(late[:, -1]) == pytest.approx(0.8, rel=0.1)
    assert abs(float(np.mean(late[:, -1]))) < 0.1


def test_no_lever_changes_a_shock_and_the_median_future_has_none() -> None:
    plain = today()
    moved = lower(with_settings(load_scenario("today"), {"approval-rare-earths-third-month": 0.1}))
    at = plain.drawing.dimensions.index("practice")
    one = luck(plain)
    other = np.full((FUTURES, len(moved.drawing.dimensions)), 0.3)
    other[:, moved.drawing.dimensions.index("practice")] = one[:, at]
    shocks = plain.drawing.events(one)[SHOCKS]
    assert np.array_equal(shocks, moved.drawing.events(other)[SHOCKS])
    assert shocks.any()
    one[:, at] = 0.5
    assert not plain.drawing.events(one)[SHOCKS].any()


def test_where_the_record_stands_still_no_regime_moves_practice() -> None:
    still = lower(without_moves(load_scenario("today")))
    events = still.drawing.events(luck(still))
    assert not events[ESCALATED].any()
    assert events[SHOCKS].any()


def toy(seed: int) -> tuple[Plan, Draw]:
    """Return the toy with a path of practice on every licence, and random paths."""
    plan, draw = arrays_in(lilliput(), 120.0, 1.0, 2)
    steps = (np.arange(plan.steps) + 0.5) / 8.0
    paths = np.where(plan.act_practice >= 0, 0, -1).astype(np.int32)
    plan = plan._replace(act_path=paths, knot=steps)
    knots = int(plan.knot.max()) + 2
    values = np.random.default_rng(seed).normal(0.0, 0.7, (1, knots, 2))
    draw.practice.values = values
    draw.room_response[...] = 0.2
    draw.pace_response[...] = 0.2
    return plan, draw


@settings(max_examples=5, deadline=None, derandomize=True)
@given(st.integers(0, 1000))
def test_a_stricter_path_never_grants_more_in_a_week(seed: int) -> None:
    plan, draw = toy(seed)
    draw.practice.values[..., 1] = draw.practice.values[..., 0] - 0.5
    workspace = make_workspace(plan, draw)
    for week in (0, 20, 60):
        workspace.week.now[STEP] = week
        workspace.week.edge_growth.values[...] = 1.0
        practice(plan, draw, workspace.week)
        for name, better in (("easing", 1), ("room", 1), ("pace", -1)):
            rows = getattr(workspace.week, name).values
            assert (better * (rows[..., 0] - rows[..., 1]) >= 0.0).all()


def test_engines_agree_on_a_path_and_a_flat_one_changes_nothing() -> None:
    plan, draw = toy(3)
    plain, fast = run_plain(plan, draw), run_compiled(plan, draw)
    for name in ("first", "depth", "cost_free"):
        one, other = (getattr(each.record, name).values for each in (plain, fast))
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)
    assert not np.array_equal(fast.record.depth.values[:, 0], fast.record.depth.values[:, 1])
    draw.practice.values[...] = 0.0
    flat = run_compiled(plan, draw)
    none = run_compiled(plan._replace(act_path=np.full_like(plan.act_path, -1)), draw)
    assert np.array_equal(flat.record.depth.values, none.record.depth.values)


@pytest.mark.parametrize("name", ["today", "april-2025"])
def test_the_median_future_stays_in_the_regime_of_the_last_known_day(name: str) -> None:
    """In April 2025 the record stands in an escalation, in November 2026 in none."""
    drawing = lower(load_scenario(name)).drawing
    events = drawing.events(np.full((1, len(drawing.dimensions)), 0.5))
    assert events[ESCALATED].size
    assert not events[ESCALATED].any()
