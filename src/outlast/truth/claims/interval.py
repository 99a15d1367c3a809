"""A figure: a number with its range, what it measures, what it rests on, or what it lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod

from outlast.facts.units import Dimension, parsed

NOTHING: Dimension = frozenset()
"""What a plain number measures."""


@dataclass(frozen=True)
class Evidence:
    """One thing on which a figure rests."""

    kind: str
    """fact, statement, item, measure, context, gap, run."""

    key: str
    """Its key."""

    title: str
    """What it is, for readers."""

    shown: str
    """What it says."""

    source: str = ""
    """The key of its source; none for a run and for a gap."""

    locator: str = ""
    """Where in the source."""

    grade: str = ""
    """How well it is known."""


@dataclass(frozen=True)
class Figure:
    """A number in the first unit of its dimension, with its 90 % range."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    dimension: Dimension = NOTHING
    evidence: tuple[Evidence, ...] = ()
    hinges: tuple[str, ...] = ()
    """What its range hangs on."""

    lacks: tuple[str, ...] = ()
    """What would be needed to know it; nothing if it is known."""

    runs: tuple[str, ...] = ()
    """Scenarios that were not run and would have to be."""

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return not self.lacks and not self.runs

    def within(self, unit: str) -> "Figure":
        """Return the figure in a unit.

        Raises:
            ValueError: The unit measures something else.
        """
        dimension, size = parsed(unit)
        if not self.known:
            return self
        if dimension != self.dimension:
            raise ValueError(f'the query does not measure "{unit}".')
        return self.scaled(1 / size)

    def scaled(self, factor: float) -> "Figure":
        """Return the figure times a positive number."""
        value, low, high = (each * factor for each in (self.value, self.low, self.high))
        return replace(self, value=value, low=low, high=high)


def measured(value: float, low: float, high: float, unit: str) -> Figure:
    """Return a figure from a number in a unit."""
    dimension, size = parsed(unit)
    return Figure(value, low, high, dimension).scaled(size)


def joined(operation: str, figures: Sequence[Figure]) -> Figure:
    """Return figures joined, their ranges by the arithmetic of intervals.

    The ends of the ranges meet as if everything erred together: wide, never too narrow.

    Raises:
        ValueError: What is joined measures different things.
    """
    whole = _carried(figures)
    if not whole.known:
        return whole
    if operation in ("product", "ratio"):
        dimension = _multiplied(figures, operation == "ratio")
    else:
        dimension = figures[0].dimension
        if any(each.dimension != dimension for each in figures):
            raise ValueError(f'"{operation}" joins numbers that measure different things.')
    if operation == "share":
        dimension = NOTHING
    value, low, high = _JOIN[operation](figures)
    return replace(whole, value=value, low=low, high=high, dimension=dimension)


def _carried(figures: Iterable[Figure]) -> Figure:
    """Return a figure that rests on, hangs on and lacks what all the figures do."""
    found = tuple(figures)
    return Figure(
        evidence=tuple(dict.fromkeys(each for figure in found for each in figure.evidence)),
        hinges=tuple(dict.fromkeys(each for figure in found for each in figure.hinges)),
        lacks=tuple(dict.fromkeys(each for figure in found for each in figure.lacks)),
        runs=tuple(dict.fromkeys(each for figure in found for each in figure.runs)),
    )


def _multiplied(figures: Sequence[Figure], divide: bool) -> Dimension:  # noqa: FBT001
    """Return what a product or a ratio measures."""
    powers: dict[str, int] = {}
    for position, figure in enumerate(figures):
        sign = -1 if divide and position else 1
        for name, power in figure.dimension:
            powers[name] = powers.get(name, 0) + sign * power
    return frozenset((name, power) for name, power in powers.items() if power)


def _sum(figures: Sequence[Figure]) -> tuple[float, float, float]:
    return (
        sum(each.value for each in figures),
        sum(each.low for each in figures),
        sum(each.high for each in figures),
    )


def _difference(figures: Sequence[Figure]) -> tuple[float, float, float]:
    first, second = figures
    return first.value - second.value, first.low - second.high, first.high - second.low


def _product(figures: Sequence[Figure]) -> tuple[float, float, float]:
    _refuse_negative(figures)
    return (
        prod(each.value for each in figures),
        prod(each.low for each in figures),
        prod(each.high for each in figures),
    )


def _ratio(figures: Sequence[Figure]) -> tuple[float, float, float]:
    _refuse_negative(figures)
    first, second = figures
    if second.value <= 0:
        raise ValueError("a ratio divides by nothing.")
    high = first.high / second.low if second.low > 0 else float("inf")
    return first.value / second.value, first.low / second.high, high


def _share(figures: Sequence[Figure]) -> tuple[float, float, float]:
    """Return the first over the sum of all: most when it is high and the others are low."""
    _refuse_negative(figures)
    part, rest = figures[0], _sum(figures[1:])
    return tuple(  # type: ignore[return-value]  three in, three out
        mine / (mine + others) if mine + others > 0 else 0.0
        for mine, others in ((part.value, rest[0]), (part.low, rest[2]), (part.high, rest[1]))
    )


def _least(figures: Sequence[Figure]) -> tuple[float, float, float]:
    return (
        min(each.value for each in figures),
        min(each.low for each in figures),
        min(each.high for each in figures),
    )


def _most(figures: Sequence[Figure]) -> tuple[float, float, float]:
    return (
        max(each.value for each in figures),
        max(each.low for each in figures),
        max(each.high for each in figures),
    )


def _refuse_negative(figures: Sequence[Figure]) -> None:
    if any(each.low < 0 for each in figures):
        raise ValueError("a product, a ratio or a share joins numbers that may be negative.")


_JOIN = {
    "sum": _sum,
    "difference": _difference,
    "product": _product,
    "ratio": _ratio,
    "share": _share,
    "least": _least,
    "most": _most,
}
