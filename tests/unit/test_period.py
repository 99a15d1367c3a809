"""Periods are the days that a publisher means."""

from datetime import date

import pytest

from outlast.facts.period import span


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2022-05-16", date(2022, 5, 16), date(2022, 5, 16)),
        ("2016/2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("2022-Q3/2023-02", date(2022, 7, 1), date(2023, 2, 28)),
        ("2022-05-16/2022-05-16", date(2022, 5, 16), date(2022, 5, 16)),
    ],
)
def test_a_period_spans_its_days(period: str, first: date, last: date) -> None:
    assert span(period) == (first, last)


@pytest.mark.parametrize(
    "period",
    ["", "22", "2022-Q5", "2022-Q0", "2022-13", "2022-00", "2022-02-30", "FY2022", "May 2022"],
)
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        span(period)


@pytest.mark.parametrize(
    "period", ["20220516", "2022-W20", "2022-W20-1", "0000", "2022/", "/2022", "2016/2018/2020"]
)
def test_forms_of_iso_beyond_ours_are_refused(period: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        span(period)


@pytest.mark.parametrize("period", ["2022/2016", "2022-05/2022-04", "2022-Q2/2022-03"])
def test_a_period_does_not_end_before_it_begins(period: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        span(period)
