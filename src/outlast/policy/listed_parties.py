"""Listed parties: the parties of a shipment on the lists of a reader's file, as measures."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from outlast.policy.coverage import Area, Extent, RecordCoverage
from outlast.policy.entities import Entities
from outlast.policy.measure import Evidence, Force, Instrument, Measure
from outlast.policy.name_index import SURE
from outlast.policy.parties import Candidate
from outlast.policy.party_file import ListedParty, PartyFile
from outlast.policy.reaching import kept
from outlast.policy.shipment import Shipment
from outlast.policy.stance import Policy, Stance
from outlast.policy.timeline import Timeline

SOURCE: Final = "party-file"
"""The beginning of the keys under which the ledger knows the lists of the file."""

ALL_ITEMS: Final = re.compile(
    r"(?i)(for )?all items subject to the ear\b(?!.*\b(except|exclud|other than))"
)
"""A licence requirement that leaves nothing out."""

POLICIES: Final[Mapping[str, Policy]] = {
    "presumption of denial": Policy.PRESUMPTION_OF_DENIAL,
    "presumption of approval": Policy.PRESUMPTION_OF_APPROVAL,
    "case by case": Policy.CASE_BY_CASE,
    "case by case basis": Policy.CASE_BY_CASE,
    "case by case review": Policy.CASE_BY_CASE,
}
"""Licence policies as consolidated lists write them, without case and signs."""


class HitArea(Area):
    """The rule behind a name on a list of the reader's file, which the record does not hold."""

    query: str
    """The party of the shipment."""

    likeness: float | None
    """The likeness of the two names, of 100; None where they are the same."""

    party: str
    """The name on the list."""

    on_list: str
    """The list, or the file where it names none."""

    line: int
    """The line of the file."""

    said: str
    """The licence requirement and policy, in the words of the file."""

    reference: str
    """The notice that put it there, in the words of the file."""


@dataclass(frozen=True)
class ListedTimeline:
    """A record together with the listed parties that a shipment may have."""

    timeline: Timeline
    parties: tuple[Candidate, ...] = ()
    """Those on lists for which the record holds no rule that can be applied."""

    areas: tuple[Area, ...] = ()
    """The same, as areas of which a part alone is held."""

    listings: Mapping[str, tuple[date, int]] = field(default_factory=dict[str, tuple[date, int]])
    """Of each measure that stands for a listing: its day, and the length of its list."""

    def restated(self, candidate: Candidate) -> Candidate:
        """Return a candidate with the day and the length of its list, as the file has them."""
        listing = self.listings.get(candidate.measure.id)
        if listing is None:
            return candidate
        since, count = listing
        return replace(candidate, since=since, held=count, total=count)


@dataclass(frozen=True)
class _Hit:
    """A party of a shipment that may stand on a list of the file."""

    role: str
    query: str
    party: ListedParty
    score: float


def with_listed(shipment: Shipment, timeline: Timeline) -> ListedTimeline:
    """Return the record with a measure for each list of the file that may name a party.

    A list that the record knows and that asks for a licence for every item has the effect of the
    record's own measures on that list. Of any other the record cannot tell the effect.
    """
    file = timeline.parties
    if file is None:
        return ListedTimeline(timeline)
    hits = tuple(_hits(shipment, file))
    if not hits:
        return ListedTimeline(timeline)
    return kept(timeline, ("listed", shipment.on, hits), lambda: _listed(hits, shipment, timeline))


def _hits(shipment: Shipment, file: PartyFile) -> Iterator[_Hit]:
    """Yield the parties of a shipment on the lists of a file, in their roles."""
    named = [("end-user", shipment.end_user), ("exporter", shipment.exporter)]
    for role, name in [*named, *(("owner", owner) for owner in shipment.owners)]:
        for party, score in file.alike(name, shipment.on) if name else ():
            yield _Hit(role, f"{name}", party, score)


def _listed(hits: tuple[_Hit, ...], shipment: Shipment, timeline: Timeline) -> ListedTimeline:
    """Return the record with the measures of some hits, and those hits that have no rule."""
    file = timeline.parties
    assert file is not None  # noqa: S101  hits come from a file
    measures = dict(timeline.measures)
    parties: list[Candidate] = []
    areas: list[Area] = []
    listings: dict[str, tuple[date, int]] = {}
    for hit in hits:
        rules = _rules(hit.party, file, timeline)
        made = _measure(hit, file, shipment.on, rules, timeline)
        if rules and hit.role == "end-user" and _binds_all(hit.party):
            measures[made.id] = made
            listings[made.id] = (hit.party.since or file.on, file.count(hit.party.source))
        elif rules and hit.role == "owner":
            measures |= {each.id: _with_owner(each, hit.party) for each in rules if _owns(each)}
        else:
            parties.append(_candidate(hit, made, file))
            areas.append(_area(hit, file))
    listed = replace(timeline, measures=measures)
    return ListedTimeline(listed, tuple(parties), tuple(areas), listings)


def _rules(party: ListedParty, file: PartyFile, timeline: Timeline) -> list[Measure]:
    """Return the record's measures on the list of a party, in order of time."""
    key = file.lists[party.source]
    known = timeline.coverage.party_lists[key].measures if key is not None else ()
    found = [timeline.measures[name] for name in known if name in timeline.measures]
    return sorted(found, key=lambda each: each.announced)


def _binds_all(party: ListedParty) -> bool:
    """Return whether a licence is asked for whatever the item is."""
    return not party.requirement or ALL_ITEMS.match(party.requirement) is not None


def _owns(measure: Measure) -> bool:
    """Return whether a measure treats subsidiaries of the listed as listed."""
    changes = measure.entities.root.values() if measure.entities else ()
    return any(each.value is not None and each.value.owned_at_least for each in changes)


def _with_owner(measure: Measure, party: ListedParty) -> Measure:
    """Return a measure on subsidiaries that names one more owner."""
    assert measure.entities is not None  # noqa: S101  it names owners
    changes = {
        day: change.model_copy(
            update={
                "value": Entities(
                    names=(*change.value.names, party.name),
                    aliases={**change.value.aliases, party.name: party.aliases},
                    listed=change.value.listed,
                    owned_at_least=change.value.owned_at_least,
                    role=change.value.role,
                )
            }
        )
        for day, change in measure.entities.root.items()
        if change.value is not None
    }
    silent = {day: each for day, each in measure.entities.root.items() if each.value is None}
    return measure.model_copy(update={"entities": type(measure.entities)({**changes, **silent})})


def _measure(
    hit: _Hit, file: PartyFile, day: date, rules: list[Measure], timeline: Timeline
) -> Measure:
    """Return the listing of one party as a measure."""
    party = hit.party
    since = party.since or min(day, file.on)
    locator = f"{party.reference}; line {party.line}" if party.reference else f"line {party.line}"
    reference = {"source": source_key(party.source), "locator": locator}

    def from_then(value: object) -> dict[date, Any]:
        return {since: {"value": value, "reference": reference}}

    names = {
        "names": (party.name,),
        "aliases": {party.name: party.aliases} if party.aliases else {},
    }
    fixed = {
        "id": f"party-list-line-{party.line}",
        "side": rules[-1].side if rules else next(iter(timeline.sides)),
        "actor": party.source,
        "title": f"{party.source or file.file}: {party.name}",
        "summary": f"{party.name} stands on the list of {file.words}.",
        "instrument": Instrument.ENTITY_LISTING,
        "evidence": Evidence.COMPILED,
        "reach": rules[-1].reach if rules else {"exports_from_outside": ("",)},
    }
    return Measure.model_validate(
        {
            **fixed,
            "status": from_then(Force.IN_FORCE),
            "paragraphs": {party.requirement or "every item": from_then({"everything": True})},
            "entities": from_then({**names, "listed": file.count(party.source)}),
            "review": from_then([*_spared(rules), {"policy": _policy(party, rules)}]),
        }
    )


def _spared(rules: list[Measure]) -> tuple[Stance, ...]:
    """Return how the newest of a list's measures spares goods made and sent from abroad."""
    for measure in reversed(rules):
        for change in measure.review.root.values() if measure.review else ():
            found = [each for each in change.value or () if each.when and each.when.foreign_to]
            if found:
                return tuple(found)
    return ()


def _policy(party: ListedParty, rules: list[Measure]) -> Policy:
    """Return the licence policy that the file states, else the strictest of the list's measures."""
    plain = " ".join(re.sub(r"[^a-z]", " ", party.policy.casefold()).split())
    if plain in POLICIES:
        return POLICIES[plain]
    stances = [
        stance.policy
        for measure in rules
        for change in (measure.review.root.values() if measure.review else ())
        for stance in change.value or ()
    ]
    return max(stances, key=lambda each: each.strictness, default=Policy.PRESUMPTION_OF_DENIAL)


def _candidate(hit: _Hit, measure: Measure, file: PartyFile) -> Candidate:
    """Return a hit as a candidate."""
    count = file.count(hit.party.source)
    since = hit.party.since or file.on
    reference = next(iter(measure.status.values())).reference
    party, role = hit.party.name, "end-user" if hit.role == "owner" else hit.role
    return Candidate(hit.query, role, party, hit.score, measure, since, reference, count, count)


def _area(hit: _Hit, file: PartyFile) -> HitArea:
    """Return the rule behind a hit as an area that the record does not hold."""
    party = hit.party
    same = "stands" if hit.score >= SURE else f"may stand (likeness {hit.score:.0f} of 100)"
    on_list = party.source or file.file
    title = f'the rule behind "{on_list}", on which {hit.query} {same}'
    said = "; ".join(filter(None, (party.requirement, party.policy)))
    title += f": {said}" if said else ""
    why = f"{party.name}, line {party.line} of {file.words}. {party.reference}".strip()
    return HitArea(
        title=title,
        extent=Extent.PARTIAL,
        why=why,
        query=hit.query,
        likeness=None if hit.score >= SURE else hit.score,
        party=party.name,
        on_list=on_list,
        line=party.line,
        said=said,
        reference=party.reference,
    )


def source_key(source: str) -> str:
    """Return the key under which the ledger knows a list of the file."""
    return f"{SOURCE}: {source}" if source else SOURCE


def covered(
    coverage: RecordCoverage, areas: tuple[Area, ...], shipment: Shipment, file: PartyFile
) -> tuple[Area, ...]:
    """Return areas of law without the lists that a file holds or that concern others."""
    found: list[Area] = []
    for area in areas:
        others = tuple(
            key
            for key in area.lists
            if key not in file.covers and coverage.party_lists[key].concerns(shipment)
        )
        if not area.lists:
            found.append(area)
        elif others:
            titles = ", ".join(coverage.party_lists[key].title for key in others)
            title = f"party lists that {file.file} does not hold: {titles}"
            found.append(area.model_copy(update={"title": title, "lists": others}))
    return tuple(found)
