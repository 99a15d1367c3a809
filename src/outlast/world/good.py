"""Goods: what is made, moved, stored and denied."""

from enum import StrEnum

from pydantic import Field

from outlast.facts import Quantity
from outlast.facts.units import Unit
from outlast.reading import Frozen


class Kind(StrEnum):
    """What kind of thing a good is; the model treats only accelerators in their own way."""

    MINERAL = "mineral"
    INTERMEDIATE = "intermediate"
    MAGNET = "magnet"
    TOOL = "tool"
    MEMORY = "memory"
    LOGIC = "logic"
    ACCELERATOR = "accelerator"
    TOY = "toy"


class Performance(Frozen):
    """What one unit of an accelerator good can do."""

    tpp: Quantity
    """Total processing performance, TPP."""

    memory_bandwidth: Quantity
    """Memory bandwidth, GB_s."""


class Good(Frozen):
    """One good, with the items of which its trade consists."""

    title: str
    """Its name for readers."""

    kind: Kind
    """What kind of thing it is."""

    unit: Unit
    """The unit in which it is counted."""

    items: dict[str, Quantity] = Field(default_factory=dict[str, Quantity])
    """The items that it stands for, each with its share of the good's trade; rules see these."""

    price: Quantity | None = None
    """Its price in the base year, USD per unit."""

    price_growth: Quantity | None = None
    """The growth of that price a year, negative where a unit of unchanged worth becomes cheaper."""

    performance: Performance | None = None
    """What one unit can do, for accelerators."""

    note: str | None = None
    """What a reader should know."""
