"""Facts in words: a calendar year is a date, and a span of years is none."""

import re

import pytest

from outlast.facts import Ledger
from outlast.present.display.fact_words import fact_value
from outlast.present.display.voice import voice
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_scenario("today").ledger


def test_a_lag_of_years_is_a_span(ledger: Ledger) -> None:
    lag = ledger.facts["cxmt-lag-years-world-2026"]
    assert fact_value(lag, voice("en")) == "3.5 year (3 to 4)"
    assert fact_value(lag, voice("zh")).startswith("3.5 年")


def test_a_start_within_a_year_is_a_month(ledger: Ledger) -> None:
    start = ledger.facts["lynas-samarium-start-my-2025"]
    assert fact_value(start, voice("en")) == "Apr 2026 (Apr 2026 to 2028)"


def test_no_fact_tells_a_month_of_antiquity(ledger: Ledger) -> None:
    told = [fact_value(fact, voice("en")) for fact in ledger.facts.values() if fact.unit == "year"]
    assert len(told) > 20
    months = [each for text in told for each in re.findall(r"[A-Z][a-z]{2} (\d+)", text)]
    assert months
    assert all(len(year) == 4 for year in months)
