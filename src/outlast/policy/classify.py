"""Classification of one shipment on its day: the paragraphs that catch it, and the consequence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import product

from outlast.facts import Reference
from outlast.policy.measure import Force, Instrument, Measure, Standing
from outlast.policy.reaching import concerned, kept
from outlast.policy.scope import Match, Scope, Test
from outlast.policy.shipment import Shipment
from outlast.policy.stance import Policy, Stance
from outlast.policy.timeline import Timeline


class Outcome(StrEnum):
    """How a measure that could concern a shipment bears on it."""

    BINDS = "binds"
    """It is in force and catches the shipment."""

    RESTS = "rests"
    """It would catch the shipment, but is suspended, ended or not yet in force."""

    MISSES = "misses"
    """It is in force and reaches the place, but the item is outside its scope."""

    OPEN = "open"
    """It may catch the item: an attribute that it tests is not known."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a measure, held against an item."""

    name: str
    answer: Match
    scope: Scope
    reference: Reference


@dataclass(frozen=True)
class MeasureFinding:
    """One measure, held against a shipment."""

    measure: Measure
    outcome: Outcome
    standing: Standing | None
    """The entry of the measure's life that holds on the day."""

    since: date | None
    """The day of that entry."""

    paragraphs: tuple[Paragraph, ...]
    """Its paragraphs of the day."""

    stance: Stance | None = None
    """The licence policy that applies, where the measure binds."""

    reviewed: Reference | None = None
    """The text that sets the licence policy."""

    rate: float | None = None
    """The tariff or fee, as a share of the value."""

    @property
    def caught(self) -> tuple[str, ...]:
        """The paragraphs that catch the item."""
        return tuple(each.name for each in self.paragraphs if each.answer is Match.YES)

    @property
    def policy(self) -> Policy:
        """How the shipment is treated under this measure."""
        if self.outcome is not Outcome.BINDS:
            return Policy.NO_LICENCE
        if self.stance is not None:
            return self.stance.policy
        return _UNSTATED.get(self.measure.instrument, Policy.CASE_BY_CASE)


_UNSTATED: Mapping[Instrument, Policy] = {
    Instrument.BAN: Policy.PROHIBITED,
    Instrument.PURCHASE_BAN: Policy.PROHIBITED,
    Instrument.PROCUREMENT_BAN: Policy.PROHIBITED,
    Instrument.TARIFF: Policy.TARIFF,
    Instrument.FEE: Policy.TARIFF,
}
"""The consequence of an instrument whose text states no licence policy."""


@dataclass(frozen=True)
class Screening:
    """The whole answer of the record on one shipment, under one choice of branches."""

    shipment: Shipment
    branches: Mapping[str, str]
    findings: tuple[MeasureFinding, ...]

    @cached_property
    def binding(self) -> tuple[MeasureFinding, ...]:
        """The measures that license or bar the shipment, the strictest first."""
        free = (Policy.NO_LICENCE, Policy.TARIFF)
        binding = [each for each in self.findings if each.policy not in free]
        return tuple(sorted(binding, key=lambda each: -each.policy.strictness))

    @cached_property
    def undecided(self) -> tuple[MeasureFinding, ...]:
        """The measures in force that may catch the item."""
        return tuple(
            each
            for each in self.findings
            if each.outcome is Outcome.OPEN
            and each.standing is not None
            and each.standing.value is Force.IN_FORCE
        )

    @property
    def duties(self) -> tuple[MeasureFinding, ...]:
        """The tariffs and fees that are due on it; they make it dearer, and bar nothing."""
        return tuple(each for each in self.findings if each.policy is Policy.TARIFF)

    @property
    def caught(self) -> tuple[str, ...]:
        """Every paragraph that catches the item by its attributes, in the order of the record.

        Left out are listings, which catch everything, and the buyer's own state.
        """
        return tuple(
            paragraph.name
            for each in self.findings
            if each in self.binding and not each.measure.reach.imports_into
            for paragraph in each.paragraphs
            if paragraph.answer is Match.YES and not paragraph.scope.everything
        )

    @property
    def policy(self) -> Policy:
        """The strictest treatment."""
        return self.binding[0].policy if self.binding else Policy.NO_LICENCE

    @property
    def exception(self) -> str | None:
        """The licence exception that the strictest treatment leaves open."""
        stance = self.binding[0].stance if self.binding else None
        return stance.exception if stance else None


def screen(
    shipment: Shipment,
    timeline: Timeline,
    branches: Mapping[str, str],
    undecided: Match = Match.OPEN,
) -> Screening:
    """Return how every measure of the record treats a shipment on its day.

    Args:
        shipment: The shipment.
        timeline: The record.
        branches: The branch of each switch; see `screen_branches` where they are open.
        undecided: The answer to take for conditions on attributes that are not known: yes gives the
            treatment if all of them hold. Open leaves paragraphs open, and skips a licence policy
            whose condition is open.
    """
    measures = concerned(shipment, timeline)
    found = [_held(measure, shipment, timeline, branches, undecided) for measure in measures]
    return Screening(shipment, branches, tuple(each for each in found if each is not None))


def is_decided(screening: Screening) -> bool:
    """Return whether no paragraph of the screening is open, and no licence policy."""
    shipment = screening.shipment
    for finding in screening.findings:
        if any(each.answer is Match.OPEN for each in finding.paragraphs):
            return False
        reviews = finding.measure.review.at(shipment.on) if finding.measure.review else None
        for stance in reviews or ():
            tests = stance.when.tests if stance.when else ()
            if any(test.holds(shipment) is Match.OPEN for test in tests):
                return False
    return True


def screen_branches(
    shipment: Shipment, timeline: Timeline, chosen: Mapping[str, str] | None = None
) -> tuple[Screening, ...]:
    """Return one screening for every way in which the switches that matter can fall.

    Args:
        shipment: The shipment.
        timeline: The record.
        chosen: The branch of switches that the reader decides.
    """
    decided = dict(chosen or {})
    touched: set[str] = set()
    for measure in concerned(shipment, timeline):
        hanging = measure.depends_on_switches(shipment.on)
        if hanging and _held(measure, shipment, timeline, {}) is not None:
            touched |= hanging
    decided = {name: branch for name, branch in decided.items() if name in touched}
    found = _every_way(sorted(touched), shipment, timeline, decided)
    matter = [name for name in sorted(touched) if name in decided or _matters(name, found)]
    if len(matter) == len(touched):
        return found
    return _every_way(matter, shipment, timeline, decided)


def _every_way(
    names: list[str], shipment: Shipment, timeline: Timeline, decided: Mapping[str, str]
) -> tuple[Screening, ...]:
    """Return one screening for every combination of the branches of switches not decided."""
    choices = product(
        *(
            [decided[name]] if name in decided else timeline.switches[name].branches
            for name in names
        )
    )
    return tuple(
        screen(shipment, timeline, dict(zip(names, choice, strict=True))) for choice in choices
    )


def _matters(switch: str, found: tuple[Screening, ...]) -> bool:
    """Return whether the branch of a switch alone changes the binding measures."""
    seen: dict[frozenset[tuple[str, str]], object] = {}
    for each in found:
        others = frozenset(each.branches.items() - {(switch, each.branches[switch])})
        binds = tuple((finding.measure.id, finding.policy) for finding in each.binding)
        binds += tuple((finding.measure.id, finding.outcome) for finding in each.undecided)
        if seen.setdefault(others, binds) != binds:
            return True
    return False


def _held(
    measure: Measure,
    shipment: Shipment,
    timeline: Timeline,
    branches: Mapping[str, str],
    undecided: Match = Match.OPEN,
) -> MeasureFinding | None:
    """Return a measure that reaches a shipment held against it; None where it names others."""
    day = shipment.on

    def groups(name: str) -> frozenset[str]:
        return timeline.members(name, day)

    named = measure.entities.at(day) if measure.entities else None
    if measure.entities and (
        named is None
        or not named.name(
            shipment, lambda: frozenset(_listed(measure.side, shipment, timeline, branches))
        )
    ):
        return None
    paragraphs = _paragraphs(measure, shipment, timeline, undecided)
    since = measure.since(day, branches)
    standing = measure.status[since] if since else None
    outcome = _outcome(paragraphs, standing)
    caught = frozenset(each.name for each in paragraphs if each.answer is Match.YES)
    if outcome is not Outcome.BINDS:
        return MeasureFinding(measure, outcome, standing, since, paragraphs)
    change = measure.review.change(day) if measure.review else None
    stance = _stance(change.value if change else None, shipment, caught, groups, undecided)
    return MeasureFinding(
        measure,
        outcome,
        standing,
        since,
        paragraphs,
        stance,
        change.reference if change else None,
        measure.rate.at(day) if measure.rate else None,
    )


def _listed(
    side: str, shipment: Shipment, timeline: Timeline, branches: Mapping[str, str]
) -> Iterator[str]:
    """Yield every name on a listing of a side in force, in lower case."""
    for measure in timeline.measures.values():
        if measure.side != side or measure.instrument is not Instrument.ENTITY_LISTING:
            continue
        since = measure.since(shipment.on, branches)
        standing = measure.status[since] if since else None
        entities = measure.entities.at(shipment.on) if measure.entities else None
        if standing and standing.value is Force.IN_FORCE and entities:
            yield from (name.casefold() for name in entities.names)


def _paragraphs(
    measure: Measure, shipment: Shipment, timeline: Timeline, undecided: Match
) -> tuple[Paragraph, ...]:
    """Return the measure's paragraphs of the day, each held against the item."""
    held: dict[object, tuple[Paragraph, ...]] = kept(
        timeline, ("paragraphs", shipment.traits), dict[object, tuple[Paragraph, ...]]
    )
    found = held.get(measure.id)
    if found is None:
        held[measure.id] = found = tuple(_each_held(measure, shipment, timeline))
    if undecided is Match.OPEN or all(each.answer is not Match.OPEN for each in found):
        return found
    return tuple(
        replace(each, answer=undecided) if each.answer is Match.OPEN else each for each in found
    )


def _each_held(measure: Measure, shipment: Shipment, timeline: Timeline) -> Iterator[Paragraph]:
    """Yield the measure's paragraphs of the day, each held against the item."""
    day = shipment.on
    texts = kept(timeline, ("texts", measure.id, day), lambda: tuple(_texts(measure, day)))
    for name, scope, reference in texts:
        yield Paragraph(name, scope.catches(shipment), scope, reference)


def _texts(measure: Measure, day: date) -> Iterator[tuple[str, Scope, Reference]]:
    """Yield the measure's paragraphs of a day, each with its scope and its text."""
    for name, schedule in measure.paragraphs.items():
        change = schedule.change(day)
        if change is not None and change.value is not None:
            yield name, change.value, change.reference


def _outcome(paragraphs: tuple[Paragraph, ...], standing: Standing | None) -> Outcome:
    answers = {each.answer for each in paragraphs}
    if Match.YES in answers:
        binds = standing is not None and standing.value is Force.IN_FORCE
        return Outcome.BINDS if binds else Outcome.RESTS
    return Outcome.OPEN if Match.OPEN in answers else Outcome.MISSES


def _stance(
    rules: tuple[Stance, ...] | None,
    shipment: Shipment,
    caught: frozenset[str],
    groups: Callable[[str], frozenset[str]],
    undecided: Match,
) -> Stance | None:
    """Return the first rule of review whose condition holds."""
    for stance in rules or ():
        if stance.when is None:
            return stance
        answer = stance.when.holds(shipment, caught, groups)
        if Match.YES is (undecided if answer is Match.OPEN else answer):
            return stance
    return None


def unmet(paragraph: Paragraph, shipment: Shipment) -> tuple[Test, ...]:
    """Return the tests that an item fails, or, if it fails none, those that are open."""
    answers = {test: test.holds(shipment) for test in paragraph.scope.tests}
    failed = tuple(test for test, answer in answers.items() if answer is Match.NO)
    return failed or tuple(test for test, answer in answers.items() if answer is Match.OPEN)
