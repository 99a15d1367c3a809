"""The laws of prices: who is denied pays, nobody else; prices come back; a half step is near."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Reals
from outlast.engine.codes import CRITICAL, DENY, OTHER, RESIDUAL
from outlast.engine.compiled.run import run_blocks, values_of
from outlast.engine.workspace import Workspace
from tests.engine.assembly import Assembly
from tests.engine.draws import draw_of
from tests.engine.world import Act, Input, Measure, Process, Route, User, World

BEGINS, ENDS = 8.0, 60.0
"""The weeks between which the home country denies the good to one buyer."""
YEARS = 5.0
"""Years after the end of a denial by which prices are back."""
BACK = 1 / 3
"""The part of the rise of a log price that is left then at most."""
HALF_STEP = 0.05
"""The most by which a half step moves a log price."""
FUTURES = 16
RANGES = {
    "buffer_elasticity": (0.5, 2.0), "premium": (0.0, 1.5), "price_speed": (0.05, 0.3),
    "arbitrage_least": (0.1, 0.5), "arbitrage_most": (1.5, 4.0), "usual_time": (26.0, 156.0),
}  # fmt: skip
"""Draws of the laws, each uniform in its range."""
SETTINGS = settings(max_examples=3, deadline=None, derandomize=True)
SEEDS = st.integers(0, 2**32 - 1)
HOME, DENIED, FRIEND = range(3)


def users(bloc: str, firm: float, free: float) -> list[User]:
    """Return a service and a residual user of metal."""
    return [
        User(bloc, firm, (Input("metal", firm, 8.0, CRITICAL),)),
        User(
            bloc, free, (Input("metal", free, 8.0, CRITICAL, 1.0),),
            kind=RESIDUAL, group=OTHER, elasticity=0.4,
        ),
    ]  # fmt: skip


def metal(*, linked: bool) -> World:
    """Return a home country and two that buy of it; one of them may sell to the other."""
    between = [Route("metal", "Y", "X", 2.0, 1.0)] if linked else []
    made = 6.0 if linked else 4.0
    return World(
        blocs=["H", "X", "Y"],
        goods=["metal"],
        processes=[
            Process(("H", "metal"), 16.0, 20.0),
            Process(("X", "metal"), 4.0 if linked else 6.0, 7.0),
            Process(("Y", "metal"), made, 7.0),
        ],
        users=[*users("H", 4.0, 4.0), *users("X", 4.0, 6.0), *users("Y", 4.0, 4.0)],
        routes=[
            Route("metal", "H", "X", 4.0, 2.0), Route("metal", "H", "Y", 4.0, 2.0), *between,
        ],
        measures=[Measure((Act(DENY, "metal", "H", "X"),), ((BEGINS, ENDS),), phase=0.0)],
    )  # fmt: skip


def lived(weeks: float, seed: int, step: float = 1.0, *, linked: bool = False) -> Reals:
    """Return the log spot prices of the world of the metal: [market, step, future]."""
    world = metal(linked=linked)
    plan = Assembly(world, step, weeks, 0.0).plan()
    draw = draw_of(world, plan, FUTURES, invest=0.0, hoarding=0.0)
    chance = np.random.default_rng(seed)
    for name, (low, high) in RANGES.items():
        rows = values_of(getattr(draw, name))
        rows[...] = chance.uniform(low, high, FUTURES)
    found = np.zeros((3, plan.steps, FUTURES))

    def keep(block: Workspace, first: int, count: int) -> None:
        found[..., first : first + count] = block.series.spot.values[..., :count]

    run_blocks(plan, draw, keep)
    return np.log(found)


@SETTINGS
@given(SEEDS)
def test_a_ban_on_one_country_raises_its_price_and_no_other(seed: int) -> None:
    spot = lived(ENDS, seed)
    assert np.all(spot[DENIED].max(0) > 0.1)
    assert spot[HOME].max() < 1e-9
    assert spot[FRIEND].max() < 1e-9


@SETTINGS
@given(SEEDS)
def test_arbitrage_carries_only_a_part_of_the_rise_to_the_neighbour(seed: int) -> None:
    spot = lived(ENDS, seed, linked=True)
    late = spot[:, int(BEGINS) + 13 :]
    assert np.all(late[DENIED] > late[FRIEND])
    assert spot[HOME].max() < 0.1  # its glut ends as what it may not sell goes to the neighbour


@SETTINGS
@given(SEEDS)
def test_prices_come_back_after_the_denial(seed: int) -> None:
    for linked in (False, True):
        spot = lived(ENDS + YEARS * 52.0, seed, linked=linked)
        assert np.all(spot[DENIED].max(0) > 0.1)
        left = np.abs(spot[:, -26:]).max((0, 1))
        assert np.all(left < BACK * spot[DENIED].max(0))


@SETTINGS
@given(SEEDS)
def test_a_half_step_moves_no_price_by_a_twentieth(seed: int) -> None:
    whole = lived(100.0, seed, linked=True)
    half = lived(100.0, seed, 0.5, linked=True)
    assert np.abs(whole - half[:, 1::2]).max() < HALF_STEP
