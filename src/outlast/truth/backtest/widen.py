"""Twice the uncertainty: facts, priors and distributions of the same centre and twice the width."""

from math import sqrt
from typing import Final

from outlast.facts import Fact
from outlast.scenario.distribution import (
    Beta,
    Distribution,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from outlast.scenario.prior import Prior

FACTOR: Final = 2.0
"""The factor by which a width is multiplied."""

UNSTATED: Final = 0.5
"""The half width of a fact that states no range, as a share of its value."""


def widen_fact(fact: Fact) -> Fact:
    """Return a fact whose range about its value is twice as wide."""
    half = UNSTATED * abs(fact.value)
    low = fact.low if fact.low is not None else fact.value - half
    high = fact.high if fact.high is not None else fact.value + half
    low, high = _stretched(low, fact.value, high)
    return fact.model_copy(update={"low": low, "high": high})


def widen_prior(prior: Prior) -> Prior:
    """Return a prior of the same centre and twice the width, within the same bounds."""
    return prior.model_copy(update={"distribution": widen(prior.distribution)})


def widen(distribution: Distribution) -> Distribution:
    """Return a distribution of the same centre and twice the width."""
    if (each := distribution.lognormal) is not None:
        return Distribution(lognormal=Lognormal(median=each.median, spread=each.spread**FACTOR))
    if (each := distribution.triangular) is not None:
        low, high = _stretched(each.low, each.mode, each.high)
        return Distribution(triangular=Triangular(low=low, mode=each.mode, high=high))
    if (each := distribution.uniform) is not None:
        middle = sqrt(each.low * each.high) if each.low > 0 else (each.low + each.high) / 2
        low, high = _stretched(each.low, middle, each.high)
        return Distribution(uniform=Uniform(low=low, high=high))
    if (each := distribution.beta) is not None:
        most = sqrt(each.mean * (1.0 - each.mean))
        # The widest beta has its mass at two points: go at most half the way there.
        sd = max(each.sd, min(FACTOR * each.sd, (each.sd + most) / 2))
        return Distribution(beta=Beta(mean=each.mean, sd=sd))
    if (each := distribution.normal) is not None:
        return Distribution(normal=Normal(mean=each.mean, sd=FACTOR * each.sd))
    if distribution.choice is not None:
        even = 1.0 / len(distribution.choice)
        return Distribution(
            choice={name: (weight + even) / 2 for name, weight in distribution.choice.items()}
        )
    return distribution


def _stretched(low: float, middle: float, high: float) -> tuple[float, float]:
    """Return a range twice as wide about its middle; by ratios where all of it is positive."""
    if low > 0:
        return middle * (low / middle) ** FACTOR, middle * (high / middle) ** FACTOR
    return middle + FACTOR * (low - middle), middle + FACTOR * (high - middle)
