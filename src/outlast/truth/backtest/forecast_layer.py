r"""Forecast layer: the corrections that a forecaster lays over the model, apart from the model.

Three numbers, chosen on origins before the freeze and kept in the declaration of the backtest:

- a share of the last trend of log prices, which fades with the lead;
- a share of the model's last errors on flows, which fades with the lead;
- the weight, in a linear pool, of persistence that drifts with that trend.

Only the score without the layer is called the model's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from outlast.engine.arrays import Reals
from outlast.truth.backtest.damped_trend import faded
from outlast.truth.backtest.drift import LeadErrors
from outlast.truth.backtest.periods import Frequency, period_number
from outlast.truth.backtest.series import ForecastSeries, LayerNumbers

RECENT: Final = 9
"""The months whose prices show the trend."""

APART: Final = 3
"""The fewest months between two points of a slope."""

STEEPEST: Final = 0.1
"""The steepest trend in a month, log."""

ERRORS: Final = 3
"""The last errors of the model whose mean is its anchor."""

LARGEST: Final = 2.0
"""The largest anchor, log."""

FORGETTING: Final = 0.85
"""The share of an anchor that is left after a month."""


@dataclass(frozen=True)
class LayeredSeries:
    """All that the layer reads of one series."""

    key: str
    series: ForecastSeries
    points: Mapping[str, float]
    """The known points by period, in order of time."""

    errors: LeadErrors
    """The model's errors on known points."""

    months: Reals
    """The lead of each later period since the last known point, months: [period]."""

    model: Reals
    """The model's forecast: [period, future]."""

    persistence: Reals
    """The forecast of persistence: [period, future]."""


def layered(given: LayeredSeries, numbers: LayerNumbers) -> Reals:
    """Return the model's forecast with the layer over it: [period, future]."""
    trend = numbers.drift * price_slope(given.points, given.series.every)
    moved = np.exp(trend * faded(given.months))[:, None]
    if given.series.price is None:
        moved = np.ones_like(moved)
    model = given.model * moved * np.exp(_anchor(given, numbers.anchor))[:, None]
    dice = np.random.default_rng(crc32(f"{given.key}/layer".encode()))
    luck = np.asarray(dice.random(int(model.shape[1])), np.float64)
    drifting = luck < numbers.pool
    return np.where(drifting, given.persistence * moved, model)


def _anchor(given: LayeredSeries, weight: float) -> Reals:
    """Return how far the model's last errors move a flow, log: [period]."""
    series = given.series
    if series.flow is None or series.flow.cumulative or not given.errors:
        return np.zeros(len(given.months))
    error = float(np.mean([error for _, error in given.errors[-ERRORS:]]))
    return weight * float(np.clip(error, -LARGEST, LARGEST)) * FORGETTING**given.months


def price_slope(points: Mapping[str, float], every: Frequency) -> float:
    """Return the median slope of the last log prices in a month (Theil 1950, Sen 1968)."""
    at = {every.months * period_number(every, name): value for name, value in points.items()}
    last = max(at, default=0)
    known = [(month, np.log(v)) for month, v in at.items() if v > 0 and month > last - RECENT]
    slopes = [
        (later - before) / (end - begin)
        for begin, before in known
        for end, later in known
        if end - begin >= APART
    ]
    return float(np.clip(np.median(slopes), -STEEPEST, STEEPEST)) if len(slopes) >= APART else 0.0
