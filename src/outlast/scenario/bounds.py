"""The bounds of a setting: how low and how high a prior may be fixed, the same for every shell."""

from collections.abc import Mapping
from functools import cache
from math import exp, inf, isfinite
from typing import TYPE_CHECKING, Final

from outlast.errors import Problems
from outlast.facts.units import COMMON_UNITS, Units
from outlast.scenario.prior import Prior, Setting

if TYPE_CHECKING:
    from outlast.engine.arrays import Variable

SHARE: Final = (0.0, 1.0)
NOT_NEGATIVE: Final = (0.0, inf)


def bounds_of(prior: Prior, units: Units = COMMON_UNITS) -> tuple[float, float]:
    """Return the least and the greatest value at which a prior may be fixed, in its unit.

    The bounds that the prior declares hold, and those of the rows of the draw that it sets: a share
    lies between 0 and 1; a time, a price or a multiple is not negative. An end that nothing bounds
    is infinite.

    Args:
        prior: The prior.
        units: The units of its contest.
    """
    pairs = [_of_setting(setting, prior.unit, units) for setting in prior.sets]
    if prior.bounds is not None:
        low, high = prior.bounds.low, prior.bounds.high
        pairs.append((-inf if low is None else low, inf if high is None else high))
    lows, highs = zip(*pairs, strict=True) if pairs else ((-inf,), (inf,))
    return max(lows), min(highs)


def in_bounds(value: float, prior: Prior, units: Units = COMMON_UNITS) -> bool:
    """Return whether a prior may be fixed at a value; it may not be at what is no number."""
    low, high = bounds_of(prior, units)
    return isfinite(value) and low <= value <= high


def bounds_text(low: float, high: float, unit: str) -> str:
    """Return bounds as a cure: "Write a number from 4 to 30, in week."."""
    suffix = "" if unit == "1" else f", in {unit}"
    match isfinite(low), isfinite(high):
        case True, True:
            ends = f" from {exact_text(low)} to {exact_text(high)}"
        case True, False:
            ends = f" of at least {exact_text(low)}"
        case False, True:
            ends = f" of at most {exact_text(high)}"
        case _:
            ends = ""
    return f"Write a number{ends}{suffix}."


def refuse_setpoints(
    priors: Mapping[str, Prior],
    places: Mapping[str, tuple[str, int]],
    units: Units,
    problems: Problems,
) -> None:
    """Add a problem for every setpoint beyond the bounds of its prior.

    Args:
        priors: The priors by name.
        places: The file and line of each.
        units: The units of their contest.
        problems: The load.
    """
    for key, prior in priors.items():
        for setpoint in prior.stops:
            if not in_bounds(setpoint.at, prior, units):
                what = f'"{key}" has a setpoint at {exact_text(setpoint.at)}, beyond its bounds.'
                cure = bounds_text(*bounds_of(prior, units), prior.unit)
                problems.add(*places[key], what, cure)


def exact_text(value: float) -> str:
    """Return the shortest text from which the same number is read.

    >>> exact_text(0.1 + 0.2), exact_text(2.0)
    ('0.30000000000000004', '2')
    """
    return repr(float(value)).removesuffix(".0")


@cache
def _draws() -> "Mapping[str, Variable]":
    """Return the draws that priors can set, each with its unit and bounds."""
    from outlast.engine.draw import settable  # noqa: PLC0415  a screening needs no arrays

    return settable()


def _of_setting(setting: Setting, unit: str, units: Units) -> tuple[float, float]:
    """Return the bounds that the rows of one draw give the prior that sets them."""
    draw = _draws().get(setting.draw)
    if draw is None:
        return -inf, inf  # lowering refuses the name
    low, high = draw.low, inf if draw.high >= type(draw)().high else draw.high
    match setting.as_:
        case "gate":
            return SHARE
        case "factor" | "base-trade" | "trend":
            return NOT_NEGATIVE
        case "log":
            return exp(low), exp(high)
        case "value":
            if setting.values is not None or not units.same_dimension(draw.unit, unit):
                return -inf, inf  # the branches have their own numbers; lowering refuses the unit
            size = units.converted(1.0, draw.unit, unit)
            return low * size, high * size
