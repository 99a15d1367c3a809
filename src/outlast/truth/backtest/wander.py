"""How far a forecaster's level wanders with lead time, told by its errors on what was known."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts.period import span
from outlast.lower.draws.quantiles import normal
from outlast.truth.backtest.series import MONTHS_A_YEAR, Every

Errors: TypeAlias = Sequence[tuple[int, float]]
"""Lead time in periods, and the log of what was observed over what would have been forecast."""

FEWEST: Final = 8
"""The fewest errors that tell how far a level wanders."""

USUAL: Final = 0.1
"""The spread that a level gains in a month, log, where nothing tells it: a third in a year."""

WIDEST: Final = 0.5
"""The widest spread that a level gains in a month, log."""


def number(every: Every, name: str) -> int:
    """Return the number of a period, by which lead times are counted."""
    first = span(name)[0]
    return (first.year * MONTHS_A_YEAR + first.month - 1) // every.months


def wander(errors: Errors, noise: float, every: Every) -> float:
    r"""Return the spread that a level gains in one period, as a standard deviation of logs.

    A level that walks at random errs at lead $h$ with variance $\omega^2 h$, to which a single
    point adds its own $\sigma^2$ (the local level model, Harvey 1989):

    $$ \omega^2 = \Bigl[\sum (e^2 - \sigma^2)\Bigr]^+ \Bigm/ \sum h $$

    Args:
        errors: Errors of the forecaster on what was known.
        noise: $\sigma^2$, the variance of the points between which an error is taken.
        every: How long a period is.
    """
    scale = float(np.sqrt(every.months))
    if len(errors) < FEWEST:
        return USUAL * scale
    excess = sum(error**2 - noise for _, error in errors)
    return min(WIDEST * scale, float(np.sqrt(max(0.0, excess) / sum(h for h, _ in errors))))


def lasting_errors(points: Mapping[str, float], every: Every, recent: int, far: int) -> Errors:
    """Return the errors that persistence made on what was known.

    Args:
        points: Value by period, in order of time.
        every: How long a period is.
        recent: How many last points make up what persists.
        far: The longest lead, in periods.
    """
    rows = [(number(every, name), value) for name, value in points.items()]
    found: list[tuple[int, float]] = []
    for last in range(recent - 1, len(rows)):
        base = float(np.mean([value for _, value in rows[last + 1 - recent : last + 1]]))
        begin = rows[last][0]
        found += [
            (at - begin, float(np.log(value / base)))
            for at, value in rows[last + 1 :]
            if at - begin <= far and min(value, base) > 0.0
        ]
    return found


def walked(key: str, leads: Sequence[int], futures: int, omega: float) -> Reals:
    """Return the factors by which a level has wandered, median 1, as [period, future].

    The same luck for every forecaster: each step's normal scores are spread evenly over the
    futures and dealt to them by a hash of the series and the step.

    Args:
        key: The series.
        leads: Lead time of each period, rising.
        futures: How many.
        omega: The spread gained in one period, log.
    """
    scores = normal((np.arange(futures) + 0.5) / futures)
    level, before = np.zeros(futures), 0
    found: list[Reals] = []
    for step, lead in enumerate(leads):
        dice = np.random.default_rng(crc32(f"{key}/wander/{step}".encode()))
        level = level + np.sqrt(lead - before) * scores[dice.permutation(futures)]
        found.append(np.exp(omega * level))
        before = lead
    return np.array(found).reshape(len(leads), futures)
