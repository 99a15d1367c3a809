"""The exact cases of docs/model/laws.md: the engine agrees with each formula, at any step."""

from math import exp, inf
from typing import Any

import numpy as np
import pytest

from outlast.engine import step as steps_of_week
from outlast.engine.arrays import Lane
from outlast.engine.codes import COMPUTE, DENY, LICENCE, NEED_PLAN, SENT
from outlast.engine.common_start import begin
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.engine.mechanisms.build import build
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week
from outlast.engine.workspace import Workspace, make_workspace
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
    Tally,
    User,
    World,
)

STEPS = pytest.mark.parametrize("step", [1.0, 0.5])
YEAR = 52.1775
ROUTE = ("x", "A", "B", None)


def siege(start: float, rise: float, step: float, weeks: float) -> World:
    """Return a world in which B is cut off at once, and finds other supply that rises to its need.

    Goods of one week are in transit and still come in, so all else begins in week 1.
    """
    t = [k * step - 1.0 for k in range(round(weeks / step))]

    def total(x: float) -> float:
        full = (1.0 - start) / rise if rise else inf
        inside = min(max(x, 0.0), full)
        return start * inside + 0.5 * rise * inside**2 + max(x - full, 0.0)

    return World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), 1.0, 1.0)],
        [User("B", 1.0, (Input("x", 1.0, 1.0),))],
        [Route("x", "A", "B", 1.0, 1.0)],
        measures=[Measure((Act(DENY, "x", "A", "B"),), ((0.0, inf),), phase=0.0)],
        deliveries={("B", "x"): np.array([total(x + step) - total(x) for x in t])},
        cohorts=(1.0,),
        lines=[Line(0, 1.0 - 1e-12, step), Line(0, 0.9, 4.0), Line(0, 0.8, 8.0)],
    )  # fmt: skip


def besieged(world: World, step: float, weeks: float, stocks: list[float]) -> Workspace:
    """Return the run of a siege, with a future for each stock."""
    plan = Assembly(world, step, weeks, 0.0).plan()
    cover = np.array(stocks)[None, None, :]
    draw = draw_of(world, plan, len(stocks), cover=cover, hoarding=0.0)
    return run_compiled(plan, draw)


def frontier(start: float, rise: float, threshold: float, window: float) -> float:
    """Return the least stock that lasts, by the formula."""
    gap, give = (1.0 - start) ** 2, 1.0 - threshold
    if give >= rise * window / 2.0:
        return max(0.0, (gap - (give + rise * window / 2.0) ** 2) / (2.0 * rise))
    return max(0.0, (gap - 2.0 * rise * window * give) / (2.0 * rise))


def tie(rise: float, threshold: float, window: float, step: float) -> float:
    """Return how far under the formula the frontier may lie, as no window begins inside a step."""
    return step * max(0.0, 1.0 - threshold - rise * window / 2.0 + rise * step / 2.0)


@STEPS
@pytest.mark.parametrize(
    ("start", "rise"), [(0.3, 0.01), (0.5, 0.025), (0.0, 0.02), (0.3, 0.1), (0.2, 0.05)]
)
def test_stock_and_ramp_survive_on_one_side_of_the_frontier(
    step: float, start: float, rise: float
) -> None:
    weeks = 120.0
    strict = frontier(start, rise, 1.0, 0.0)
    world = siege(start, rise, step, weeks)
    for line, (threshold, window) in enumerate(((1.0, 0.0), (0.9, 4.0), (0.8, 8.0))):
        edge = frontier(start, rise, threshold, window)
        under = edge - tie(rise, threshold, window, step)
        workspace = besieged(world, step, weeks, [max(0.0, under - 1e-6), edge + 1e-6])
        assert workspace.record.first.values[line, 0] < weeks or edge == 0.0
        assert workspace.record.first.values[line, 1] == weeks + 1.0
    assert besieged(world, step, weeks, [strict]).record.level_least.values[0, 0] > 1.0 - 1e-12


def test_the_frontier_of_the_page_is_where_the_page_puts_it() -> None:
    assert frontier(0.3, 0.01, 1.0, 0.0) == pytest.approx(24.5)
    assert frontier(0.3, 0.01, 0.9, 4.0) == pytest.approx(23.78)


@STEPS
@pytest.mark.parametrize("start", [0.0, 0.3, 0.6])
def test_without_a_ramp_the_time_to_a_break_is_stock_over_gap(step: float, start: float) -> None:
    stocks = [3.0, 6.0, 9.0, 12.0]
    workspace = besieged(siege(start, 0.0, step, 60.0), step, 60.0, stocks)
    for line, (threshold, window) in ((1, (0.9, 4.0)), (2, (0.8, 8.0))):
        for future, stock in enumerate(stocks):
            lasts = (stock + window * (1.0 - threshold)) / (1.0 - start)
            falls = stock / (1.0 - start)
            if falls % step == 0.0 or lasts // step > falls // step:
                found = workspace.record.first.values[line, future]
                assert found == pytest.approx(1.0 + lasts, abs=1e-9)


@STEPS
def test_compute_ages_and_a_plan_grows_without_error(step: float) -> None:
    weeks, ageing, growth = 312.0, 0.15, 0.4
    world = World(
        ["A"], ["x"], [], [User("A", 1.0, kind=COMPUTE)], [],
        holdings=[Holding("A", (700.0,), shares=((0, 0.8),))],
        lines=[Line(0, 0.7, 13.0, NEED_PLAN, need=560.0)],
    )  # fmt: skip
    plan = Assembly(world, step, weeks, 0.0).plan()
    draw = draw_of(world, plan, ageing=ageing, plan_growth_now=growth, plan_growth_far=growth)
    workspace = run_compiled(plan, draw)
    years = weeks / YEAR
    left = workspace.state.installed.values[0, 0, 0]
    assert left == pytest.approx(700.0 * exp(-ageing * years), rel=1e-12)
    ratio = workspace.record.ratio_end.values[0, 0]
    assert ratio == pytest.approx(exp(-(ageing + growth) * years), rel=1e-12)


def test_thirteen_million_stacks_make_one_and_five_eighths_million_packages() -> None:
    a_year = YEAR
    base, stacks = 4.0e6 / a_year, 13.0e6 / a_year
    weeks = 150
    goods = ("dies", "stacks")
    world = World(
        ["A", "B"], [*goods, "packages"],
        [Process(("A", "dies"), 2 * base, 2 * base), Process(("A", "stacks"), 8 * base, 8 * base),
         Process(("B", "packages"), base, 2 * base,
                 (Input("dies", 2.0, 4.0), Input("stacks", 8.0, 4.0)))],
        [User("B", base, (Input("packages", base, 2.0),))],
        [Route("dies", "A", "B", 2 * base, 2.0), Route("stacks", "A", "B", 8 * base, 2.0)],
        measures=[Measure((Act(DENY, "stacks", "A", "B"),), ((0.0, inf),), phase=0.0)],
        deliveries={("B", "stacks"): np.full(weeks, stacks)},
        tallies=[Tally(SENT, weeks - 52, weeks - 1, (("packages", "B", "B", None),))],
    )  # fmt: skip
    plan = Assembly(world, 1.0, weeks, 0.0).plan()
    made = run_compiled(plan, draw_of(world, plan, hoarding=0.0)).record.tally.values[0, 0]
    assert made / 52 * a_year == pytest.approx(1.625e6, rel=1e-6)


class Watch:
    """One array of a run in NumPy, after each step."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.name, self.seen = name, list[Lane]()
        real = steps_of_week.learn

        def learn(plan: Plan, draw: Draw, state: State, week: Week) -> None:
            group: Any = state if name in State._fields else week
            self.seen.append(getattr(group, name).values.copy())
            real(plan, draw, state, week)

        monkeypatch.setattr(steps_of_week, "learn", learn)

    def run(self, plan: Plan, draw: Draw) -> Lane:
        """Return the array of one future: a row for each step."""
        self.seen.clear()
        run_plain(plan, draw)
        return np.array(self.seen)[..., 0]


def maker(**given: Any) -> World:  # noqa: ANN401  any field of a world
    """Return a world in which A makes its own supply, and may build."""
    return World(
        ["A"], ["x"], [Process(("A", "x"), 1.0, 1.0)],
        [User("A", 1.0, (Input("x", 1.0, 2.0),))], [], **given,
    )  # fmt: skip


@pytest.mark.parametrize("step", [1.0, 0.5, 0.25])
@pytest.mark.parametrize(("start", "ramp"), [(10.3, 26.0), (7.0, 0.0), (20.9, 0.1)])
def test_a_project_has_delivered_what_its_ramp_says(
    monkeypatch: pytest.MonkeyPatch, step: float, start: float, ramp: float
) -> None:
    world = maker(projects=[Project(0, start, 3.0, ramp)])
    plan = Assembly(world, step, 60.0, 0.0).plan()
    draw = draw_of(world, plan, invest=0.0, project_slip=2.5)
    added = Watch(monkeypatch, "capacity_added").run(plan, draw)[:, 0]
    assert added.sum() * step == pytest.approx(3.0 * (60.0 - start - 2.5 - ramp / 2.0), rel=1e-12)


@pytest.mark.parametrize("step", [1.0, 0.5])
@pytest.mark.parametrize("mean", [20.0, 3.0])
def test_plants_are_built_in_their_mean_time(step: float, mean: float) -> None:
    world = maker()
    plan = Assembly(world, step, 40.0 * mean, 0.0).plan()
    draw = draw_of(world, plan, invest=0.0, build_time=mean)
    workspace = make_workspace(plan, draw)
    state, week = workspace.state, workspace.week
    begin(plan, draw, state, week, workspace.record)
    state.building[0, 0] = 1.0  # a plant on which work begins now
    stages: list[float] = [0.0]
    for _ in range(plan.steps):
        build(plan, draw, state, week)
        stages.append(float(state.built.values[0, 0]))
    built = np.diff(stages)
    after = np.arange(1, len(built) + 1) * step
    assert built.sum() == pytest.approx(1.0, rel=1e-9)
    assert (built * after).sum() / built.sum() == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize("step", [1.0, 0.5])
@pytest.mark.parametrize("mean", [9.0, 28.0, 2.0])
def test_a_licence_is_waited_for_as_long_as_is_stated(step: float, mean: float) -> None:
    weeks = 40.0 * mean
    orders = np.zeros(round(weeks / step))
    orders[0] = 5.0
    steps = len(orders)
    world = World(
        ["A", "B"], ["x"], [Process(("A", "x"), 1.0, 1.0)],
        [User("B", 1.0, (Input("x", 1.0, 2.0),))], [Route("x", "A", "B", 1.0, 1.0)],
        measures=[Measure((Act(LICENCE, "x", "A", "B"),), ((0.0, inf),), phase=0.0)],
        finished={("A", "x"): 100.0}, purchase={("B", "x"): orders},
        tallies=[Tally(SENT, k, k, (ROUTE,)) for k in range(steps)],
    )  # fmt: skip
    plan = Assembly(world, step, weeks, 0.0).plan()
    draw = draw_of(
        world, plan, order_cap=0.0, ceiling=1e6, review=mean, approval=1.0, lapse_time=1e15
    )
    sent = run_compiled(plan, draw).record.tally.values[:, 0]
    assert sent.sum() == pytest.approx(5.0 * step, rel=1e-9)
    assert (sent * np.arange(steps) * step).sum() / sent.sum() == pytest.approx(mean, rel=1e-9)
