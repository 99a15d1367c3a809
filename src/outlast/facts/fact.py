"""The rows of the ledger: facts, statements, gaps and observations."""

import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field, FiniteFloat, model_validator

from outlast.facts.grade import Grade
from outlast.facts.period import Period
from outlast.facts.units import Unit
from outlast.reading import Day, Frozen

_KEY: Final = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_VAGUE: Final = re.compile(
    r"((see|on|at) )?((the|their|its|publisher's) )?"
    r"(web ?site|web ?page|page|url|link|article|document|online|various|n/?a|-|https?://\S*)",
    re.IGNORECASE,
)


def _is_key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError(
            f'"{text}" is not a key. | Keys are lower-case letters and digits joined by hyphens.'
        )
    return text


def _is_specific(text: str) -> str:
    if _VAGUE.fullmatch(text.strip().rstrip(".")):
        raise ValueError(
            f'the locator "{text}" leads nowhere. | Name the page, table, paragraph or row.'
        )
    return text


Key: TypeAlias = Annotated[str, AfterValidator(_is_key)]
Locator: TypeAlias = Annotated[str, Field(min_length=3), AfterValidator(_is_specific)]


class _Sourced(Frozen):
    """The fields of every row of the ledger: publication, source, locator, grade."""

    published: Day
    """The day of publication; a forecast frozen on an earlier day may not use the row."""

    source: str
    """The key of the source."""

    locator: Locator
    """Where in the source: page, table, paragraph, row."""

    grade: Grade
    """Its grade: measured, derived, judged or assumed."""

    note: str = ""
    """Its computation, and doubts."""


class Fact(_Sourced):
    """One number: value, range, unit, period, day of publication, source, locator, grade."""

    key: Key
    """The name under which worlds, priors and claims refer to it."""

    title: str = Field(min_length=3)
    """Its title, for readers."""

    value: FiniteFloat
    """The number."""

    low: FiniteFloat | None = None
    """The lower end of its 90 % range."""

    high: FiniteFloat | None = None
    """The upper end of its 90 % range."""

    unit: Unit
    """Its unit."""

    period: Period
    """The period that it describes."""

    inputs: str = ""
    """The keys of the facts from which it was computed, separated by spaces."""

    @property
    def has_range(self) -> bool:
        """Whether the fact states a 90 % range."""
        return self.low is not None and self.high is not None

    @property
    def computed_from(self) -> tuple[str, ...]:
        """The keys of the facts from which it was computed."""
        return tuple(self.inputs.split())

    @model_validator(mode="after")
    def _a_range_surrounds_its_value(self) -> "Fact":
        if (self.low is None) != (self.high is None):
            raise ValueError(f'"{self.key}" has one end of a range without the other.')
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                raise ValueError(
                    f'the range of "{self.key}" is reversed: {self.low:g} to {self.high:g}.'
                )
            if not self.low <= self.value <= self.high:
                raise ValueError(
                    f'the range of "{self.key}", {self.low:g} to {self.high:g}, '
                    f"does not surround its value {self.value:g}."
                )
        elif self.grade in (Grade.JUDGED, Grade.ASSUMED):
            raise ValueError(
                f'"{self.key}" is {self.grade.value} and has no range. '
                "| Only what was counted may stand without one."
            )
        elif self.grade is Grade.DERIVED and not self.inputs:
            raise ValueError(
                f'"{self.key}" is derived and has neither a range nor inputs. '
                '| Name in "inputs" the facts from which it was computed.'
            )
        return self

    @model_validator(mode="after")
    def _a_reason_is_given(self) -> "Fact":
        if self.grade in (Grade.DERIVED, Grade.ASSUMED) and not self.note:
            raise ValueError(f'"{self.key}" is {self.grade.value}; its note must say how or why.')
        return self


class Statement(_Sourced):
    """One statement of a source that is not a number."""

    key: Key
    """The name under which claims refer to it."""

    title: str = Field(min_length=3)
    """Its subject."""

    text: str = Field(min_length=3, max_length=240)
    """The statement, in our words."""

    period: Period
    """The period that it describes."""


class Gap(Frozen):
    """A number that the model needs and nobody publishes."""

    key: Key
    """Its name."""

    title: str = Field(min_length=3)
    """The number that is missing."""

    unit: Unit
    """Its unit."""

    needed_for: str = Field(min_length=3)
    """The part of the model that waits for it."""

    searched: str = Field(min_length=3)
    """Where it was looked for."""

    stand_in: str = Field(min_length=3)
    """The number or prior used in its place."""


class Observation(_Sourced):
    """One point of a series that is kept for scoring."""

    series: Key
    """The name of the series."""

    period: Period
    """The period of the point."""

    value: FiniteFloat
    """The number."""

    unit: Unit
    """Its unit."""
