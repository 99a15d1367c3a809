"""The oracle and the engine agree, in states and records, on the toy and on random worlds."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from outlast.engine.compiled.run import run_compiled, values_of
from outlast.engine.draw import Draw
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from tests.engine.lilliput import arrays_in, crowded, guarded, lilliput
from tests.engine.world import World
from tests.engine.worlds import Seed, arrays_of, seeds, world_of
from tests.engine.worlds import arrays_in as arrays_in_world
from tests.oracle.agree import apart, differences, literal

SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"free_share": 0.0, "hoarding": 3.0},
    {"free_share": 0.5, "resale": 1.0, "tied": 0.0},
    {"guarantee": (0.5, 0.2, 0.0), "free_share": 0.3},
    {"guarantee": (0.0, 1.0, 1.0), "resale": 0.5, "tied": 0.5},
    {"fungible": 1.0, "hoarding": 6.0},
    {"fungible": 0.5, "home_first": 1.0},
    {"home_first": 0.5, "order_cap": 1.2},
    {"fungible": 0.3, "home_first": 0.2},
    {"belief": 0.0, "plan_wait": 0.0, "refile": 1.0, "review": 1.5},
    {"belief": 1.0, "invest": 0.5, "resolve": 1.0, "build_time": 20.0},
    {"thrift_floor": 0.7, "directed": 0.5, "premium": 2.0, "price_cap": 1.5},
)
"""The draws in which each future of the toy differs from the defaults."""
WEEKS = 160.0
FEW = settings(max_examples=20, deadline=None, derandomize=True)
MANY = settings(max_examples=300, deadline=None, derandomize=True)


def toy(step: float, world: World) -> tuple[Plan, Draw]:
    """Return a world like the toy with a future for each of the settings, the pair first."""
    plan, draw = arrays_in(world, WEEKS, step, len(SETTINGS))
    for future, chosen in enumerate(SETTINGS):
        for name, value in chosen.items():
            values_of(getattr(draw, name))[..., future] = value
    return plan._replace(start=round(10 / step), paired=int(step == 1.0)), draw


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_the_toy_agrees_under_every_switch(step: float) -> None:
    plan, draw = toy(step, lilliput())
    plain = run_plain(plan, draw)
    assert apart(plan, draw, plain, run_compiled(plan, draw)) == []
    assert len(np.unique(plain.record.depth.values, axis=1).T) == len(SETTINGS)


def test_the_toy_agrees_with_acts_of_all_kinds_on_the_same_routes() -> None:
    plan, draw = toy(1.0, crowded())
    values_of(draw.detour_share)[...], values_of(draw.detour_cap)[...] = 1.0, 5.0
    workspace = run_compiled(plan, draw)
    assert apart(plan, draw, workspace) == []
    assert np.all(workspace.state.diverted.values[plan.bases :].sum(0) > 1.0)


def test_the_toy_agrees_with_tied_goods_and_a_reserve_for_the_class_that_they_bar() -> None:
    plan, draw = toy(1.0, guarded())
    workspace = run_compiled(plan, draw)
    assert apart(plan, draw, workspace) == []
    site = int(np.flatnonzero((plan.reserve0 > 0.0) & (plan.site_tied == 1))[0])
    reserve = workspace.state.reserve.values[site]
    assert np.any(reserve < plan.reserve0[site])  # licences bar the class, so it draws on it


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_measures_that_moves_begin_suspend_and_return_agree(step: float) -> None:
    world = lilliput()
    moved = [replace(each, moved=True) for each in world.measures]
    plan, draw = toy(step, replace(world, measures=moved))
    for name, least in (("begins", 0.0), ("pauses", 30.0), ("returns", 60.0)):
        weeks = values_of(getattr(draw, name))
        weeks[...] = least + np.linspace(0.0, 25.3, weeks.size).reshape(weeks.shape)
    plain = run_plain(plan, draw)
    assert apart(plan, draw, plain, run_compiled(plan, draw)) == []
    unmoved = run_plain(plan._replace(moved=np.zeros_like(plan.moved)), draw)
    assert not np.array_equal(plain.record.depth.values, unmoved.record.depth.values)


def check(seed: Seed) -> None:
    """Check two futures of a random world, compiled."""
    plan, draw = arrays_of(seed, futures=2)
    assert apart(plan, draw, run_compiled(plan, draw)) == []


@FEW
@given(seeds())
def test_random_worlds_agree(seed: Seed) -> None:
    check(seed)


@FEW
@given(seeds())
def test_random_worlds_with_tied_goods_and_reserves_agree(seed: Seed) -> None:
    seed.features |= {"policy", "series"}
    check(seed)


@FEW
@given(seeds())
def test_random_worlds_with_moves_agree(seed: Seed) -> None:
    plan, draw = arrays_of(replace(seed, features=seed.features | {"moves", "policy"}), futures=2)
    moved = np.random.default_rng(seed.number).integers(0, 2, len(plan.force))
    plan = plan._replace(moved=moved.astype(np.int8))
    assert apart(plan, draw, run_compiled(plan, draw)) == []


@FEW
@given(seeds())
def test_random_worlds_with_paths_of_practice_agree(seed: Seed) -> None:
    world = world_of(replace(seed, features=seed.features | {"policy"}))
    plan, draw = arrays_in_world(replace(world, known=4.0), seed)
    assert apart(plan, draw, run_compiled(plan, draw)) == []


@pytest.mark.slow
@MANY
@given(seeds(weeks=130.0))
def test_many_random_worlds_agree(seed: Seed) -> None:
    check(seed)


@FEW
@given(seeds())
def test_worlds_of_extremes_with_strong_arbitrage_agree_as_far_as_roundings_let_them(
    seed: Seed,
) -> None:
    features = seed.features | {"extremes"}
    plan, draw = arrays_of(replace(seed, features=features, start=0.0), futures=2)
    draw = draw._replace(arbitrage_response=np.array([3.0, 4.0]))
    assert apart(plan, draw, run_compiled(plan, draw)) == []


def test_a_world_that_makes_roundings_large_forgives_nothing_larger() -> None:
    seed = Seed(26404, 3, 1, frozenset({"extremes", "series"}), 1.0, 130.0, 0.0)
    plan, draw = arrays_of(seed, futures=2)
    right = run_compiled(plan, draw)
    assert differences(literal(plan, draw), right) != []
    assert apart(plan, draw, right) == []
    wrong = run_compiled(plan, draw._replace(buffer_time=draw.buffer_time * (1.0 + 1e-9)))
    assert apart(plan, draw, wrong) != []
