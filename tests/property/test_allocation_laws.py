"""The laws of docs/model/allocate.md, over one week from a random state of a random world."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Lane
from outlast.engine.codes import CLASSES
from outlast.engine.common_start import begin
from outlast.engine.draw import Draw
from outlast.engine.mechanisms.allocate import allocate
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace, make_workspace
from tests.engine.worlds import Seed, arrays_of, seeds

FEW = settings(
    max_examples=40, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
)
FUTURES = 12
ROUNDING = 1e-9
FEATURED = frozenset({"policy", "series", "switches"})
"""Features with which sites have tied goods, reserves and purchases."""


class Weeks(NamedTuple):
    """A state of a world, one week of arrivals, and the arrays in which users divide them."""

    plan: Plan
    draw: Draw
    workspace: Workspace

    @property
    def need(self) -> Lane:
        """The need of the step of each cohort: [edge, cohort, future]."""
        weights = self.plan.cohort_weight[None, :, None]
        return weights * self.workspace.week.requirement.values[:, None, :] * self.plan.step

    @property
    def stock(self) -> Lane:
        """The stock of each cohort: [edge, cohort, future]."""
        return self.workspace.state.stock.values

    def served(self, s: int, group: int) -> Lane:
        """Return the need of a class at a site that its stocks meet, one number a future."""
        at = (self.plan.edge_site == s) & (self.plan.edge_class == group)
        return np.minimum(self.stock, self.need)[at].sum((0, 1))


def weeks_of(seed: Seed, number: int, **draws: object) -> Weeks:
    """Return a random state of a random world, the same for the same numbers, before a week."""
    plan, draw = arrays_of(seed, futures=FUTURES)
    for name, value in draws.items():
        getattr(draw, name).values[...] = value
    workspace = make_workspace(plan, draw)
    state, week = workspace.state, workspace.week
    begin(plan, draw, state, week, workspace.record)
    chance = np.random.default_rng(number)

    def vary(rows: Any, low: float, high: float) -> None:  # noqa: ANN401
        rows.values[...] *= chance.uniform(low, high, rows.values.shape)

    vary(state.stock, 0.0, 1.5)
    state.stock.values[chance.random(state.stock.values.shape) < 1 / 3] = 0.0
    vary(state.required, 0.5, 1.5)
    vary(state.reserve, 0.0, 1.0)
    state.fear.values[...] = chance.random(state.fear.values.shape)
    week.requirement.values[...] = state.required.values
    vary(week.requirement, 0.5, 1.5)
    came = plan.site_inflow0[:, None] * plan.step * np.ones(FUTURES)
    week.came.values[...] = came * chance.uniform(0.0, 1.2, came.shape)
    tied = (plan.site_tied == 1)[:, None]
    week.came_tied.values[...] = tied * came * chance.uniform(0.0, 1.0, came.shape)
    return Weeks(plan, draw, workspace)


def divided(weeks: Weeks) -> Weeks:
    """Return the week after users have divided the arrivals."""
    allocate(weeks.plan, weeks.draw, weeks.workspace.state, weeks.workspace.week)
    return weeks


@FEW
@given(seeds(weeks=20.0), st.integers(0, 2**32 - 1))
def test_a_reserve_is_used_before_its_class_stops(seed: Seed, number: int) -> None:
    seed.features |= FEATURED
    after = divided(weeks_of(seed, number))
    plan, state, week = after.plan, after.workspace.state, after.workspace.week
    for s in np.flatnonzero(plan.reserve0 > 0.0):
        for group in range(CLASSES):
            if plan.site_entitled[s, group] < 1.0:
                continue
            at = (plan.edge_site == s) & (plan.edge_class == group)
            lack = np.maximum(after.need - after.stock, 0.0)[at].sum((0, 1))
            spent = state.reserve.values[s] - week.bought.values[s] <= ROUNDING
            spent |= week.released.values[s] >= plan.reserve_rate[s] * plan.step - ROUNDING
            assert np.all((lack <= ROUNDING) | spent)


@FEW
@given(seeds(weeks=20.0), st.integers(0, 2**32 - 1), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_stricter_denial_never_improves_an_entitled_class(
    seed: Seed, number: int, opened: float, tied: float
) -> None:
    seed.features |= FEATURED
    free, strict = weeks_of(seed, number), weeks_of(seed, number)
    strict.workspace.week.came.values[...] *= opened
    strict.workspace.week.came_tied.values[...] *= tied
    divided(free)
    divided(strict)
    for s in range(len(free.plan.site_bloc)):
        for group in np.flatnonzero(free.plan.site_entitled[s] > 0.0):
            assert np.all(strict.served(s, int(group)) <= free.served(s, int(group)) + ROUNDING)


@FEW
@given(seeds(weeks=20.0), st.integers(0, 2**32 - 1), st.floats(0.0, 10.0))
def test_a_larger_stock_of_one_holder_never_leaves_it_less(
    seed: Seed, number: int, added: float
) -> None:
    seed.features |= FEATURED
    less, more = weeks_of(seed, number), weeks_of(seed, number)
    holder = number % len(less.plan.edge_site)
    more.stock[holder] += added * more.need[holder]
    divided(less)
    divided(more)
    assert np.all(more.stock[holder] >= less.stock[holder] - ROUNDING)


def one_pot(seed: Seed, number: int, free_share: float, **draws: object) -> Weeks:
    """Return a week in which all goods are open, no state acts and nobody resells."""
    weeks = weeks_of(seed, number, free_share=free_share, guarantee=0.0, **draws)
    weeks.draw.resale[...] = 0.0
    weeks.workspace.week.came_tied.values[...] = 0.0
    weeks.workspace.state.reserve.values[...] = 0.0
    return Weeks(weeks.plan._replace(purchase=weeks.plan.purchase * 0.0), *weeks[1:])


@FEW
@given(seeds(weeks=20.0), st.integers(0, 2**32 - 1))
def test_nothing_free_gives_shares_by_contract(seed: Seed, number: int) -> None:
    weeks = one_pot(seed, number, 0.0, storability=0.0)
    plan, state, before = weeks.plan, weeks.workspace.state, weeks.stock.copy()
    cover = plan.cohort_weight[None, :, None] * weeks.draw.cover.values
    gap = cover * state.required.values[:, None, :] - before
    share = 1.0 - np.exp(-(plan.step + weeks.draw.open_orders) / weeks.draw.stock_time)
    claim = np.maximum(weeks.need + np.minimum(gap, share * gap), 0.0)
    got = divided(weeks).stock - before
    for s in range(len(plan.site_bloc)):
        at = plan.edge_site == s
        came, asked = weeks.workspace.week.came.values[s], claim[at].sum((0, 1))
        scarce = (came <= asked) & (asked > 0.0)
        due = claim[at][..., scarce] * (came / np.where(scarce, asked, 1.0))[scarce]
        np.testing.assert_allclose(got[at][..., scarce], due, rtol=1e-9, atol=ROUNDING)


@FEW
@given(seeds(weeks=20.0), st.integers(0, 2**32 - 1))
def test_all_free_and_one_worth_gives_shares_of_needs(seed: Seed, number: int) -> None:
    weeks = one_pot(seed, number, 1.0)
    begins = np.unique(weeks.plan.site_edge_ptr)  # one rank for each site that has users
    ranks = np.searchsorted(begins, weeks.plan.site_edge_ptr)
    whole = weeks.plan._replace(
        worth=np.ones_like(weeks.plan.worth),
        rank_edge_ptr=begins.astype(np.int32),
        site_rank_ptr=ranks.astype(np.int32),
    )
    weeks, before = Weeks(whole, *weeks[1:]), weeks.stock.copy()
    lack = np.maximum(weeks.need - before, 0.0)
    got = divided(weeks).stock - before
    for s in range(len(whole.site_bloc)):
        at = whole.edge_site == s
        came, asked = weeks.workspace.week.came.values[s], lack[at].sum((0, 1))
        scarce = (came <= asked) & (asked > 0.0)
        due = lack[at][..., scarce] * (came / np.where(scarce, asked, 1.0))[scarce]
        np.testing.assert_allclose(got[at][..., scarce], due, rtol=1e-9, atol=ROUNDING)


@FEW
@given(seeds(weeks=20.0), st.integers(0, 2**32 - 1), st.integers(0, 100), st.integers(0, 100))
def test_the_value_served_does_not_fall_with_the_free_share(
    seed: Seed, number: int, one: int, other: int
) -> None:
    values: list[Lane] = []
    for percent in sorted((one, other)):
        weeks = divided(one_pot(seed, number, percent / 100.0))
        worth = weeks.plan.worth[:, None]
        value = np.where(worth > weeks.draw.price_cap, worth, 1.0)
        values.append((value * np.minimum(weeks.stock, weeks.need).sum(1)).sum(0))
    assert np.all(values[1] >= values[0] * (1.0 - ROUNDING))
