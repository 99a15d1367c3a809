"""The observations that weights may read: the last known year of each object, and its reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from outlast.facts.period import span
from outlast.facts.units import Units
from outlast.scenario.load import Situation
from outlast.truth.backtest.history import point_noise
from outlast.truth.backtest.periods import (
    MONTHS_A_YEAR,
    SeriesPeriod,
    months_after,
    period_of,
)
from outlast.truth.backtest.series import Backtest, ForecastSeries
from outlast.truth.weights.load import WeightInputs

DISCREPANCY: Final = 0.3
"""The discrepancy of the model, log, which no number of points averages away."""

FLOOR: Final = 0.01
"""The share of the largest known point under which a point counts as this share."""


@dataclass(frozen=True)
class TermSeries:
    """The points of one series that a term reads."""

    key: str
    series: ForecastSeries
    points: Mapping[SeriesPeriod, float]
    """The points of the last known year of its object."""

    reference: Mapping[SeriesPeriod, float]
    """The points to which the model is set; none for a flow in its own unit."""

    floor: float
    variance: float
    """The variance of the mean log of the points, with that of the reference."""

    @property
    def periods(self) -> tuple[SeriesPeriod, ...]:
        """All periods, in order of time."""
        return tuple(sorted({*self.points, *self.reference}, key=lambda each: each.first))


@dataclass(frozen=True)
class ObservedTerm:
    """The observations of one object."""

    key: str
    title: str
    series: tuple[TermSeries, ...]

    @property
    def scale(self) -> float:
        """The scale of the term, log."""
        noise = sum(each.variance for each in self.series) / len(self.series)
        return float((DISCREPANCY**2 + noise) ** 0.5)

    @property
    def count(self) -> int:
        """The number of points of the last known year."""
        return sum(len(each.points) for each in self.series)


@dataclass(frozen=True)
class KnownTerms:
    """The terms of a scenario, and the series that have known points and no term."""

    terms: tuple[ObservedTerm, ...]
    not_terms: Mapping[str, str]


def known_terms(situation: Situation, inputs: WeightInputs) -> KnownTerms:
    """Return the terms of a scenario by the observations known on its last known day."""
    declared = inputs.backtest
    if declared is None:
        return KnownTerms((), {})
    day, ledger = situation.scenario.knows_until, situation.ledger
    known = {
        key: points
        for key, each in declared.series.items()
        if each.event is None and (points := _known(each, day, ledger.units, situation, key))
    }
    not_terms: dict[str, str] = {}
    terms: list[ObservedTerm] = []
    for key, title, members in _objects(declared):
        here = {name: known[name] for name in members if name in known}
        if not here:
            continue
        last = max(period.last for points in here.values() for period in points)
        made: list[TermSeries] = []
        for name, points in here.items():
            series = _term_series(name, declared.series[name], points, last, inputs)
            if isinstance(series, str):
                not_terms[name] = series
            else:
                made.append(series)
        if made:
            terms.append(ObservedTerm(key, title, tuple(made)))
    return KnownTerms(tuple(sorted(terms, key=lambda each: each.key)), not_terms)


def _objects(declared: Backtest) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield key, title and series of each object; a series that none names is its own."""
    named: set[str] = set()
    for key, each in declared.objects.items():
        named |= {*each.series}
        yield key, each.title, each.series
    for key, each in declared.series.items():
        if key not in named:
            yield key, each.meaning, (key,)


def _known(
    series: ForecastSeries, day: date, units: Units, situation: Situation, key: str
) -> dict[SeriesPeriod, float]:
    """Return the points of a series whose period had ended and which were published by a day."""
    points = {
        period_of(series.every, span(point.period)[0]): units.converted(
            point.value, point.unit, series.unit
        )
        for point in situation.ledger.observed.get(key, ())
        if point.published <= day and span(point.period)[1] <= day
    }
    return dict(sorted(points.items(), key=lambda each: each[0].first))


def _term_series(
    key: str,
    series: ForecastSeries,
    known: Mapping[SeriesPeriod, float],
    last: date,
    inputs: WeightInputs,
) -> TermSeries | str:
    """Return the points of a series that its term reads, or the reason why it has none."""
    if series.flow is not None and series.flow.cumulative:
        return "it is the sum of another series"
    used = inputs.rules.used.get(key)
    begin = months_after(last, -MONTHS_A_YEAR)
    year = {period: value for period, value in known.items() if period.first > begin}
    points = {
        period: value for period, value in year.items() if used is None or period.last > used.until
    }
    if not points:
        if not year:
            return "it has no point in the last known year of its object"
        assert used is not None  # noqa: S101  only used points were taken out
        return f"its points served as a {used.as_}: {used.why}"
    reference = _reference(series, known, min(period.first for period in points))
    if reference is None:
        return "it has no known point to which the model could be set"
    noise = point_noise(list(known.values())) ** 2
    variance = noise / len(points) + (noise / len(reference) if reference else 0.0)
    largest = max(known.values())
    if largest <= 0.0:
        return "it is zero throughout"
    return TermSeries(key, series, points, reference, FLOOR * largest, variance)


def _reference(
    series: ForecastSeries, known: Mapping[SeriesPeriod, float], begin: date
) -> dict[SeriesPeriod, float] | None:
    """Return the points to which the model is set, empty for a flow in its own unit, or None."""
    if series.price is not None:
        first = min(period.first for period in known)
        end = months_after(first, MONTHS_A_YEAR - 1)
        found = {each: value for each, value in known.items() if each.last <= end and value > 0}
        return found if found and end < begin else None
    if series.share_until is None:
        return {}
    until = series.share_until
    before = {each: value for each, value in known.items() if each.last < until}
    return before if sum(before.values()) > 0 else None
