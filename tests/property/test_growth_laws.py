"""Growth with tools, entry at zero base, research, and inputs or projects that are none."""

from dataclasses import replace
from math import inf

import numpy as np
from hypothesis import given, settings

from outlast.engine.arrays import Lane
from outlast.engine.codes import CRITICAL, DENY
from outlast.engine.compiled.run import run_compiled, values_of
from outlast.engine.workspace import Workspace
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Line, Measure, Process, Project, Route, User, World
from tests.engine.worlds import Seed, arrays_of, seeds

FEW = settings(max_examples=15, deadline=None, derandomize=True)
YEARS, YEAR = 3, 52.1775
WEEKS = 156.0


def fabs(*acts: Act) -> World:
    """Return a world in which B makes y with growth that needs tools from A."""
    return World(
        ["A", "B"], ["tools", "y"],
        [Process(("A", "tools"), 4.0, 8.0), Process(("B", "y"), 2.0, 2.0, tools="tools")],
        [User("B", 4.0, (Input("tools", 4.0, 4.0),)),
         User("B", 2.0, (Input("y", 2.0, 4.0),), growth=0.2)],
        [Route("tools", "A", "B", 4.0, 2.0)],
        measures=[Measure(acts, ((4.0, inf),), phase=0.0)] if acts else [],
        lines=[Line(1, 0.9, 4.0)],
    )  # fmt: skip


def run(world: World, weeks: float = WEEKS, **draws: float) -> Workspace:
    """Return a paired run of a world."""
    plan = Assembly(world, 1.0, weeks, 0.0).plan()._replace(paired=1)
    return run_compiled(plan, draw_of(world, plan, 1, **draws))


def lifted(**draws: float) -> float:
    """Return the growth that tools brought in three years under a denial of half of them."""
    room = run(fabs(Act(DENY, "tools", "A", "B", 0.5)), tool_lift=0.2, **draws)
    return float(room.state.lifted.values[1, 0])


def test_tools_bring_their_growth_and_denial_takes_it_away() -> None:
    free = run(fabs(), tool_lift=0.2).state.lifted.values[:, 0]
    assert abs(free[1] - 0.2 * WEEKS / YEAR) < 1e-12
    assert free[0] == 0.0  # it names no tools
    half, whole = lifted(tool_reach=1.0), lifted(tool_reach=5.0)
    assert 0.2 * free[1] < half < 0.7 * free[1]  # users order more than they need, and get half
    assert whole < 0.15 * free[1]  # the half that does not come is all that the line needs


def test_controls_of_tools_are_removed_in_the_run_without_denial() -> None:
    grows: dict[str, float] = {"tool_lift": 0.2, "tool_reach": 5.0, "overtime": 1.0}
    denied = run(fabs(Act(DENY, "tools", "A", "B", 0.5)), **grows).record
    open_ = run(fabs(), **grows).record
    assert np.array_equal(denied.first_free.values, open_.first.values)
    assert denied.first.values[0, 0] < denied.first_free.values[0, 0]


def test_a_good_without_a_plant_is_entered_at_a_share_of_its_market() -> None:
    world = World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), 8.0, 8.0), Process(("B", "x"), 0.0, 0.0)],
        [User("A", 2.0, (Input("x", 2.0, 4.0),)), User("B", 6.0, (Input("x", 6.0, 4.0),))],
        [Route("x", "A", "B", 6.0, 2.0)],
        measures=[Measure((Act(DENY, "x", "A", "B", 0.8),), ((4.0, inf),), phase=0.0)],
    )  # fmt: skip
    built: dict[str, float] = {
        "invest": 0.5, "resolve": 1.0, "unmet_signal": 2.0, "build_time": 20.0,
    }  # fmt: skip
    assert run(world, **built).state.built.values[1, 0] == 0.0
    small = run(world, entry=0.05, **built).state.built.values[1, 0]
    large = run(world, entry=0.1, **built).state.built.values[1, 0]
    assert 0.0 < small < large


def leads(*, gain: float, share: float) -> Lane:
    """Return the leads of the blocs when a share of A's chips is kept out of B."""
    world = World(
        ["A", "B"], ["chips"],
        [Process(("A", "chips"), 4.0, 4.0)],
        [User("B", 4.0, (Input("chips", 4.0, 4.0),))],
        [Route("chips", "A", "B", 4.0, 2.0)],
        measures=[Measure((Act(DENY, "chips", "A", "B", share),), ((4.0, inf),), phase=0.0)],
        prices={"chips": 1.0}, research={"A": 100.0, "B": 100.0},
    )  # fmt: skip
    plan = Assembly(world, 1.0, WEEKS, 0.0).plan()
    plan = plan._replace(good_maker=np.zeros_like(plan.good_maker))
    draw = draw_of(world, plan, frontier=0.3, research_gain=gain, research_loss=0.0)
    return run_compiled(plan, draw).state.lead.values[:, 0]


def test_denial_speeds_the_research_of_its_target_as_far_as_it_keeps_chips_out() -> None:
    none, half, whole = (leads(gain=0.2, share=share)[1] for share in (0.0, 0.5, 1.0))
    assert none == 0.0 < half < whole < 0.3 * YEARS
    assert leads(gain=0.0, share=1.0)[1] == 0.0
    assert leads(gain=0.2, share=1.0)[0] == 0.0  # nothing is kept out of the maker's bloc


@FEW
@given(seeds(weeks=60.0))
def test_a_project_that_never_opens_changes_nothing(seed: Seed) -> None:
    plan, draw = arrays_of(replace(seed, features=seed.features | {"projects"}))
    values_of(draw.project_on)[...] = 0.0
    with_them = run_compiled(plan, draw)
    without = run_compiled(plan._replace(project_size=np.zeros_like(plan.project_size)), draw)
    for group, other in ((with_them.state, without.state), (with_them.record, without.record)):
        for name, rows in group._asdict().items():
            assert rows.values.tobytes() == getattr(other, name).values.tobytes(), name


def chips(*inputs: Input) -> World:
    """Return a world in which A makes chips of some inputs, and the mineral of B is denied."""
    return World(
        ["A", "B"], ["mineral", "chips"],
        [Process(("B", "mineral"), 4.0, 4.0), Process(("A", "chips"), 2.0, 2.0, inputs=inputs)],
        [User("A", 2.0, (Input("chips", 2.0, 4.0),)),
         User("A", 2.0, (Input("mineral", 2.0, 4.0),))],
        [Route("mineral", "B", "A", 4.0 if inputs and inputs[0].use else 2.0, 2.0)],
        measures=[Measure((Act(DENY, "mineral", "B", "A"),), ((20.0, inf),), phase=0.0)],
        lines=[Line(0, 0.9, 4.0)],
    )  # fmt: skip


def test_a_ban_on_a_mineral_reaches_chips_through_their_recipe_alone() -> None:
    reached = run(chips(Input("mineral", 1.0, 6.0, CRITICAL)), resolve=0.0).record
    assert reached.first.values[0, 0] < 60.0
    spared = run(chips(), resolve=0.0).record
    assert spared.first.values[0, 0] > WEEKS


def test_an_input_of_nothing_leaves_the_run_as_it_is_without_it() -> None:
    project = [Project(1, 30.0, 1.0, 10.0)]
    calm: dict[str, float] = {"premium": 0.0, "hoarding": 0.0}
    none = run(replace(chips(), projects=project), **calm)
    zero = run(replace(chips(Input("mineral", 0.0, 6.0, CRITICAL)), projects=project), **calm)
    # a recipe that names the mineral passes on its threat, so fear is left out
    for name in ("first", "first_ever", "depth", "cost", "spot_most"):
        mine, theirs = getattr(none.record, name), getattr(zero.record, name)
        assert np.array_equal(mine.values, theirs.values), name
    assert np.array_equal(none.state.sellers.values, zero.state.sellers.values)
