"""The known history of a series on a day: its points, their mean, and their noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zlib import crc32

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts.fact import Observation
from outlast.facts.period import span
from outlast.facts.units import COMMON_UNITS, Units
from outlast.lower.draws.quantiles import normal
from outlast.truth.backtest.periods import period_of
from outlast.truth.backtest.series import ForecastSeries

FEWEST_POINTS: Final = 5
"""The fewest points, each between two others, from which the noise is estimated."""

USUAL_NOISE: Final = 0.3
"""The noise of a single point where there are too few points to estimate it, log."""

LARGEST_NOISE: Final = 1.0
"""The largest noise of a single point, log."""

NEIGHBOUR_VARIANCE: Final = 1.5
"""The variance of a point minus the mean of its two neighbours, over the variance of one point."""


@dataclass(frozen=True)
class KnownHistory:
    """The points of a series that were known on the day of the freeze."""

    points: Mapping[str, float]
    """Value by period, in the unit of the series, in order of time."""

    pseudo: int
    """The number of points that are at hand only in a later vintage."""

    level: float | None
    """The persistence forecast: the mean of the last points, or the last point of a stock; none if
    no point was known."""

    noise: float
    """The standard deviation of a single point about its level, log."""

    @property
    def last(self) -> str | None:
        """The period of the last point."""
        return list(self.points)[-1] if self.points else None


def known_history(
    series: ForecastSeries,
    observed: Sequence[Observation],
    day: date,
    recent: int,
    units: Units = COMMON_UNITS,
) -> KnownHistory:
    """Return the history of a series from its known points.

    Args:
        series: The series.
        observed: The points that were known on the day.
        day: The day of the freeze.
        recent: The number of last points whose mean is the persistence forecast.
        units: The units of the contest.
    """
    rows = sorted(observed, key=lambda point: span(point.period))
    values = {
        period_of(series.every, span(point.period)[0]).name: units.converted(
            point.value, point.unit, series.unit
        )
        for point in rows
    }
    cumulative = series.flow is not None and series.flow.cumulative
    last = list(values.values())[-(1 if cumulative else recent) :]
    exact = cumulative or series.event is not None
    return KnownHistory(
        points=values,
        pseudo=sum(point.published > day for point in rows),
        level=float(np.mean(last)) if last else None,
        noise=0.0 if exact else point_noise(list(values.values())),
    )


def point_noise(values: Sequence[float]) -> float:
    r"""Return the noise of single points about their level, as a standard deviation of logs.

    $\sigma^2 = \overline{(\ln y_t - \tfrac12 (\ln y_{t-1} + \ln y_{t+1}))^2} / 1.5$ over points
    that are, like both their neighbours, above 0.
    """
    residuals = [
        np.log(here) - 0.5 * (np.log(before) + np.log(after))
        for before, here, after in zip(values, values[1:], values[2:], strict=False)
        if min(before, here, after) > 0.0
    ]
    if len(residuals) < FEWEST_POINTS:
        return USUAL_NOISE
    return min(LARGEST_NOISE, float(np.sqrt(np.mean(np.square(residuals)) / NEIGHBOUR_VARIANCE)))


def noise_factors(key: str, period: str, futures: int, sigma: float) -> Reals:
    """Return the noise of one point as a factor of mean 1 for each future: [future].

    The factors are the same for every forecaster, and in every run of the same length.
    """
    dice = np.random.default_rng(crc32(f"{key}/{period}".encode()))
    order = dice.permutation(futures)
    return np.exp(sigma * normal((order + 0.5) / futures) - 0.5 * sigma**2)
