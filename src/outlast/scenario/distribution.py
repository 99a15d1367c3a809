"""Distributions of uncertain numbers: their kinds, their numbers, their bounds."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from pydantic import Field, FiniteFloat, model_validator

from outlast.reading import Frozen

NINETIETH: Final = 1.6448536269514722
"""The standard normal quantile of .95: half of the width of a 90 % range."""

Positive: TypeAlias = Annotated[FiniteFloat, Field(gt=0)]
"""A number above zero."""

Share: TypeAlias = Annotated[FiniteFloat, Field(ge=0, le=1)]
"""A number from 0 to 1."""


class Lognormal(Frozen):
    """A lognormal by its median and its geometric standard deviation."""

    median: Positive
    """Its median."""

    spread: FiniteFloat = Field(gt=1, le=100)
    """Its geometric standard deviation."""


class Triangular(Frozen):
    """A triangle by its ends and its mode."""

    low: FiniteFloat
    """The lower end."""

    mode: FiniteFloat
    """The likeliest value."""

    high: FiniteFloat
    """The upper end."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Triangular:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise ValueError(
                f"the triangle {self.low:g}, {self.mode:g}, {self.high:g} is not in order."
            )
        return self


class Uniform(Frozen):
    """A uniform by its ends."""

    low: FiniteFloat
    """The lower end."""

    high: FiniteFloat
    """The upper end."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Uniform:
        if not self.low < self.high:
            raise ValueError(f"the range {self.low:g} to {self.high:g} is reversed or empty.")
        return self


class Beta(Frozen):
    """A beta on the unit interval by its mean and standard deviation."""

    mean: FiniteFloat = Field(gt=0, lt=1)
    """Its mean."""

    sd: Positive
    """Its standard deviation."""

    @model_validator(mode="after")
    def _exists(self) -> Beta:
        if self.sd**2 >= self.mean * (1 - self.mean):
            raise ValueError(f"no beta has mean {self.mean:g} and standard deviation {self.sd:g}.")
        return self


class Normal(Frozen):
    """A normal by its mean and standard deviation."""

    mean: FiniteFloat
    """Its mean."""

    sd: Positive
    """Its standard deviation."""


class Fixed(Frozen):
    """One value."""

    value: FiniteFloat
    """The value."""


class Distribution(Frozen):
    """One distribution; exactly one kind is given."""

    lognormal: Lognormal | None = None
    """A number above zero whose error is a factor."""

    triangular: Triangular | None = None
    """A number between two ends, with a likeliest value."""

    uniform: Uniform | None = None
    """A number between two ends, each value as likely as any other."""

    beta: Beta | None = None
    """A share between 0 and 1."""

    normal: Normal | None = None
    """A number whose error has the same size on both sides."""

    choice: dict[str, Share] | None = None
    """Branches with their probabilities, which sum to 1."""

    fixed: Fixed | None = None
    """A number that does not vary."""

    @model_validator(mode="after")
    def _is_one(self) -> Distribution:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            kinds = ", ".join(type(self).model_fields)
            raise ValueError(f"a distribution has one kind, not {len(given)}. | Known are: {kinds}")
        if self.choice is not None and abs(sum(self.choice.values()) - 1) > 1e-9:  # noqa: PLR2004
            raise ValueError(f"the weights sum to {sum(self.choice.values()):g}, not to 1.")
        return self

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)

    @property
    def middle(self) -> float:
        """Its fixed value, mean, median or mode; 0 for a choice."""
        if each := self.beta or self.normal:
            return each.mean
        if self.uniform:
            return (self.uniform.low + self.uniform.high) / 2
        if self.lognormal:
            return self.lognormal.median
        if self.triangular:
            return self.triangular.mode
        return self.fixed.value if self.fixed else 0.0

    @property
    def has_tails(self) -> bool:
        """Whether it has no ends of its own, so that bounds may cut its tails."""
        return not (self.fixed or self.triangular or self.uniform)

    @property
    def likely_range(self) -> tuple[float, float]:
        """Its ends where it has some, else its 90 % range; a beta has that of a normal."""
        if each := self.lognormal:
            far = each.spread**NINETIETH
            return each.median / far, each.median * far
        if each := self.triangular or self.uniform:
            return each.low, each.high
        if each := self.beta or self.normal:
            far = NINETIETH * each.sd
            least, most = each.mean - far, each.mean + far
            return (max(0.0, least), min(1.0, most)) if self.beta else (least, most)
        value = self.fixed.value if self.fixed else 0.0
        return value, value


class Bounds(Frozen):
    """The limits of its draws."""

    low: FiniteFloat | None = None
    """The least draw."""

    high: FiniteFloat | None = None
    """The greatest draw."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Bounds:
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"the bounds {self.low:g} to {self.high:g} are reversed or empty.")
        return self
