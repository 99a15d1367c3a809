"""The listed names that the parties of a screening may bear: owners too, and later listings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from outlast.api.library import Library
from outlast.api.screen import Screened
from outlast.policy import Shipment, Timeline
from outlast.policy.listed_parties import with_listed
from outlast.policy.name_index import SURE
from outlast.policy.parties import Candidate, candidates
from outlast.policy.reaching import kept
from outlast.reading.day import local_day

NEAR: Final = 70.0
"""The score from which a listed name is named as near to a party that is no candidate."""

MOST_NEAR: Final = 3
"""At most so many near names of one party are shown."""


@dataclass(frozen=True)
class LaterListing:
    """A listed name that a party may bear, on a list that holds it only after the export."""

    query: str
    """The name that the reader gave."""

    role: str
    """The role of the party: end-user, exporter or owner."""

    name: str
    """The name on the list."""

    score: float
    """How alike they are, from 0 to 100."""

    since: date
    """The first day on which the list holds it."""

    title: str
    """The list."""

    measure: str | None
    """The measure whose list it is; None for a list of the reader's file."""


def shown_parties(screened: Screened, library: Library) -> tuple[Candidate, ...]:
    """Return the listed names that the parties may stand for, those of owners among them."""
    found = {_key(each): each for each in screened.determination.parties}
    shipment = screened.shipment
    if shipment.owners:
        listed = with_listed(shipment, library.timeline).timeline
        for owner in shipment.owners:
            for each in candidates(owner, "end-user", listed, shipment.on):
                found.setdefault(_key(each), replace(each, role="owner"))
    return tuple(found.values())


def later_listings(screened: Screened, library: Library) -> tuple[LaterListing, ...]:
    """Return the listed names that the parties may bear on lists that hold them only later."""
    shipment, timeline = screened.shipment, library.timeline
    now = {(each.query, each.name) for each in shown_parties(screened, library)}
    found: dict[tuple[str, str, str], LaterListing] = {}
    for role, name in _parties(shipment):
        for each in (
            *_of_record(role, name, shipment, timeline),
            *_of_file(role, name, shipment, timeline),
        ):
            if (each.query, each.name) not in now:
                found.setdefault((each.query, each.name, each.title), each)
    return tuple(found.values())


def near_parties(screened: Screened, library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return the listed names that are nearest to each party that no list may name, by party.

    They lie below the threshold: the verdict has no branch for them.
    """
    shipment, timeline = screened.shipment, library.timeline
    told = {each.query for each in shown_parties(screened, library)}
    told |= {each.query for each in later_listings(screened, library)}
    found: dict[str, tuple[str, ...]] = {}
    for role, name in _parties(shipment):
        if name not in told:
            asked = "end-user" if role == "owner" else role
            key = ("near parties", name, asked, timeline.last_change(shipment.on))
            near = kept(
                timeline,
                key,
                lambda asked=asked, name=name: candidates(name, asked, timeline, shipment.on, NEAR),
            )
            names = list(dict.fromkeys(each.name for each in near))[:MOST_NEAR]
            found |= {name: tuple(names)} if names else {}
    return found


def _key(candidate: Candidate) -> tuple[str, str, str]:
    return candidate.query, candidate.name, candidate.measure.id


def _parties(shipment: Shipment) -> Iterator[tuple[str, str]]:
    """Yield the named parties of a shipment with their roles."""
    if shipment.end_user:
        yield "end-user", shipment.end_user
    if shipment.exporter:
        yield "exporter", shipment.exporter
    for owner in shipment.owners:
        yield "owner", owner


def _of_record(
    role: str, name: str, shipment: Shipment, timeline: Timeline
) -> Iterator[LaterListing]:
    """Yield the names of the record's lists of its last day, where a list holds them later."""
    last = timeline.changes[-1] if timeline.changes else shipment.on
    if last <= shipment.on:
        return
    asked = "end-user" if role == "owner" else role
    for each in candidates(name, asked, timeline, last):
        changes = each.measure.entities.root if each.measure.entities else {}
        holds = [day for day, one in changes.items() if one.value and each.name in one.value.names]
        begins = max(min(holds), each.measure.effective or min(each.measure.status))
        if begins > shipment.on:
            title = each.measure.title
            yield LaterListing(name, role, each.name, each.score, begins, title, each.measure.id)


def _of_file(
    role: str, name: str, shipment: Shipment, timeline: Timeline
) -> Iterator[LaterListing]:
    """Yield the names of the reader's file whose day on their list comes after the export."""
    file = timeline.parties
    for party, score in file.alike(name, max(shipment.on, local_day())) if file else ():
        if party.since is not None and party.since > shipment.on:
            title = party.source or (file.file if file else "")
            yield LaterListing(name, role, party.name, score, party.since, title, None)


def is_same(listing: LaterListing) -> bool:
    """Return whether the names are the same but for conventions of spelling."""
    return listing.score >= SURE
