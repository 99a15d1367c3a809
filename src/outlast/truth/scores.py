"""Scores of probabilistic forecasts: CRPS, interval score, coverage and Brier score."""

from importlib import import_module
from typing import Any, Final, cast

import numpy as np

from outlast.engine.arrays import Reals

COVERED: Final = 0.9
"""The default probability that an interval covers the observation."""


def crps(futures: Reals, observed: float) -> float:
    r"""Return the continuous ranked probability score of futures, in the unit of the observation.

    $$ \mathrm{CRPS} = \frac1N \sum_i |x_i - y| - \frac{1}{2 N^2} \sum_{i,k} |x_i - x_k| $$

    This is the score of the step function of the futures. It is 0 only if all futures equal the
    observation, and $|x - y|$ for a single future. Smaller is better. The library `scoringrules`
    computes it, in its form as a mean over quantiles.
    """
    values = np.asarray(futures, np.float64)
    return max(0.0, float(_rules().crps_ensemble(observed, values, estimator="qd")))


def interval_score(futures: Reals, observed: float, covered: float = COVERED) -> float:
    r"""Return the score of the central interval of futures.

    $$ S = (u - l) + \frac2\alpha [l - y]^+ + \frac2\alpha [y - u]^+ , \quad
       \alpha = 1 - \mathrm{covered} $$

    with $l, u$ the quantiles $\alpha/2$ and $1 - \alpha/2$. Smaller is better.
    """
    low, high = interval(futures, covered)
    return float(_rules().interval_score(observed, low, high, 1.0 - covered))


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


def _rules() -> Any:  # noqa: ANN401  the library has no types
    """Return the library of scoring rules, which takes seconds to import."""
    return cast("Any", import_module("scoringrules"))
