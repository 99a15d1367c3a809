"""Law 5: for the same path of orders, a stricter rule never lets more through."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Lane
from outlast.engine.codes import CIVIL, DEFENCE, DENY, LICENCE, SENT
from outlast.engine.compiled.run import run_compiled
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Route, Tally, User, World

FEW = settings(max_examples=10, deadline=None, derandomize=True)
WEEKS = 60
PAIRS = 200
FLOW = 8.0
ROUTE = ("x", "A", "B", None)


def order_book(orders: Lane, licences: tuple[float, ...], denial: float) -> World:
    """Return a world in which the state of B sets the orders, and A holds more than it can send.

    Measures, in order: a licence for each share of the trade, then a denial of a share.
    """
    shares = (*licences, denial)
    kinds = (*(LICENCE for _ in licences), DENY)
    measures = [
        Measure((Act(kind, "x", "A", "B", share),), ((5.0, 50.0),), phase=0.0)
        for kind, share in zip(kinds, shares, strict=True)
    ]
    return World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), FLOW, FLOW)],
        [User("B", FLOW, (Input("x", 0.25 * FLOW, 2.0),), group=DEFENCE),
         User("B", FLOW, (Input("x", 0.75 * FLOW, 2.0),), group=CIVIL)],
        [Route("x", "A", "B", FLOW, 2.0)],
        measures=measures,
        finished={("A", "x"): 1000.0},
        purchase={("B", "x"): orders},
        tallies=[Tally(SENT, 0, week, (ROUTE,)) for week in range(WEEKS)],
    )  # fmt: skip


def sent(world: World, draws: dict[str, Any]) -> Lane:
    """Return the goods sent up to each week, in futures without any other orders."""
    plan = Assembly(world, 1.0, WEEKS, 0.0).plan()
    draw = draw_of(world, plan, PAIRS, **{"order_cap": 0.0, "hoarding": 0.0, **draws})
    return run_compiled(plan, draw).record.tally.values


def practice(dice: np.random.Generator, measures: int) -> dict[str, Any]:
    """Return random practices, the same for all measures, with one level."""
    ceiling = dice.uniform(0.1, 1.5, PAIRS)
    review = dice.uniform(2.0, 25.0, PAIRS)
    approval = dice.uniform(0.0, 1.0, (3, PAIRS))
    shape = (measures, 2, PAIRS)
    return {
        "ceiling": np.broadcast_to(ceiling, shape),
        "review": np.broadcast_to(review, shape),
        "approval": np.broadcast_to(approval, (measures, 2, 3, PAIRS)),
        "refile": dice.uniform(0.0, 1.0, PAIRS),
        "lapse_time": dice.uniform(20.0, 200.0, PAIRS),
        "gate": gates(1.0, *(0.0 for _ in range(measures - 1))),
    }


def gates(*given: float) -> Lane:
    """Return which measures count, in all futures."""
    return np.broadcast_to(np.array(given)[:, None], (len(given), PAIRS))


def stricter(how: str, lax: dict[str, Any], dice: np.random.Generator) -> dict[str, Any]:
    """Return the same draws with one rule stricter."""
    part = dice.uniform(0.0, 1.0, PAIRS)
    changed: dict[str, dict[str, Any]] = {
        "ceiling": {"ceiling": lax["ceiling"] * part},
        "approval": {"approval": lax["approval"] * part},
        "review": {"review": lax["review"] * (1.0 + 2.0 * part)},
        "wider": {"gate": gates(1.0, 1.0, 0.0)},
        "denial": {"gate": gates(1.0, 0.0, 1.0)},
        "denial instead": {"gate": gates(0.0, 0.0, 1.0)},
    }
    return {**lax, **changed[how]}


HOW = ("ceiling", "approval", "review", "wider", "denial", "denial instead")


@pytest.mark.parametrize("how", HOW)
@FEW
@given(number=st.integers(0, 2**32 - 1))
def test_a_stricter_rule_lets_no_more_through_of_orders_that_are_normal(
    how: str, number: int
) -> None:
    dice = np.random.default_rng(number)
    share = dice.uniform(0.2, 0.9)
    orders = dice.uniform(0.0, FLOW, WEEKS)
    world = order_book(orders, (share, min(1.0, share * 1.4)), share)
    lax = practice(dice, 3)
    before, after = sent(world, lax), sent(world, stricter(how, lax, dice))
    assert np.all(after <= before + 1e-9 * FLOW)
    assert np.any(after < before - 1e-3 * FLOW)


@FEW
@given(number=st.integers(0, 2**32 - 1))
def test_a_wider_rule_may_let_more_through_of_a_rush_unless_varieties_are_fungible(
    number: int,
) -> None:
    dice = np.random.default_rng(number)
    orders = dice.uniform(0.0, 9.0 * FLOW, WEEKS)
    world = order_book(orders, (0.5, 1.0), 0.5)
    lax = {**practice(dice, 3), "fungible": 1.0}
    before, after = sent(world, lax), sent(world, stricter("wider", lax, dice))
    assert np.all(after <= before + 1e-9 * FLOW)


def test_without_fungible_varieties_a_wider_rule_does_let_more_of_a_rush_through() -> None:
    dice = np.random.default_rng(0)
    world = order_book(np.full(WEEKS, 9.0 * FLOW), (0.5, 1.0), 0.5)
    lax = practice(dice, 3)
    before, after = sent(world, lax), sent(world, stricter("wider", lax, dice))
    more = np.any(after > before + 1e-3 * FLOW, axis=0)
    assert 0 < more.sum() < PAIRS
    assert np.all(lax["ceiling"][0, 0][more] > 0.5)
