"""Levers: which priors a reader can fix, within which ends, and what its stops mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10
from typing import Final

from outlast.scenario.adjust import numbers
from outlast.scenario.load import Situation
from outlast.scenario.prior import Distribution, Prior, Role, Stop, Theme

WIDE: Final = 3
"""Standard deviations on either side of the middle that a slider reaches."""

STEPS: Final = 100
"""Steps of a slider."""

ROUND: Final = (1, 2, 5, 10)
"""What a step is, times a power of ten."""


@dataclass(frozen=True)
class Lever:
    """A prior that can be fixed at a value between two ends."""

    key: str
    title: str
    unit: str
    grade: str
    role: Role
    low: float
    high: float
    middle: float
    theme: Theme | None = None
    stops: tuple[Stop, ...] = ()
    drawn: bool = True
    """Whether it is drawn anew in every future while nobody fixes it."""

    @property
    def step(self) -> float:
        """The step of its slider."""
        least = (self.high - self.low) / STEPS
        ten = 10.0 ** floor(log10(least))
        return float(f"{next(ten * each for each in ROUND if ten * each >= least * 0.99):.3g}")


def levers(situation: Situation) -> dict[str, Lever]:
    """Return every prior that can be fixed: levers and assumptions that are numbers."""
    found: dict[str, Lever] = {}
    for key, prior in numbers(situation).items():
        ends = _ends(prior)
        if ends:
            low, middle, high = ends
            stops = tuple(stop for stop in prior.stops if low <= stop.at <= high)
            found[key] = Lever(
                key,
                prior.title,
                prior.unit,
                prior.grade.value,
                prior.kind,
                low,
                high,
                middle,
                prior.theme,
                stops,
                prior.distribution.fixed is None,
            )
    return found


def themes(given: Iterable[Lever]) -> dict[Theme | None, list[Lever]]:
    """Return levers by theme, in the order of themes, those without one last."""
    levers_ = [each for each in given if each.role is Role.LEVER]
    found = {theme: [each for each in levers_ if each.theme is theme] for theme in (*Theme, None)}
    return {theme: each for theme, each in found.items() if each}


def _ends(prior: Prior) -> tuple[float, float, float] | None:
    """Return the least, middle and greatest value that a reader can give; none for a choice."""
    found = _spread(prior.distribution, share=prior.unit == "1")
    if found is None:
        return None
    low, middle, high = found
    least, most = (prior.bounds.low, prior.bounds.high) if prior.bounds else (None, None)
    if prior.distribution.fixed and least is not None and most is not None:
        low, high = least, most
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    low, high = float(f"{low:.3g}"), float(f"{high:.3g}")
    return (low, min(max(middle, low), high), high) if low < high else None


def _spread(given: Distribution, *, share: bool) -> tuple[float, float, float] | None:
    if given.lognormal:
        far = given.lognormal.spread**WIDE
        return given.lognormal.median / far, given.lognormal.median, given.lognormal.median * far
    if given.triangular:
        return given.triangular.low, given.triangular.mode, given.triangular.high
    if given.uniform:
        low, high = given.uniform.low, given.uniform.high
        return low, (low + high) / 2, high
    if given.beta:
        return 0.0, given.beta.mean, 1.0
    if given.normal:
        far = WIDE * given.normal.sd
        return given.normal.mean - far, given.normal.mean, given.normal.mean + far
    if given.fixed:
        value = given.fixed.value
        if share and 0 <= value <= 1:
            return 0.0, value, 1.0
        return min(0.0, 2 * value), value, max(0.0, 2 * value)
    return None
