"""Scenarios: the record as known on a day, a clock, and suppositions beyond the record."""

from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, FiniteFloat, model_validator

from outlast.facts import Quantity
from outlast.reading import Day, Frozen
from outlast.scenario.distribution import Distribution

DRAWN: Final = "drawn"
"""The word of a scenario for a switch whose branch is drawn from its prior."""

RECORD_ONLY: Final = "record-only"
"""The word of a scenario in which no state moves after its last known day."""

Moves: TypeAlias = Literal["drawn", "record-only"]
"""Whether a scenario draws the moves of the states after its last known day."""

HORIZON: Final = 312
"""Weeks that a scenario runs by default: six years."""


def _is_positive(weeks: int) -> int:
    if weeks <= 0:
        kind = "negative" if weeks < 0 else "zero"
        raise ValueError(f"the horizon is {kind}: {weeks} weeks. | Write weeks, at least 1.")
    return weeks


class Kind(StrEnum):
    """The effect of a supposed rule on its goods."""

    DENY = "deny"
    LICENCE = "licence"
    QUOTA = "quota"
    PURCHASE_BAN = "purchase-ban"
    FEE = "fee"
    PRICE_FLOOR = "price-floor"


RATED: Final = frozenset({Kind.QUOTA, Kind.FEE, Kind.PRICE_FLOOR})
"""The kinds that have a rate."""


class Supposition(Frozen):
    """A rule that a scenario supposes: which goods, between which blocs, from when."""

    side: str
    """The side whose rule it is."""

    kind: Kind
    """Its effect."""

    goods: tuple[str, ...] = Field(min_length=1)
    """The goods of the world that it names."""

    origins: tuple[str, ...] = Field(min_length=1)
    """The blocs from which they come."""

    destinations: tuple[str, ...] = Field(min_length=1)
    """The blocs to which they go."""

    announced: Day | None = None
    """The day on which it is announced; the day of its force if absent."""

    from_: Day = Field(alias="from")
    """The day from which it is in force."""

    until: Day | None = None
    """The day on which it ends; never if absent."""

    share: Quantity | None = None
    """The share of the trade that it covers; all if absent."""

    rate: Quantity | None = None
    """A quota as a share of base trade, a fee as a share of value, a floor as a multiple of the
    price of the base year."""

    why: str = Field(min_length=5)
    """Why it is supposed."""

    @model_validator(mode="after")
    def _is_complete(self) -> "Supposition":
        if self.until is not None and self.until <= self.from_:
            raise ValueError(f"it ends on {self.until}, before it begins on {self.from_}.")
        if (self.kind in RATED) != (self.rate is not None):
            raise ValueError("quotas, fees and price floors have a rate, and nothing else has one.")
        return self


class Override(Frozen):
    """Another distribution for a prior, with the reason."""

    distribution: Distribution
    """How it is distributed in this scenario."""

    why: str = Field(min_length=5)
    """Why."""


class Chosen(Frozen):
    """Measures whose treatment in a scenario differs from the record."""

    off: tuple[str, ...] = ()
    """Measures without effect."""

    expected: tuple[str, ...] = ()
    """Measures whose expected entries take effect."""


class Differences(Frozen):
    """A scenario's file: its own statements; the rest comes from the scenario that it names."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Its name, which is its file's name."""

    title: str = Field(min_length=3)
    """Its title, for readers."""

    summary: str = Field(min_length=10)
    """Its suppositions, in a sentence or two."""

    from_: str | None = Field(default=None, alias="from")
    """The scenario from which it differs."""

    contest: str | None = None
    """The contest to which it belongs: a folder relative to this file, or a shipped contest."""

    date: Day | None = None
    """The day from which breath counts."""

    knows_until: Day | None = None
    """The last known day of the record; later announcements do not exist."""

    horizon: Annotated[int, AfterValidator(_is_positive)] | None = None
    """Weeks from its date to the end."""

    step: Annotated[FiniteFloat, Field(gt=0, le=1)] | None = None
    """Weeks in a step."""

    denial_from: Day | None = None
    """In the paired run without denial, the day from which no measure counts."""

    moves: Moves | None = None
    """Whether the moves of the states after `knows_until` are drawn: `drawn`, the default, or
    `record-only`."""

    switches: dict[str, str] = Field(default_factory=dict[str, str])
    """The branch of each switch that it fixes; `drawn` leaves it to its prior."""

    measures: Chosen = Chosen()
    """Measures whose treatment differs from the record."""

    supposed: dict[str, Supposition] = Field(default_factory=dict[str, Supposition])
    """Rules that it supposes, by name."""

    priors: dict[str, Override] = Field(default_factory=dict[str, Override])
    """Priors with another distribution."""


class Scenario(Frozen):
    """A scenario in full: its own file on top of all those from which it differs."""

    id: str
    title: str
    summary: str
    date: Day
    knows_until: Day
    horizon: int = HORIZON
    step: float = 1.0
    denial_from: Day | None = None
    moves: Moves = "drawn"
    switches: dict[str, str]
    measures: Chosen
    supposed: dict[str, Supposition]
    priors: dict[str, Override]
