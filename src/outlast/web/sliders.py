"""Sliders: the priors that a reader can fix at a number, with their bounds and slider ends."""

from collections.abc import Container
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Final

from outlast.scenario.adjust import numeric_priors
from outlast.scenario.bounds import bounds_of, declared_bounds
from outlast.scenario.from_date import from_date_name, levers_from_date
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior, Role, Setpoint

SPREADS: Final = 3
"""Standard deviations on either side of the middle within which a slider ends."""

STEPS: Final = 100
"""Steps of a slider."""

ROUND_STEPS: Final = (1, 2, 5, 10)
"""A step is one of these times a power of ten."""


@dataclass(frozen=True)
class Slider:
    """A prior that a reader can fix at a number."""

    key: str
    title: str
    unit: str
    grade: str
    role: Role
    bounds: tuple[float, float]
    """The bounds within which it may be fixed; an end may be infinite."""

    low: float
    """The low end of the slider, finite."""

    high: float
    """The high end of the slider, finite."""

    middle: float
    setpoints: tuple[Setpoint, ...] = ()
    drawn: bool = True
    """Whether every future draws its own value until a reader fixes one."""

    later: str = ""
    """The name by which it moves on the scenario's date alone; empty where it cannot."""

    @property
    def step(self) -> float:
        """The step of the slider."""
        least = (self.high - self.low) / STEPS
        ten = 10.0 ** floor(log10(least))
        steps = (ten * each for each in ROUND_STEPS if ten * each >= least * 0.99)
        return float(f"{next(steps):.3g}")


def sliders(situation: Situation) -> dict[str, Slider]:
    """Return a slider for every prior that a reader can fix at a number, by the prior's key."""
    units, later = situation.ledger.units, levers_from_date(situation.priors)
    return {
        key: _slider(key, prior, bounds_of(prior, units), later)
        for key, prior in numeric_priors(situation).items()
    }


def _slider(key: str, prior: Prior, bounds: tuple[float, float], later: Container[str]) -> Slider:
    low, middle, high = _ends(prior, bounds)
    return Slider(
        key=key,
        title=prior.title,
        unit=prior.unit,
        grade=prior.grade.value,
        role=prior.kind,
        bounds=bounds,
        low=low,
        high=high,
        middle=middle,
        setpoints=prior.stops,
        drawn=prior.distribution.fixed is None,
        later=from_date_name(key) if from_date_name(key) in later else "",
    )


def _ends(prior: Prior, bounds: tuple[float, float]) -> tuple[float, float, float]:
    """Return the low end, the middle and the high end of a slider, within the bounds.

    A fixed number has the whole of a share, or of the bounds that its prior declares.
    """
    low, middle, high = _likely(prior)
    is_narrow = bounds[1] <= 1 or all(isfinite(end) for end in declared_bounds(prior))
    if prior.distribution.fixed and is_narrow:
        low, high = bounds
    low, high = (float(f"{end:.3g}") for end in (low, high))
    low, high = max(low, bounds[0]), min(high, bounds[1])
    return low, min(max(middle, low), high), high


def _likely(prior: Prior) -> tuple[float, float, float]:
    """Return the ends between which a prior mostly lies, about its middle; finite."""
    distribution = prior.distribution
    if distribution.lognormal:
        median = distribution.lognormal.median
        far = distribution.lognormal.spread**SPREADS
        return median / far, median, median * far
    if distribution.triangular:
        triangle = distribution.triangular
        return triangle.low, triangle.mode, triangle.high
    if distribution.uniform:
        low, high = distribution.uniform.low, distribution.uniform.high
        return low, (low + high) / 2, high
    if distribution.beta:
        return 0.0, distribution.beta.mean, 1.0
    if distribution.normal:
        mean, far = distribution.normal.mean, SPREADS * distribution.normal.sd
        return mean - far, mean, mean + far
    value = distribution.fixed.value if distribution.fixed else 0.0
    if value == 0 or (prior.unit == "1" and 0 < value <= 1):
        return 0.0, value, 1.0
    return min(0.0, 2 * value), value, max(0.0, 2 * value)
