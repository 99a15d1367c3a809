"""Determination: how the record's verdict on a shipment follows from its rules and its coverage.

Where a rule that the record holds catches the shipment, the verdict is `prohibited` or `licence`.
Where none does, the verdict is `not-caught` only if every condition is decided and the record means
to hold the rules that concern the shipment: else it is `unknown` or `not-covered`, never "free".
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from outlast.policy.classify import (
    Outcome,
    Screening,
    is_decided,
    screen,
    screen_branches,
    unmet,
)
from outlast.policy.coverage import Extent
from outlast.policy.measure import Measure
from outlast.policy.parties import Candidate, candidates
from outlast.policy.scope import Match, Test
from outlast.policy.shipment import Shipment
from outlast.policy.stance import Policy
from outlast.policy.timeline import Timeline
from outlast.policy.verdict import BranchVerdict, Determination, Missing, Supposing, Verdict

Thing = TypeVar("Thing")

FEW: Final = 5
"""The number of likely names whose verdicts are worked out."""

OWNED: Final = "listed parties own the receiver to the share that the rule names"


def determine(
    shipment: Shipment, timeline: Timeline, chosen: Mapping[str, str] | None = None
) -> Determination:
    """Return the verdict of a record on a shipment.

    Args:
        shipment: The shipment.
        timeline: The record, with its coverage.
        chosen: The branch of switches that the reader decides; they overrule settlements.
    """
    settled_as = {name: each.answer for name, each in timeline.settlements.items()}
    chosen = {**settled_as, **(chosen or {})}

    def members(group: str) -> frozenset[str]:
        return timeline.members(group, shipment.on)

    areas = tuple(timeline.coverage.concerning(shipment, members))
    own = tuple(area for area in areas if area.extent is not Extent.UNCHECKED)
    until = timeline.coverage.record_until
    extents = {area.extent for area in own}
    if until is not None and shipment.on > until:
        extents.add(Extent.SILENT)
    parties = _parties(shipment, timeline)
    readings = _readings(shipment, timeline, parties, chosen)
    branches = [branch for each in readings for branch in _branches(each, extents)]
    branches.sort(key=_order)
    verdict, policy = _together(branches)
    return Determination(
        shipment=readings[0].shipment,
        verdict=verdict,
        policy=policy,
        branches=tuple(branches),
        missing=_missing(readings),
        parties=parties,
        uncovered=own,
        not_checked=tuple(area for area in areas if area not in own),
        record_until=until,
        screenings=tuple(screening for screening, _ in readings[0].screenings),
    )


def together(named: Mapping[str, Determination], attribute: str) -> Determination:
    """Return one determination of a shipment that may be one of several.

    Args:
        named: The determination of each, by the words that tell it from the others.
        attribute: The attribute that would tell which of them it is.
    """
    first = next(iter(named.values()))
    if len(named) == 1:
        return first
    branches = [
        replace(branch, supposing={words: True, **branch.supposing})
        for words, each in named.items()
        for branch in each.branches
    ]
    branches.sort(key=_order)
    verdict, policy = _together(branches)
    binding = {name for each in branches for name, _ in _binds(each.screening)}
    every = list(named.values())
    alike = len({(each.verdict, each.policy) for each in every}) == 1
    told = [] if alike else [Missing(attribute, " or ".join(named), tuple(sorted(binding)))]
    return replace(
        first,
        verdict=verdict,
        policy=policy,
        branches=tuple(branches),
        missing=_each_once([*told, *(missing for each in every for missing in each.missing)]),
        parties=_each_once([party for each in every for party in each.parties]),
        uncovered=_each_once([area for each in every for area in each.uncovered]),
        not_checked=_each_once([area for each in every for area in each.not_checked]),
    )


def _each_once(things: list[Thing]) -> tuple[Thing, ...]:
    """Return things without repetition, in order."""
    return tuple(thing for index, thing in enumerate(things) if thing not in things[:index])


def undetermined(shipment: Shipment, timeline: Timeline, missing: Missing) -> Determination:
    """Return the determination of a shipment that cannot be held to any rule."""
    return Determination(
        shipment=shipment,
        verdict=Verdict.UNKNOWN,
        policy=None,
        branches=(),
        missing=(missing,),
        parties=(),
        uncovered=(),
        not_checked=tuple(timeline.coverage.areas.values()),
        record_until=timeline.coverage.record_until,
    )


@dataclass(frozen=True)
class _Reading:
    """A shipment with its parties read in one way, screened in every branch of the switches."""

    shipment: Shipment
    supposing: Supposing
    attribute: str
    """The attribute that this way of reading supposes; empty for the names as they were given."""

    screenings: tuple[tuple[Screening, Screening], ...]
    """In each branch: as far as is known, and if every undecided condition holds."""

    @property
    def binds(self) -> tuple[frozenset[tuple[str, Policy]], ...]:
        """The measures that bind in each branch, with their policy, both ways."""
        return tuple(_binds(screening) for both in self.screenings for screening in both)


def _parties(shipment: Shipment, timeline: Timeline) -> tuple[Candidate, ...]:
    """Return the listed names that the parties of a shipment may stand for."""
    named = {"end-user": shipment.end_user, "exporter": shipment.exporter}
    return tuple(
        candidate
        for role, name in named.items()
        if name is not None
        for candidate in candidates(name, role, timeline, shipment.on)
    )


def _readings(
    shipment: Shipment,
    timeline: Timeline,
    parties: tuple[Candidate, ...],
    chosen: Mapping[str, str] | None,
) -> list[_Reading]:
    """Return the shipment with its names as given, then each other reading that changes it."""

    def both(each: Shipment) -> tuple[tuple[Screening, Screening], ...]:
        return tuple(
            (
                screening,
                screening
                if is_decided(screening)
                else screen(each, timeline, screening.branches, Match.YES),
            )
            for screening in screen_branches(each, timeline, chosen)
        )

    given = _resolved(shipment, timeline, parties)
    first = _Reading(given, {}, "", both(given))
    others = [
        _Reading(variant, {words: True}, attribute, both(variant))
        for variant, words, attribute in _variants(given, timeline, parties)
    ]
    others = [each for each in others if each.binds != first.binds]
    otherwise = {words: False for each in others for words in each.supposing}
    return [replace(first, supposing=otherwise), *others]


def _resolved(shipment: Shipment, timeline: Timeline, parties: tuple[Candidate, ...]) -> Shipment:
    """Return a shipment whose parties bear the names of the lists, where they surely are these."""
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
        owner = next(_owners(timeline, shipment), None)
        if owner is not None:
            yield replace(shipment, owners={owner: 1.0}), OWNED, "owners"


def _senders(shipment: Shipment, timeline: Timeline) -> Iterator[tuple[Shipment, str, str]]:
    """Yield a reading for each sender that a measure binds by name, where none is known."""
    if shipment.exporter is not None or isinstance(shipment.attributes.get("maker"), str):
        return
    for name in dict.fromkeys(_bound_senders(timeline, shipment)):
        attributes = {**shipment.attributes, "maker": name}
        yield replace(shipment, exporter=name, attributes=attributes), f"{name} makes it", "maker"


def _bound_senders(timeline: Timeline, shipment: Shipment) -> Iterator[str]:
    """Yield the senders that measures bind by name."""
    for measure in timeline.measures.values():
        entities = measure.entities.at(shipment.on) if measure.entities else None
        if entities is not None and entities.role == "exporter":
            yield from entities.names


def _owners(timeline: Timeline, shipment: Shipment) -> Iterator[str]:
    """Yield listed names whose subsidiaries some measure treats as listed."""
    for measure in timeline.measures.values():
        entities = measure.entities.at(shipment.on) if measure.entities else None
        if entities is not None and entities.owned_at_least is not None:
            yield from entities.names


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
    sets share stands for a set.
    """
    sets: list[frozenset[str]] = []
    for measure in timeline.measures.values():
        places = measure.destinations.at(shipment.on) if measure.destinations else None
        if places is None:
            continue
        groups = (timeline.members(name, shipment.on) for name in places.headquartered_in_groups)
        named = frozenset(places.headquartered_in).union(*groups)
        if named and shipment.destination not in named and _may_catch(measure, shipment):
            sets.append(named)
    shared = Counter(country for named in sets for country in named)
    for named in sets:
        yield min(named, key=lambda country: (-shared[country], country))


def _may_catch(measure: Measure, shipment: Shipment) -> bool:
    """Return whether a paragraph of a measure may catch an item, wherever it goes."""
    scopes = [schedule.at(shipment.on) for schedule in measure.paragraphs.values()]
    return any(scope is not None and scope.catches(shipment) is not Match.NO for scope in scopes)


def _branches(reading: _Reading, extents: set[Extent]) -> Iterator[BranchVerdict]:
    """Yield the verdict of each branch, if no undecided condition holds and if all do."""
    for screening, decided in reading.screenings:
        words = [] if _binds(decided) == _binds(screening) else _conditions(screening)
        supposed = {**reading.supposing, **dict.fromkeys(words, False)}
        yield _branch(screening, extents, supposed)
        if words:
            yield _branch(decided, extents, {**reading.supposing, **dict.fromkeys(words, True)})


def _binds(screening: Screening) -> frozenset[tuple[str, Policy]]:
    return frozenset((finding.measure.id, finding.policy) for finding in screening.binding)


def _branch(screening: Screening, extents: set[Extent], supposing: Supposing) -> BranchVerdict:
    """Return the verdict of one screening."""
    if screening.binding:
        barred = screening.policy is Policy.PROHIBITED
        verdict = Verdict.PROHIBITED if barred else Verdict.LICENCE
        policy = screening.policy
    else:
        silent, partial = Extent.SILENT in extents, Extent.PARTIAL in extents
        uncaught = Verdict.UNKNOWN if partial else Verdict.NOT_CAUGHT
        verdict, policy = Verdict.NOT_COVERED if silent else uncaught, None
    return BranchVerdict(screening.branches, supposing, verdict, policy, screening)


def _order(branch: BranchVerdict) -> tuple[int, int]:
    """Return the place of a branch in a list from strict to mild."""
    strictness = branch.policy.strictness if branch.policy else 0
    return list(Verdict).index(branch.verdict), -strictness


def _together(branches: list[BranchVerdict]) -> tuple[Verdict, Policy | None]:
    """Return the verdict over all branches, which are in order of strictness.

    A rule that catches in every branch decides, with the strictest treatment. Branches of which
    only some are caught leave the verdict unknown.
    """
    verdicts = {branch.verdict for branch in branches}
    if len(verdicts) == 1 or all(verdict.caught for verdict in verdicts):
        return branches[0].verdict, branches[0].policy
    return Verdict.UNKNOWN, None


def _conditions(screening: Screening) -> list[str]:
    return [words for _, words, _ in _undecided(screening)]


def _undecided(screening: Screening) -> Iterator[tuple[str, str, str]]:
    """Yield the undecided conditions of the measures in force: attribute, words, measure."""
    shipment = screening.shipment
    for finding in screening.findings:
        tests: list[Test] = []
        if finding in screening.undecided:
            tests += [test for each in finding.paragraphs for test in unmet(each, shipment)]
            for each in finding.paragraphs:
                goods = each.scope.goods if each.answer is Match.OPEN else None
                if goods is not None and goods.catch(shipment.codes) is Match.OPEN:
                    yield "code", f"its full code lies under {each.name}", finding.measure.id
        elif finding.outcome is Outcome.BINDS:
            tests += _open_reviews(finding.measure, shipment)
        for test in tests:
            for single in test.undecided(shipment):
                yield single.attribute or "", single.words(), finding.measure.id


def _open_reviews(measure: Measure, shipment: Shipment) -> list[Test]:
    """Return the tests of its licence policy that are open."""
    rules = (measure.review.at(shipment.on) if measure.review else None) or ()
    tests = [test for stance in rules if stance.when for test in stance.when.tests]
    return [test for test in tests if test.holds(shipment) is Match.OPEN]


def _missing(readings: list[_Reading]) -> tuple[Missing, ...]:
    """Return each undecided condition once, with every measure that hangs on it."""
    found: dict[tuple[str, str], list[str]] = {}
    for reading in readings:
        for screening, _ in reading.screenings:
            for attribute, words, measure in _undecided(screening):
                found.setdefault((attribute, words), []).append(measure)
        for words in reading.supposing if reading.attribute else ():
            binds = {name for each in reading.binds for name, _ in each}
            new = binds - {name for each in readings[0].binds for name, _ in each}
            found.setdefault((reading.attribute, words), []).extend(sorted(new))
    return tuple(
        Missing(attribute, words, tuple(dict.fromkeys(measures)))
        for (attribute, words), measures in found.items()
    )
