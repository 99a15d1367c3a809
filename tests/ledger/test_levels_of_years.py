"""Levels of the base year that are means of three years, and the scored series of thin markets."""

from pathlib import Path

import pytest

from outlast.errors import Problems
from outlast.facts import Ledger, load_ledger
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.load import load_backtest

YEARS = (2021, 2022, 2023)
MEAN = "-us-2021-2023"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger((DEFAULT_CONTEST,), Problems())


def test_a_level_is_the_mean_of_its_years(ledger: Ledger) -> None:
    counted = 0
    for key, fact in ledger.facts.items():
        stem = key.removesuffix(MEAN)
        years = [ledger.facts.get(f"{stem}-us-{year}") for year in YEARS]
        if stem == key or sum(each is not None for each in years) < 2:
            continue
        # The survey prints a dash, no number, where it counts none.
        values = [each.value or 0.0 if each else 0.0 for each in years]
        assert fact.value == pytest.approx(sum(values) / len(YEARS), rel=1e-4), key
        assert fact.low is not None
        assert fact.high is not None
        assert fact.low <= min(values) + 1e-9 <= max(values) <= fact.high, key
        counted += 1
    assert counted > 15


def test_no_level_reads_one_year_where_three_are_counted(ledger: Ledger) -> None:
    """Stocks, prices and projects are of one day; these facts are flows of a year."""
    means = {key.removesuffix(MEAN) for key in ledger.facts if key.endswith(MEAN)}
    text = "".join(
        path.read_text(encoding="utf-8") for path in Path(DEFAULT_CONTEST, "world").glob("*.yaml")
    )
    assert not [stem for stem in means if f"{{fact: {stem}-us-2022" in text]


@pytest.mark.parametrize(
    ("series", "periods"),
    [
        ("us-imports-yttrium", {"2024", "2025"}),
        ("price-of-year-yttrium", {"2024", "2025"}),
        ("price-of-year-samarium", {"2024", "2025"}),
        ("spot-month-yttrium-oxide-europe", {"2025-09", "2025-11", "2025-12"}),
        ("compute-made-cn", {"2024", "2025"}),
    ],
)
def test_thin_markets_are_scored(series: str, periods: set[str]) -> None:
    contest = open_contest()
    declared = load_backtest(contest.layers, contest.ledger, contest.world.world)
    assert series in declared.series
    assert any(series in each.series for each in declared.objects.values())
    observed = {str(point.period) for point in contest.ledger.observed[series]}
    assert periods <= observed
