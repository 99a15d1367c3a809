"""Days: written year-month-day, within the years of which records and plans speak."""

import re
from datetime import date, datetime
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from outlast.reading.year import refuse_year

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def local_day() -> date:
    """Return today on this machine, by its own clock and time zone."""
    return datetime.now().astimezone().date()


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
