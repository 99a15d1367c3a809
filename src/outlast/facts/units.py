"""The closed list of units, what each measures, and how they convert."""

from collections import Counter
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator

from outlast.errors import nearest

Dimension: TypeAlias = frozenset[tuple[str, int]]
"""What a unit measures: base dimensions with their powers."""

WEEKS_A_YEAR: Final = 52.1775

UNITS: Final[dict[str, tuple[str, float]]] = {
    "1": ("", 1.0),
    # mass, in tonnes
    "t": ("mass", 1.0),
    "kg": ("mass", 1e-3),
    "g": ("mass", 1e-6),
    "lb": ("mass", 4.5359237e-4),
    "kt": ("mass", 1e3),
    "Mt": ("mass", 1e6),
    # money, each currency for itself
    "USD": ("dollars", 1.0),
    "USD_M": ("dollars", 1e6),
    "USD_bn": ("dollars", 1e9),
    "EUR": ("euros", 1.0),
    "EUR_M": ("euros", 1e6),
    "EUR_bn": ("euros", 1e9),
    "CNY": ("yuan", 1.0),
    "CNY_bn": ("yuan", 1e9),
    # time, in weeks
    "day": ("time", 1 / 7),
    "week": ("time", 1.0),
    "month": ("time", WEEKS_A_YEAR / 12),
    "year": ("time", WEEKS_A_YEAR),
    # things that are counted
    "chip": ("chips", 1.0),
    "die": ("dies", 1.0),
    "stack": ("stacks", 1.0),
    "wafer": ("wafers", 1.0),
    "package": ("packages", 1.0),
    "unit": ("units", 1.0),
    "site": ("sites", 1.0),
    "egg": ("eggs", 1.0),
    # computing
    "H100e": ("h100-equivalents", 1.0),
    "TOPS": ("operations", 1.0),
    "TFLOPS": ("operations", 1.0),
    "PFLOPS": ("operations", 1e3),
    "EFLOPS": ("operations", 1e6),
    "FLOP": ("work", 1.0),
    "TPP": ("tpp", 1.0),
    "GB": ("bytes", 1.0),
    "GB_s": ("bandwidth", 1.0),
    # the rest
    "mm2": ("area", 1.0),
    "nm": ("length", 1.0),
    "W": ("power", 1.0),
    "MW": ("power", 1e6),
}
"""Each unit with the dimension that it measures and its size in the dimension's first unit."""


def parsed(unit: str) -> tuple[Dimension, float]:
    """Return what a unit measures and its size, for `t`, `USD/kg` or `TPP/mm2`.

    Raises:
        ValueError: The unit, or a part of it, is not in the list.
    """
    powers: Counter[str] = Counter()
    size = 1.0
    for position, part in enumerate(unit.split("/")):
        if part not in UNITS:
            raise ValueError(f'"{unit}" is not a unit. | {nearest(part, list(UNITS))}'.rstrip(" |"))
        dimension, factor = UNITS[part]
        sign = 1 if position == 0 else -1
        size *= factor**sign
        powers[dimension] += sign
    return frozenset((name, power) for name, power in powers.items() if name and power), size


def same_dimension(unit: str, other: str) -> bool:
    """Return whether two units measure the same thing."""
    return parsed(unit)[0] == parsed(other)[0]


def converted(value: float, unit: str, to: str) -> float:
    """Return a value in another unit of the same dimension.

    Raises:
        ValueError: The two units measure different things.
    """
    if unit == to:
        return value
    (dimension, size), (wanted, target) = parsed(unit), parsed(to)
    if dimension != wanted:
        raise ValueError(f'"{unit}" does not convert to "{to}".')
    return value * size / target


def _known(unit: str) -> str:
    parsed(unit)
    return unit


Unit: TypeAlias = Annotated[str, AfterValidator(_known)]
"""A unit from the closed list, or a quotient of such units."""
