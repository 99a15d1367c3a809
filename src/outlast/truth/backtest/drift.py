"""Drift: how fast the level of a forecast departs with lead time, estimated from past errors."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.draws.quantiles import normal
from outlast.truth.backtest.periods import Frequency, period_number

LeadErrors: TypeAlias = Sequence[tuple[int, float]]
"""Lead time in periods, and the log of the observation over its forecast."""

FEWEST_ERRORS: Final = 8
"""The fewest errors from which drift is estimated."""

USUAL_DRIFT: Final = 0.1
"""The drift in a month where there are too few errors to estimate it, log: a third in a year."""

LARGEST_DRIFT: Final = 0.5
"""The largest drift in a month, log."""


def drift_per_period(errors: LeadErrors, noise: float, frequency: Frequency) -> float:
    r"""Return the standard deviation that a level gains in one period, log.

    A level that follows a random walk errs at lead $h$ with variance $\omega^2 h$, to which a
    single point adds its own $\sigma^2$ (the local level model, Harvey 1989):

    $$ \omega^2 = \Bigl[\sum (e^2 - \sigma^2)\Bigr]^+ \Bigm/ \sum h $$

    Args:
        errors: The errors of the forecaster on known points.
        noise: $\sigma^2$, the variance of the points between which an error is taken.
        frequency: The length of a period.
    """
    scale = float(np.sqrt(frequency.months))
    if len(errors) < FEWEST_ERRORS:
        return USUAL_DRIFT * scale
    excess = sum(error**2 - noise for _, error in errors)
    rate = float(np.sqrt(max(0.0, excess) / sum(h for h, _ in errors)))
    return min(LARGEST_DRIFT * scale, rate)


def persistence_errors(
    points: Mapping[str, float], frequency: Frequency, recent: int, longest: int
) -> LeadErrors:
    """Return the errors of persistence on known points.

    Args:
        points: Value by period, in order of time.
        frequency: The length of a period.
        recent: The number of last points whose mean is the persistence forecast.
        longest: The longest lead, in periods.
    """
    rows = [(period_number(frequency, name), value) for name, value in points.items()]
    errors: list[tuple[int, float]] = []
    for last in range(recent - 1, len(rows)):
        level = float(np.mean([value for _, value in rows[last + 1 - recent : last + 1]]))
        start = rows[last][0]
        errors += [
            (at - start, float(np.log(value / level)))
            for at, value in rows[last + 1 :]
            if at - start <= longest and min(value, level) > 0.0
        ]
    return errors


def drift_factors(key: str, leads: Sequence[int], futures: int, omega: float) -> Reals:
    """Return drift as factors of median 1: [period, future].

    All forecasters share the same draws. Each step spreads normal scores evenly over the futures
    and orders them by a hash of the series and the step.

    Args:
        key: The series.
        leads: The lead time of each period, rising.
        futures: The number of futures.
        omega: The standard deviation that the level gains in one period, log.
    """
    scores = normal((np.arange(futures) + 0.5) / futures)
    level, before = np.zeros(futures), 0
    rows: list[Reals] = []
    for step, lead in enumerate(leads):
        # The word in the seed is part of the published forecasts: another one changes the draws.
        dice = np.random.default_rng(crc32(f"{key}/wander/{step}".encode()))
        level = level + np.sqrt(lead - before) * scores[dice.permutation(futures)]
        rows.append(np.exp(omega * level))
        before = lead
    return np.array(rows).reshape(len(leads), futures)
