"""A measure: one dated instrument of one side, with its whole life."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Final

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts import Reference
from outlast.policy.entities import Entities
from outlast.policy.memo import Same
from outlast.policy.schedule import Schedule
from outlast.policy.scope import Condition, Places, Scope, Test
from outlast.policy.stance import Stance
from outlast.reading import Day, Frozen

Share = Annotated[FiniteFloat, Field(ge=0, le=100)]


class Instrument(StrEnum):
    """The kinds of instrument."""

    LICENCE = "licence"
    BAN = "ban"
    QUOTA = "quota"
    TARIFF = "tariff"
    FEE = "fee"
    PRICE_FLOOR = "price-floor"
    LETTER = "letter"
    ENTITY_LISTING = "entity-listing"
    TECHNOLOGY_CONTROL = "technology-control"
    PROCUREMENT_BAN = "procurement-ban"
    PURCHASE_BAN = "purchase-ban"

    @property
    def is_duty(self) -> bool:
        """Whether it makes a shipment dearer and bars nothing."""
        return self in DUTIES


DUTIES: Final = frozenset({Instrument.TARIFF, Instrument.FEE, Instrument.PRICE_FLOOR})
"""The instruments that make goods dearer and bar nothing."""


class Evidence(StrEnum):
    """How the record knows a measure."""

    PRIMARY = "P"
    COMPILED = "C"
    PRESS = "S"
    MEMORY = "M"

    @property
    def words(self) -> str:
        """The letter in words."""
        return {
            "P": "primary text",
            "C": "careful compilation",
            "S": "press or law firm",
            "M": "memory, to be checked",
        }[self.value]


class Force(StrEnum):
    """Whether a measure binds."""

    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Branch(Frozen):
    """The branch of a switch in which an entry has effect."""

    switch: str
    """The switch."""

    is_: str = Field(alias="is")
    """Its branch."""


class Standing(Frozen):
    """One entry in the life of a measure: from this date it binds, rests, or is over."""

    value: Force
    """Whether the measure binds from this date on."""

    announced: Day | None = None
    """The day on which this was announced."""

    reference: Reference
    """The text that sets it."""

    note: str | None = None
    """A remark for readers."""

    when: Branch | None = None
    """The branch of a named switch in which the entry has effect."""

    expected: bool = False
    """Merely scheduled or expected: without effect unless a scenario says so."""


class Reach(Frozen):
    """The shipments that a measure can reach: by country of export, or by a law that follows.

    Where it names countries of import, only shipments into these.
    """

    exports_from: tuple[str, ...] = ()
    """Countries of export."""

    exports_from_outside: tuple[str, ...] = ()
    """Every country of export but these: rules on controlled goods in the hands of others."""

    made_in: tuple[str, ...] = ()
    """Countries whose goods it reaches from wherever they are sent."""

    subject_to: str | None = None
    """The side whose law follows the item everywhere."""

    imports_into: tuple[str, ...] = ()
    """Countries of import: tariffs, purchase bans."""

    @model_validator(mode="after")
    def _reaches_somebody(self) -> "Reach":
        if not any(getattr(self, name) for name in type(self).model_fields):
            ways = ", ".join(type(self).model_fields)
            raise ValueError(f"a measure reaches nobody. | It states one or more of: {ways}.")
        return self


class Measure(Frozen):
    """One dated instrument of one side: its life, its scope, its licence policy."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Its name, which is its file's name."""

    side: str
    """The side whose measure it is."""

    actor: str
    """The authority that issued it."""

    title: str
    """Its title, for readers."""

    summary: str
    """Its effect, in one neutral sentence."""

    instrument: Instrument
    """The kind of instrument."""

    evidence: Evidence
    """How the record knows it."""

    rows: tuple[str, ...] = ()
    """The rows of the record that it carries."""

    acts_on: tuple[str, ...] = ()
    """The goods of the shipped world on which it acts, for readers; never its scope."""

    status: dict[Day, Standing] = Field(min_length=1)
    """Its life: in force, suspended, ended, each from a date."""

    reach: Reach
    """The shipments that it can reach."""

    paragraphs: dict[str, Schedule[Scope]] = Field(min_length=1)
    """Its scope, paragraph by paragraph."""

    destinations: Schedule[Places] | None = None
    """Where the goods must be going; absent means anywhere."""

    entities: Schedule[Entities] | None = None
    """The parties that the text names; anyone if absent."""

    review: Schedule[tuple[Stance, ...]] | None = None
    """Its licence policy; the first rule whose condition holds applies."""

    rate: Schedule[Share] | None = None
    """A tariff or fee, as a share of the value; a price floor over the price of the base year."""

    de_minimis: Schedule[Share] | None = None
    """The share of controlled content from which foreign goods are caught."""

    volume_cap: Schedule[Share] | None = None
    """A ceiling, as a share of the base trade."""

    note: str | None = None
    """A remark for readers."""

    def since(self, day: date, branches: Mapping[str, str]) -> date | None:
        """Return the day of the entry of its life that holds on a day, or None before the first.

        Args:
            day: The day.
            branches: The branch of each switch; an entry of another branch, or of a switch that
                is not decided, and an entry that is merely expected, has no effect.
        """
        held = [
            at
            for at, standing in self.status.items()
            if at <= day
            and not standing.expected
            and (standing.when is None or branches.get(standing.when.switch) == standing.when.is_)
        ]
        return max(held, default=None)

    def depends_on_switches(self, day: date) -> frozenset[str]:
        """Return the switches that decide its life up to a day."""
        return frozenset(
            standing.when.switch
            for at, standing in self.status.items()
            if standing.when and at <= day
        )

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """The switches that decide its life, on whatever day."""
        named = [standing.when.switch for standing in self.status.values() if standing.when]
        return tuple(dict.fromkeys(named))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of its licence policies, on whatever day."""
        changes = self.review.root.values() if self.review else ()
        stances = [stance for change in changes for stance in change.value or ()]
        return tuple(stance.when for stance in stances if stance.when is not None)

    @cached_property
    def reviews_transactions(self) -> bool:
        """Whether a licence policy asks for a place, a party or an end use."""
        fields = ("end_use", "places", "exports_from", "foreign_to", "exporters", "end_users")
        return any(getattr(each, field) for each in self.conditions for field in fields)

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes of its paragraphs, on whatever day."""
        changes = [each for schedule in self.paragraphs.values() for each in schedule.root.values()]
        return tuple(change.value for change in changes if change.value is not None)

    @cached_property
    def lists_goods(self) -> bool:
        """Whether a paragraph lists codes of goods."""
        return any(scope.goods is not None for scope in self.scopes)

    @cached_property
    def comparisons(self) -> tuple[Test, ...]:
        """The single comparisons of its paragraphs and its licence policies, each once."""
        tests = [test for each in (*self.scopes, *self.conditions) for test in each.tests]
        return tuple(dict.fromkeys(single for test in tests for single in test.single))

    @cached_property
    def tested(self) -> tuple[str, ...]:
        """The attributes of items on which its paragraphs and its licence policies hang."""
        groups = {"group"} if any(each.item_groups for each in self.conditions) else set[str]()
        return tuple(sorted(groups | {f"{test.attribute}" for test in self.comparisons}))

    @property
    def announced(self) -> date:
        """The first day on which it was announced."""
        return min(standing.announced or day for day, standing in self.status.items())

    @property
    def effective(self) -> date | None:
        """The first day on which it bound, if it ever did."""
        days = [
            day
            for day, each in self.status.items()
            if each.value is Force.IN_FORCE and not each.expected and each.when is None
        ]
        return min(days, default=None)

    def terms(self) -> dict[str, Schedule[Any]]:
        """Return the stated terms that change on dates, by field; paragraphs are apart."""
        stated = {
            "destinations": self.destinations,
            "entities": self.entities,
            "review": self.review,
            "rate": self.rate,
            "de_minimis": self.de_minimis,
            "volume_cap": self.volume_cap,
        }
        return {name: schedule for name, schedule in stated.items() if schedule is not None}

    def terms_on(self, day: date) -> tuple[Same, ...]:
        """Return the changes that set the paragraphs and terms of a day, as a key."""
        return tuple(Same(schedule.change(day)) for _, schedule in self.schedules())

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """Every day on which its life, a paragraph or a term changes, in order."""
        dated = (each.root for _, each in self.schedules())
        return tuple(sorted(set(self.status).union(*dated)))

    def last_change(self, day: date) -> date:
        """Return the last day up to a day on which it changes; before the first, that of all."""
        place = bisect_right(self.changes, day)
        return self.changes[place - 1] if place else date.min

    def schedules(self) -> Iterator[tuple[str, Schedule[Any]]]:
        """Yield everything that changes on dates, by name: paragraphs, then terms by field."""
        yield from self.paragraphs.items()
        yield from self.terms().items()

    def references(self) -> list[Reference]:
        """Return every reference of the measure."""
        found = [standing.reference for standing in self.status.values()]
        for _, schedule in self.schedules():
            found.extend(schedule.references())
        return found
