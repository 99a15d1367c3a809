"""Laws of duties and price floors: nothing at zero, never cheaper when higher, who pays at home."""

from dataclasses import replace
from math import inf

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Lane
from outlast.engine.codes import FEE, FISCAL, PRICE_FLOOR
from outlast.engine.compiled.run import run_compiled
from outlast.engine.mechanisms.duty import duty
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Route, User, World
from tests.engine.worlds import Seed, arrays_of, seeds
from tests.property.test_engine_laws import same

FEW = settings(max_examples=20, deadline=None, derandomize=True)


def traded(*acts: Act) -> World:
    """Return a world in which B buys x from A and makes a part of it at home."""
    return World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), 6.0, 8.0), Process(("B", "x"), 2.0, 2.0)],
        [User("B", 8.0, (Input("x", 8.0, 4.0, cost=0.5, thrift_floor=0.8),), elasticity=0.5,
              value=100.0)],
        [Route("x", "A", "B", 6.0, 2.0)],
        measures=[Measure(acts, ((4.0, inf),), phase=0.0)] if acts else [],
        prices={"x": 3.0},
    )  # fmt: skip


def lived(*acts: Act, weeks: float = 156.0) -> tuple[Plan, Workspace]:
    """Return a run of that world under some acts, where any price above 1.1 starts plants."""
    world = traded(*acts)
    plan = Assembly(world, 1.0, weeks, 0.0).plan()
    draw = draw_of(world, plan, invest=0.3, invest_max=0.4, invest_floor=1.1, resolve=1.0)
    return plan, run_plain(plan, draw)


@FEW
@given(seeds(weeks=60.0))
def test_a_duty_of_nothing_changes_nothing(seed: Seed) -> None:
    plan, draw = arrays_of(replace(seed, features=seed.features | {"policy"}))
    duties = (plan.act_kind == FEE) | (plan.act_kind == PRICE_FLOOR)
    nothing = run_compiled(plan._replace(act_rate=np.where(duties, 0.0, plan.act_rate)), draw)
    unscoped = run_compiled(plan._replace(act_share=np.where(duties, 0.0, plan.act_share)), draw)
    assert same(nothing, unscoped) == []
    kinds = np.where(duties, 7, plan.act_kind).astype(np.int8)  # acts that no mechanism knows
    assert same(nothing, run_compiled(plan._replace(act_kind=kinds), draw)) == []


def prices(plan: Plan, room: Workspace) -> tuple[Lane, Lane, Lane]:
    """Return import prices, users' prices and the prices that plants at home earn."""
    duty(plan, room.state, room.week)
    paid = np.array(room.state.contract.values)
    week = room.week
    at_home = np.maximum(paid * (1.0 + week.shelter.values), week.support.values)
    return paid * (1.0 + week.shelter.values), paid * (1.0 + week.duty.values), at_home


@FEW
@given(seeds(weeks=30.0), st.floats(1.0, 3.0), st.integers(0, 2**32 - 1))
def test_from_one_state_a_higher_duty_makes_nothing_cheaper(
    seed: Seed, factor: float, number: int
) -> None:
    plan, draw = arrays_of(replace(seed, features=seed.features | {"policy"}))
    room = run_plain(plan, draw)
    duties = (plan.act_kind == FEE) | (plan.act_kind == PRICE_FLOOR)
    raised = duties & (np.random.default_rng(number).random(len(duties)) < 0.7)
    higher = plan._replace(act_rate=np.where(raised, plan.act_rate * factor, plan.act_rate))
    for low, high in zip(prices(plan, room), prices(higher, room), strict=True):
        assert np.all(high >= low * (1.0 - 1e-12))


def test_a_duty_makes_users_buy_less_and_plants_at_home_grow() -> None:
    _, free = lived()
    plan, taxed = lived(Act(FEE, "x", "A", "B", 1.0, 0.5))
    users = plan.service_edge_ptr[0]
    assert taxed.state.required.values[users, 0] < 0.95 * free.state.required.values[users, 0]
    assert free.state.built.values[1, 0] == 0.0 < taxed.state.built.values[1, 0]


def test_an_import_floor_binds_under_its_price_alone() -> None:
    _, free = lived()
    _, loose = lived(Act(PRICE_FLOOR, "x", "A", "B", 1.0, 0.1))
    plan, tight = lived(Act(PRICE_FLOOR, "x", "A", "B", 1.0, 1.5))
    assert same(free, loose) == []
    site = plan.destination[next(r for r in range(plan.bases) if not plan.own[r])]
    paid = tight.state.contract.values[site, 0]
    imports = paid * (1.0 + tight.week.shelter.values[site, 0])
    assert imports > 1.4  # within the drift of the last week
    assert tight.state.built.values[1, 0] > 0.0


def test_a_promised_price_is_paid_by_the_state_and_not_by_users() -> None:
    _, free = lived()
    plan, kept = lived(Act(PRICE_FLOOR, "x", "B", "B", 1.0, 1.6))
    assert kept.state.built.values[1, 0] > free.state.built.values[1, 0]
    assert np.all(kept.week.duty.values == 0.0)
    # two units a week for 152 weeks, at 3 dollars and .6 of the price or so more
    assert kept.state.cost.values[1, FISCAL, 0] > 2.0 * 3.0 * 0.5 * 100.0
    assert free.state.cost.values[1, FISCAL, 0] == 0.0
    assert plan.bases == len(plan.origin)
