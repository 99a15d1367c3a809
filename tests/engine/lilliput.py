"""Lilliput, declared from its page: two islands that control salt and eggs, and a port."""

from dataclasses import replace
from math import inf
from typing import Any

from outlast.engine.codes import (
    BUYERS_BAN,
    CRITICAL,
    DEFENCE,
    DENY,
    FEE,
    GENERAL_LICENCE,
    IMPORTANT,
    LICENCE,
    OTHER,
    PRICE_FLOOR,
    QUOTA,
    RESIDUAL,
)
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Line, Measure, Process, Route, User, World

TOY: dict[str, Any] = {
    "belief": 0.8, "free_share": 1.0, "overtime": 1.15, "idle_time": 13.0, "price_speed": 0.1,
    "invest": 0.0, "detour_cap": 0.5, "seized": 0.1, "enforcement": 0.2,
}  # fmt: skip
"""Draws of the page that differ from the defaults."""


def other(bloc: str, good: str, use: float) -> User:
    """Return a residual user."""
    return User(
        bloc,
        use,
        (Input(good, use, 1.0, CRITICAL, 1.0),),
        kind=RESIDUAL,
        group=OTHER,
        elasticity=0.3,
    )


def lilliput(*, controls: bool = True) -> World:
    """Return the toy world, with its measures or without."""
    measures = [
        Measure(
            (Act(LICENCE, "eggs", "B", "L", 0.8), Act(LICENCE, "eggs", "B", "H")),
            ((3 / 7, inf),), ((0.0, 3 / 7),), 1.0, 1.2, 6.0, (0.2, 0.8, 0.8),
        ),
        Measure((Act(QUOTA, "salt", "L", "B", 1.0, 0.5),), ((2.0, inf),), ((1.0, 2.0),)),
        Measure((Act(FEE, "pastry", "L", "B", 1.0, 0.25, bloc="L"),), ((8.0, inf),), phase=0.0),
        Measure((Act(DENY, "eggs", "B", "L"),), ((13.0, inf),), ((11.0, 13.0),)),
    ]  # fmt: skip
    return World(
        blocs=["L", "B", "H"],
        goods=["eggs", "salt", "pastry"],
        prices={"eggs": 1.0, "salt": 2.0, "pastry": 5.0},
        finished={(b, "eggs"): 1.0 for b in "LBH"} | {(b, "pastry"): 1.0 for b in "LB"},
        reserve={("L", "eggs"): (6.0, 2.0), ("B", "salt"): (20.0, 2.0)},
        processes=[
            Process(("B", "eggs"), 20.0, 30.0),
            Process(("L", "eggs"), 2.0, 4.0, idle=0.5),
            Process(("L", "salt"), 12.0, 15.0),
            Process(("L", "pastry"), 4.0, 4.0, (Input("eggs", 1.0, 2.0),)),
            Process(("H", "eggs"), 1.0, 3.0, (Input("eggs", 1.0, 1.0),)),
            Process(("B", "salt"), 1.0, 1.0),
        ],
        users=[
            User("L", 5.0, (Input("eggs", 5.0, 3.0, CRITICAL, 0.02),
                            Input("salt", 2.0, 4.0, IMPORTANT, 0.01)),
                 elasticity=0.5, value=100.0),
            User("B", 5.0, (Input("salt", 5.0, 4.0, CRITICAL, 0.01),
                            Input("pastry", 2.0, 2.0, IMPORTANT, 0.01)),
                 group=DEFENCE, value=100.0),
            other("L", "eggs", 1.0), other("H", "eggs", 2.0), other("B", "eggs", 10.0),
            other("L", "salt", 4.0), other("L", "pastry", 2.0), other("B", "salt", 2.0),
        ],
        routes=[
            Route("eggs", "B", "L", 7.0, 2.0), Route("eggs", "B", "H", 3.0, 1.0),
            Route("eggs", "H", "L", 1.0, 2.0), Route("salt", "L", "B", 6.0, 2.0),
            Route("pastry", "L", "B", 2.0, 2.0),
        ],
        detours=[Route("eggs", "B", "L", 0.0, 4.0, hub="H")] if controls else [],
        measures=measures if controls else [],
        lines=[Line(0, 0.9, 4.0), Line(1, 0.9, 4.0)],
    )  # fmt: skip


def crowded() -> World:
    """Return the toy with a second hub, and acts of all kinds on the same routes."""
    toy = lilliput()
    way = replace(toy.detours[0], hub="K", travel=3.0, licit=False)
    forever = ((4.5, inf),)
    added = (
        ((Act(QUOTA, "eggs", "B", "H", 0.7, 0.4), Act(QUOTA, "eggs", "B", "L", 1.0, 0.3)), forever),
        ((Act(QUOTA, "eggs", "B", "H", 1.0, 0.2), Act(DENY, "eggs", "B", "H", 0.1)), ((9.0, inf),)),
        ((Act(LICENCE, "eggs", "B", "L", 0.5, tied=False),
          Act(LICENCE, "eggs", "B", "K")), forever),
        ((Act(GENERAL_LICENCE, "eggs", "B", "L", 0.6, 0.0, (1.0, 0.2, 0.5)),), ((6.0, 30.0),)),
        ((Act(GENERAL_LICENCE, "eggs", "B", "L", 1.0, 0.0, (0.0, 0.5, 0.1)),), ((20.0, inf),)),
        ((Act(BUYERS_BAN, "salt", "L", "B", 0.4), Act(FEE, "eggs", "B", "L", 0.5, 0.3)), forever),
        ((Act(PRICE_FLOOR, "eggs", "B", "L", 0.9, 1.6),
          Act(PRICE_FLOOR, "eggs", "B", "B", 0.8, 1.3)), forever),
        ((Act(PRICE_FLOOR, "eggs", "B", "L", 1.0, 1.9),), forever),
    )  # fmt: skip
    return replace(
        toy,
        blocs=[*toy.blocs, "K"],
        processes=[replace(toy.processes[0], output=21.0, capacity=31.0), *toy.processes[1:]],
        users=[*toy.users, other("K", "eggs", 1.0)],
        routes=[*toy.routes, Route("eggs", "B", "K", 1.0, 1.0)],
        detours=[*toy.detours, way],
        measures=[*toy.measures[:3], *(Measure(acts, force) for acts, force in added)],
    )


def arrays(
    *, weeks: float = 104.0, step: float = 1.0, controls: bool = True, futures: int = 1,
    **values: object,
) -> tuple[Plan, Draw]:  # fmt: skip
    """Return the arrays of the toy."""
    return arrays_in(lilliput(controls=controls), weeks, step, futures, **values)


def arrays_in(
    world: World, weeks: float, step: float, futures: int, **values: object
) -> tuple[Plan, Draw]:
    """Return the arrays of a world like the toy."""
    plan = Assembly(world, step, weeks, 0.0).plan()
    return plan, draw_of(world, plan, futures, **{**TOY, **values})


def guarded() -> World:
    """Return the toy with a defence user of eggs in L, where a reserve lies and goods are tied."""
    toy = lilliput()
    uses = (Input("eggs", 1.0, 2.0, CRITICAL, 0.01),)
    guards = User("L", 1.0, uses, group=DEFENCE, value=50.0)
    users = [*toy.users[:2], guards, *toy.users[3:]]
    return replace(toy, users=users, lines=[*toy.lines, Line(2, 0.9, 4.0)])
