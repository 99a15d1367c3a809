"""The periods of a series: months, quarters or years, by name, number and days."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from outlast.facts.period import span

MONTHS_A_YEAR: Final = 12


class Frequency(StrEnum):
    """How often a series has a point."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The number of months in a period."""
        return {"month": 1, "quarter": 3, "year": MONTHS_A_YEAR}[self.value]


@dataclass(frozen=True)
class SeriesPeriod:
    """One period of a series."""

    name: str
    """The period as ISO 8601 text, for example 2025-04, 2025-Q2 or 2025."""

    first: date
    """The first day."""

    last: date
    """The last day."""

    @property
    def after(self) -> date:
        """The day after the last."""
        return self.last + timedelta(days=1)


def period_of(frequency: Frequency, day: date) -> SeriesPeriod:
    """Return the period in which a day lies."""
    match frequency:
        case Frequency.MONTH:
            name = f"{day.year}-{day.month:02d}"
        case Frequency.QUARTER:
            name = f"{day.year}-Q{(day.month + 2) // 3}"
        case Frequency.YEAR:
            name = f"{day.year}"
    return SeriesPeriod(name, *span(name))


def periods_between(frequency: Frequency, after: date, until: date) -> tuple[SeriesPeriod, ...]:
    """Return the periods that begin after the period of `after` and end by `until`."""
    periods: list[SeriesPeriod] = []
    period = period_of(frequency, after)
    while (period := period_of(frequency, period.after)).last <= until:
        periods.append(period)
    return tuple(periods)


def periods_from(frequency: Frequency, start: date, until: date) -> tuple[SeriesPeriod, ...]:
    """Return the period of `start`, and those after it that end by `until`."""
    return (period_of(frequency, start), *periods_between(frequency, start, until))


def period_number(frequency: Frequency, name: str) -> int:
    """Return the number of a period, counted so that lead times are differences."""
    first = span(name)[0]
    return (first.year * MONTHS_A_YEAR + first.month - 1) // frequency.months


def months_after(day: date, months: int) -> date:
    """Return the last day of the month that lies a number of months after the month of a day."""
    count = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, MONTHS_A_YEAR)
    return span(f"{year}-{month + 1:02d}")[1]
