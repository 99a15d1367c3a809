"""Quantities: a number is a fact by its key, or an assumption with its reason."""

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts.units import Unit
from outlast.reading import Frozen


class Quantity(Frozen):
    """A number with its origin.

    Written `{fact: key}`, with `times:` for a plain multiple whose reason `why:` states, or
    `{assume: 0.2, unit: "1", why: "…"}` with an optional 90 % range `low:`, `high:`.
    """

    fact: str | None = None
    """The key of a fact."""

    times: FiniteFloat | None = Field(default=None, gt=0, le=1e9)
    """A factor on the fact; it needs a reason."""

    assume: FiniteFloat | None = None
    """A value chosen here."""

    unit: Unit | None = None
    """The unit of the assumption."""

    low: FiniteFloat | None = None
    """The lower end of its 90 % range."""

    high: FiniteFloat | None = None
    """The upper end of its 90 % range."""

    why: str | None = Field(default=None, min_length=5)
    """The reason for the assumption."""

    @property
    def factor(self) -> float:
        """The factor on the fact, 1 if none is stated."""
        return 1.0 if self.times is None else self.times

    @model_validator(mode="after")
    def _is_a_fact_or_an_assumption(self) -> "Quantity":
        form = 'Write {fact: key} or {assume: 0.2, unit: "1", why: "…"}.'
        if (self.fact is None) == (self.assume is None):
            raise ValueError(f"a number is either a fact or an assumption. | {form}")
        if self.assume is not None and (self.unit is None or self.why is None):
            lacks = "unit" if self.unit is None else "reason"
            raise ValueError(f"what is assumed has no {lacks}. | {form}")
        if self.fact is not None and (self.unit or self.low is not None or self.high is not None):
            raise ValueError("a fact brings its own unit and range. | Leave them out here.")
        if self.times is not None and (self.fact is None or self.why is None):
            raise ValueError('"times" multiplies a fact, and needs its reason "why".')
        low, high = self.low, self.high
        if (low is None) != (high is None):
            raise ValueError("a range has two ends. | Give both low and high, or neither.")
        if self.assume is not None and low is not None and high is not None:
            _refuse_unless_ordered(low, self.assume, high)
        return self


def _refuse_unless_ordered(low: float, value: float, high: float) -> None:
    if low > high:
        raise ValueError(f"the range {low:g} to {high:g} is reversed.")
    if not low <= value <= high:
        raise ValueError(
            f"the range {low:g} to {high:g} does not surround what is assumed, {value:g}."
        )
