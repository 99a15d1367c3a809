r"""Pick-freeze: the part of an outcome's spread that a group of inputs has, with its error.

From two independent samples $A$ and $B$ of all inputs, $A_B^{(g)}$ has the draws of group $g$ from
$B$ and all others from $A$. With $y$ the outcome and $V$ its variance over both samples, the effect
of the group alone (Saltelli et al. 2010) and with all its interactions (Jansen 1999) are

$$ S_g = \frac1V \operatorname{mean}\, y_B (y_{A_B} - y_A), \qquad
   T_g = \frac1{2V} \operatorname{mean}\, (y_A - y_{A_B})^2 $$

SALib computes both. Its own sampler is not used: here the samples are futures of the engine on its
own dice, and $A$ is the very ensemble of a run. The standard error is that of a ratio of two means,
by its linear terms (the delta method).
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, cast

import numpy as np

from outlast.engine.arrays import Reals
from outlast.results.odds import PLUS_MINUS

METHOD: Final = "SALib.analyze.sobol"
"""The module of the estimators; slow to import."""

LEAST_SPREAD: Final = 1e-12
"""A smaller variance is none: nothing moves the outcome."""


@dataclass(frozen=True)
class Effect:
    """The effect of one group on one outcome, as shares of its variance."""

    first: float
    """The effect of the group alone."""

    first_error: float
    total: float
    """Its effect with all interactions."""

    total_error: float


def effect(one: Reals, other: Reals, mixed: Reals) -> Effect | None:
    """Return the effect of a group, or None if the outcome has no spread.

    Args:
        one: The outcome of sample A: [future].
        other: The outcome of sample B: [future].
        mixed: The outcome of A with the group's draws from B: [future].
    """
    middle = float(np.concatenate([one, other]).mean())
    a, b, ab = one - middle, other - middle, mixed - middle
    squares = 0.5 * (a**2 + b**2)
    variance = float(squares.mean())
    if variance <= LEAST_SPREAD:
        return None
    method = cast("Any", import_module(METHOD))
    first, total = float(method.first_order(a, ab, b)), float(method.total_order(a, ab, b))
    return Effect(
        first,
        _error(b * (ab - a), squares, first, variance),
        total,
        _error(0.5 * (a - ab) ** 2, squares, total, variance),
    )


def _error(parts: Reals, squares: Reals, ratio: float, variance: float) -> float:
    """Return the standard error of a mean over a variance, both from the same futures.

    Where fewer than four futures moved, their spread says too little: the error is then at least
    the reach of Wilson's interval around a share of 0, each future counted with the mean square.
    """
    count = len(parts)
    terms = (parts - ratio * squares) / variance
    error = float(terms.std(ddof=1)) / np.sqrt(count) if count > 1 else 1.0
    if np.count_nonzero(parts) >= PLUS_MINUS**2:
        return float(error)
    return max(float(error), PLUS_MINUS / (count + PLUS_MINUS**2))
