"""Readings: the ways to read the parties of a shipment, each screened in every branch."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from outlast.policy.classify import Screening, screen_branches
from outlast.policy.completions import Case, cases
from outlast.policy.finding import listed_names, may_catch
from outlast.policy.likeness import UNNAMED, like_day, like_destination, likeness
from outlast.policy.measure import Measure
from outlast.policy.parties import Candidate, candidates, may_bind
from outlast.policy.reaching import concerned, follows, kept
from outlast.policy.shipment import Shipment
from outlast.policy.spelling import normalised
from outlast.policy.stance import Policy
from outlast.policy.timeline import Timeline
from outlast.policy.transactions import told_apart
from outlast.policy.verdict import Supposing

FEW: Final = 5
"""The number of likely names whose verdicts are worked out."""

OWNED: Final = "listed parties own the receiver to the share that the rule names"


@dataclass(frozen=True)
class Reading:
    """A shipment with its parties read in one way, screened in every branch of the switches."""

    shipment: Shipment
    supposing: Supposing
    attribute: str
    """The attribute that this way of reading supposes; empty for the names as they were given."""

    screenings: tuple[tuple[Screening, tuple[Case, ...]], ...]
    """In each branch: as far as is known, and each treatment that is possible."""

    @property
    def binds(self) -> tuple[frozenset[tuple[str, Policy]], ...]:
        """The measures that bind in each branch and case, with their policy."""
        return tuple(binds(case.screening) for _, possible in self.screenings for case in possible)


def party_candidates(shipment: Shipment, timeline: Timeline) -> tuple[Candidate, ...]:
    """Return the listed names that the parties of a shipment may stand for."""
    named = {"end-user": shipment.end_user, "exporter": shipment.exporter}
    return tuple(
        candidate
        for role, name in named.items()
        if name is not None
        for candidate in candidates(name, role, timeline, shipment.on)
    )


def readings_of(
    shipment: Shipment,
    timeline: Timeline,
    parties: tuple[Candidate, ...],
    chosen: Mapping[str, str],
) -> list[Reading]:
    """Return the shipment with its names as given, then each other reading that changes it.

    Shipments that no rule tells apart are read once: they differ in days between which no rule
    changes, in places and parties that no rule names, and in attributes and codes with the same
    answer to every test.
    """
    given = _resolved(shipment, timeline, parties)
    names = kept(timeline, "names", lambda: frozenset(_named_parties(timeline)))
    alike = _anonymous(given, names, timeline)
    maker = given.attributes.get("maker")
    maker = _without(maker, names) if isinstance(maker, str) else maker
    likely = tuple((each.name, each.role) for each in parties if not each.sure)
    key = (likeness(alike, timeline, maker), alike.circumstances, alike.headquarters)
    memo_key = ("readings", *key, tuple(alike.owners.items()), likely, tuple(chosen.items()))
    first, *others = kept(timeline, memo_key, lambda: _read(alike, timeline, parties, chosen))
    return [replace(first, shipment=given), *others]


def _anonymous(shipment: Shipment, names: frozenset[str], timeline: Timeline) -> Shipment:
    """Return a shipment that bears one name and one place of all that no rule tells apart."""
    return replace(
        shipment,
        on=like_day(shipment, timeline),
        destination=like_destination(shipment, timeline),
        end_user=_without(shipment.end_user, names),
        exporter=_without(shipment.exporter, names),
    )


def _without(name: str | None, names: frozenset[str]) -> str | None:
    """Return a name, or a stand-in where no rule names it."""
    known = name is None or name.casefold() in names or normalised(name) in names
    return name if known else UNNAMED


def _named_parties(timeline: Timeline) -> Iterator[str]:
    """Yield the name of each party that a measure names on any day, as measures compare it."""
    for measure in timeline.measures.values():
        for change in measure.entities.root.values() if measure.entities else ():
            yield from change.value.folded if change.value else ()
        for each in measure.conditions:
            yield from (normalised(name) for name in (*each.exporters, *each.end_users))


def _read(
    given: Shipment,
    timeline: Timeline,
    parties: tuple[Candidate, ...],
    chosen: Mapping[str, str],
) -> tuple[Reading, ...]:
    """Return the readings of a shipment whose names are resolved."""

    def screened(each: Shipment) -> tuple[tuple[Screening, tuple[Case, ...]], ...]:
        return tuple(
            (screening, cases(screening, each, timeline))
            for screening in screen_branches(each, timeline, chosen)
        )

    first = Reading(given, {}, "", screened(given))
    asked = _asked(given, timeline)
    others = [
        Reading(variant, {words: True}, attribute, screened(variant))
        for variant, words, attribute in _variants(given, timeline, parties)
        if _asked(variant, timeline) != asked
    ]
    others = [each for each in others if each.binds != first.binds]
    otherwise = {words: False for each in others for words in each.supposing}
    return (replace(first, supposing=otherwise), *others)


def _asked(shipment: Shipment, timeline: Timeline) -> tuple[object, ...]:
    """Return the measures that may catch a shipment, each with all that it asks of it, as a key.

    Two readings with the same key have the same answer in every branch.
    """
    maker = shipment.attributes.get("maker")
    parties = (shipment.end_user, shipment.exporter, maker, tuple(shipment.owners.items()))
    return tuple(
        (
            measure.id,
            parties if measure.entities is not None else None,
            told_apart(measure, shipment, timeline),
            *map(shipment.attributes.get, measure.tested),
        )
        for measure in concerned(shipment, timeline)
        if may_catch(measure, shipment, timeline)
    )


def _resolved(shipment: Shipment, timeline: Timeline, parties: tuple[Candidate, ...]) -> Shipment:
    """Return a shipment whose parties bear the names of the lists, where they surely are these."""
    if not parties and not shipment.owners:
        return shipment
    sure = {(each.role, each.query): each.name for each in parties if each.sure}
    owners = {
        next((each.name for each in _listed(name, shipment, timeline) if each.sure), name): share
        for name, share in shipment.owners.items()
    }
    user, sender = shipment.end_user or "", shipment.exporter or ""
    return replace(
        shipment,
        end_user=sure.get(("end-user", user), shipment.end_user),
        exporter=sure.get(("exporter", sender), shipment.exporter),
        owners=owners,
    )


def _listed(name: str, shipment: Shipment, timeline: Timeline) -> tuple[Candidate, ...]:
    return candidates(name, "end-user", timeline, shipment.on)


def _variants(
    shipment: Shipment, timeline: Timeline, parties: tuple[Candidate, ...]
) -> Iterator[tuple[Shipment, str, str]]:
    """Yield each other way to read the parties: the shipment, its words, the attribute."""
    likely = [each for each in parties if not each.sure]
    for name, role in list(dict.fromkeys((each.name, each.role) for each in likely))[:FEW]:
        if role == "end-user" and name != shipment.end_user:
            yield replace(shipment, end_user=name), f"the receiver is {name}", "end_user"
        elif role == "exporter" and shipment.exporter not in {None, name}:
            yield replace(shipment, exporter=name), f"the sender is {name}", "exporter"
    yield from _senders(shipment, timeline)
    yield from _owned(shipment, timeline)
    yield from _seats(shipment, timeline)
    if shipment.end_user is not None and not shipment.owners:
        owners = dict.fromkeys(_owners(timeline, shipment), 1.0)
        if owners:
            yield replace(shipment, owners=owners), OWNED, "owners"


def _senders(shipment: Shipment, timeline: Timeline) -> Iterator[tuple[Shipment, str, str]]:
    """Yield a reading for each sender that a measure binds by name, where none is known."""
    if shipment.exporter is not None or isinstance(shipment.attributes.get("maker"), str):
        return
    day = shipment.on
    senders = kept(timeline, ("senders", day), lambda: tuple(_bound_senders(timeline, day)))
    for name, measures in senders:
        if any(_may_tell(each, shipment, timeline) for each in measures):
            attributes = {**shipment.attributes, "maker": name}
            variant = replace(shipment, exporter=name, attributes=attributes)
            yield variant, f"{name} makes it", "maker"


def _may_tell(measure: Measure, shipment: Shipment, timeline: Timeline) -> bool:
    """Return whether a measure that looks at senders may catch a shipment of another sender."""
    named = measure.entities.at(shipment.on) if measure.entities else None
    if named is not None and named.role != "end-user":
        near = follows(measure, shipment)
    else:
        near = any(each is measure for each in concerned(shipment, timeline))
    return near and may_catch(measure, shipment, timeline)


def _bound_senders(timeline: Timeline, day: date) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    """Yield each sender that measures bind by name on a day, with the measures that tell it."""
    measures = [each for each in timeline.measures.values() if may_bind(each, day)]
    entities = [each.entities.at(day) if each.entities else None for each in measures]
    exporters = [named.names for named in entities if named and named.role == "exporter"]
    for name in dict.fromkeys(name for names in exporters for name in names):
        spelled = normalised(name)
        yield (
            name,
            tuple(
                measure
                for measure, named in zip(measures, entities, strict=True)
                if (
                    name.casefold() in named.folded
                    if named is not None and named.role != "end-user"
                    else "maker" in measure.tested
                )
                or any(spelled in each.spelled_exporters for each in measure.conditions)
            ),
        )


def _owners(timeline: Timeline, shipment: Shipment) -> Iterator[str]:
    """Yield for each measure on subsidiaries of listed names one of these names."""
    for measure in timeline.measures.values():
        entities = measure.entities.at(shipment.on) if measure.entities else None
        if entities is not None and entities.owned_at_least is not None:
            listed = entities.names or sorted(listed_names(measure.side, shipment, timeline, {}))
            yield from listed[:1]


def _owned(shipment: Shipment, timeline: Timeline) -> Iterator[tuple[Shipment, str, str]]:
    """Yield a reading for each listed name that an owner of the receiver may bear."""
    for name, share in shipment.owners.items():
        others = {each: part for each, part in shipment.owners.items() if each != name}
        likely = [each.name for each in _listed(name, shipment, timeline) if not each.sure]
        for listed in list(dict.fromkeys(likely))[:FEW]:
            held = {**others, listed: others.get(listed, 0.0) + share}
            yield replace(shipment, owners=held), f"the owner {name} is {listed}", "owners"


def _seats(shipment: Shipment, timeline: Timeline) -> Iterator[tuple[Shipment, str, str]]:
    """Yield a reading with the receiver's parent in each country of seats that rules name."""
    if shipment.headquarters is not None:
        return
    for seat in dict.fromkeys(_named_seats(timeline, shipment)):
        words = f"the receiver's ultimate parent sits in {seat}"
        yield replace(shipment, headquarters=seat), words, "headquarters"


def _named_seats(timeline: Timeline, shipment: Shipment) -> Iterator[str]:
    """Yield one country for each set of seats that a measure in force names.

    The destination is none of them: there the place itself is named. The country that most of the
    sets share stands for a set, the home of a side before others.
    """
    stated = kept(timeline, ("seats", shipment.on), lambda: tuple(_seat_sets(timeline, shipment)))
    sets = [
        named
        for measure, named in stated
        if shipment.destination not in named and may_catch(measure, shipment, timeline)
    ]
    shared = Counter(country for named in sets for country in named)
    laws = [side.law_follows for side in timeline.sides.values() if side.law_follows]
    homes = {country for law in laws for country in (*law.exports_from, *law.makers_in)}
    for named in sets:
        yield min(named, key=lambda country: (-shared[country], country not in homes, country))


def _seat_sets(timeline: Timeline, shipment: Shipment) -> Iterator[tuple[Measure, frozenset[str]]]:
    """Yield the set of seats that each measure names on the day of a shipment."""
    for measure in timeline.measures.values():
        places = measure.destinations.at(shipment.on) if measure.destinations else None
        if places is not None:
            groups = places.headquartered_in_groups
            members = (timeline.members(group, shipment.on) for group in groups)
            named = frozenset(places.headquartered_in).union(*members)
            if named:
                yield measure, named


def binds(screening: Screening) -> frozenset[tuple[str, Policy]]:
    """Return the measures that bind in a screening, each with its policy."""
    return frozenset((finding.measure.id, finding.policy) for finding in screening.binding)
