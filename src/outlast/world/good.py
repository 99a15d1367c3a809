"""Goods: things that are made, moved, stored and denied."""

from typing import Final

from pydantic import Field

from outlast.facts import Quantity
from outlast.facts.units import Unit
from outlast.reading import Frozen

KINDS: Final = ("mineral", "intermediate", "magnet", "tool", "memory", "logic", "accelerator")
"""The kinds of goods that every contest has; a contest may declare more."""

ACCELERATOR: Final = "accelerator"
"""The kind that is installed as it comes and counted as compute."""


class Performance(Frozen):
    """The performance of one unit of an accelerator good."""

    tpp: Quantity
    """Total processing performance, TPP."""

    memory_bandwidth: Quantity
    """Memory bandwidth, GB_s."""


class Good(Frozen):
    """One good, with the items of which its trade consists."""

    title: str
    """Its name for readers."""

    kind: str
    """Its kind: one of `KINDS`, or one that the contest declares."""

    unit: Unit
    """The unit in which it is counted."""

    items: dict[str, Quantity] = Field(default_factory=dict[str, Quantity])
    """The items of which its trade consists, each with its share; rules look at the items."""

    price: Quantity | None = None
    """Its price in the base year, USD per unit."""

    price_growth: Quantity | None = None
    """The growth of that price a year, negative where a unit of unchanged worth becomes cheaper."""

    performance: Performance | None = None
    """The performance of one unit, for accelerators."""

    note: str | None = None
    """A remark for readers."""
