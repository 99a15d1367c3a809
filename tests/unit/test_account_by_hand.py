"""Terms of trade and lost sales of one week, against sums done by hand."""

from math import exp, inf

import numpy as np
import pytest

from outlast.engine.codes import DENY, DIRECT, FEE, RESIDUAL, STEP
from outlast.engine.mechanisms.account import account
from outlast.engine.plain import run_plain
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Route, User, World

CHEAPER = -0.3
"""Log growth a year of the base price, as tests/engine/assembly.py reads it: of 52 weeks."""


def world() -> World:
    """Return a world in which A sells x to B, at 20 dollars a unit and a wedge of a tenth."""
    return World(
        ["A", "B", "H"], ["x"],
        [Process(("A", "x"), 10.0, 10.0)],
        [User("B", 10.0, (Input("x", 10.0, 2.0),), kind=RESIDUAL)],
        [Route("x", "A", "B", 10.0, 1.0, 0.1)],
        [Route("x", "A", "B", 0.0, 4.0, hub="H")],
        [Measure(
            (Act(DENY, "x", "A", "B", 0.5), Act(FEE, "x", "A", "B", rate=0.15, bloc="A")),
            ((0.0, inf),),
        )],
        prices={"x": 20.0}, dearer={"x": CHEAPER},
    )  # fmt: skip


def test_a_week_of_trade_by_hand() -> None:
    """In week 26, 6 units came directly and 2 round by H, and the price stands at 1.5."""
    plan = Assembly(world(), 1.0, 52.0, 0.0).plan()
    draw = draw_of(world(), plan, detour_wedge=0.4, seized=0.0)
    room = run_plain(plan, draw)
    week, state = room.week, room.state
    state.cost.values[:] = 0.0
    week.now[STEP] = 26
    base = [n for n in range(plan.bases) if plan.origin[n] != plan.destination[n]]
    (direct,), (round_,) = base, range(plan.bases, len(plan.origin))
    week.arrived.values[:] = 0.0
    week.arrived_tied.values[:] = 0.0
    week.arrived.values[direct], week.arrived.values[round_] = 5.0, 2.0
    week.arrived_tied.values[direct] = 1.0
    week.paid.values[:] = 1.5
    week.effect.values[:] = 1.0
    week.expected.values[plan.destination[direct]] = 10.0
    week.sent.values[direct], week.sent.values[round_] = 4.0, 2.0
    week.covered.values[direct] = 0.5
    account(plan, draw, state, week)
    p = 20.0 * exp(CHEAPER * 26.0 / 52.0)  # 17.21 dollars
    a, b, h = state.cost.values[:, 2, 0]
    # B: 6 units at 1.5 (1 + .1 + .15) less 1.1, and 2 units at 1.5 (1 + .4) less 1.
    assert b == pytest.approx(p * (6 * (1.875 - 1.1) + 2 * (2.1 - 1.0)), rel=1e-12)
    # A: 8 units dearer by half, the wedge of its route and its fee of .15 on what is paid.
    assert a == pytest.approx(-p * (8 * 0.5 + 6 * (0.15 - 0.1) + 6 * 1.5 * 0.15), rel=1e-12)
    # H: two fifths of the price on what passes it.
    assert h == pytest.approx(-p * 2 * 1.5 * 0.4, rel=1e-12)
    assert a + b + h == pytest.approx(0.0, abs=1e-9)
    # Of ten expected units four were sent and two went round: four sales lost, half of it margin.
    assert state.cost.values[0, 1, 0] == pytest.approx(p * 4 * 0.5, rel=1e-12)
    assert state.lost_sales.values[0, 0] == pytest.approx(p * 4, rel=1e-12)


def test_what_an_answer_counts_is_what_denial_adds() -> None:
    """A base price that moves, with no denial, costs nobody anything; a ban does."""
    plan = Assembly(world(), 1.0, 104.0, 0.0).plan()._replace(paired=1)
    draw = draw_of(world(), plan)
    record = run_plain(plan, draw).record
    added = record.cost.values - record.cost_free.values
    assert added[0, 1, 0] > 0.0
    np.testing.assert_allclose(added[:, 2].sum(0), 0.0, atol=1e-6)
    quiet = draw_of(world(), plan, gate=0.0)
    record = run_plain(plan, quiet).record
    np.testing.assert_array_equal(record.cost.values, record.cost_free.values)
    np.testing.assert_allclose(record.cost.values, 0.0, atol=1e-9)


def test_a_shortfall_belongs_to_its_year() -> None:
    """A ban from week 60 on costs nothing in the first year; weeks of need times value are dollars.

    B's second user has no value added, so that nothing is kept for it.
    """
    use = Input("x", 5.0, 2.0)
    denied = World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), 10.0, 10.0)],
        [User("B", 5.0, (use,), value=100.0), User("B", 5.0, (use,))],
        [Route("x", "A", "B", 10.0, 1.0)],
        measures=[Measure((Act(DENY, "x", "A", "B", 1.0),), ((60.0, inf),))],
    )  # fmt: skip
    plan = Assembly(denied, 1.0, 130.0, 0.0).plan()._replace(paired=1)
    draw = draw_of(denied, plan, elasticity=0.0)
    record = run_plain(plan, draw).record
    assert record.short.shape == (1, 3)
    assert plan.valued_row.tolist() == [0, -1]
    first, second, third = record.short.values[0, :, 0]
    assert first == 0.0
    assert 30.0 < second < 44.0
    assert third == pytest.approx(26.0, rel=1e-6)
    np.testing.assert_allclose(record.short_free.values, 0.0, atol=1e-9)
    assert record.cost.values[1, DIRECT, 0] == pytest.approx(
        100.0 * (first + second + third), rel=1e-9
    )
