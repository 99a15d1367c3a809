"""Coverage: the parts of the law that a record holds, and those on which it is silent."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from outlast.errors import Problems
from outlast.facts.code_fields import ListCode
from outlast.facts.listings import bare
from outlast.policy.shipment import EndUse, Shipment
from outlast.reading import (
    Frozen,
    Layers,
    collect,
    each_unknown,
    empty_lists,
    layered,
    read_placed,
    unknown,
)


class Extent(StrEnum):
    """How much of an area of law a record holds."""

    COMPLETE = "complete"
    """Every rule of the area is meant to be held."""

    PARTIAL = "partial"
    """Some rules of the area are held."""

    SILENT = "silent"
    """No rule of the area is held."""

    UNCHECKED = "unchecked"
    """No screening checks the area: it is named beside the verdict, and decides nothing."""


class Area(Frozen):
    """An area of law, the shipments that it concerns, and how much of it the record holds.

    All that is stated must hold of a shipment; an area that states nothing concerns all.
    """

    title: str
    """Its name, for readers: "embargoes and sanctions of the United States"."""

    extent: Extent
    """How much of it the record holds."""

    why: str
    """The rules that are held, those that are not, and the reason."""

    origins: tuple[str, ...] = ()
    """Countries of export, one of which it must be."""

    except_origins: tuple[str, ...] = ()
    """Countries of export that are left out."""

    destinations: tuple[str, ...] = ()
    """Destinations; together with the members of `destination_groups`, one of which it must be."""

    destination_groups: tuple[str, ...] = ()
    """Country groups, to one of which the destination must belong."""

    except_destinations: tuple[str, ...] = ()
    """Destinations that are left out."""

    seats: bool = False
    """Whether the seat of the receiver's parent may stand for the destination."""

    end_uses: tuple[EndUse, ...] = ()
    """End uses, one of which must be stated."""

    kinds: tuple[str, ...] = ()
    """Kinds of items, one of which it must be."""

    items: tuple[str, ...] = ()
    """Items by name, one of which it must be."""

    eccn: tuple[ListCode, ...] = ()
    """Entries of the Commerce Control List, under one of which a stated code must lie."""

    names_a_party: bool | None = None
    """Whether the shipment must name a receiver or a sender."""

    domestic: bool | None = None
    """Whether the goods must stay in their country, or must leave it."""

    unlisted_code: bool = False
    """Whether a code of a control list must be stated that no rule of the record lists."""

    lists: tuple[str, ...] = ()
    """The party lists of which the area consists; a file of the reader's may hold them."""

    since: date | None = None
    """The first day on which the statement holds."""

    until: date | None = None
    """The last day on which it holds."""

    def concerns(self, shipment: Shipment, members: Callable[[str], frozenset[str]]) -> bool:
        """Return whether a shipment lies in the area.

        Args:
            shipment: The shipment.
            members: Gives the members of a country group on the day of the shipment.
        """
        return (
            (not self.origins or shipment.origin in self.origins)
            and shipment.origin not in self.except_origins
            and shipment.destination not in self.except_destinations
            and (not self.end_uses or shipment.end_use in self.end_uses)
            and (not self.kinds or shipment.attributes.get("kind") in self.kinds)
            and (not self.items or shipment.item in self.items)
            and (not self.eccn or any(self._lists(code) for code in shipment.codes.eccn))
            and self.domestic in (None, shipment.origin == shipment.destination)
            and self.names_a_party in (None, bool(shipment.end_user or shipment.exporter))
            and (self.since is None or self.since <= shipment.on)
            and (self.until is None or shipment.on <= self.until)
            and any(
                self._goes_there(place, members)
                for place in (shipment.destination, shipment.seat)[: 1 + self.seats]
            )
        )

    def _lists(self, code: str) -> bool:
        """Return whether a code lies under one of its entries."""
        return bare(code).startswith(tuple(map(bare, self.eccn)))

    def _goes_there(self, destination: str, members: Callable[[str], frozenset[str]]) -> bool:
        """Return whether a destination is one of those stated, or none is stated."""
        if not self.destinations and not self.destination_groups:
            return True
        return destination in self.destinations or any(
            destination in members(group) for group in self.destination_groups
        )


class RecordSearch(Frozen):
    """One search for what a record lacks, and its result."""

    looked_for: str
    """The texts that were looked for."""

    on: date
    """The day of the search."""

    where: str
    """The collections that were searched."""

    newest: date
    """The day of the newest text on the matter that they held."""

    result: str
    """The texts that were found and written down, those that are not held, and those not found."""


class KnownList(Frozen):
    """A list of parties that some authority publishes, whether or not the record holds names."""

    title: str
    """Its name, for readers."""

    spelled: tuple[str, ...] = ()
    """Further names and symbols by which consolidated lists call it."""

    measures: tuple[str, ...] = ()
    """The measures of the record that put names on it; a name on it is treated as they treat it."""

    goods_of: tuple[str, ...] = ()
    """The countries whose goods and exports alone it concerns; absent means all."""

    def concerns(self, shipment: Shipment) -> bool:
        """Return whether a shipment may come under it."""
        made_in = shipment.attributes.get("maker_country")
        places = {shipment.origin, made_in} if made_in else {*self.goods_of}
        return not self.goods_of or bool(places & set(self.goods_of))


class RecordCoverage(Frozen):
    """The file of coverage: how far the record reaches, in time and in law."""

    record_until: date | None = None
    """The last day on which the record was searched for changes."""

    searches: dict[str, RecordSearch] = Field(default_factory=dict[str, RecordSearch])
    """The searches for what the record lacks, by name."""

    party_lists: dict[str, KnownList] = Field(default_factory=dict[str, KnownList])
    """The party lists that areas name, by key."""

    areas: dict[str, Area] = Field(default_factory=dict[str, Area])
    """Areas of law by name, in the order in which answers name them."""

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every day on which an area begins, or has ended, in order."""
        areas = self.areas.values()
        ended = {each.until + timedelta(days=1) for each in areas if each.until}
        return tuple(sorted(ended.union(each.since for each in areas if each.since)))

    @cached_property
    def items(self) -> frozenset[str]:
        """The items that an area names."""
        return frozenset(item for area in self.areas.values() for item in area.items)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of items that an area names."""
        return frozenset(kind for area in self.areas.values() for kind in area.kinds)

    @cached_property
    def silent_end_uses(self) -> frozenset[EndUse]:
        """The end uses on whose rules the record is silent."""
        silent = (each for each in self.areas.values() if each.extent is Extent.SILENT)
        return frozenset(use for area in silent for use in area.end_uses)

    @cached_property
    def silent_places(self) -> frozenset[str]:
        """The countries on whose own rules the record is silent, whatever goes there."""
        silent = (each for each in self.areas.values() if each.extent is Extent.SILENT)
        return frozenset(place for area in silent for place in area.destinations)

    def concerning(
        self,
        shipment: Shipment,
        members: Callable[[str], frozenset[str]],
        *,
        unlisted_code: bool = False,
    ) -> Iterator[Area]:
        """Yield the areas that concern a shipment and are not wholly held.

        Args:
            shipment: The shipment.
            members: Gives the members of a country group on the day of the shipment.
            unlisted_code: Whether it has a code of a control list that no rule lists.
        """
        for area in self.areas.values():
            if area.unlisted_code and not unlisted_code:
                continue
            if area.extent is not Extent.COMPLETE and area.concerns(shipment, members):
                yield area


def load_coverage(
    layers: Layers,
    problems: Problems,
    groups: Collection[str] | None,
    countries: Collection[str] | None,
) -> RecordCoverage:
    """Return the coverage of a record, a later folder on top; its problems are noted.

    Args:
        layers: Folders with `policy/coverage.yaml`, which may be absent.
        problems: The load.
        groups: The names of country groups; they are not checked if absent.
        countries: The codes of countries; they are not checked if absent.
    """
    found = RecordCoverage()
    for _, file in layered(layers, "policy/coverage.yaml"):
        read = read_placed(file, "coverage", RecordCoverage, problems)
        if read is None:
            continue
        stated, document = read
        for name, area in stated.areas.items():
            collect(empty_lists(("areas", name), area), document, problems)
            for field in ("origins", "except_origins", "destinations", "except_destinations"):
                codes: tuple[str, ...] = getattr(area, field)
                place = ("areas", name, field)
                collect(each_unknown(place, codes, countries, "a country"), document, problems)
            lists = {*found.party_lists, *stated.party_lists}
            place = ("areas", name, "lists")
            collect(each_unknown(place, area.lists, lists, "a party list"), document, problems)
            for index, group in enumerate(area.destination_groups):
                place = ("areas", name, "destination_groups", index)
                collect(unknown(place, group, groups, "a country group"), document, problems)
        until = stated.record_until or found.record_until
        found = RecordCoverage(
            record_until=until,
            searches={**found.searches, **stated.searches},
            party_lists={**found.party_lists, **stated.party_lists},
            areas={**found.areas, **stated.areas},
        )
    return found
