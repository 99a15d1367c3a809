"""The laws of docs/model/laws.md, each on random small worlds."""

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Rows, variables
from outlast.engine.codes import COLLAPSED
from outlast.engine.compiled.run import Precision, run_compiled, values_of
from outlast.engine.draw import Draw
from outlast.engine.state import Record, State
from outlast.engine.workspace import Workspace
from tests.engine.assembly import Assembly
from tests.engine.ranges import random_draw
from tests.engine.reorder import Places, redrawn, reordered, taken_up, trace
from tests.engine.rounding import allowance, nudged
from tests.engine.worlds import Seed, arrays_in, arrays_of, seeds, world_of

FEW = settings(max_examples=25, deadline=None, derandomize=True)
QUIET = frozenset({"hubs", "detours", "switches", "extremes"})
"""Features that leave the base year of a world as it is."""


def fields(workspace: Workspace) -> dict[str, Any]:
    """Return state and record of all futures, by name."""
    groups = ("state", workspace.state), ("record", workspace.record)
    return {
        f"{title}.{name}": rows.values
        for title, group in groups
        for name, rows in group._asdict().items()
    }


def same(one: Workspace, other: Workspace) -> list[str]:
    """Return the names of the arrays that differ in any bit."""
    theirs = fields(other)
    return [name for name, mine in fields(one).items() if mine.tobytes() != theirs[name].tobytes()]


@FEW
@given(seeds(weeks=104.0))
def test_law_1_the_books_close(seed: Seed) -> None:
    workspace = run_compiled(*arrays_of(seed, futures=16))
    assert np.max(workspace.record.status.values) <= COLLAPSED


@FEW
@given(seeds(weeks=104.0))
def test_law_2_nothing_is_negative_and_shares_stay_shares(seed: Seed) -> None:
    plan, draw = arrays_of(seed, futures=16)
    workspace = run_compiled(plan, draw)
    state = workspace.state
    for rows in (
        state.stock, state.sellers, state.reserve, state.transit_open, state.transit_tied,
        state.review1, state.review2, state.ready, state.wait, state.required, state.ordered,
        state.building, state.built, state.installed, state.lost_sales, workspace.record.tally,
    ):  # fmt: skip
        assert np.min(rows.values, initial=0.0) >= -1e-12
    for rows in (
        state.diverted, state.fill, state.share, state.fear, state.thrift, state.ring_s,
        state.mean_level, workspace.record.level_least,
    ):  # fmt: skip
        assert np.min(rows.values, initial=0.0) >= 0.0
        assert np.max(rows.values, initial=0.0) <= 1.0 + 1e-12
    assert np.all(state.usable.values >= 0.0)
    assert np.all(state.usable.values <= draw.recovery.values + 1e-12)
    for s in np.flatnonzero(plan.site_inflow0 > 0.0):
        routes = plan.site_in[plan.site_in_ptr[s] : plan.site_in_ptr[s + 1]]
        np.testing.assert_allclose(state.share.values[routes].sum(0), 1.0, atol=1e-9)
    assert np.all(state.directed_factor.values >= 1.0)
    for rows in (state.spot, state.contract):
        assert np.all(rows.values <= draw.price_cap * (1.0 + 1e-12))
        assert np.all(rows.values * draw.price_cap >= 1.0 - 1e-12)


@FEW
@given(seeds(weeks=312.0))
def test_law_3_the_base_year_repeats(seed: Seed) -> None:
    seed = replace(seed, features=seed.features & QUIET)
    plan, draw = arrays_of(seed, futures=4)
    quiet: dict[str, Any] = {"growth_now": 0.0, "growth_far": 0.0}
    for name, value in quiet.items():
        values_of(getattr(draw, name))[...] = value
    later = fields(run_compiled(plan, draw))
    first = fields(run_compiled(plan._replace(steps=1, start=0, horizon=1), draw))
    for name in State._fields:
        if name not in {"hazard", "made", "short"}:
            a, b = later[f"state.{name}"], first[f"state.{name}"]
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12, err_msg=name)
    assert np.all(later["record.level_least"] >= 1.0 - 1e-12)
    assert np.all(later["record.short"] <= 1e-12)


@FEW
@given(seeds())
def test_law_4_an_empty_scope_or_a_closed_gate_changes_nothing(seed: Seed) -> None:
    seed = replace(seed, features=seed.features | {"policy"})
    plan, draw = arrays_of(seed, futures=3)
    nothing, shut = np.zeros_like(plan.force), Rows(np.zeros_like(draw.gate.values))
    never = run_compiled(plan._replace(force=nothing, on=nothing, announced=nothing), draw)
    assert same(run_compiled(plan, draw._replace(gate=shut)), never) == []
    empty = plan._replace(
        act_share=np.zeros_like(plan.act_share),
        threat_weight=np.zeros_like(plan.threat_weight),
        bar_share=np.zeros_like(plan.bar_share),
    )
    assert same(run_compiled(empty, draw), never) == []


def gone_to(workspace: Workspace, places: Places) -> dict[str, Any]:
    """Return state and record with every axis in the new order."""
    found: dict[str, Any] = {}
    for title, group in (("state", State), ("record", Record)):
        for name, variable in variables(group).items():
            rows = fields(workspace)[f"{title}.{name}"]
            found[f"{title}.{name}"] = taken_up(rows, variable.axes, places)
    for name, letter in (("strict_line", "x"), ("status_good", "g")):
        index = found[f"record.{name}"].astype(int)
        now = np.argsort(np.array(places[letter], int))
        found[f"record.{name}"] = np.where(index < 0, -1, now[np.maximum(index, 0)])
    return found


@FEW
@given(seeds(), st.randoms(use_true_random=False))
def test_law_7_names_and_order_mean_nothing(seed: Seed, dice: Random) -> None:
    world = world_of(seed)
    other, places = reordered(world, dice)
    plan, draw = arrays_in(world, seed, 4)
    before = Assembly(world, seed.step, seed.weeks, seed.start)
    after = Assembly(other, seed.step, seed.weeks, seed.start)
    before.plan()
    places = trace(places, before, after)
    mine = gone_to(run_compiled(plan, draw), places)
    theirs = fields(run_compiled(after.plan(), redrawn(draw, places)))
    near = {name: 1e-12 * np.max(np.abs(values), initial=1e-3) for name, values in mine.items()}
    if further(
        mine, theirs, near
    ):  # sums in another order differ by roundings: how large are they?
        others = [gone_to(run_compiled(plan, each), places) for each in nudged(draw)]
        for name in near:
            near[name] += allowance([each[name] for each in others])
    assert further(mine, theirs, near) == []


def further(mine: dict[str, Any], theirs: dict[str, Any], near: dict[str, float]) -> list[str]:
    """Return the names of the arrays that differ by more than 1e-11 and the distance given."""
    return [
        name
        for name, values in mine.items()
        if not np.allclose(theirs[name], values, rtol=1e-11, atol=near[name], equal_nan=True)
    ]


@FEW
@given(seeds(weeks=104.0))
def test_law_9_terms_of_trade_sum_to_zero(seed: Seed) -> None:
    seed = replace(seed, features=seed.features | {"policy", "detours"})
    cost = run_compiled(*arrays_of(seed, futures=16)).record.cost.values[:, 2]
    assert np.all(np.abs(cost.sum(0)) <= 1e-9 * np.abs(cost).max())


def part_of(draw: Draw, chosen: list[int]) -> Draw:
    """Return some futures of a Draw."""
    made: list[Any] = []
    for rows in draw:
        array = np.ascontiguousarray(values_of(rows)[..., chosen])
        made.append(Rows(array) if isinstance(rows, Rows) else array)
    return Draw(*made)


@pytest.mark.parametrize("precision", [np.float64, np.float32])
def test_law_11_a_future_knows_neither_block_nor_thread_nor_neighbours(
    precision: Precision,
) -> None:
    seed = Seed(
        5, 3, 3, frozenset({"compute", "detours", "hubs", "policy", "switches"}), 1.0, 60.0, 9.0
    )
    world = world_of(seed)
    plan = Assembly(world, seed.step, seed.weeks, seed.start).plan()
    draw = random_draw(world, plan, seed.number, seed.features, 75)
    for name in ("resale", "guarantee"):
        values_of(getattr(draw, name))[..., 50:] = 0.0
    whole = fields(run_compiled(plan, draw, precision=precision))
    for threads in (2, 5):
        other = fields(run_compiled(plan, draw, precision=precision, threads=threads))
        assert all(np.array_equal(other[name], whole[name]) for name in whole)
    for chosen in ([74], [3, 3, 40], list(range(70, 7, -1)), list(range(50, 75))):
        other = fields(run_compiled(plan, part_of(draw, chosen), precision=precision, threads=2))
        assert all(np.array_equal(other[name], whole[name][..., chosen]) for name in whole)
    assert max(len(np.unique(row)) for row in whole["state.spot"]) > 70
