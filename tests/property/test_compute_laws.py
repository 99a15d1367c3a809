"""Laws of compute and of what begins with a project, exact or on random small worlds."""

from dataclasses import replace
from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given, settings

from outlast.engine.arrays import Rows
from outlast.engine.codes import COMPUTE, DENY, INSTALLER, NEED_FREE, NEED_PLAN, RESIDUAL
from outlast.engine.compiled.run import run_compiled
from outlast.engine.plain import run_plain
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import (
    Act,
    Holding,
    Input,
    Line,
    Measure,
    Process,
    Project,
    Route,
    User,
    World,
)
from tests.engine.worlds import Seed, arrays_of, seeds

FEW = settings(max_examples=20, deadline=None, derandomize=True)
YEAR = 52.1775


@FEW
@given(seeds(weeks=78.0))
def test_no_plan_breaks_without_denial(seed: Seed) -> None:
    plan, draw = arrays_of(seed, futures=16)
    quiet = draw._replace(gate=Rows(np.zeros_like(draw.gate.values)))
    planned = plan.line_definition == NEED_PLAN
    paired = plan._replace(paired=1)
    for each in (draw, quiet):
        record = run_compiled(paired, each).record
        if plan.free_from == 0:
            assert np.all(record.first_free.values[planned] > plan.horizon * plan.step)
    # A plant that answers a control stands in the run that the gates hold still, and not in its
    # pair; it moves prices and investment, and so what is planned.
    alike = paired._replace(project_response=np.zeros_like(plan.project_response))
    record = run_compiled(alike, quiet).record
    assert np.all(record.first.values[planned] > plan.horizon * plan.step)


def test_a_plan_beyond_supply_is_bounded_and_denial_still_breaks_it() -> None:
    """One buyer; its plan doubles every year, its supply stays: only the ban is its break."""
    world = World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), 1.0, 1.0)],
        [User("B", 1.0, (Input("x", 1.0, 1.0),), kind=INSTALLER, holding=0),
         User("B", 1.0, kind=COMPUTE)],
        [Route("x", "A", "B", 1.0, 1.0)],
        measures=[Measure((Act(DENY, "x", "A", "B"),), ((52.0, inf),), phase=0.0)],
        holdings=[Holding("B", (52.0,), shares=((1, 1.0),))],
        performance={"x": (1.0,)},
        lines=[Line(1, 0.7, 4.0, NEED_PLAN, need=52.0)],
        extra={"paired": 1},
    )  # fmt: skip
    plan = Assembly(world, 1.0, 260.0, 0.0).plan()
    draw = draw_of(world, plan, plan_growth_now=0.7, plan_growth_far=0.7, ageing=0.0, seized=0.0)
    record = run_compiled(plan, draw).record
    assert record.first_free.values[0, 0] == 261.0
    # Without denial 52 + t stand after t weeks; under denial 104, with stock and what is under way.
    bounded = record.first.values[0, 0]
    assert bounded == pytest.approx(106.0 / 0.7 - 52.0, abs=4.0)
    # The plan alone passes 106 / .7 after ln(106 / .7 / 52) / .7 years.
    alone = run_compiled(plan._replace(paired=0), draw).record.first.values[0, 0]
    assert alone == pytest.approx(log(106.0 / 0.7 / 52.0) / 0.7 * YEAR, abs=4.0)


@FEW
@given(seeds(weeks=52.0))
def test_telling_smuggled_apart_moves_nothing_but_the_holding(seed: Seed) -> None:
    plan, draw = arrays_of(seed, futures=16)
    draw = draw._replace(ageing=Rows(np.zeros_like(draw.ageing.values)))
    nowhere = np.full_like(plan.install_holding, -1)
    apart = run_compiled(plan, draw)
    together = run_compiled(plan._replace(smuggled_holding=nowhere), draw)
    np.testing.assert_allclose(
        apart.state.installed.values.sum(0), together.state.installed.values.sum(0), rtol=1e-9
    )
    for name in ("stock", "sellers", "spot", "smuggled"):
        mine, theirs = getattr(apart.state, name).values, getattr(together.state, name).values
        np.testing.assert_array_equal(mine, theirs)


def smugglers(share: float) -> World:
    """Return a world in which B is denied x at once, and part of it comes round by H."""
    return World(
        ["A", "B", "H"], ["x"],
        [Process(("A", "x"), 1.5, 1.5)],
        [
            User("B", 1.0, (Input("x", 1.0, 1.0),), kind=INSTALLER, holding=0, smuggled=1),
            User("H", 0.5, (Input("x", 0.5, 1.0),), kind=RESIDUAL),
        ],
        [Route("x", "A", "B", 1.0, 1.0), Route("x", "A", "H", 0.5, 1.0)],
        [Route("x", "A", "B", 0.0, 4.0, hub="H", licit=False)],
        [Measure((Act(DENY, "x", "A", "B", share),), ((0.0, inf),), phase=0.0)],
        holdings=[Holding("B", (0.0,)), Holding("B", (0.0,))],
        performance={"x": (2.0,)}, cohorts=(1.0,),
    )  # fmt: skip


def test_what_comes_round_enters_the_holding_of_smuggled_goods() -> None:
    """After a full denial all that B installs, once its stock is gone, has come round."""
    world = smugglers(1.0)
    plan = Assembly(world, 1.0, 130.0, 0.0).plan()
    draw = draw_of(world, plan, ageing=0.0, seized=0.0, detour_share=1.0, detour_cap=0.5)
    lawful, smuggled = run_compiled(plan, draw).state.installed.values[:, 0, 0]
    # The week of stock and the week under way are lawful, two units of performance each.
    assert lawful == pytest.approx(4.0, rel=1e-6)
    # At most half of base trade goes round, from the time that the way has opened.
    assert 0.8 * 0.5 * 2.0 * 110.0 < smuggled < 0.5 * 2.0 * 126.0


def test_nothing_is_smuggled_where_nothing_is_refused() -> None:
    world = smugglers(0.0)
    plan = Assembly(world, 1.0, 52.0, 0.0).plan()
    draw = draw_of(world, plan, ageing=0.0, detour_share=1.0, detour_cap=0.5)
    lawful, smuggled = run_compiled(plan, draw).state.installed.values[:, 0, 0]
    assert smuggled == 0.0
    assert lawful == pytest.approx(2.0 * 52.0)


def newcomer(starts: float) -> World:
    """Return a world whose memory begins with a project, and feeds a second maker of chips."""
    return World(
        ["A"], ["chip", "memory"],
        [
            Process(("A", "chip"), 1.0, 1.0),
            Process(("A", "chip"), 0.0, 0.0, (Input("memory", 4.0, 4.0),)),
            Process(("A", "memory"), 0.0, 0.0),
        ],
        [User("A", 1.0, (Input("chip", 1.0, 2.0),), kind=RESIDUAL, growth=0.5)],
        [Route("memory", "A", "A", 0.0, 1.0, opens=True)],
        projects=[Project(1, starts, 1.0, 13.0), Project(2, starts, 4.0, 13.0)],
        finished={("A", "chip"): 2.0, ("A", "memory"): 2.0},
    )  # fmt: skip


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_a_good_that_nobody_makes_in_the_base_year_begins_with_its_project(step: float) -> None:
    world = newcomer(52.0)
    plan = Assembly(world, step, 260.0, 0.0).plan()
    draw = draw_of(world, plan, invest=0.0)
    room = run_plain(plan, draw)
    assert room.record.status.values[0, 0] == 0.0
    chips = room.week.output.values[:, 0]
    # Need has grown twelve times; both makers work, the second as its memory lets it.
    assert chips[0] == pytest.approx(1.0, rel=0.01)
    assert chips[1] > 0.9
    assert chips[2] > 3.6
    none = Rows(np.zeros_like(draw.project_on.values))
    never = run_plain(plan, draw._replace(project_on=none))
    assert np.all(never.week.output.values[1:, 0] == 0.0)
    assert np.all(never.state.stock.values[0] == 0.0)


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_a_project_grows_after_its_ramp(step: float) -> None:
    world = newcomer(26.0)
    plan = Assembly(world, step, 104.0, 0.0).plan()
    room = run_plain(plan, draw_of(world, plan, project_growth=0.5, project_slip=4.0))
    years = (104.0 - step / 2.0 - (26.0 + 4.0 + 13.0)) / YEAR
    added = room.week.capacity_added.values[:, 0] - room.state.built.values[:, 0]
    assert added[2] == pytest.approx(4.0 * exp(0.5 * years), rel=1e-6)
    assert added[1] == pytest.approx(exp(0.5 * years), rel=1e-6)


def test_response_projects_are_not_in_the_run_without_denial() -> None:
    """The second maker responds to a ban on another good: it exists under denial alone."""
    world = newcomer(26.0)
    world.projects = [replace(each, response=True) for each in world.projects]
    world.holdings = [Holding("A", (0.0,), shares=((1, 1.0),))]
    world.users = [
        User("A", 1.0, (Input("chip", 1.0, 2.0),), kind=INSTALLER, growth=0.5, holding=0),
        User("A", 1.0, kind=COMPUTE),
    ]
    world.performance = {"chip": (1.0,)}
    world.lines = [Line(1, 0.7, 4.0, NEED_FREE)]
    plan = Assembly(world, 1.0, 208.0, 0.0).plan()._replace(paired=1)
    draw = draw_of(world, plan, invest=0.0, ageing=0.0)
    room = run_plain(plan, draw)
    with_both = room.week.usable_compute.values[1, 0]
    without = room.week.free_compute.values[1, -1, 0]
    assert without == pytest.approx(208.0, rel=0.05)
    assert with_both > 1.5 * without
