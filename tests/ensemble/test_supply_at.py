"""Dependence in one future: the toy's eggs go the way of its ban, and cover is that of the date."""

import numpy as np
import pytest

from outlast.ensemble import run_ensemble
from outlast.present.display.voice import MONTH
from outlast.results import Results
from outlast.results.supply import inflow_shares
from outlast.scenario.load import load_scenario
from outlast.study.dependence import SupplyAt, supply_at


def at(results: Results, weeks: float) -> dict[tuple[str, str], SupplyAt]:
    return supply_at(results.lowered, results.points()[0], 0, weeks)


@pytest.fixture(scope="module")
def toy() -> Results:
    return run_ensemble(load_scenario("lilliput"), futures=4)


def test_a_ban_ends_the_share_of_the_rival(toy: Results) -> None:
    base = inflow_shares(toy)["lilliput", "eggs"]
    assert base == pytest.approx({"lilliput": 0.2, "blefuscu": 0.7, "laputa": 0.1})
    during = at(toy, 9 * MONTH)["lilliput", "eggs"]  # the ban is half a year old
    assert during.shares.get("blefuscu", 0.0) < 0.05 < base["blefuscu"]
    assert during.shares["lilliput"] > base["lilliput"]
    assert during.cover < at(toy, MONTH)["lilliput", "eggs"].cover


def test_shares_add_up_and_name_blocs(toy: Results) -> None:
    blocs = set(toy.situation.world.blocs)
    for month in (1, 12, 35):
        for supply in at(toy, month * MONTH).values():
            assert set(supply.shares) <= blocs
            assert not supply.shares or sum(supply.shares.values()) == pytest.approx(1.0)
            assert supply.cover >= 0.0


def test_the_last_week_of_the_horizon_is_the_last_one_told(toy: Results) -> None:
    end = toy.situation.clock.horizon_weeks
    assert at(toy, end) == at(toy, end + 100.0)


def test_cover_is_counted_as_the_record_counts_it_on_the_date() -> None:
    results = run_ensemble(load_scenario("april-2025"), futures=4)
    assert results.lowered.plan.start > 0
    supply, world = at(results, 0.0), results.situation.world
    recorded = np.asarray(results.record["cover_date"], np.float64)[0].sum(axis=1)
    for row, key in enumerate(results.lowered.names.sites):
        site = world.sites[key]
        assert supply[site.bloc, site.good].cover == pytest.approx(recorded[row], rel=1e-5)
