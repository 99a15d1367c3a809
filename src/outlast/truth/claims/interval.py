"""An interval: a number with its 90 % range, its evidence, and the things that it still lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf, prod

from outlast.facts.units import COMMON_UNITS, Dimension, Units

PLAIN_NUMBER: Dimension = frozenset()
"""The dimension of a number without a unit."""


@dataclass(frozen=True)
class EvidenceItem:
    """One thing on which an interval rests."""

    kind: str
    """fact, statement, item, measure, context, record, gap or run."""

    key: str
    """The key of the thing within its kind."""

    title: str
    """The title, for readers."""

    shown: str
    """The content, for readers."""

    source: str = ""
    """The key of the source; empty for a run and for a gap."""

    locator: str = ""
    """The place in the source."""

    grade: str = ""
    """The grade of the evidence."""


@dataclass(frozen=True)
class Interval:
    """A number in the first unit of its dimension, with its 90 % range."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    dimension: Dimension = PLAIN_NUMBER

    evidence: tuple[EvidenceItem, ...] = ()
    """Everything on which the number rests."""

    depends_on: tuple[str, ...] = ()
    """The uncertain things that make the range as wide as it is."""

    missing: tuple[str, ...] = ()
    """The unpublished things that are needed to know the number; empty if it is known."""

    not_run: tuple[str, ...] = ()
    """The scenarios that have to be run to know the number."""

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return not self.missing and not self.not_run

    def in_unit(self, unit: str, units: Units = COMMON_UNITS) -> "Interval":
        """Return the interval in a unit.

        Args:
            unit: The unit.
            units: The units of the contest.

        Raises:
            ValueError: The unit measures something else.
        """
        dimension, size = units.parsed(unit)
        if not self.known:
            return self
        if dimension != self.dimension:
            raise ValueError(f'the query does not measure "{unit}".')
        return self.scaled(1 / size)

    def scaled(self, factor: float) -> "Interval":
        """Return the interval times a positive number."""
        value, low, high = (each * factor for each in (self.value, self.low, self.high))
        return replace(self, value=value, low=low, high=high)


def interval(
    value: float, low: float, high: float, unit: str, units: Units = COMMON_UNITS
) -> Interval:
    """Return a number and its range, stated in a unit, as an interval.

    Args:
        value: The number.
        low: The lower end of its 90 % range.
        high: The upper end of its 90 % range.
        unit: The unit of all three.
        units: The units of the contest.
    """
    dimension, size = units.parsed(unit)
    return Interval(value, low, high, dimension).scaled(size)


def exactly(value: float, unit: str) -> Interval:
    """Return a number without a range, stated in a unit, as an interval."""
    return interval(value, value, value, unit)


def combine(operation: str, intervals: Sequence[Interval]) -> Interval:
    """Return several intervals combined by an operation of `query.OPERATIONS`.

    Ranges follow interval arithmetic: they may be too wide, never too narrow.

    Raises:
        ValueError: The operands measure different things, or may not be divided.
    """
    whole = _pooled(intervals)
    if not whole.known:
        return whole
    if operation in ("product", "ratio"):
        dimension = _multiplied(intervals, operation == "ratio")
    else:
        dimension = intervals[0].dimension
        if any(each.dimension != dimension for each in intervals):
            raise ValueError(f'"{operation}" combines numbers that measure different things.')
    if operation == "share":
        dimension = PLAIN_NUMBER
    value, low, high = _OPERATIONS[operation](intervals)
    return replace(whole, value=value, low=low, high=high, dimension=dimension)


def _pooled(intervals: Iterable[Interval]) -> Interval:
    """Return an interval without a number that pools evidence, causes and lacks of all."""
    operands = tuple(intervals)
    return Interval(
        evidence=tuple(dict.fromkeys(each for one in operands for each in one.evidence)),
        depends_on=tuple(dict.fromkeys(each for one in operands for each in one.depends_on)),
        missing=tuple(dict.fromkeys(each for one in operands for each in one.missing)),
        not_run=tuple(dict.fromkeys(each for one in operands for each in one.not_run)),
    )


def _multiplied(intervals: Sequence[Interval], divide: bool) -> Dimension:  # noqa: FBT001
    """Return the dimension of a product or a ratio."""
    powers: dict[str, int] = {}
    for position, operand in enumerate(intervals):
        sign = -1 if divide and position else 1
        for name, power in operand.dimension:
            powers[name] = powers.get(name, 0) + sign * power
    return frozenset((name, power) for name, power in powers.items() if power)


def _sum(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    return (
        sum(each.value for each in intervals),
        sum(each.low for each in intervals),
        sum(each.high for each in intervals),
    )


def _difference(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    first, second = intervals
    return first.value - second.value, first.low - second.high, first.high - second.low


def _product(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    _refuse_negative(intervals)
    return (
        prod(each.value for each in intervals),
        prod(each.low for each in intervals),
        prod(each.high for each in intervals),
    )


def _ratio(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    _refuse_negative(intervals)
    first, second = intervals
    if second.value <= 0:
        raise ValueError("a ratio divides by zero.")
    high = first.high / second.low if second.low > 0 else inf
    return first.value / second.value, first.low / second.high, high


def _share(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    """Return the first over the sum: it is largest when the first is high and the rest is low."""
    _refuse_negative(intervals)
    part, rest = intervals[0], _sum(intervals[1:])
    return tuple(  # type: ignore[return-value]  three in, three out
        mine / (mine + others) if mine + others > 0 else 0.0
        for mine, others in ((part.value, rest[0]), (part.low, rest[2]), (part.high, rest[1]))
    )


def _least(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    return (
        min(each.value for each in intervals),
        min(each.low for each in intervals),
        min(each.high for each in intervals),
    )


def _most(intervals: Sequence[Interval]) -> tuple[float, float, float]:
    return (
        max(each.value for each in intervals),
        max(each.low for each in intervals),
        max(each.high for each in intervals),
    )


def _refuse_negative(intervals: Sequence[Interval]) -> None:
    if any(each.low < 0 for each in intervals):
        raise ValueError("a product, a ratio or a share combines numbers that may be negative.")


_OPERATIONS = {
    "sum": _sum,
    "difference": _difference,
    "product": _product,
    "ratio": _ratio,
    "share": _share,
    "least": _least,
    "most": _most,
}
