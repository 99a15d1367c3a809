"""Scores of probabilistic forecasts: CRPS, interval score, coverage and Brier score."""

from typing import Final

import numpy as np

from outlast.engine.arrays import Reals

COVERED: Final = 0.9
"""The default probability that an interval covers the observation."""


def crps(futures: Reals, observed: float) -> float:
    r"""Return the continuous ranked probability score of futures, in the unit of the observation.

    $$ \mathrm{CRPS} = \frac1N \sum_i |x_i - y| - \frac{1}{2 N^2} \sum_{i,k} |x_i - x_k| $$

    This is the score of the step function of the futures. It is 0 only if all futures equal the
    observation, and $|x - y|$ for a single future. Smaller is better. With $x$ in order, the second
    sum is $2 \sum_i (2 i - N - 1) x_i$, $i$ counted from 1.
    """
    ordered = np.sort(np.asarray(futures, np.float64))
    count = len(ordered)
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    apart = float(weights @ ordered) / count**2
    return max(0.0, float(np.mean(np.abs(ordered - observed))) - apart)


def interval_score(futures: Reals, observed: float, covered: float = COVERED) -> float:
    r"""Return the score of the central interval of futures.

    $$ S = (u - l) + \frac2\alpha [l - y]^+ + \frac2\alpha [y - u]^+ , \quad
       \alpha = 1 - \mathrm{covered} $$

    with $l, u$ the quantiles $\alpha/2$ and $1 - \alpha/2$. Smaller is better.
    """
    alpha = 1.0 - covered
    low, high = interval(futures, covered)
    outside = max(low - observed, 0.0) + max(observed - high, 0.0)
    return high - low + 2.0 / alpha * outside


def interval(futures: Reals, covered: float = COVERED) -> tuple[float, float]:
    """Return the central interval that covers a share of futures."""
    alpha = 1.0 - covered
    low, high = np.quantile(futures, [alpha / 2, 1.0 - alpha / 2])
    return float(low), float(high)


def covers(futures: Reals, observed: float, covered: float = COVERED) -> bool:
    """Return whether the central interval of futures covers the observation."""
    low, high = interval(futures, covered)
    return low <= observed <= high


def brier(probability: float, *, happened: bool) -> float:
    """Return the Brier score of the probability of an event, $(p - o)^2$; smaller is better."""
    return (probability - float(happened)) ** 2
