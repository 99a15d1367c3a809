r"""Damped trend: the rival that carries on the last trend of a series and lets it fade.

Holt's linear method with a damped trend (Gardner and McKenzie 1985) on the logs of the known
points, as statsmodels fits it by least squares of one step. The trend fades by `FADING` a month.
"""

import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final, cast

import numpy as np

from outlast.engine.arrays import Reals
from outlast.truth.backtest.periods import Frequency, period_number

FADING: Final = 0.9
"""The share of a trend that is left after a month."""

FEWEST_POINTS: Final = 6
"""The fewest known points that show a trend; with fewer, the forecast is persistence."""

FLOOR: Final = 0.02
"""A smaller share of the mean counts as this share: a zero has no log."""

FARTHEST: Final = 1.5
"""The largest move from the last level, log."""


def faded(months: Reals) -> Reals:
    """Return the sum of the shares of a trend that are left in each of some months.

    Args:
        months: The lead of each period, months.
    """
    return FADING * (1.0 - FADING**months) / (1.0 - FADING)


def damped_trend(
    points: Mapping[str, float], every: Frequency, periods: Sequence[str]
) -> Reals | None:
    """Return the level of each later period, or None where too few points are known.

    Args:
        points: The known points by period, in order of time; gaps are filled on a straight line.
        every: The length of a period.
        periods: The names of the periods to forecast, in order.
    """
    if len(points) < FEWEST_POINTS or not periods:
        return None
    numbers = np.array([period_number(every, name) for name in points])
    values = np.array(list(points.values()))
    if not values.mean() > 0.0:
        return None
    logs = np.log(np.maximum(values, FLOOR * values.mean()))
    first, last = int(numbers[0]), int(numbers[-1])
    grid = np.interp(np.arange(first, last + 1), numbers, logs)
    leads = np.array([period_number(every, name) for name in periods]) - last
    if np.ptp(grid) == 0.0:
        return np.full(len(periods), float(np.exp(grid[-1])))
    level, path = _fitted(grid, FADING**every.months, int(leads.max()))
    moved = np.clip(path[leads - 1] - level, -FARTHEST, FARTHEST)
    return np.exp(level + moved)


def _fitted(logs: Reals, fading: float, longest: int) -> tuple[float, Reals]:
    """Return the last level of a fit, and its forecast of each later period."""
    smoothing = cast("Any", import_module("statsmodels.tsa.holtwinters"))  # slow to import
    method = smoothing.ExponentialSmoothing(
        logs, trend="add", damped_trend=True, initialization_method="estimated"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that does not settle is a forecast all the same
        fit = method.fit(damping_trend=fading)
    return float(fit.level[-1]), np.asarray(fit.forecast(longest), np.float64)
