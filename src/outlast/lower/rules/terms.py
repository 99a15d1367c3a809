"""The terms of one day held against one item, screened once for countries that they treat alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Final

from outlast.policy import EndUse, Measure, Policy, Shipment, Timeline
from outlast.policy.classify import screen
from outlast.policy.finding import Outcome
from outlast.scenario.shipments import Transaction, shipment_of
from outlast.world import Item

DENIED: Final = frozenset(
    {Policy.PRESUMPTION_OF_DENIAL, Policy.DENIED_IN_PRINCIPLE, Policy.PROHIBITED}
)
"""Licence policies under which applications are as good as refused."""

REVIEWED: Final = frozenset({Policy.CASE_BY_CASE, Policy.PRESUMPTION_OF_APPROVAL})
"""Licence policies under which applications wait for a decision."""

IRRELEVANT: Final = {"status", "title", "summary"}
"""Fields of a measure that never distinguish countries: its dates of force and its prose."""


class Treatment(Enum):
    """The effect of a measure's terms on a shipment that they catch."""

    DUTIABLE = 0
    DENIED = 1
    REVIEWED = 2
    MILITARY = 3
    """Free for civil uses, denied or reviewed for military ones."""

    FREE = 4


@dataclass(frozen=True)
class ItemTerms:
    """The terms of a measure on one day, held against one item.

    Countries that the measure's text does not distinguish share one screening.
    """

    measure: Measure
    """The measure, as if in force on every day."""

    item: Item
    day: date
    timeline: Timeline
    texts: frozenset[str]
    """Every text that the measure contains: names of countries and of groups among them."""

    screened: dict[tuple[object, ...], Treatment | None] = field(
        default_factory=dict[tuple[object, ...], Treatment | None]
    )
    """The treatments found so far, by kind of sender, kind of receiver and whether they are one."""

    kinds: dict[str, object] = field(default_factory=dict[str, object])
    """The kinds of countries found so far."""

    def treatment(self, sender: str, receiver: str) -> Treatment | None:
        """Return the treatment of a shipment between two countries, None if it is not caught."""
        pair = (self.kind(sender), self.kind(receiver), sender == receiver)
        if pair not in self.screened:
            self.screened[pair] = self._screen(sender, receiver)
        return self.screened[pair]

    def kind(self, country: str) -> object:
        """Return the name of a country if the measure names it, else its groups that it names."""
        if country not in self.kinds:
            groups = frozenset(
                group for group, members in self.groups.items() if country in members
            )
            self.kinds[country] = country if country in self.texts else groups
        return self.kinds[country]

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """The members of each group of countries that the measure names."""
        named = self.texts & self.timeline.groups.keys()
        return {group: self.timeline.members(group, self.day) for group in named}

    @cached_property
    def record(self) -> Timeline:
        """The record reduced to this measure."""
        return replace(self.timeline, measures={self.measure.id: self.measure})

    @cached_property
    def sample(self) -> Shipment:
        """A shipment of the item without countries."""
        shipment = shipment_of(self.item, Transaction("", self.day, origin=""), self.timeline)
        if self.measure.reach.subject_to is not None and not self.item.maker_country:
            return replace(shipment, subject_to=frozenset({self.measure.reach.subject_to}))
        return shipment

    def _screen(self, sender: str, receiver: str) -> Treatment | None:
        """Return the treatment of a shipment, screened for civil and for military use."""
        shipment = replace(self.sample, origin=sender, destination=receiver)
        civil = screen(shipment, self.record, {}).findings
        if not civil or civil[0].outcome is not Outcome.BINDS:
            return None
        policy = civil[0].policy
        if policy is Policy.TARIFF:
            return Treatment.DUTIABLE
        if policy in DENIED:
            return Treatment.DENIED
        if policy in REVIEWED:
            return Treatment.REVIEWED
        for_military = replace(shipment, end_use=EndUse.MILITARY)
        military = screen(for_military, self.record, {}).findings
        return Treatment.MILITARY if military[0].policy in DENIED | REVIEWED else Treatment.FREE


def texts_of(measure: Measure) -> frozenset[str]:
    """Return every text in a measure that can distinguish countries."""
    return frozenset(_texts(measure.model_dump(exclude=IRRELEVANT)))


def _texts(value: object) -> Iterator[str]:
    """Yield every text in nested dictionaries and lists, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():  # type: ignore[reportUnknownVariableType]
            yield from _texts(key)  # type: ignore[reportUnknownArgumentType]
            yield from _texts(inner)  # type: ignore[reportUnknownArgumentType]
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:  # type: ignore[reportUnknownVariableType]
            yield from _texts(inner)  # type: ignore[reportUnknownArgumentType]
