"""Cells: the values of an attribute that no test tells apart, one standing for each such set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from outlast.policy.scope import Test
from outlast.policy.shipment import Attribute

INCLUSIVE: Final = {"at_least": False, "below": False, "more_than": True, "at_most": True}
"""Whether the bound itself lies with the values below it, by comparison."""

OTHER: Final = "none of the names in the rules"
"""Stands for every name that no test asks for."""


@dataclass(frozen=True)
class ValueCell:
    """Values of an attribute with the same answer to every test."""

    value: Attribute
    """One of them."""

    words: str
    holds: bool = True
    """Whether the words hold of them, or their contrary."""


def cells_of(attribute: str, tests: Iterable[Test]) -> tuple[ValueCell, ...]:
    """Return the cells of an attribute, numbers from large to small.

    Args:
        attribute: The attribute.
        tests: Every single comparison that matters, of this attribute and of others.
    """
    own = [test for test in tests if test.attribute == attribute]
    if any(isinstance(test.is_, bool) for test in own):
        words = attribute.replace("_", " ")
        return ValueCell(value=True, words=words), ValueCell(value=False, words=words, holds=False)
    names = [name for test in own for name in _names(test)]
    if names:
        return tuple(_named(attribute, list(dict.fromkeys(names))))
    return tuple(_numbered(attribute, own))


def _names(test: Test) -> tuple[str, ...]:
    """Return the names that a test asks for."""
    return (test.is_,) if isinstance(test.is_, str) else test.is_one_of


def _named(attribute: str, names: list[str]) -> Iterator[ValueCell]:
    """Yield each name that tests ask for, then all others."""
    words = attribute.replace("_", " ")
    for name in names:
        yield ValueCell(name, f"{words} is {name}")
    if len(names) == 1:
        yield ValueCell(OTHER, f"{words} is {names[0]}", holds=False)
    else:
        yield ValueCell(OTHER, f"{words} is none of {', '.join(names)}")


def _numbered(attribute: str, tests: list[Test]) -> Iterator[ValueCell]:
    """Yield the stretches between the bounds of tests, the uppermost first."""
    edges = sorted(
        {(bound, INCLUSIVE[name]) for test in tests for name, bound in test.bounds.items()}
    )
    words = attribute.replace("_", " ")
    values = [bound for bound, _ in edges]
    for place in range(len(edges), -1, -1):
        low = edges[place - 1] if place else None
        high = edges[place] if place < len(edges) else None
        parts: list[str] = []
        if low is not None:
            parts.append(f"{words} {'>' if low[1] else '>='} {low[0]:g}")
        if high is not None:
            parts.append(f"{words} {'<=' if high[1] else '<'} {high[0]:g}")
        yield ValueCell(_between(low, high, values), " and ".join(parts))


def _between(
    low: tuple[float, bool] | None, high: tuple[float, bool] | None, values: list[float]
) -> float:
    """Return a number of a stretch between two edges; an edge is a bound and the side it is on."""
    if low is None:
        return values[0] / 2.0 if high is not None and not high[1] else values[0]
    if not low[1]:
        return low[0]
    if high is None:
        return low[0] * 2.0 + 1.0
    return high[0] if high[1] else (low[0] + high[0]) / 2.0
