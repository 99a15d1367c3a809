"""A dated value holds from its date to the next, and is silent before and after a null."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from outlast.facts import Reference
from outlast.policy import Change, Schedule

TEXT = Reference(source="gazette", locator="article 1")
FIRST, SECOND, THIRD = date(2023, 1, 5), date(2023, 4, 3), date(2025, 6, 30)
RATE = Schedule[float](
    {
        SECOND: Change[float](value=0.5, reference=TEXT),
        THIRD: Change[float](value=None, reference=TEXT),
        FIRST: Change[float](value=0.25, reference=TEXT),
    }
)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date.min, None),
        (FIRST - DAY, None),
        (FIRST, 0.25),
        (SECOND - DAY, 0.25),
        (SECOND, 0.5),
        (THIRD - DAY, 0.5),
        (THIRD, None),
        (date.max, None),
    ],
)
def test_a_value_holds_from_its_date_to_the_next(day: date, value: float | None) -> None:
    assert RATE.at(day) == value


def test_a_null_is_a_change_with_a_text_of_its_own() -> None:
    change = RATE.change(THIRD)
    assert change is not None
    assert change.value is None
    assert RATE.change(FIRST - DAY) is None


def test_dates_come_in_order_however_written() -> None:
    assert RATE.dates == [FIRST, SECOND, THIRD]


def test_every_change_cites_its_text() -> None:
    assert list(RATE.references()) == [TEXT] * 3
    with pytest.raises(ValidationError, match="reference"):
        Schedule[float].model_validate({FIRST: {"value": 0.25}})


def test_a_value_must_be_said_even_if_it_is_null() -> None:
    with pytest.raises(ValidationError, match="value"):
        Schedule[float].model_validate({FIRST: {"reference": TEXT}})
