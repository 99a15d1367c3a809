"""Denial over whole runs: stricter never helps an entitled class, and a forbidden good is zero.

Prices, practice, plants, learning and moves of the states are frozen. Docs/model/laws.md says why
the first law counts all that a class has been served up to a week, and not a week by itself.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Lane
from outlast.engine.codes import CIVIL, DEFENCE, DENY, LICENCE, SENT
from outlast.engine.compiled.compile import entry
from outlast.engine.compiled.run import load_block, make_worker, run_compiled
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Route, Tally, User, World

FEW = settings(max_examples=20, deadline=None, derandomize=True)
WEEKS = 80
SINCE = 10
"""The week from which the rule is in force."""
STEPS = 9
"""Degrees of strictness, one a future, from the mildest on."""
FROZEN: dict[str, Any] = {
    "hoarding": 0.0, "thrift_floor": 1.0, "directed": 0.0, "elasticity": 0.0, "invest": 0.0,
    "idle_elasticity": 0.0, "price_cap": 10.0, "guarantee": 0.0,
}  # fmt: skip
"""Draws with which nobody answers denial but through orders and stocks."""


def two_classes(dice: np.random.Generator) -> World:
    """Return a world in which A sells to an entitled class and another class of B.

    A licence and a full denial stand on the route; gates choose between them.
    """
    entitled, others = dice.uniform(0.5, 4.0), dice.uniform(0.5, 6.0)
    flow = entitled + others
    users = [
        User(
            "B", need,
            (Input("x", need, dice.uniform(0.5, 20.0), worth=float(dice.choice([1.0, 20.0]))),),
            group=group,
        )
        for need, group in ((entitled, DEFENCE), (others, CIVIL))
    ]  # fmt: skip
    licence = Act(LICENCE, "x", "A", "B", tied=bool(dice.integers(2)))
    return World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), flow, flow)],
        users,
        [Route("x", "A", "B", flow, float(dice.integers(1, 7)))],
        measures=[
            Measure((act,), ((SINCE, WEEKS),), phase=0.0)
            for act in (licence, Act(DENY, "x", "A", "B"))
        ],
        finished={("A", "x"): dice.uniform(0.0, 6.0)},
        reserve={("B", "x"): (dice.uniform(0.0, 30.0), dice.uniform(0.0, 3.0))},
        entitled={("B", "x"): (1.0, 0.0, 0.0)},
        tallies=[Tally(SENT, SINCE, WEEKS - 1, (("x", "A", "B", None),))],
    )  # fmt: skip


def ever_stricter(how: str, dice: np.random.Generator, most: float = 1.0) -> dict[str, Any]:
    """Return draws that grow stricter from future to future.

    Args:
        how: The rule that grows stricter.
        dice: The luck of the draws.
        most: The greatest ceiling, in weeks of base trade a week.
    """
    less = np.linspace(1.0, 0.0, STEPS)
    ceiling = np.full(STEPS, dice.uniform(0.2, most))
    review = np.full(STEPS, dice.uniform(2.0, 20.0))
    approval = np.broadcast_to(dice.uniform(0.0, 1.0, (3, 1)), (3, STEPS))
    denied = np.zeros(STEPS)
    match how:
        case "ceiling":
            ceiling = ceiling * less
        case "approval":
            approval = approval * less
        case "review":
            review = review * (4.0 - 3.0 * less)
        case _:
            denied[-1] = 1.0
    return {
        "ceiling": np.broadcast_to(ceiling, (2, 2, STEPS)),
        "review": np.broadcast_to(review, (2, 2, STEPS)),
        "approval": np.broadcast_to(approval, (2, 2, 3, STEPS)),
        "gate": np.array([1.0 - denied, denied]),
        "free_share": dice.uniform(0.0, 1.0),
        "tied": dice.uniform(0.0, 1.0),
        "refile": dice.uniform(0.0, 1.0),
        "lapse_time": dice.uniform(20.0, 200.0),
        "resale": float(dice.choice([0.0, 0.5])),
    }


def levels(world: World, draws: dict[str, Any], service: int) -> Lane:
    """Return the level of a service in each week: [week, future]."""
    plan = Assembly(world, 1.0, float(WEEKS), 0.0).plan()._replace(paired=0)
    draw = draw_of(world, plan, STEPS, **{**FROZEN, **draws})
    worker = make_worker(plan, draw, np.float64)
    count = load_block(worker, draw, 0)
    found: list[Lane] = []
    for week in range(plan.steps):
        worker.workspace.week.span[:] = week, week + 1
        entry().run_piece(*worker.tables)
        found.append(worker.workspace.week.level.values[service, :count].copy())
    return np.array(found)


@pytest.mark.parametrize("how", ["ceiling", "approval", "review", "denial"])
@FEW
@given(number=st.integers(0, 2**32 - 1))
def test_stricter_denial_never_serves_an_entitled_class_more_over_a_run(
    how: str, number: int
) -> None:
    dice = np.random.default_rng(number)
    served = levels(two_classes(dice), ever_stricter(how, dice), 0).cumsum(axis=0)
    assert np.all(np.diff(served, axis=1) <= 1e-9)


def test_a_ceiling_over_base_trade_can_serve_a_class_a_little_later() -> None:
    """The limit of the law: a backlog that goes out faster than trade is divided otherwise."""
    dice = np.random.default_rng(7311)
    served = levels(two_classes(dice), ever_stricter("ceiling", dice, 1.5), 0).cumsum(axis=0)
    better = np.diff(served, axis=1).max(axis=1)
    assert (better > 1e-9).sum() == 1  # in one week, by a fiftieth of a week's service
    assert better.max() < 0.05


def test_a_week_by_itself_can_be_better_under_a_longer_review() -> None:
    better = 0
    for number in range(60):
        dice = np.random.default_rng(number)
        found = levels(two_classes(dice), ever_stricter("review", dice), 0)
        better += bool(np.any(np.diff(found, axis=1) > 1e-9))
    assert 0 < better < 30


@FEW
@given(number=st.integers(0, 2**32 - 1))
def test_a_forbidden_good_is_not_sent_and_its_users_stop(number: int) -> None:
    dice = np.random.default_rng(number)
    world = two_classes(dice)
    draws = {**ever_stricter("denial", dice), **FROZEN}
    plan = Assembly(world, 1.0, float(WEEKS), 0.0).plan()._replace(paired=0)
    record = run_compiled(plan, draw_of(world, plan, STEPS, **draws)).record
    assert record.tally.values[0, -1] == 0.0
    # The class that no reserve serves lives on its stock, at most 20 weeks, and on goods at sea.
    assert np.all(levels(world, draws, 1)[-1, -1] == 0.0)
