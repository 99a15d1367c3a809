"""What was known of a series on a day: its points, what persists, how far single points stray."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zlib import crc32

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts.fact import Observation
from outlast.facts.period import span
from outlast.facts.units import converted
from outlast.lower.draws.quantiles import normal
from outlast.truth.backtest.series import Series, slot

FEWEST: Final = 5
"""The fewest known points, each between two others, that tell how far a single one strays."""

USUAL: Final = 0.3
"""The spread of a single point, log, where nothing tells it."""

WIDEST: Final = 1.0
"""The widest spread of a single point, log."""

BETWEEN: Final = 1.5
"""The variance of a point less the mean of its neighbours, over that of one point."""


@dataclass(frozen=True)
class Known:
    """What was known of a series on the day of the freeze."""

    points: Mapping[str, float]
    """Value by period, in the unit of the series, in order of time."""

    pseudo: int
    """Points that are at hand only in a later vintage."""

    lasting: float | None
    """What persists: the mean of the last points; the last of a stock."""

    spread: float
    """The spread of a single point, log."""

    @property
    def last(self) -> str | None:
        """The period of the last point."""
        return list(self.points)[-1] if self.points else None


def known(series: Series, observed: Sequence[Observation], day: date, recent: int) -> Known:
    """Return what the points that were out on a day say of a series.

    Args:
        series: The series.
        observed: Its points that were known on the day.
        day: The day of the freeze.
        recent: How many last points make up what persists.
    """
    rows = sorted(observed, key=lambda point: span(point.period))
    values = {
        slot(series.every, span(point.period)[0]).name: converted(
            point.value, point.unit, series.unit
        )
        for point in rows
    }
    stands = series.flow is not None and series.flow.stands
    last = list(values.values())[-(1 if stands else recent) :]
    return Known(
        points=values,
        pseudo=sum(point.published > day for point in rows),
        lasting=float(np.mean(last)) if last else None,
        spread=0.0 if stands or series.event is not None else spread(list(values.values())),
    )


def spread(values: Sequence[float]) -> float:
    r"""Return how far a single point strays from its neighbours, as a standard deviation of logs.

    $\sigma^2 = \overline{(\ln y_t - \tfrac12 (\ln y_{t-1} + \ln y_{t+1}))^2} / 1.5$ over points
    that stand, as their neighbours do, above 0.
    """
    found = [
        np.log(here) - 0.5 * (np.log(before) + np.log(after))
        for before, here, after in zip(values, values[1:], values[2:], strict=False)
        if min(before, here, after) > 0.0
    ]
    if len(found) < FEWEST:
        return USUAL
    return min(WIDEST, float(np.sqrt(np.mean(np.square(found)) / BETWEEN)))


def strayed(key: str, period: str, futures: int, sigma: float) -> Reals:
    """Return the factors by which single points stray, mean 1: each future has its own.

    The same for every forecaster, and for every run of the same length.
    """
    dice = np.random.default_rng(crc32(f"{key}/{period}".encode()))
    order = dice.permutation(futures)
    return np.exp(sigma * normal((order + 0.5) / futures) - 0.5 * sigma**2)
