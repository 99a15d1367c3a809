"""The terms of one day held against one item, screened once for countries that they treat alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Final

from outlast.policy import EndUse, Measure, Policy, Shipment, Timeline
from outlast.policy.classify import screen
from outlast.scenario.shipments import shipped
from outlast.world import Item

DENIED: Final = frozenset(
    {Policy.PRESUMPTION_OF_DENIAL, Policy.DENIED_IN_PRINCIPLE, Policy.PROHIBITED}
)
"""How applications are treated that are as good as refused."""

REVIEWED: Final = frozenset({Policy.CASE_BY_CASE, Policy.PRESUMPTION_OF_APPROVAL})
"""How applications are treated that wait for an answer."""


PROSE: Final = {"status", "title", "summary"}
"""Parts of a measure that tell readers, or when it binds, and never countries apart."""


class Manner(Enum):
    """What the terms do to a shipment that they catch."""

    DUTIABLE = 0
    DENIED = 1
    REVIEWED = 2
    MILITARY = 3
    """Free for civil uses, closed or reviewed for military ones."""

    FREE = 4


@dataclass(frozen=True)
class Terms:
    """The terms of a measure on one day, held against one item."""

    measure: Measure
    """The measure, as if in force on every day."""

    item: Item
    day: date
    timeline: Timeline
    said: frozenset[str]
    """Every text that the measure contains: names of countries and of groups among them."""

    found: dict[tuple[object, ...], Manner | None] = field(
        default_factory=dict[tuple[object, ...], Manner | None]
    )
    """The manner of each pair of kinds of countries that was asked for."""

    kinds: dict[str, object] = field(default_factory=dict[str, object])

    def manner(self, sender: str, receiver: str) -> Manner | None:
        """Return how a shipment between two countries is treated, None where it is not caught."""
        pair = (self.kind(sender), self.kind(receiver), sender == receiver)
        if pair not in self.found:
            self.found[pair] = self._screened(sender, receiver)
        return self.found[pair]

    def kind(self, country: str) -> object:
        """Return what the measure can tell a country by: its name, or the groups that it names."""
        if country not in self.kinds:
            groups = frozenset(
                group for group, members in self.groups.items() if country in members
            )
            self.kinds[country] = country if country in self.said else groups
        return self.kinds[country]

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """The members of each group of countries that the measure names."""
        named = self.said & self.timeline.groups.keys()
        return {group: self.timeline.members(group, self.day) for group in named}

    @cached_property
    def record(self) -> Timeline:
        """The record with nothing but this measure."""
        return replace(self.timeline, measures={self.measure.id: self.measure})

    @cached_property
    def sample(self) -> Shipment:
        """The item on its way, between any countries."""
        seen = shipped(self.item, ("", ""), self.day, self.timeline)
        if self.measure.reach.subject_to is not None and not self.item.maker_country:
            return replace(seen, subject_to=self.measure.reach.subject_to)
        return seen

    def _screened(self, sender: str, receiver: str) -> Manner | None:
        """Return how a shipment is treated, screened for civil and for military use."""
        seen = replace(self.sample, origin=sender, destination=receiver)
        civil = screen(seen, self.record, {}).findings
        if not civil or civil[0].outcome.value != "binds":
            return None
        policy = civil[0].policy
        if policy is Policy.TARIFF:
            return Manner.DUTIABLE
        if policy in DENIED:
            return Manner.DENIED
        if policy in REVIEWED:
            return Manner.REVIEWED
        military = screen(replace(seen, end_use=EndUse.MILITARY), self.record, {}).findings
        return Manner.MILITARY if military[0].policy in DENIED | REVIEWED else Manner.FREE


def texts(measure: Measure) -> frozenset[str]:
    """Return every text that a measure contains, less its prose and its life."""
    return frozenset(_texts(measure.model_dump(exclude=PROSE)))


def _texts(value: object) -> Iterator[str]:
    """Yield every text in nested dictionaries and lists, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():  # type: ignore[reportUnknownVariableType]
            yield from _texts(key)  # type: ignore[reportUnknownArgumentType]
            yield from _texts(inner)  # type: ignore[reportUnknownArgumentType]
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:  # type: ignore[reportUnknownVariableType]
            yield from _texts(inner)  # type: ignore[reportUnknownArgumentType]
