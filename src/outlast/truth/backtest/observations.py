"""The observations that score a forecast: those of the ledger, or those of a file of one's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field, FiniteFloat

from outlast.errors import InputError, Problems, nearest
from outlast.facts import Ledger
from outlast.facts.period import Period, span
from outlast.facts.units import CONTEXT, Unit, Units
from outlast.reading import Frozen, read_table
from outlast.truth.backtest.periods import SeriesPeriod, period_of
from outlast.truth.backtest.series import Backtest, ForecastSeries


class ObservationRow(Frozen):
    """A row of a file of observations."""

    date: Period
    """The period of the number, as long as a period of the series: 2025-08 for a month, 2025-Q3 for
    a quarter, 2025 for a year."""

    series: str
    """The key of the series."""

    value: FiniteFloat
    """The number."""

    unit: Unit
    """The unit of the number, which must convert to the unit of the series."""

    source: str = Field(min_length=3)
    """The source of the number."""


@dataclass(frozen=True)
class ObservedPoint:
    """One observation of a series in a period."""

    key: str
    """The series."""

    period: SeriesPeriod

    value: float
    """The value in the unit of the series."""

    source: str


def ledger_points(
    declared: Backtest, ledger: Ledger, window: tuple[date, date]
) -> list[ObservedPoint]:
    """Return the observations of the ledger that a forecast covers.

    Args:
        declared: The declaration of the series.
        ledger: The ledger.
        window: The day of the freeze, and the last day of the forecast.
    """
    day, until = window
    return [
        ObservedPoint(
            key,
            period_of(each.every, span(point.period)[0]),
            ledger.units.converted(point.value, point.unit, each.unit),
            point.source,
        )
        for key, each in declared.series.items()
        for point in ledger.observed.get(key, ())
        if span(point.period)[0] > day and span(point.period)[1] <= until
    ]


def read_points(
    path: Path, declared: Backtest, units: Units, window: tuple[date, date]
) -> list[ObservedPoint]:
    """Return the observations of a file.

    Args:
        path: A CSV table of the form `observations`.
        declared: The declaration of the series.
        units: The units of the contest.
        window: The day of the freeze, and the last day of the forecast.

    Raises:
        InputError: Every row that cannot be scored, with its line and the cure.
    """
    problems = Problems(context={CONTEXT: units})
    points: dict[tuple[str, str], ObservedPoint] = {}
    for placed in read_table(path, "observations", ObservationRow, problems):
        row = placed.row
        findings = list(_findings(row, declared, units, window))
        for what, cure in findings:
            problems.add(placed.file, placed.line, what, cure)
        if findings:
            continue
        series = declared.series[row.series]
        period = period_of(series.every, span(row.date)[0])
        if (row.series, period.name) in points:
            what = f'"{row.series}" has a value for {period.name} already.'
            problems.add(placed.file, placed.line, what, "Keep one of the two.")
        value = units.converted(row.value, row.unit, series.unit)
        points[row.series, period.name] = ObservedPoint(row.series, period, value, row.source)
    if not points and not problems.found:
        problems.add(str(path), 0, "holds no observation.")
    problems.stop_if_any(InputError)
    return list(points.values())


def _findings(
    row: ObservationRow, declared: Backtest, units: Units, window: tuple[date, date]
) -> Iterator[tuple[str, str]]:
    """Yield every problem of a row, each with its cure."""
    series = declared.series.get(row.series)
    if series is None:
        yield _unknown_series(row.series, declared)
        return
    yield from _wrong_value(row, series, units)
    yield from _wrong_period(row, series, window)


def _unknown_series(key: str, declared: Backtest) -> tuple[str, str]:
    reason = declared.not_forecast.get(key)
    what = f'"{key}" is not a series that can be forecast{f": {reason}" if reason else "."}'
    cure = nearest(key, list(declared.series)) if reason is None else ""
    return what, cure or "outlast backtest --series lists all series."


def _wrong_value(
    row: ObservationRow, series: ForecastSeries, units: Units
) -> Iterator[tuple[str, str]]:
    if not units.same_dimension(row.unit, series.unit):
        what = f'"{row.series}" is not measured in {row.unit}.'
        yield what, f"Use {series.unit}, or a unit that converts to it."
    if series.event is not None and row.value not in (0.0, 1.0):
        yield f'"{row.series}" is {row.value:g}.', "Write 1 if the event has happened, 0 if not."
    if series.event is None and row.value < 0.0:
        yield f'"{row.series}" is {row.value:g}, less than zero.', ""


def _wrong_period(
    row: ObservationRow, series: ForecastSeries, window: tuple[date, date]
) -> Iterator[tuple[str, str]]:
    first, last = span(row.date)
    period = period_of(series.every, first)
    if (period.first, period.last) != (first, last):
        other = "longer" if period.last < last else "shorter"
        what = f'"{row.date}" is {other} than a {series.every.value}, a period of "{row.series}".'
        whole = " with the number of the whole period" if other == "shorter" else ""
        yield what, f"Write for example {period.name}{whole}."
    if period.first <= window[0]:
        what = f"{period.name} begins before the end of the day of the freeze, {window[0]}."
        yield what, "Only later observations can be scored; --freeze takes another day."
    elif period.last > window[1]:
        what = f"{period.name} lies beyond the forecast, which ends on {window[1]}."
        yield what, "--months makes the forecast longer."
