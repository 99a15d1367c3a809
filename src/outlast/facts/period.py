"""Periods as the publishers state them: a year, a quarter, a month, a day, or a span."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator

_YEAR: Final = re.compile(r"([0-9]{4})")
_QUARTER: Final = re.compile(r"([0-9]{4})-Q([1-4])")
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def span(period: str) -> tuple[date, date]:
    """Return the first and last day of a period.

    Args:
        period: `2022`, `2022-Q3`, `2022-05`, `2022-05-16`, or two of these as `2016/2020`.

    Raises:
        ValueError: The text is no such period, or ends before it begins.
    """
    start, slash, end = period.partition("/")
    first, last = _single(start)[0], _single(end if slash else start)[1]
    if last < first:
        raise ValueError(f'the period "{period}" ends before it begins.')
    return first, last


def _single(period: str) -> tuple[date, date]:
    try:
        if match := _YEAR.fullmatch(period):
            return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
        if match := _QUARTER.fullmatch(period):
            year, month = int(match[1]), 3 * int(match[2])
            return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])
        if match := _MONTH.fullmatch(period):
            year, month = int(match[1]), int(match[2])
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        # Python reads more forms of ISO 8601 than this one, and from version to version others.
        match = _DAY.fullmatch(period)
        day = date.fromisoformat(match[0] if match else "")
    except ValueError as refusal:
        cure = "Periods are written 2022, 2022-Q3, 2022-05, 2022-05-16 or 2016/2020."
        raise ValueError(f'"{period}" is not a period. | {cure}') from refusal
    return day, day


def _is_period(text: str) -> str:
    span(text)
    return text


Period: TypeAlias = Annotated[str, AfterValidator(_is_period)]
"""The period that a number describes, as ISO 8601 text."""
