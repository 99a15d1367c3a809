"""Determination: how the record's verdict on a shipment follows from its rules and its coverage.

Where a rule that the record holds catches the shipment, the verdict is `prohibited` or `licence`.
Where none does, the verdict is `not-caught` only if every condition is decided and the record means
to hold the rules that concern the shipment: else it is `unknown` or `not-covered`, never "free".
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from outlast.policy.classify import Screening
from outlast.policy.completions import CODE
from outlast.policy.coverage import Area, Extent
from outlast.policy.listed_codes import foreign_words
from outlast.policy.listed_parties import covered, with_listed
from outlast.policy.reaching import kept
from outlast.policy.readings import Reading, binds, party_candidates, readings_of
from outlast.policy.shipment import Shipment
from outlast.policy.stance import Policy
from outlast.policy.timeline import Timeline
from outlast.policy.verdict import BranchVerdict, Determination, Missing, Supposing, Verdict

Thing = TypeVar("Thing")

ITEM: Final = "item"
"""Stands among the attributes for the one of several things that a name means."""

VERDICTS: Final = {verdict: place for place, verdict in enumerate(Verdict)}
"""The place of each verdict in their order from strict to mild."""


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
    listed = with_listed(shipment, timeline)
    timeline = listed.timeline

    areas = _concerning(shipment, timeline)
    if timeline.parties is not None:
        areas = (*listed.areas, *covered(timeline.coverage, areas, shipment, timeline.parties))
    own = tuple(area for area in areas if area.extent is not Extent.UNCHECKED)
    until = timeline.coverage.record_until
    extents = {area.extent for area in own}
    if until is not None and shipment.on > until:
        extents.add(Extent.SILENT)
    held = tuple(listed.restated(each) for each in party_candidates(shipment, timeline))
    parties = (*held, *listed.parties)
    readings = readings_of(shipment, timeline, parties, chosen)
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
        not_checked=tuple(area for area in areas if area.extent is Extent.UNCHECKED),
        record_until=until,
        screenings=tuple(screening for screening, _ in readings[0].screenings),
    )


def _concerning(shipment: Shipment, timeline: Timeline) -> tuple[Area, ...]:
    """Return the areas of coverage that concern a shipment; shipments of one way share them."""
    coverage, day, kind = timeline.coverage, shipment.on, shipment.attributes.get("kind")

    def members(group: str) -> frozenset[str]:
        return timeline.members(group, day)

    key = (
        bisect_right(coverage.dates, day),
        bisect_right(timeline.group_changes, day),
        *(shipment.origin, shipment.destination, shipment.seat, shipment.end_use),
        bool(shipment.end_user or shipment.exporter),
        kind if kind in coverage.kinds else None,
        shipment.item if shipment.item in coverage.items else None,
        *(shipment.codes.eccn, shipment.codes.unlisted),
    )
    return kept(
        timeline,
        ("areas", *key),
        lambda: tuple(
            coverage.concerning(shipment, members, unlisted_code=shipment.codes.unlisted)
        ),
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
    binding = {name for each in branches for name, _ in binds(each.screening)}
    every = list(named.values())
    alike = len({(each.verdict, each.policy, each.exceptions) for each in every}) == 1
    told = [] if alike else [Missing(attribute, " or ".join(named), tuple(sorted(binding)))]
    return replace(
        first,
        verdict=verdict,
        policy=policy,
        branches=tuple(branches),
        missing=_each_once([tuple(told), *(each.missing for each in every)]),
        parties=_each_once([each.parties for each in every]),
        uncovered=_each_once([each.uncovered for each in every]),
        not_checked=_each_once([each.not_checked for each in every]),
        several=named if attribute == ITEM else {},
    )


def _each_once(groups: list[tuple[Thing, ...]]) -> tuple[Thing, ...]:
    """Return the things of groups without repetition, in order."""
    groups = [group for group in groups if group]
    if all(group == groups[0] for group in groups[1:]):
        groups = groups[:1]
    unlike = list({id(thing): thing for group in groups for thing in group}.values())
    if len(groups) < 2:  # noqa: PLR2004  one group repeats nothing
        return tuple(unlike)
    return tuple(thing for index, thing in enumerate(unlike) if thing not in unlike[:index])


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


def _branches(reading: Reading, extents: set[Extent]) -> Iterator[BranchVerdict]:
    """Yield the verdict of each case in each branch of the switches."""
    for _, possible in reading.screenings:
        for case in possible:
            yield _branch(case.screening, extents, {**reading.supposing, **case.supposing})


def _branch(screening: Screening, extents: set[Extent], supposing: Supposing) -> BranchVerdict:
    """Return the verdict of one screening."""
    if screening.binding:
        barred = screening.policy is Policy.PROHIBITED
        verdict = Verdict.PROHIBITED if barred else Verdict.LICENCE
        policy = screening.review
    else:
        silent, partial = Extent.SILENT in extents, Extent.PARTIAL in extents
        uncaught = Verdict.UNKNOWN if partial else Verdict.NOT_CAUGHT
        verdict, policy = Verdict.NOT_COVERED if silent else uncaught, None
    return BranchVerdict(screening.branches, supposing, verdict, policy, screening)


def _order(branch: BranchVerdict) -> tuple[int, int, bool]:
    """Return the place of a branch in a list from strict to mild."""
    strictness = branch.policy.strictness if branch.policy else 0
    return VERDICTS[branch.verdict], -strictness, bool(branch.exceptions)


def _together(branches: list[BranchVerdict]) -> tuple[Verdict, Policy | None]:
    """Return the verdict over all branches, which are in order of strictness.

    A rule that catches in every branch decides, with the strictest treatment. Branches of which
    only some are caught leave the verdict unknown.
    """
    verdicts = {branch.verdict for branch in branches}
    if len(verdicts) == 1 or all(verdict.caught for verdict in verdicts):
        return branches[0].verdict, branches[0].policy
    return Verdict.UNKNOWN, None


def _undecided(screening: Screening) -> Iterator[tuple[str, str, str]]:
    """Yield the undecided conditions of the measures in force: attribute, words, measure."""
    for finding in screening.findings:
        for attribute, words in finding.undecided:
            yield attribute, words, finding.measure.id


def _missing(readings: list[Reading]) -> tuple[Missing, ...]:
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
    told = tuple(
        Missing(attribute, words, tuple(dict.fromkeys(measures)))
        for (attribute, words), measures in found.items()
    )
    shipment = readings[0].shipment
    foreign = foreign_words(shipment.item, shipment.codes)
    hanging = [name for each in told if each.attribute == CODE for name in each.measures]
    if foreign is None or not hanging:
        return told
    return Missing(CODE, foreign, tuple(dict.fromkeys(hanging))), *told
