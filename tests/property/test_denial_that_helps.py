"""Denial can make a shortage smaller that exists without it: the direct cost is then negative.

docs/model/account.md has the reason. In this world need outgrows supply, so that users are short in
the run without denial too. The threat of a licence makes them stock more, use less of the good, or
outbid users that the account leaves out.
"""

from math import inf
from typing import Any

import pytest

from outlast.engine.codes import CRITICAL, LICENCE, OTHER, RESIDUAL
from outlast.engine.compiled.run import run_compiled
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Route, User, World

WEEKS, START = 208.0, 52.0
GROWTH, CAPACITY = 0.06, 2.1
FORCE = WEEKS + START + 52.0
"""The licence is announced and never comes into force: only the threat acts."""
DIRECT = 0
NO_RESPONSE: dict[str, float] = {
    "hoarding": 0.0, "thrift_floor": 1.0, "directed": 0.0, "elasticity": 0.0, "invest": 0.0,
    "idle_elasticity": 0.0,
}  # fmt: skip
"""Draws with which users and makers do not respond to denial."""


def scarce() -> World:
    """Return a world in which B has its good from A, where supply does not grow with need."""
    use = Input("x", 1.0, 4.0, CRITICAL, 0.0, 0.8)
    rest = Input("x", 1.0, 4.0, CRITICAL, 1.0)
    return World(
        ["A", "B"], ["x"],
        [Process(("A", "x"), 2.0, CAPACITY)],
        [User("B", 1.0, (use,), growth=GROWTH, value=100.0),
         User("B", 1.0, (rest,), kind=RESIDUAL, group=OTHER, elasticity=0.0)],
        [Route("x", "A", "B", 2.0, 2.0)],
        measures=[Measure(
            (Act(LICENCE, "x", "A", "B", tied=False),), ((FORCE, inf),), ((0.0, FORCE),),
            phase=0.0, ceiling=5.0, review=2.0, approval=(1.0, 1.0, 1.0),
        )],
    )  # fmt: skip


def direct_costs(**responses: float) -> tuple[float, float]:
    """Return B's direct cost with denial and without it, with some responses of users."""
    world = scarce()
    plan = Assembly(world, 1.0, WEEKS, START).plan()._replace(paired=1)
    draws: dict[str, Any] = {**NO_RESPONSE, "price_cap": 10.0, **responses}
    if "elasticity" in responses:
        draws["elasticity"] = [0.0, responses["elasticity"]]
    record = run_compiled(plan, draw_of(world, plan, **draws)).record
    return float(record.cost.values[1, DIRECT, 0]), float(record.cost_free.values[1, DIRECT, 0])


def test_without_responses_denial_helps_nobody() -> None:
    denied, free = direct_costs()
    assert denied == free > 0.0  # need outgrows supply under any control


@pytest.mark.parametrize(
    "responses",
    [{"thrift_floor": 0.8}, {"hoarding": 1.0}, {"elasticity": 0.1}],
    ids=["thrift", "stocks", "others priced out"],
)
def test_a_response_to_denial_can_make_an_older_shortage_smaller(
    responses: dict[str, float],
) -> None:
    denied, free = direct_costs(**responses)
    assert 0.0 <= denied < 0.7 * free
