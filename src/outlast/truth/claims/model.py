"""A claim: a public statement, its author and date, and the tests that decide it; no verdict."""

from math import inf

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts import Reference
from outlast.facts.period import Period
from outlast.facts.units import Unit
from outlast.reading import Frozen
from outlast.truth.claims.query import Query


class Thresholds(Frozen):
    """A lower bound, an upper bound, or both, within which a number must lie."""

    at_least: FiniteFloat | None = None
    """The lower bound; the bound itself lies inside."""

    above: FiniteFloat | None = None
    """The lower bound; the bound itself lies outside."""

    at_most: FiniteFloat | None = None
    """The upper bound; the bound itself lies inside."""

    below: FiniteFloat | None = None
    """The upper bound; the bound itself lies outside."""

    @model_validator(mode="after")
    def _check_bounds(self) -> "Thresholds":
        for pair in (("at_least", "above"), ("at_most", "below")):
            if all(getattr(self, name) is not None for name in pair):
                raise ValueError(f"state either {pair[0]} or {pair[1]}, not both.")
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise ValueError("there is no threshold. | Write at_least, above, at_most or below.")
        if self.lower > self.upper:
            raise ValueError(f"the thresholds {self.lower:g} to {self.upper:g} are reversed.")
        return self

    @property
    def lower(self) -> float:
        """The lower bound, minus infinity if there is none."""
        bound = self.at_least if self.at_least is not None else self.above
        return -inf if bound is None else bound

    @property
    def upper(self) -> float:
        """The upper bound, infinity if there is none."""
        bound = self.at_most if self.at_most is not None else self.below
        return inf if bound is None else bound

    def contain(self, value: float) -> bool:
        """Return whether a number lies inside."""
        over = value > self.lower or (self.above is None and value == self.lower)
        return over and (value < self.upper or (self.below is None and value == self.upper))

    def overlap(self, low: float, high: float) -> bool:
        """Return whether any number from `low` to `high` lies inside."""
        over = high > self.lower or (self.above is None and high == self.lower)
        return over and (low < self.upper or (self.below is None and low == self.upper))


class ClaimTest(Frozen):
    """One reading of an assertion: a number, and the thresholds within which that holds."""

    says: str = Field(min_length=5)
    """How this test reads the assertion, for readers."""

    says_zh: str | None = Field(default=None, min_length=2)
    """The same in Chinese; the English stands where it is absent."""

    query: Query
    """The number."""

    unit: Unit = "1"
    """The unit in which the number is compared with the thresholds."""

    holds: Thresholds
    """The assertion holds if the whole range of the number lies within these."""

    open_within: Thresholds | None = None
    """The assertion fails if the whole range lies outside these, and is open in between; `holds` if
    absent."""

    why: str = Field(min_length=5)
    """The reason for these thresholds."""

    why_zh: str | None = Field(default=None, min_length=2)
    """The same in Chinese."""

    @model_validator(mode="after")
    def _check_open_within(self) -> "ClaimTest":
        outer = self.open_within
        if outer and (outer.lower > self.holds.lower or outer.upper < self.holds.upper):
            raise ValueError(
                '"open_within" must surround "holds". | '
                "It states where the assertion does not hold, but does not fail yet either."
            )
        return self


class Assertion(Frozen):
    """One statement within a claim; the claim holds if all its assertions hold."""

    says: str = Field(min_length=5)
    """The statement, for readers."""

    says_zh: str | None = Field(default=None, min_length=2)
    """The same in Chinese."""

    tests: dict[str, ClaimTest] = Field(min_length=1)
    """The readings of the statement, by name; if they disagree, the verdict depends on the
    reading."""


class Attribution(Reference):
    """The author of a claim, its date, and its source."""

    by: str = Field(min_length=2)
    """The author."""

    by_zh: str | None = Field(default=None, min_length=2)
    """The author in Chinese."""

    on: Period
    """The date, month or year in which the claim was made."""


class Claim(Frozen):
    """A public claim about the contest, in neutral words, with the tests that decide it."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """The name of the claim, which is also the name of its file."""

    list: str = Field(pattern=r"^[a-z0-9-]+$")
    """The list that the claim belongs to."""

    order: int = Field(default=1000, ge=0)
    """The position of the claim in its list."""

    title: str = Field(min_length=5)
    """One line, for lists."""

    title_zh: str | None = Field(default=None, min_length=4)
    """The same line in Chinese; the title stands where it is absent."""

    says: str = Field(min_length=10)
    """The claim in our own neutral words."""

    says_zh: str | None = Field(default=None, min_length=4)
    """The same in Chinese."""

    made: Attribution
    """The author, the date and the source."""

    parts: dict[str, Assertion] = Field(min_length=1)
    """The assertions that the claim consists of, by name."""

    note: str | None = None
    """Remarks for readers."""

    note_zh: str | None = Field(default=None, min_length=4)
    """The same in Chinese."""
