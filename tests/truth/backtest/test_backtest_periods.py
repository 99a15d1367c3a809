"""Periods of a series: they follow each other, and are numbered without gaps."""

from datetime import date

from outlast.truth.backtest.periods import (
    Frequency,
    months_after,
    period_number,
    period_of,
    periods_between,
    periods_from,
)


def test_periods_follow_each_other() -> None:
    found = periods_between(Frequency.QUARTER, date(2024, 12, 2), date(2025, 9, 30))
    assert [each.name for each in found] == ["2025-Q1", "2025-Q2", "2025-Q3"]
    found = periods_from(Frequency.MONTH, date(2024, 11, 30), date(2025, 1, 31))
    assert [each.name for each in found] == ["2024-11", "2024-12", "2025-01"]


def test_a_day_lies_in_one_period_of_each_frequency() -> None:
    assert period_of(Frequency.YEAR, date(2024, 2, 29)).name == "2024"
    assert period_of(Frequency.QUARTER, date(2024, 2, 29)).after == date(2024, 4, 1)


def test_a_number_of_months_ends_with_the_month() -> None:
    assert months_after(date(2024, 12, 2), 2) == date(2025, 2, 28)


def test_periods_are_numbered_without_gaps() -> None:
    for frequency, early, late, distance in (
        (Frequency.MONTH, "2024-12", "2025-01", 1),
        (Frequency.QUARTER, "2024-Q3", "2025-Q1", 2),
        (Frequency.YEAR, "2023", "2025", 2),
    ):
        assert period_number(frequency, late) - period_number(frequency, early) == distance
