"""Compute in China by source, on three dates before July 2025, lies in the ranges of the facts.

Medians of 128 futures. The facts count what was sold and retire nothing; the model ages its stock.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.lower import Lowered, lower
from outlast.scenario.adjust import without_moves
from outlast.scenario.load import Situation, load_scenario

FUTURES = 128
SEED = 20250630
NEW_YEAR = date(2024, 1, 1), date(2025, 1, 1)
APRIL = date(2025, 4, 16)


@dataclass(frozen=True)
class Stocks:
    """The compute on a date by bloc and source, H100e by arithmetic."""

    situation: Situation
    lowered: Lowered
    found: dict[date, Reals]
    h20: float
    """Chips of the H20 class that came to China in 2024, in the middle future."""

    def median(self, day: date, bloc: str, source: str) -> float:
        """Return the middle future's stock."""
        row = self.lowered.names.holdings.index((bloc, source))
        return float(np.median(self.found[day][row]))

    def range(self, key: str) -> tuple[float, float]:
        """Return the range of a fact."""
        fact = self.situation.ledger.fact(key)
        assert fact.low is not None
        assert fact.high is not None
        return fact.low, fact.high


def measured(days: tuple[date, ...] = (*NEW_YEAR, APRIL)) -> Stocks:
    """Return the stocks of the scenario of April 2025 on each date."""
    situation = without_moves(load_scenario("april-2025"))
    lowered = lower(situation)
    dice = np.random.default_rng(SEED).random((FUTURES, len(lowered.drawing.dimensions)))
    draw = lowered.sample(dice)
    arithmetic = lowered.names.profiles.index(1.0)
    found: dict[date, Reals] = {}
    for day in days:
        step = int(situation.clock.weeks(day) / situation.clock.step)
        plan = lowered.plan._replace(start=step, horizon=lowered.plan.steps - step, paired=0)
        record = run_compiled(plan, draw).record
        assert not record.status.values.any()
        found[day] = record.installed_date.values[:, arithmetic].copy()
    return Stocks(situation, lowered, found, _h20_of_2024(situation, lowered, draw))


@pytest.fixture(scope="module")
def stocks() -> Stocks:
    """The stocks of the scenario of April 2025 on each date."""
    return measured()


def _h20_of_2024(situation: Situation, lowered: Lowered, draw: Draw) -> float:
    """Return the chips of the class that came to China in the year."""
    plan, sites = lowered.plan, lowered.names.sites
    first, last = (int(situation.clock.weeks(day) / situation.clock.step) for day in NEW_YEAR)
    ways = np.flatnonzero(plan.destination == sites.index("cn-accelerator-h20-class"))
    counted = plan._replace(
        tally_kind=np.array([1], np.int32),
        tally_from=np.array([first], np.int32),
        tally_to=np.array([last - 1], np.int32),
        tally_ptr=np.array([0, len(ways)], np.int32),
        tally_route=ways.astype(np.int32),
        paired=0,
    )
    return float(np.median(run_compiled(counted, draw).record.tally.values[0]))


@pytest.mark.parametrize(
    ("day", "until"), [(NEW_YEAR[0], "2023-q4"), (NEW_YEAR[1], "2024-q4"), (APRIL, "2025-q1")]
)
def test_what_was_sold_to_china_by_the_rules(stocks: Stocks, day: date, until: str) -> None:
    low, high = stocks.range(f"nvidia-legal-stock-h100e-cn-{until}")
    aged = 0.8  # an eighth a year on a stock a year and a half old
    assert aged * low < stocks.median(day, "CN", "licensed") < high


def test_h20s_sold_to_china_in_2024(stocks: Stocks) -> None:
    low, high = stocks.range("accelerator-h20-class-flow-cn-2024")
    assert low < stocks.h20 < high


def test_what_was_smuggled_in_2024(stocks: Stocks) -> None:
    low, high = stocks.range("chips-smuggled-cn-2024-cnas")
    smuggled = [stocks.median(day, "CN", "smuggled") for day in NEW_YEAR]
    assert low < smuggled[1] - smuggled[0] < high  # one H100 a chip


def test_chinese_accelerators_of_2024(stocks: Stocks) -> None:
    low, high = stocks.range("ascend-910b-units-ft-cn-2024")
    lowered = stocks.lowered
    each = lowered.plan.good_performance[
        list(lowered.names.goods).index("ascend-910b"), lowered.names.profiles.index(1.0)
    ]
    before, after = (stocks.median(day, "CN", "domestic") for day in NEW_YEAR)
    assert low * each < after - 0.88 * before < high * each
    # Between them and April a quarter of a year of the plan for 2025, 500,000 dies: half to twice.
    added = stocks.median(APRIL, "CN", "domestic") - after
    assert 0.5 < added / (500_000 * each * (APRIL - NEW_YEAR[1]).days / 365) < 2


@pytest.mark.parametrize(
    ("day", "years"), [(NEW_YEAR[0], (2022, 2023)), (NEW_YEAR[1], (2022, 2023, 2024))]
)
def test_what_stands_outside_china(stocks: Stocks, day: date, years: tuple[int, ...]) -> None:
    sold = sum(
        stocks.situation.ledger.fact(f"nvidia-flow-h100e-{who}-{year}").value or 0.0
        for year in years
        for who in ("us-named", "rest")
    )
    stands = sum(
        stocks.median(day, bloc, source)
        for bloc, source in stocks.lowered.names.holdings
        if bloc != "CN" or source == "rented"
    )
    assert 0.75 < stands / sold < 1.05  # aged by an eighth a year


def test_what_china_rents_abroad(stocks: Stocks) -> None:
    """Read: the flow of 2022 was solved from it, and the growth of clouds carries it there."""
    assumed = 150_000  # prior offshore-rented, mid-2025; its tenth percentile is 46,000
    assert 0.5 * assumed < stocks.median(APRIL, "CN", "rented") < 1.5 * assumed


def test_sources_are_told_apart(stocks: Stocks) -> None:
    for source in ("licensed", "smuggled", "rented", "domestic"):
        assert stocks.median(APRIL, "CN", source) > 30_000, source
