"""Orders follow new capacity, as far as it fills orders."""

from math import inf

import numpy as np
import pytest

from outlast.engine.arrays import Lane
from outlast.engine.codes import ARRIVED, DENY
from outlast.engine.plain import run_plain
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Project, Route, Tally, User, World

ABROAD, HOME = ("x", "A", "B", None), ("x", "B", "B", None)
WEEKS = 260


def built(size: float, offered: float, *, feed: bool = False, ban: float = inf) -> World:
    """Return a world in which B buys all from A until a plant of its own comes in week 20.

    Args:
        size: Output of the plant over the use of B.
        offered: Share of it that B's own users are offered.
        feed: Whether it needs an input that A sends.
        ban: Week of a ban on the sales of A.
    """
    inputs = (Input("ore", 1.0, 4.0),) if feed else ()
    acts = (Act(DENY, "x", "A", "B"), Act(DENY, "ore", "A", "B"))
    return World(
        ["A", "B"], ["x", "ore"],
        [
            Process(("A", "x"), 1.0, 1.0), Process(("B", "x"), 0.0, 0.0, inputs),
            Process(("A", "ore"), 1.0, 1.0),
        ],
        [User("B", 1.0, (Input("x", 1.0, 8.0),)), User("B", 1.0, (Input("ore", 1.0, 4.0),))],
        [
            Route("x", "A", "B", 1.0, 2.0), Route("ore", "A", "B", 1.0, 2.0),
            Route("x", "B", "B", 0.0, 1.0),
        ],
        measures=[Measure(acts[: 1 + feed], ((ban, inf),), phase=0.0)],
        projects=[Project(1, 20.0, size, 0.0)],
        offtake={HOME: offered},
        tallies=[Tally(ARRIVED, WEEKS - 10, WEEKS - 1, (key,)) for key in (ABROAD, HOME)],
    )  # fmt: skip


def came(world: World) -> Lane:
    """Return the goods that came from abroad and from home in each of the last ten weeks."""
    plan = Assembly(world, 1.0, WEEKS, 0.0).plan()
    draw = draw_of(world, plan, invest=0.0, share_time=10.0, fill_time=4.0)
    return run_plain(plan, draw).record.tally.values[:, 0] / 10.0


@pytest.mark.parametrize("size", [0.3, 1.0])
def test_a_new_plant_sells_what_it_makes_to_whom_it_is_offered(size: float) -> None:
    assert came(built(size, 1.0)) == pytest.approx([1.0 - size, size], abs=1e-3)


def test_what_is_offered_elsewhere_is_not_sold_at_home() -> None:
    assert came(built(1.0, 0.25)) == pytest.approx([0.75, 0.25], abs=1e-3)
    assert came(built(1.0, 0.0)) == pytest.approx([1.0, 0.0], abs=1e-9)


def test_under_a_ban_what_was_built_serves_its_own_users() -> None:
    assert came(built(1.0, 1.0, ban=100.0)) == pytest.approx([0.0, 1.0], abs=1e-3)
    assert came(built(0.4, 1.0, ban=100.0)) == pytest.approx([0.0, 0.4], abs=1e-2)


def test_a_plant_without_feed_keeps_no_orders_from_who_can_serve_them() -> None:
    world = built(1.0, 1.0, feed=True, ban=100.0)
    # The ban falls on the feed alone: sales of the good itself go on.
    (measure,) = world.measures
    world.measures = [Measure((measure.acts[1],), measure.force, phase=0.0)]
    abroad, home = came(world)
    assert home < 0.01
    assert abroad > 0.95


def test_nothing_changes_before_anything_is_built() -> None:
    world = built(1.0, 1.0)
    world.projects = []
    assert came(world) == pytest.approx([1.0, 0.0], abs=1e-12)
    assert np.isfinite(came(built(0.0, 1.0))).all()
