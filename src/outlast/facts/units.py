"""Units: the common list with those that a contest declares, their dimensions, conversion."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, TypeAlias, cast

from pydantic import AfterValidator, ValidationInfo

from outlast.errors import nearest

Dimension: TypeAlias = frozenset[tuple[str, int]]
"""The dimension of a unit: base dimensions with their powers."""

WEEKS_A_YEAR: Final = 52.1775

COMMON: Final[dict[str, tuple[str, float]]] = {
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
"""Each common unit with its dimension and its size in the dimension's first unit."""


@dataclass(frozen=True)
class Units:
    """The units of one contest: the common ones, and those that it declares."""

    sizes: Mapping[str, tuple[str, float]] = field(default_factory=lambda: COMMON)
    """Each unit with its dimension and its size in the dimension's first unit."""

    def parsed(self, unit: str) -> tuple[Dimension, float]:
        """Return the dimension of a unit and its size, for `t`, `USD/kg` or `TPP/mm2`.

        Raises:
            ValueError: The unit, or a part of it, is not in the list.
        """
        powers: Counter[str] = Counter()
        size = 1.0
        for position, part in enumerate(unit.split("/")):
            if part not in self.sizes:
                cure = nearest(part, list(self.sizes))
                raise ValueError(f'"{unit}" is not a unit. | {cure}'.rstrip(" |"))
            dimension, factor = self.sizes[part]
            sign = 1 if position == 0 else -1
            size *= factor**sign
            powers[dimension] += sign
        return frozenset((name, power) for name, power in powers.items() if name and power), size

    def same_dimension(self, unit: str, other: str) -> bool:
        """Return whether two units have one dimension."""
        return self.parsed(unit)[0] == self.parsed(other)[0]

    def converted(self, value: float, unit: str, to: str) -> float:
        """Return a value in another unit of the same dimension.

        Raises:
            ValueError: The two units have different dimensions.
        """
        if unit == to:
            return value
        (dimension, size), (wanted, target) = self.parsed(unit), self.parsed(to)
        if dimension != wanted:
            raise ValueError(f'"{unit}" does not convert to "{to}".')
        return value * size / target


COMMON_UNITS: Final = Units()
"""The units of a contest that declares none of its own."""

parsed = COMMON_UNITS.parsed
same_dimension = COMMON_UNITS.same_dimension
converted = COMMON_UNITS.converted


def _is_unit(unit: str, info: ValidationInfo) -> str:
    """Refuse a unit that neither the common list nor the contest of this load has."""
    context = cast("dict[str, object]", info.context or {})
    declared = context.get(CONTEXT)
    (declared if isinstance(declared, Units) else COMMON_UNITS).parsed(unit)
    return unit


CONTEXT: Final = "units"
"""The name under which a load holds the units of its contest."""

Unit: TypeAlias = Annotated[str, AfterValidator(_is_unit)]
"""A unit of the contest, or a quotient of such units."""
