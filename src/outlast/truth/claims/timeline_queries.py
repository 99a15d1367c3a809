"""Queries on the policy record: a shipment on a day, the history of a measure, a side's moves."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from outlast.policy import Force, Measure, Timeline
from outlast.policy.classify import screen_branches
from outlast.policy.finding import Outcome
from outlast.scenario.shipments import Transaction, shipment_of
from outlast.truth.claims.interval import EvidenceItem, Interval, exactly, interval
from outlast.truth.claims.phrase import Phrase, named, phrase
from outlast.truth.claims.query import ContextQuery, MeasureQuery, MovesQuery, ShipmentQuery
from outlast.world import Item

DAYS_SHOWN: Final = 12
"""The number of days of moves that evidence lists."""


@dataclass(frozen=True)
class TimelineQueries:
    """Answers queries on the policy record of a contest."""

    timeline: Timeline

    def shipment(self, query: ShipmentQuery, item: Item) -> Interval:
        """Return 1 if the record treats a shipment as the query asks, 0 if not.

        Where the treatment depends on a switch that is not settled, the interval covers all
        branches. Where it depends on an attribute of the item that nobody knows, there is no
        number.
        """
        transaction = Transaction(query.to, query.on, query.from_, query.end_use)
        shipment = shipment_of(item, transaction, self.timeline)
        screenings = screen_branches(shipment, self.timeline)
        answers = [_is_treated_so(query, each.policy.strictness) for each in screenings]
        binding = {
            (finding.measure.id, finding.policy): finding.measure
            for each in screenings
            for finding in each.binding
        }
        evidence = tuple(
            _measure_evidence(each, named("policy", policy.value, policy.value))
            for (_, policy), each in binding.items()
        )
        if not evidence:
            route = {"origin": shipment.origin, "to": query.to, "on": query.on}
            shown = phrase("record.nothing", item=item.title, **route)
            evidence = (EvidenceItem("record", "", phrase("record.title"), shown),)
        unknown = [
            phrase("record.attribute", item=item.title, measure=_measure_name(finding.measure))
            for each in screenings
            for finding in each.findings
            if finding.outcome is Outcome.OPEN
        ]
        if unknown and not all(answers):
            return Interval(evidence=evidence, missing=tuple(dict.fromkeys(unknown)))
        switches = dict.fromkeys(name for each in screenings for name in each.branches)
        questions = tuple(
            named("switch", name, self.timeline.switches[name].question) for name in switches
        )
        mean = sum(answers) / len(answers)
        number = interval(mean, min(answers), max(answers), "1")
        return replace(number, evidence=evidence, depends_on=questions)

    def measure(self, query: MeasureQuery) -> Interval:
        """Return 1 or 0, or the share of days in force, from the history of a measure."""
        measure = self.timeline.measure(query.measure)
        first, last = query.from_, query.to
        match query.asks:
            case "announced":
                day = measure.announced
                return _yes_or_no(
                    first <= day <= last, measure, phrase("record.announced", day=day)
                )
            case "effective":
                day = measure.effective
                shown = phrase("record.from", day=day) if day else phrase("record.never")
                return _yes_or_no(day is not None and first <= day <= last, measure, shown)
            case "ended":
                ends = [
                    day
                    for day, entry in measure.status.items()
                    if entry.value is Force.ENDED and not entry.expected and entry.when is None
                    if first <= day <= last
                ]
                none = phrase("record.no-end", first=first, last=last)
                shown = phrase("record.ended", day=ends[0]) if ends else none
                return _yes_or_no(bool(ends), measure, shown)
            case "in-force":
                return _days_in_force(measure, first, last)

    def context(self, query: ContextQuery) -> Interval:
        """Return 1 if a row of the record's context was announced in the span, else 0."""
        row = next(each for each in self.timeline.context if each.row == query.row)
        announced = query.from_.isoformat() <= row.announced <= query.to.isoformat()
        shown = phrase("record.row", day=row.announced, citation=row.citation)
        evidence = EvidenceItem("context", row.row, row.title, shown)
        return _with_evidence(exactly(announced, "1"), (evidence,))

    def moves(self, query: MovesQuery) -> Interval:
        """Return the number of a side's moves, or a median number of days."""
        own = self._move_days(query.side, query)
        evidence = (_moves_evidence(query, own),)
        if query.asks == "count":
            return _with_evidence(exactly(float(len(own)), "1"), evidence)
        if query.asks == "median-gap":
            waits = [(later - day).days for day, later in pairwise(own)]
        else:
            others = [side for side in self.timeline.sides if side != query.side]
            theirs = sorted({day for side in others for day in self._move_days(side, query)})
            waits = [
                (own[at] - day).days for day in theirs if (at := bisect_right(own, day)) < len(own)
            ]
        if not waits:
            return Interval(evidence=evidence, missing=(phrase("record.more-moves"),))
        return _with_evidence(exactly(float(median(waits)), "day"), evidence)

    def _move_days(self, side: str, query: MovesQuery) -> list[date]:
        """Return the days on which a side announced something, in order, each once."""
        if query.measures:
            days = {
                event.announced or event.day
                for event in self.timeline.events
                if event.measure.id in query.measures and event.measure.side == side
            }
        else:
            days = {each.announced for each in self.timeline.measures.values() if each.side == side}
        return sorted(day for day in days if query.from_ <= day <= query.to)


def _is_treated_so(query: ShipmentQuery, strictness: int) -> int:
    over = query.at_least is None or strictness >= query.at_least.strictness
    return int(over and (query.at_most is None or strictness <= query.at_most.strictness))


def _days_in_force(measure: Measure, first: date, last: date) -> Interval:
    """Return the share of days from `first` to `last` on which a measure was in force."""
    count = (last - first).days + 1
    in_force = 0
    switches: set[str] = set()
    for offset in range(count):
        day = first + timedelta(days=offset)
        since = measure.since(day, {})
        in_force += since is not None and measure.status[since].value is Force.IN_FORCE
        switches |= measure.depends_on_switches(day)
    days = {"in_force": f"{in_force}", "count": f"{count}", "first": first, "last": last}
    shown = phrase("record.days", **days)
    evidence = (_measure_evidence(measure, shown),)
    if switches:
        missing = tuple(
            phrase("record.switch", switch=named("switch", name, name)) for name in sorted(switches)
        )
        return Interval(evidence=evidence, missing=missing)
    return _with_evidence(exactly(in_force / count, "1"), evidence)


def _yes_or_no(answer: bool, measure: Measure, shown: str) -> Interval:  # noqa: FBT001
    return _with_evidence(exactly(answer, "1"), (_measure_evidence(measure, shown),))


def _with_evidence(number: Interval, evidence: Iterable[EvidenceItem]) -> Interval:
    return replace(number, evidence=tuple(evidence))


def _measure_name(measure: Measure) -> Phrase:
    return named("measure", measure.id, measure.title)


def _measure_evidence(measure: Measure, shown: str) -> EvidenceItem:
    reference = measure.references()[0]
    return EvidenceItem(
        "measure",
        measure.id,
        _measure_name(measure),
        shown,
        reference.source,
        reference.locator,
        named("evidence", measure.evidence.value, measure.evidence.words),
    )


def _moves_evidence(query: MovesQuery, days: list[date]) -> EvidenceItem:
    several = ", ".join(day.isoformat() for day in days[:DAYS_SHOWN])
    more = "…" if len(days) > DAYS_SHOWN else ""
    side = named("side", query.side, query.side)
    title = phrase("record.move-days", side=side, first=query.from_, last=query.to)
    return EvidenceItem("record", query.side, title, f"{len(days)}: {several}{more}")
