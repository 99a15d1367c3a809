"""Observations from a user's file, which nobody here has seen: read, checked, put into periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field, FiniteFloat

from outlast.errors import InputError, Problems, nearest
from outlast.facts.fact import Observation
from outlast.facts.period import Period, span
from outlast.facts.units import Unit, converted, same_dimension
from outlast.reading import Frozen, Placed, read_table
from outlast.truth.backtest.series import Backtest, Series, Slot, slot


class Given(Frozen):
    """A row of a user's file."""

    date: Period
    """A day, month, quarter or year; the period of the series in which it lies is meant."""

    series: str
    """The key of the series."""

    value: FiniteFloat
    """The number."""

    unit: Unit
    """Its unit, or one that converts to the unit of the series."""

    source: str = Field(min_length=3)
    """Where it comes from."""


@dataclass(frozen=True)
class Seen:
    """One observation to be scored."""

    key: str
    slot: Slot
    value: float
    """In the unit of the series."""

    source: str


def shipped(
    declared: Backtest, observed: Mapping[str, Sequence[Observation]], day: date, until: date
) -> list[Seen]:
    """Return the shipped observations of what followed a day."""
    return [
        Seen(
            key,
            slot(each.every, span(point.period)[0]),
            converted(point.value, point.unit, each.unit),
            point.source,
        )
        for key, each in declared.series.items()
        for point in observed.get(key, ())
        if span(point.period)[0] > day and span(point.period)[1] <= until
    ]


def read_given(path: Path, declared: Backtest, day: date, until: date) -> list[Seen]:
    """Return the observations of a file.

    Args:
        path: A CSV table with the columns date, series, value, unit, source.
        declared: The series that there are.
        day: The day of the freeze; earlier observations cannot be scored.
        until: The last day of the forecast.

    Raises:
        InputError: Every row that cannot be scored, with its line and what would be right.
    """
    problems = Problems()
    found: dict[tuple[str, str], Seen] = {}
    for placed in read_table(path, "observations", Given, problems):
        each = declared.series.get(placed.row.series)
        if each is None:
            _unknown(placed, declared, problems)
            continue
        seen = _seen(placed, each, (day, until), problems)
        if seen is None:
            continue
        if (seen.key, seen.slot.name) in found:
            what = f'"{seen.key}" has a value for {seen.slot.name} already.'
            problems.add(placed.file, placed.line, what, "Keep one of the two.")
        found[seen.key, seen.slot.name] = seen
    if not found and not problems.found:
        problems.add(str(path), 0, "holds no observation.")
    problems.stop_if_any(InputError)
    return list(found.values())


def _unknown(placed: Placed[Given], declared: Backtest, problems: Problems) -> None:
    key = placed.row.series
    why = declared.not_forecast.get(key)
    what = f'"{key}" is not a series that can be forecast{f": {why}" if why else "."}'
    cure = nearest(key, list(declared.series)) if why is None else ""
    problems.add(placed.file, placed.line, what, cure or "outlast backtest --series lists them.")


def _seen(
    placed: Placed[Given], series: Series, window: tuple[date, date], problems: Problems
) -> Seen | None:
    """Return a row as an observation of a period, or note why it is none."""
    row, at = placed.row, (placed.file, placed.line)
    first, last = span(row.date)
    here = slot(series.every, first)
    before = len(problems.found)
    if here.last < last:
        what = f'"{row.date}" is longer than a {series.every.value}, and so are not the points of'
        problems.add(*at, f'{what} "{row.series}".', f"Write {here.name}.")
    if not same_dimension(row.unit, series.unit):
        what = f'"{row.series}" is stated in {row.unit}.'
        problems.add(*at, what, f"It is wanted in {series.unit}, or what converts to it.")
    if series.event is not None and row.value not in (0.0, 1.0):
        problems.add(
            *at, f'"{row.series}" is {row.value:g}.', "An event has happened (1) or not (0)."
        )
    if series.event is None and row.value < 0.0:
        problems.add(*at, f'"{row.series}" is {row.value:g}, less than nothing.')
    if here.first <= window[0]:
        what = f"{here.name} begins before the freeze ends, on {window[0]}."
        problems.add(*at, what, "Only what came after can be scored; --freeze takes another day.")
    elif here.last > window[1]:
        what = f"{here.name} lies beyond the forecast, which ends on {window[1]}."
        problems.add(*at, what, "--months makes it longer.")
    if len(problems.found) > before:
        return None
    return Seen(row.series, here, converted(row.value, row.unit, series.unit), row.source)
