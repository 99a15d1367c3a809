"""Queries on the record: a shipment on a day, the life of a measure, how often a side moved."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from outlast.policy import Force, Measure, Timeline
from outlast.policy.classify import Outcome, screen_branches
from outlast.scenario.shipments import shipped
from outlast.truth.claims.interval import Evidence, Figure, measured
from outlast.truth.claims.query import ContextQuery, Life, Moves, ShipmentQuery
from outlast.world import Item


@dataclass(frozen=True)
class Record:
    """The policy record, as queries look at it."""

    timeline: Timeline

    def shipment(self, query: ShipmentQuery, item: Item) -> Figure:
        """Return 1 if the record treats a shipment as asked, 0 if not, a range if it is open."""
        way = (query.from_ or item.maker_country, query.to)
        found = screen_branches(
            shipped(item, way, query.on, self.timeline, query.end_use), self.timeline
        )
        answers = [_answers(query, each.policy.strictness) for each in found]
        binding = {
            (finding.measure.id, finding.policy): finding.measure
            for each in found
            for finding in each.binding
        }
        evidence = tuple(_cited(each, policy.value) for (_, policy), each in binding.items())
        if not evidence:
            said = f"nothing binds {item.title}, {way[0]} to {way[1]}, on {query.on}"
            evidence = (Evidence("record", "", "the record of both sides", said),)
        doubts = [
            f"an attribute of {item.title} that {finding.measure.title} tests"
            for each in found
            for finding in each.findings
            if finding.outcome is Outcome.OPEN
        ]
        if doubts and not all(answers):
            return Figure(evidence=evidence, lacks=tuple(dict.fromkeys(doubts)))
        switches = dict.fromkeys(name for each in found for name in each.branches)
        hinges = tuple(self.timeline.switches[name].question for name in switches)
        middle = sum(answers) / len(answers)
        return _with(measured(middle, min(answers), max(answers), "1"), evidence, hinges)

    def life(self, query: Life) -> Figure:
        """Return what the record says of a measure in a span."""
        measure = self.timeline.measure(query.measure)
        span = (query.from_, query.to)
        match query.asks:
            case "announced":
                day = measure.announced
                return _yes(span[0] <= day <= span[1], measure, f"announced {day}")
            case "effective":
                bound = measure.effective
                held = bound is not None and span[0] <= bound <= span[1]
                return _yes(held, measure, f"in force from {bound}" if bound else "never in force")
            case "ended":
                days = [
                    day
                    for day, entry in measure.status.items()
                    if entry.value is Force.ENDED and not entry.expected and entry.when is None
                ]
                ends = [day for day in days if span[0] <= day <= span[1]]
                said = f"ended {ends[0]}" if ends else f"no end from {span[0]} to {span[1]}"
                return _yes(bool(ends), measure, said)
            case "in-force":
                return _days_in_force(measure, span)

    def context(self, query: ContextQuery) -> Figure:
        """Return 1 if a row of the record's context was announced in a span, else 0."""
        row = next(each for each in self.timeline.context if each.row == query.row)
        held = query.from_.isoformat() <= row.announced <= query.to.isoformat()
        shown = f"announced {row.announced}: {row.citation}"
        return _with(measured(held, held, held, "1"), (_context(row.row, row.title, shown),))

    def moves(self, query: Moves) -> Figure:
        """Return how often or how fast a side moved in a span."""
        own = self._days(query.side, query)
        if query.asks == "count":
            count = float(len(own))
            return _with(measured(count, count, count, "1"), (_pace(query, own),))
        if query.asks == "median-gap":
            waits = [(later - day).days for day, later in pairwise(own)]
        else:
            others = [side for side in self.timeline.sides if side != query.side]
            theirs = sorted({day for side in others for day in self._days(side, query)})
            waits = [
                (own[at] - day).days for day in theirs if (at := bisect_right(own, day)) < len(own)
            ]
        if not waits:
            return Figure(evidence=(_pace(query, own),), lacks=("more moves in the record",))
        middle = float(median(waits))
        return _with(measured(middle, middle, middle, "day"), (_pace(query, own),))

    def _days(self, side: str, query: Moves) -> list[date]:
        """Return the days on which a side announced something, in order, once each."""
        found: set[date] = set()
        if query.measures:
            for event in self.timeline.events:
                if event.measure.id in query.measures and event.measure.side == side:
                    found.add(event.announced or event.day)
        else:
            found = {
                each.announced for each in self.timeline.measures.values() if each.side == side
            }
        return sorted(day for day in found if query.from_ <= day <= query.to)


def _answers(query: ShipmentQuery, strictness: int) -> int:
    over = query.at_least is None or strictness >= query.at_least.strictness
    return int(over and (query.at_most is None or strictness <= query.at_most.strictness))


def _days_in_force(measure: Measure, span: tuple[date, date]) -> Figure:
    """Return the share of a span's days on which a measure was in force."""
    first, last = span
    count = (last - first).days + 1
    held = 0
    hinges: set[str] = set()
    for offset in range(count):
        day = first + timedelta(days=offset)
        since = measure.since(day, {})
        held += since is not None and measure.status[since].value is Force.IN_FORCE
        hinges |= measure.hangs_on(day)
    share = held / count
    shown = f"in force on {held} of {count} days from {first} to {last}"
    if hinges:
        return Figure(
            evidence=(_cited(measure, shown),),
            lacks=tuple(f"how the switch {name} falls" for name in sorted(hinges)),
        )
    return _with(measured(share, share, share, "1"), (_cited(measure, shown),))


def _yes(held: bool, measure: Measure, shown: str) -> Figure:  # noqa: FBT001
    return _with(measured(held, held, held, "1"), (_cited(measure, shown),))


def _with(figure: Figure, evidence: Iterable[Evidence], hinges: tuple[str, ...] = ()) -> Figure:
    return Figure(figure.value, figure.low, figure.high, figure.dimension, tuple(evidence), hinges)


def _cited(measure: Measure, shown: str) -> Evidence:
    reference = measure.references()[0]
    return Evidence(
        "measure",
        measure.id,
        measure.title,
        shown,
        reference.source,
        reference.locator,
        measure.evidence.words,
    )


def _context(row: str, title: str, shown: str) -> Evidence:
    return Evidence("context", row, title, shown)


def _pace(query: Moves, days: list[date]) -> Evidence:
    said = ", ".join(day.isoformat() for day in days[:12]) + ("…" if len(days) > 12 else "")  # noqa: PLR2004
    title = f"days on which side {query.side} announced, {query.from_} to {query.to}"
    return Evidence("record", query.side, title, f"{len(days)}: {said}")
