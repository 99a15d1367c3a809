"""Findings: one measure held against one shipment, its paragraphs, and the consequence."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from outlast.facts import Reference
from outlast.policy.match import Match, any_holds
from outlast.policy.measure import DUTIES, Force, Instrument, Measure, Standing
from outlast.policy.reaching import kept, kept_in
from outlast.policy.scope import Condition, Scope, Test
from outlast.policy.shipment import Shipment
from outlast.policy.stance import EXCEPTIONS, Policy, Stance
from outlast.policy.timeline import Timeline
from outlast.policy.transactions import in_order, told_apart


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

    regular: Stance | None = None
    """The licence policy that holds where no exception is used; `stance` itself if it is none."""

    reviewed: Reference | None = None
    """The text that sets the licence policy."""

    rate: float | None = None
    """The tariff or fee, as a share of the value."""

    is_open: bool = False
    """Whether a paragraph is open, or a test of its licence policy."""

    undecided: tuple[tuple[str, str], ...] = ()
    """The undecided conditions on which its treatment hangs: an attribute, and words."""

    @cached_property
    def caught(self) -> tuple[str, ...]:
        """The paragraphs that catch the item."""
        return tuple(each.name for each in self.paragraphs if each.answer is Match.YES)

    @cached_property
    def policy(self) -> Policy:
        """How the shipment is treated under this measure, with an exception that may be used."""
        return self._treated(self.stance)

    @cached_property
    def review(self) -> Policy:
        """How an application is reviewed under this measure, whatever exception may be used."""
        return self._treated(self.regular)

    @property
    def exception(self) -> str | None:
        """The licence exception that may be used, by its symbol, or `general-licence`."""
        if self.policy not in EXCEPTIONS or self.stance is None:
            return None
        return self.stance.exception or self.policy.value

    def _treated(self, stance: Stance | None) -> Policy:
        """Return the treatment under one of its licence policies."""
        if self.outcome is not Outcome.BINDS:
            return Policy.NO_LICENCE
        if stance is not None:
            return stance.policy
        return UNSTATED.get(self.measure.instrument, Policy.CASE_BY_CASE)


NONE: Final[tuple[None, None, list[Condition]]] = (None, None, [])
"""The reviews of a shipment that no paragraph may catch."""

UNSTATED: Mapping[Instrument, Policy] = {
    Instrument.BAN: Policy.PROHIBITED,
    Instrument.PURCHASE_BAN: Policy.PROHIBITED,
    Instrument.PROCUREMENT_BAN: Policy.PROHIBITED,
    **dict.fromkeys(DUTIES, Policy.TARIFF),
}
"""The consequence of an instrument whose text states no licence policy."""


def may_catch(measure: Measure, shipment: Shipment, timeline: Timeline) -> bool:
    """Return whether a paragraph of a measure may catch an item, wherever it goes."""
    paragraphs = _paragraphs(measure, shipment, timeline)
    return any(each.answer is not Match.NO for each in paragraphs)


@dataclass(frozen=True)
class Inquiry:
    """A shipment that is held against the measures of a record."""

    shipment: Shipment
    timeline: Timeline
    branches: Mapping[str, str]
    """The branch of each switch."""

    @cached_property
    def known(self) -> dict[object, MeasureFinding]:
        """The findings on shipments of the same traits, to read and to add to."""
        key = ("findings", self.shipment.traits)
        return kept(self.timeline, key, dict[object, MeasureFinding])


def held(measure: Measure, inquiry: Inquiry) -> MeasureFinding | None:
    """Return a measure that reaches a shipment held against it; None where it names others."""
    shipment, branches, known = inquiry.shipment, inquiry.branches, inquiry.known
    if measure.entities is not None and not names_party(
        measure, shipment, inquiry.timeline, branches
    ):
        return None
    answers = tuple(branches.get(name) for name in measure.switches) if measure.switches else None
    memo_key = (measure.id, answers, told_apart(measure, shipment, inquiry.timeline))
    found = known.get(memo_key)
    if found is None:
        known[memo_key] = found = _alike(measure, inquiry, memo_key)
    return found


def _alike(measure: Measure, inquiry: Inquiry, memo_key: object) -> MeasureFinding:
    """Return the finding on a shipment, or on one that no test of the measure tells from it."""
    shipment = inquiry.shipment
    values = tuple(map(shipment.attributes.get, measure.tested))
    codes = shipment.codes if measure.lists_goods else None
    day = inquiry.timeline.told_since(measure, shipment.on)
    memo = inquiry.timeline.alike[measure.id]
    key = (day, codes, memo_key, values)
    found = memo.get(key)
    if found is None:
        group = shipment.attributes.get("group") if "group" in measure.tested else None
        answers = tuple(test.holds(shipment) for test in measure.comparisons)
        told = (day, codes, memo_key, group, answers)
        found = kept_in(memo, told, lambda: _finding(measure, inquiry))
        kept_in(memo, key, lambda: found)
    return found


def names_party(
    measure: Measure, shipment: Shipment, timeline: Timeline, branches: Mapping[str, str]
) -> bool:
    """Return whether a measure names a party of a shipment, or no party at all."""
    if measure.entities is None:
        return True
    named = measure.entities.at(shipment.on)
    return named is not None and named.name(
        shipment, lambda: frozenset(listed_names(measure.side, shipment, timeline, branches))
    )


def _finding(measure: Measure, inquiry: Inquiry) -> MeasureFinding:
    """Return a measure that names the parties of a shipment, or none, held against it."""
    shipment, timeline, day = inquiry.shipment, inquiry.timeline, inquiry.shipment.on

    def groups(name: str) -> frozenset[str]:
        return timeline.members(name, day)

    paragraphs = _paragraphs(measure, shipment, timeline)
    since = measure.since(day, inquiry.branches)
    standing = measure.status[since] if since else None
    outcome = _outcome(paragraphs, standing)
    change = measure.review.change(day) if measure.review else None
    may = frozenset(each.name for each in paragraphs if each.answer is not Match.NO)
    caught = frozenset(each.name for each in paragraphs if each.answer is Match.YES)
    rules = in_order(change.value if change else None, shipment, timeline)
    stance, regular, hanging = _reviews(rules, shipment, (caught, may), groups) if may else NONE
    open_reviews = [
        test for when in hanging for test in when.tests if test.holds(shipment) is Match.OPEN
    ]
    is_open = bool(open_reviews) or any(each.answer is Match.OPEN for each in paragraphs)
    if outcome is not Outcome.BINDS:
        in_force = standing is not None and standing.value is Force.IN_FORCE
        open_here = outcome is Outcome.OPEN and in_force
        undecided_here = tuple(_open_scopes(paragraphs, shipment)) if open_here else ()
        return MeasureFinding(
            measure,
            outcome,
            standing,
            since,
            paragraphs,
            is_open=is_open,
            undecided=undecided_here,
        )
    return MeasureFinding(
        measure,
        outcome,
        standing,
        since,
        paragraphs,
        stance,
        regular,
        change.reference if change else None,
        measure.rate.at(day) if measure.rate else None,
        is_open,
        tuple(_open_tests(open_reviews, shipment)),
    )


def listed_names(
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


def _paragraphs(measure: Measure, shipment: Shipment, timeline: Timeline) -> tuple[Paragraph, ...]:
    """Return the measure's paragraphs of the day, each held against the item."""
    codes = shipment.codes if measure.lists_goods else None
    values = tuple(map(shipment.attributes.get, measure.tested))
    return kept_in(
        kept(timeline, ("paragraphs", measure.id), dict[object, tuple[Paragraph, ...]]),
        (measure.last_change(shipment.on), codes, values),
        lambda: tuple(_each_held(measure, shipment, timeline)),
    )


def _each_held(measure: Measure, shipment: Shipment, timeline: Timeline) -> Iterator[Paragraph]:
    """Yield the measure's paragraphs of the day, each held against the item."""
    for name, scope, reference in dated_texts(measure, shipment.on, timeline):
        yield Paragraph(name, scope.catches(shipment), scope, reference)


def dated_texts(
    measure: Measure, day: date, timeline: Timeline
) -> tuple[tuple[str, Scope, Reference], ...]:
    """Return the measure's paragraphs of a day, each with its scope and its text."""
    day = measure.last_change(day)
    return kept(timeline, ("texts", measure.id, day), lambda: tuple(_texts(measure, day)))


def _texts(measure: Measure, day: date) -> Iterator[tuple[str, Scope, Reference]]:
    """Yield the measure's paragraphs of a day, each with its scope and its text."""
    for name, schedule in measure.paragraphs.items():
        change = schedule.change(day)
        if change is not None and change.value is not None:
            yield name, change.value, change.reference


def _outcome(paragraphs: tuple[Paragraph, ...], standing: Standing | None) -> Outcome:
    answer = any_holds(each.answer for each in paragraphs)
    if answer is Match.YES:
        binds = standing is not None and standing.value is Force.IN_FORCE
        return Outcome.BINDS if binds else Outcome.RESTS
    return Outcome.OPEN if answer is Match.OPEN else Outcome.MISSES


def _reviews(
    rules: tuple[Stance, ...],
    shipment: Shipment,
    paragraphs: tuple[frozenset[str], frozenset[str]],
    groups: Callable[[str], frozenset[str]],
) -> tuple[Stance | None, Stance | None, list[Condition]]:
    """Return the first rule of review that holds, the first that is no exception, and open ones.

    Rules behind one that holds and is no exception matter no more.

    Args:
        rules: The rules in the order in which they are tried.
        shipment: The shipment.
        paragraphs: The paragraphs that catch it, and those that may.
        groups: Gives the members of a country group on its day.
    """
    caught, may = paragraphs
    first: Stance | None = None
    hanging: list[Condition] = []
    for stance in rules:
        when = stance.when
        answer = Match.YES if when is None else when.holds(shipment, caught, groups)
        if answer is Match.YES:
            first = first or stance
            if stance.policy not in EXCEPTIONS:
                return first, stance, hanging
        at_most = answer if may == caught or when is None else when.holds(shipment, may, groups)
        if when is not None and at_most is Match.OPEN:
            hanging.append(when)
    return first, None, hanging


def _open_scopes(
    paragraphs: tuple[Paragraph, ...], shipment: Shipment
) -> Iterator[tuple[str, str]]:
    """Yield the undecided conditions of paragraphs: codes first, each with its attribute."""
    for each in paragraphs:
        goods = each.scope.goods if each.answer is Match.OPEN else None
        if goods is not None and goods.catch(shipment.codes) is Match.OPEN:
            yield "code", f"its full code lies under {each.name}"
    for each in paragraphs:
        yield from _open_tests(_unmet(each, shipment), shipment)


def _open_tests(tests: Iterable[Test], shipment: Shipment) -> Iterator[tuple[str, str]]:
    """Yield the undecided comparisons within tests: the attribute of each, and its words."""
    for test in tests:
        for single in test.undecided(shipment):
            yield single.attribute or "", single.words()


def _unmet(paragraph: Paragraph, shipment: Shipment) -> tuple[Test, ...]:
    """Return the tests that an item fails, or, if it fails none, those that are open."""
    answers = {test: test.holds(shipment) for test in paragraph.scope.tests}
    failed = tuple(test for test, answer in answers.items() if answer is Match.NO)
    return failed or tuple(test for test, answer in answers.items() if answer is Match.OPEN)
