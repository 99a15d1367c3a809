"""Asking: a query becomes a figure, from the ledger, the record, or the runs that it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Protocol

from outlast.facts import Fact, Ledger
from outlast.facts.period import span
from outlast.policy import Timeline
from outlast.truth.claims.interval import Evidence, Figure, joined, measured
from outlast.truth.claims.query import OPERATIONS, Belongs, ItemNumber, Query, Run, Statements
from outlast.truth.claims.record import Record
from outlast.world import Chip, Item, Mineral
from outlast.world.items import find_item

EPOCH = date(1970, 1, 1)
"""The day from which days of release count."""

_NUMBERS: Mapping[str, tuple[Callable[[Chip], float | None], str]] = {
    "tpp": (lambda chip: chip.tpp, "TPP"),
    "memory_bandwidth": (lambda chip: chip.memory_bandwidth_gb_s, "GB_s"),
    "interconnect": (lambda chip: chip.interconnect_gb_s, "GB_s"),
    "memory": (lambda chip: chip.memory_gb, "GB"),
    "released": (
        lambda chip: None if chip.released is None else float((chip.released - EPOCH).days),
        "day",
    ),
}
"""The numbers of an item that a query may take, with their units."""


class Runs(Protocol):
    """What gives the statistic of a run, or says that it was not run."""

    def statistic(self, run: Run) -> Figure:
        """Return the statistic."""
        ...


class NoRuns:
    """Runs nothing: every statistic waits for its scenario."""

    def statistic(self, run: Run) -> Figure:
        """Return a figure that waits."""
        names = (run.scenario,) if run.than is None else (run.scenario, run.than)
        return Figure(runs=names)


@dataclass(frozen=True)
class Asked:
    """Everything that may be asked: the ledger, the items, the record, and what runs."""

    ledger: Ledger
    items: Mapping[str, Item]
    timeline: Timeline
    runs: Runs

    @cached_property
    def record(self) -> Record:
        """The record, as queries look at it."""
        return Record(self.timeline)

    def figure(self, query: Query) -> Figure:
        """Return what a query asks.

        Raises:
            ValueError: It joins what does not belong together.
        """
        if query.kind in OPERATIONS:
            return joined(query.kind, [self.figure(each) for each in getattr(query, query.kind)])
        if query.fact is not None:
            return self._fact(query.fact)
        if query.gap is not None:
            return self._gap(query.gap)
        if query.item is not None:
            return self._item(query.item)
        if query.belongs is not None:
            return self._belongs(query.belongs)
        if query.statements is not None:
            return self._statements(query.statements)
        if query.run is not None:
            return self.runs.statistic(query.run)
        return self._on_record(query)

    def _on_record(self, query: Query) -> Figure:
        """Return what a query asks of the policy record."""
        if query.shipment is not None:
            return self.record.shipment(query.shipment, find_item(query.shipment.item, self.items))
        if query.life is not None:
            return self.record.life(query.life)
        if query.context is not None:
            return self.record.context(query.context)
        if query.moves is not None:
            return self.record.moves(query.moves)
        raise ValueError("the query states nothing.")

    def _fact(self, key: str) -> Figure:
        fact = self.ledger.fact(key)
        low = fact.value if fact.low is None else fact.low
        high = fact.value if fact.high is None else fact.high
        hinges = () if low == high else (f"{fact.title}: {low:g} to {high:g} {fact.unit}",)
        found = measured(fact.value, low, high, fact.unit)
        return replace(found, evidence=(_of_fact(fact),), hinges=hinges)

    def _gap(self, key: str) -> Figure:
        gap = self.ledger.gaps[key]
        shown = f"searched: {gap.searched}"
        return Figure(evidence=(Evidence("gap", key, gap.title, shown),), lacks=(gap.title,))

    def _item(self, query: ItemNumber) -> Figure:
        item = find_item(query.name, self.items)
        take, unit = _NUMBERS[query.number]
        value = take(item) if isinstance(item, Chip) else None
        name = query.number.replace("_", " ")
        if value is None:
            return Figure(lacks=(f"{item.title}: {name}",))
        shown = (
            str(item.released)
            if isinstance(item, Chip) and query.number == "released"
            else f"{value:g} {unit}"
        )
        return replace(
            measured(value, value, value, unit),
            evidence=(_of_item(item, f"{item.title}: {name}", shown),),
        )

    def _belongs(self, query: Belongs) -> Figure:
        item = find_item(query.item, self.items)
        group = item.group if isinstance(item, Mineral) else ""
        held = float(group in query.groups)
        said = self.ledger.statements[query.statement]
        evidence = (
            _of_item(item, f"{item.title}: element or group", group),
            Evidence(
                "statement", said.key, said.title, said.text, said.source, said.locator, said.grade
            ),
        )
        return replace(measured(held, held, held, "1"), evidence=evidence)

    def _statements(self, query: Statements) -> Figure:
        words = [word.casefold() for word in query.words]
        found = [
            each
            for each in self.ledger.statements.values()
            if fnmatchcase(each.key, query.keys)
            and query.from_ <= span(each.period)[0]
            and span(each.period)[1] <= query.to
        ]
        if not found:
            return Figure(lacks=(f"statements {query.keys} from {query.from_} to {query.to}",))
        hits = [each for each in found if any(word in each.text.casefold() for word in words)]
        value = float(len(hits)) if query.count else len(hits) / len(found)
        shown = f"{len(hits)} of {len(found)} hold {' or '.join(query.words)}"
        cited = dict.fromkeys((each.source, each.grade) for each in found)
        evidence = tuple(
            Evidence(
                "statement",
                query.keys,
                "statements of the ledger",
                shown,
                source,
                query.keys,
                grade,
            )
            for source, grade in cited
        )
        return replace(measured(value, value, value, "1"), evidence=evidence)


def _of_fact(fact: Fact) -> Evidence:
    ends = f" ({fact.low:g} to {fact.high:g})" if fact.low is not None else ""
    shown = f"{fact.value:g}{ends} {fact.unit}, {fact.period}"
    return Evidence(
        "fact", fact.key, fact.title, shown, fact.source, fact.locator, fact.grade.value
    )


def _of_item(item: Item, title: str, shown: str) -> Evidence:
    return Evidence("item", item.item, title, shown, item.source, item.locator, item.grade.value)
