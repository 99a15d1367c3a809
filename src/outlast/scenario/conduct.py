"""Conduct: how the record is practised and how trade responds to it, beyond any announcement."""

from typing import Literal

from pydantic import Field, model_validator

from outlast.facts import Quantity
from outlast.reading import Day, Frozen, brief
from outlast.world.service import Class


class Practice(Frozen):
    """When the second level of a licence practice holds."""

    second_from: Day
    """The day from which the second level holds."""

    why: str = Field(min_length=5)
    """The evidence for it."""


class Office(Frozen):
    """One side's practice on a family of goods: it licenses them, or refuses to buy them."""

    side: str
    """Its side."""

    goods: tuple[str, ...] = Field(min_length=1)
    """The goods."""

    why: str = Field(min_length=5)
    """Why their practice moves as one."""


class Refusal(Frozen):
    """How far a buyer's state stops purchases of a good, by the day from which it does."""

    shares: dict[Day, Quantity] = Field(min_length=1)
    """The share of purchases that it reaches from each day."""

    why: str = Field(min_length=5)
    """The evidence for it."""

    def at(self, day: Day) -> Quantity | None:
        """Return the share of a day; None before the first."""
        past = [since for since in self.shares if since <= day]
        return self.shares[max(past)] if past else None


class Detour(Frozen):
    """The path of refused trade through a third bloc."""

    goods: tuple[str, ...] = Field(min_length=1)
    """The goods that take it."""

    origins: tuple[str, ...] = ()
    """The blocs from which they come; any if absent."""

    destinations: tuple[str, ...] = ()
    """The blocs to which they go; any if absent."""

    by: str
    """The bloc that passes them on."""

    travel: Quantity
    """Weeks of travel, both legs together."""

    licit: bool
    """Whether it obeys the rule for the third bloc, whose limit then binds it too."""

    why: str = Field(min_length=5)
    """The evidence for it."""


class Reserve(Frozen):
    """How a state stock may be used."""

    rate: Quantity | None = None
    """The largest release, units a week."""

    entitled: tuple[Class, ...] = (Class.DEFENCE,)
    """The classes that may receive from it."""


class Delivery(Frozen):
    """A recorded delivery or purchase that no base flow carries."""

    site: str
    """The site that receives it."""

    amount: Quantity
    """The whole amount, units."""

    from_: Day = Field(alias="from")
    """Its first day."""

    until: Day
    """The day after its last."""

    @model_validator(mode="after")
    def _lasts(self) -> "Delivery":
        if self.until <= self.from_:
            raise ValueError(f"it ends on {self.until}, before it begins on {self.from_}.")
        return self


class Tally(Frozen):
    """A flow that is summed over days, to be compared with an observation."""

    counts: Literal["sent", "arrived"]
    """Whether shipments count when they leave or when they arrive."""

    good: str
    """The good."""

    origins: tuple[str, ...] = ()
    """The blocs from which it comes; all if absent."""

    destinations: tuple[str, ...] = ()
    """The blocs that receive it; all if absent."""

    from_: Day = Field(alias="from")
    """The first day."""

    until: Day
    """The day after the last."""


class Lag(Frozen):
    """The lag of one service's compute behind another's, and the priors that it reads."""

    leader: str
    """The service that leads."""

    follower: str
    """The service behind it."""

    methods: str
    """The prior on the time in which the compute that a result needs halves."""

    copying: str
    """The prior on the share of the gap in compute that copying closes."""

    delay: str
    """The prior on the delay with which methods are copied."""

    published: str | None = None
    """The fact that holds the published lag."""


class Conduct(Frozen):
    """All assumptions on how the record is practised; by name of measure, good, bloc or site."""

    reference_chip: str | None = None
    """The item in whose equivalents compute is counted."""

    trade: dict[str, dict[str, dict[str, Quantity]]] = Field(
        default_factory=dict[str, dict[str, dict[str, Quantity]]]
    )
    """The shares of countries in a bloc's trade of a good: bloc, good (or `*`), country."""

    covers: dict[str, dict[str, Quantity]] = Field(default_factory=dict[str, dict[str, Quantity]])
    """The share of a good's trade that a measure covers, where its items cannot decide it."""

    exempt: dict[str, dict[str, Quantity]] = Field(default_factory=dict[str, dict[str, Quantity]])
    """The share of civil applications that a measure's general licences let through, by good."""

    compliance: dict[str, Quantity] = Field(default_factory=dict[str, Quantity])
    """The share of senders abroad who follow a side's law on its goods, or one measure if its name
    is given; all if absent."""

    practices: dict[str, dict[str, Practice]] = Field(
        default_factory=dict[str, dict[str, Practice]]
    )
    """When a practice changes, by measure and good."""

    offices: dict[str, Office] = Field(default_factory=dict[str, Office])
    """The offices whose practice moves in time, by name; a ladder of moves has the same name."""

    escalation: Quantity | None = None
    """The weeks for which practice is harder after one side has answered the other."""

    common_shock: Quantity | None = None
    """The part of the shocks of practice that all offices of a side share."""

    refusals: dict[str, dict[str, Refusal]] = Field(default_factory=dict[str, dict[str, Refusal]])
    """Purchases that a buyer's state stops by other means than a ban in its text, by measure and
    good."""

    without_effect: dict[str, str] = Field(default_factory=dict[str, str])
    """Measures of the record that act on no good of the world, each with the reason."""

    detours: dict[str, Detour] = Field(default_factory=dict[str, Detour])
    """Detours of refused trade."""

    reserves: dict[str, Reserve] = Field(default_factory=dict[str, Reserve])
    """How state stocks are used, by site."""

    recorded_deliveries: dict[str, Delivery] = Field(default_factory=dict[str, Delivery])
    """Recorded deliveries that no base flow carries."""

    purchases: dict[str, Delivery] = Field(default_factory=dict[str, Delivery])
    """Recorded purchases of states."""

    bars: dict[str, dict[str, Quantity]] = Field(default_factory=dict[str, dict[str, Quantity]])
    """The share of rented compute that a measure bars, by bloc."""

    launches: dict[str, tuple[Day, ...]] = Field(default_factory=dict[str, tuple[Day, ...]])
    """Days on which the makers of a bloc launched new products."""

    makers: dict[str, str] = Field(default_factory=dict[str, str])
    """The bloc whose makers' launches and frontier a good follows."""

    margins: dict[str, Quantity] = Field(default_factory=dict[str, Quantity])
    """The seller's margin by good."""

    research: dict[str, Quantity] = Field(default_factory=dict[str, Quantity])
    """The research spending of a bloc's frontier firms, USD_bn a year."""

    experience: dict[str, Quantity] = Field(default_factory=dict[str, Quantity])
    """Good units that a learning process had made by the common start."""

    parents: dict[str, str] = Field(default_factory=dict[str, str])
    """The process from which a learning process takes over experience."""

    response_projects: dict[str, str] = Field(default_factory=dict[str, str])
    """Projects built only in response to denial, each with the reason."""

    lag: Lag | None = None
    """The lag in months that answers state; none if absent."""

    tallies: dict[str, Tally] = Field(default_factory=dict[str, Tally])
    """Flows that are summed."""

    def __repr__(self) -> str:
        return brief(self, *type(self).model_fields)
