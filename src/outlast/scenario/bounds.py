"""The bounds of a setting: how low and how high a prior may be fixed, the same for every shell."""

from collections.abc import Iterator, Mapping
from functools import cache
from math import exp, inf, isfinite
from typing import TYPE_CHECKING, Final

from outlast.errors import Problems
from outlast.facts.bounds import SHARE, bounds_text, cure_of, exact_text
from outlast.facts.units import COMMON_UNITS, Units
from outlast.scenario.distribution import Distribution
from outlast.scenario.prior import Prior, Setting

if TYPE_CHECKING:
    from outlast.engine.arrays import Variable

FACTOR: Final = (0.0, 100.0)
"""The bounds of a multiple of a row: a hundredfold is more than any stock or time has changed."""

TREND: Final = (0.0, 2.0)
"""The bounds of the share of the growth of need that capacity follows: none of it to twice."""

FLOW: Final = (0.0, inf)
"""The bounds of a flow that is divided by base trade; its prior declares the upper one."""


def bounds_of(prior: Prior, units: Units = COMMON_UNITS) -> tuple[float, float]:
    """Return the least and the greatest value at which a prior may be fixed, in its unit.

    The bounds that the prior declares hold, and those of the rows of the draw that it sets. An end
    is infinite only where the prior sets no row and declares no bound.

    Args:
        prior: The prior.
        units: The units of its contest.
    """
    low, high = draw_bounds(prior, units)
    if prior.bounds is None:
        return low, high
    own_low, own_high = declared_bounds(prior)
    return max(low, own_low), min(high, own_high)


def declared_bounds(prior: Prior) -> tuple[float, float]:
    """Return the bounds that a prior declares itself, infinite where it declares none."""
    low, high = (prior.bounds.low, prior.bounds.high) if prior.bounds else (None, None)
    return (-inf if low is None else low), (inf if high is None else high)


def draw_bounds(prior: Prior, units: Units = COMMON_UNITS) -> tuple[float, float]:
    """Return the bounds that the rows of the draw give a prior, in its unit."""
    pairs = [_of_setting(setting, prior.unit, units) for setting in prior.sets]
    lows, highs = zip(*pairs, strict=True) if pairs else ((-inf,), (inf,))
    return max(lows), min(highs)


def in_bounds(value: float, prior: Prior, units: Units = COMMON_UNITS) -> bool:
    """Return whether a prior may be fixed at a value; it may not be at what is no number."""
    low, high = bounds_of(prior, units)
    return isfinite(value) and low <= value <= high


def refusal(name: str, text: str) -> str:
    """Return the words by which every shell refuses a value of a setting."""
    return f'"{name}" cannot be "{text}".'


def distribution_fault(
    name: str, distribution: Distribution, prior: Prior, units: Units = COMMON_UNITS
) -> tuple[str, str] | None:
    """Return the fault of a distribution that goes beyond the bounds of a prior, and its cure.

    One with ends lies wholly within the bounds. Of a lognormal, a normal and a beta the 90 % range
    does; a draw in a tail beyond the bounds counts as the bound.
    """
    low, high = bounds_of(prior, units)
    if distribution.fixed is not None:
        value = distribution.fixed.value
        if in_bounds(value, prior, units):
            return None
        return refusal(name, exact_text(value)), cure_of(value, low, high, prior.unit)
    least, most = distribution.likely_range
    if low <= least and most <= high:
        return None
    about = "has its 90 % range" if distribution.has_tails else "is drawn"
    what = f'"{name}" {about} from {least:.6g} to {most:.6g}, beyond its bounds.'
    return what, cure_of(most, low, high, prior.unit)


def refuse_priors(
    priors: Mapping[str, Prior],
    places: Mapping[str, tuple[str, int]],
    units: Units,
    problems: Problems,
) -> None:
    """Add a problem for every number of a prior beyond bounds, and for bounds that are missing.

    Args:
        priors: The priors by name.
        places: The file and line of each.
        units: The units of their contest.
        problems: The load.
    """
    for key, prior in priors.items():
        for what, cure in _faults(key, prior, units):
            problems.add(*places[key], what, cure)


def _faults(key: str, prior: Prior, units: Units) -> Iterator[tuple[str, str]]:
    """Yield the faults of the numbers of one prior, each with its cure."""
    low, high = draw_bounds(prior, units)
    own_low, own_high = declared_bounds(prior)
    if (isfinite(own_low) and own_low < low) or (isfinite(own_high) and own_high > high):
        what = f'the bounds of "{key}" go beyond those of its draw.'
        yield what, bounds_text(low, high, prior.unit)
        return
    if prior.sets and own_high == inf and any(each.as_ == "base-trade" for each in prior.sets):
        yield f'"{key}" is a flow and declares no upper bound.', "Write bounds: {low: …, high: …}."
    for setpoint in prior.stops:
        if not in_bounds(setpoint.at, prior, units):
            what = f'"{key}" has a setpoint at {exact_text(setpoint.at)}, beyond its bounds.'
            yield what, cure_of(setpoint.at, *bounds_of(prior, units), prior.unit)
    if prior.distribution.choice is None:
        fault = distribution_fault(key, prior.distribution, prior, units)
        if fault is not None:
            yield fault
    for setting in prior.sets:
        least, most = _of_branches(setting)
        for branch, value in (setting.values or {}).items():
            if not least <= value <= most:
                what = f'"{key}" gives "{setting.draw}" {exact_text(value)} in "{branch}".'
                yield what, cure_of(value, least, most)


@cache
def _draws() -> "Mapping[str, Variable]":
    """Return the draws that priors can set, each with its unit and bounds."""
    from outlast.engine.draw import settable  # noqa: PLC0415  a screening needs no arrays

    return settable()


def _of_branches(setting: Setting) -> tuple[float, float]:
    """Return the bounds of the value of a branch, in the unit of the draw."""
    draw = _draws().get(setting.draw)
    return (-inf, inf) if draw is None else _of_kind(setting, draw.low, draw.high)


def _of_setting(setting: Setting, unit: str, units: Units) -> tuple[float, float]:
    """Return the bounds that the rows of one draw give the prior that sets them."""
    draw = _draws().get(setting.draw)
    if draw is None:
        return -inf, inf  # lowering refuses the name
    if setting.values is not None:
        return -inf, inf  # the branches have their own numbers
    if setting.as_ == "value":
        if not units.same_dimension(draw.unit, unit):
            return -inf, inf  # lowering refuses the unit
        size = units.converted(1.0, draw.unit, unit)
        return draw.low * size, draw.high * size
    return _of_kind(setting, draw.low, draw.high)


def _of_kind(setting: Setting, low: float, high: float) -> tuple[float, float]:
    """Return the bounds of a number that a setting turns into one between low and high."""
    match setting.as_:
        case "gate":
            return SHARE
        case "factor":
            return FACTOR
        case "trend":
            return TREND
        case "base-trade":
            return FLOW
        case "log":
            return exp(low), exp(high)
        case "value":
            return low, high
