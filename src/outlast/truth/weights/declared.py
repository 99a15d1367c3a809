"""The declaration of weights: events of which nobody reported, and points that are no terms."""

from datetime import date
from typing import Final, Literal

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts.fact import Key, Locator
from outlast.reading import Day, Frozen

MOST_REPORTED: Final = 0.8
"""The largest probability of a report that may be assumed: silence is weak evidence."""


class Search(Frozen):
    """A search that found no report of an event."""

    day: Day
    """The day of the search."""

    words: tuple[str, ...] = Field(min_length=1)
    """The words that were searched for, one search each."""

    where: str = Field(min_length=5)
    """The collection that was searched."""

    nearest: str = Field(min_length=10)
    """The nearest report that was found, and why it is not the event."""


class ReportedRange(Frozen):
    """The assumed range of the probability that an event would have been reported."""

    low: FiniteFloat = Field(ge=0)
    """The lower end."""

    high: FiniteFloat = Field(le=MOST_REPORTED)
    """The upper end, at most .8."""

    why: str = Field(min_length=10)
    """The reason for the range."""

    @model_validator(mode="after")
    def _is_in_order(self) -> "ReportedRange":
        if self.low > self.high:
            raise ValueError(f"the range {self.low:g} to {self.high:g} is not in order.")
        return self


class NonEvent(Frozen):
    """An event of which nobody reported: services under a level for some weeks on end."""

    title: str = Field(min_length=5)
    """The event, for readers."""

    episode: str
    """The episode that shows how often the event happens in the model."""

    services: tuple[str, ...] = Field(min_length=1)
    """The services; each is a non-event of its own."""

    level: FiniteFloat = Field(gt=0, lt=1)
    """The mean level over the window of its line below which a service lies."""

    weeks: int = Field(ge=1)
    """The weeks on end for which it lies there."""

    from_: Day = Field(alias="from")
    """The first day of the time in which nobody reported it."""

    until: Day
    """The last day of that time."""

    reported: ReportedRange
    """The probability that it would have been reported."""

    source: str | None = None
    """The key of a source that says that it did not happen."""

    locator: Locator | None = None
    """The place in the source."""

    search: Search | None = None
    """The search that found no report."""

    @model_validator(mode="after")
    def _is_supported(self) -> "NonEvent":
        if (self.source is None) == (self.search is None):
            raise ValueError('a non-event has either a "source" or a "search".')
        if (self.source is None) != (self.locator is None):
            raise ValueError('a "source" has a "locator", and a "search" has none.')
        if self.until <= self.from_:
            raise ValueError(f"its time ends on {self.until}, before it begins on {self.from_}.")
        if (self.until - self.from_).days < 7 * self.weeks:
            raise ValueError(f"its time is shorter than {self.weeks} weeks.")
        return self


class NonEvents(Frozen):
    """The non-events of a contest."""

    non_events: dict[Key, NonEvent] = Field(default_factory=dict[str, NonEvent], alias="non-events")
    """Events of which nobody reported, by name."""

    def known(self, day: date) -> dict[str, NonEvent]:
        """Return the non-events whose time had ended by a day."""
        return {key: each for key, each in self.non_events.items() if each.until <= day}


class UsedPoints(Frozen):
    """Points of a series that say nothing new: they set a state or served as a target."""

    until: Day
    """The last day of these points."""

    as_: Literal["start", "target"] = Field(alias="as")
    """Whether they set a starting state or served as a target."""

    why: str = Field(min_length=10)
    """How they were used."""


class GateLook(Frozen):
    """The gate for calibration as the last look of the backtest found it."""

    day: Day
    """The day of the look."""

    oracle: FiniteFloat
    """The ratio to the pool with oracle weights."""

    inside: FiniteFloat = Field(ge=0, le=1)
    """The share of observations within the undressed range."""


class WeightRules(Frozen):
    """The rules of weights of a contest, beside the objects of its backtest."""

    gate: GateLook | None = None
    """The last look; without one the unweighted answer leads."""

    used: dict[Key, UsedPoints] = Field(default_factory=dict[str, UsedPoints])
    """Points that are no terms, by series."""
