"""A dated value is silent before its first date and after a null, and changes on its dates only."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from outlast.facts import Reference
from outlast.policy import Change, Schedule

TEXT = Reference(source="gazette", locator="article 1")
DAYS = st.dates(min_value=date(2000, 1, 2), max_value=date(2040, 1, 1))
VALUES = st.dictionaries(DAYS, st.none() | st.integers(0, 3), max_size=6)
DAY = timedelta(days=1)


def schedule(values: Mapping[date, int | None]) -> Schedule[int]:
    return Schedule[int](
        {day: Change[int](value=value, reference=TEXT) for day, value in values.items()}
    )


@given(VALUES, DAYS)
def test_the_value_of_a_day_is_that_of_the_last_date_before_it(
    values: dict[date, int | None], day: date
) -> None:
    before = [at for at in values if at <= day]
    assert schedule(values).at(day) == (values[max(before)] if before else None)


@given(VALUES)
def test_nothing_is_said_before_the_first_date(values: dict[date, int | None]) -> None:
    first = min(values, default=date(2020, 1, 1))
    assert schedule(values).at(first - DAY) is None
    assert schedule(values).change(first - DAY) is None


@given(VALUES, DAYS)
def test_a_value_changes_on_its_dates_only(values: dict[date, int | None], day: date) -> None:
    dated = schedule(values)
    if day not in values:
        assert dated.at(day) == dated.at(day - DAY)
    else:
        assert dated.at(day) == values[day]


@given(VALUES, DAYS)
def test_after_a_null_nothing_is_said_until_the_next_date(
    values: dict[date, int | None], null: date
) -> None:
    values[null] = None
    dated = schedule(values)
    after = min((at for at in values if at > null), default=None)
    assert dated.at(null) is None
    assert after is None or dated.at(after - DAY) is None
    assert after is not None or dated.at(date.max) is None


@given(VALUES, st.randoms(), DAYS)
def test_the_order_in_which_dates_are_written_does_not_matter(
    values: dict[date, int | None], dice: Random, day: date
) -> None:
    shuffled = list(values.items())
    dice.shuffle(shuffled)
    assert schedule(dict(shuffled)).at(day) == schedule(values).at(day)
    assert schedule(dict(shuffled)).dates == sorted(values)


@given(VALUES, DAYS)
def test_saying_the_same_again_changes_nothing(values: dict[date, int | None], day: date) -> None:
    again = schedule({**values, day: schedule(values).at(day)})
    assert all(again.at(at) == schedule(values).at(at) for at in (day - DAY, day, day + DAY))
