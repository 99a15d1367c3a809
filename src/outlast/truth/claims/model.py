"""A claim: what was said, by whom and when, and the test that decides; never the verdict."""

from typing import Final

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts import Reference
from outlast.facts.period import Period
from outlast.facts.units import Unit
from outlast.reading import Frozen
from outlast.truth.claims.query import Query

INFINITE: Final = float("inf")


class Bounds(Frozen):
    """Where a number must lie."""

    at_least: FiniteFloat | None = None
    """The least that is inside."""

    above: FiniteFloat | None = None
    """Inside is above this."""

    at_most: FiniteFloat | None = None
    """The most that is inside."""

    below: FiniteFloat | None = None
    """Inside is below this."""

    @model_validator(mode="after")
    def _bound_something(self) -> "Bounds":
        for pair in (("at_least", "above"), ("at_most", "below")):
            if all(getattr(self, name) is not None for name in pair):
                raise ValueError(f"a bound has one {pair[0]} or one {pair[1]}, not both.")
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise ValueError("the bounds bound nothing. | Write at_least, above, at_most or below.")
        if self.lower > self.upper:
            raise ValueError(f"the bounds {self.lower:g} to {self.upper:g} are reversed.")
        return self

    @property
    def lower(self) -> float:
        """The lower edge."""
        found = self.at_least if self.at_least is not None else self.above
        return -INFINITE if found is None else found

    @property
    def upper(self) -> float:
        """The upper edge."""
        found = self.at_most if self.at_most is not None else self.below
        return INFINITE if found is None else found

    def hold(self, value: float) -> bool:
        """Return whether a number lies inside."""
        over = value > self.lower or (self.above is None and value == self.lower)
        return over and (value < self.upper or (self.below is None and value == self.upper))

    def reach(self, low: float, high: float) -> bool:
        """Return whether some number from low to high lies inside."""
        over = high > self.lower or (self.above is None and high == self.lower)
        return over and (low < self.upper or (self.below is None and low == self.upper))

    def words(self) -> str:
        """Return the bounds in words."""
        said = {"at_least": "at least", "above": "above", "at_most": "at most", "below": "below"}
        given = [(name, getattr(self, name)) for name in type(self).model_fields]
        return " and ".join(f"{said[name]} {edge:g}" for name, edge in given if edge is not None)


class Trial(Frozen):
    """One reading of a part: a number, and where it must lie for the part to hold."""

    says: str = Field(min_length=5)
    """How it reads the words, for readers."""

    query: Query
    """The number."""

    unit: Unit = "1"
    """The unit in which it is compared."""

    holds: Bounds
    """Where the whole of its range must lie for the part to hold."""

    open_within: Bounds | None = None
    """Outside of this it fails, between this and `holds` it is open; `holds` if absent."""

    why: str = Field(min_length=5)
    """Why these thresholds."""

    @model_validator(mode="after")
    def _is_open_around_what_holds(self) -> "Trial":
        outer = self.open_within
        if outer and (outer.lower > self.holds.lower or outer.upper < self.holds.upper):
            raise ValueError(
                '"open_within" must surround "holds". | It says where the answer is not yet no.'
            )
        return self


class Part(Frozen):
    """One thing that a claim asserts; a claim holds if all its parts hold."""

    says: str = Field(min_length=5)
    """What is asserted."""

    tests: dict[str, Trial] = Field(min_length=1)
    """The readings of it, by name; where they disagree, the answer depends on the reading."""


class Made(Reference):
    """Who said it, when and where."""

    by: str = Field(min_length=2)
    """Who."""

    on: Period
    """When."""


class Claim(Frozen):
    """A public claim about the contest, stated neutrally, with its test."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Its name, which is its file's name."""

    list: str = Field(pattern=r"^[a-z0-9-]+$")
    """The list that it stands in."""

    order: int = Field(default=1000, ge=0)
    """Its place in that list."""

    title: str = Field(min_length=5)
    """A line for lists."""

    says: str = Field(min_length=10)
    """What was claimed, neutrally, in our words."""

    made: Made
    """Who said it, when and where."""

    parts: dict[str, Part] = Field(min_length=1)
    """What it asserts."""

    note: str | None = None
    """What a reader should know."""
