"""Days: written year-month-day, within the years of which records and plans speak."""

import re
from datetime import date, datetime
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2199

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def local_day() -> date:
    """Return today on this machine, by its own clock and time zone."""
    return datetime.now().astimezone().date()


def refuse_year(year: int) -> None:
    """Refuse a year of which no record and no plan speaks.

    Raises:
        ValueError: It lies beyond `FIRST_YEAR` to `LAST_YEAR`.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"the year {year:04} lies beyond {FIRST_YEAR} to {LAST_YEAR}. "
            "| Mend it. For a rule without an end, leave its end out."
        )


def _as_day(given: object) -> date:
    """Return a day from its text; numbers, hours and other forms are refused."""
    if isinstance(given, date):
        day = given
    elif not isinstance(given, str):
        raise PydanticCustomError("date_type", "a date")
    elif _DAY.fullmatch(given) is None:
        raise PydanticCustomError("date_parsing", "a date")
    else:
        try:
            day = date.fromisoformat(given)
        except ValueError as refusal:
            raise PydanticCustomError("date_parsing", "a date") from refusal
    refuse_year(day.year)
    return day


Day: TypeAlias = Annotated[date, BeforeValidator(_as_day)]
"""A day of declared data."""
