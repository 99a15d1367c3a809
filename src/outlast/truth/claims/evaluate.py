"""The evaluator: it answers a query with an interval, from facts, the policy record or a run."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from outlast.facts import Fact, Ledger, Statement
from outlast.facts.period import span
from outlast.facts.units import Units
from outlast.policy import Timeline
from outlast.truth.claims.interval import EvidenceItem, Interval, combine, exactly, interval
from outlast.truth.claims.phrase import Phrase, given, listed, named, phrase
from outlast.truth.claims.query import (
    OPERATIONS,
    GroupQuery,
    ItemQuery,
    Query,
    RunQuery,
    StatementQuery,
)
from outlast.truth.claims.timeline_queries import TimelineQueries
from outlast.world import Chip, Item, Product, World
from outlast.world.items import find_item

RunStatistic: TypeAlias = Callable[[RunQuery], Interval]
"""A function that answers a query on a run."""

EPOCH: Final = date(1970, 1, 1)
"""The day from which days of release are counted."""

_ITEM_NUMBERS: Final[Mapping[str, tuple[Callable[[Chip], float | None], str]]] = {
    "tpp": (lambda chip: chip.tpp, "TPP"),
    "memory_bandwidth": (lambda chip: chip.memory_bandwidth_gb_s, "GB_s"),
    "interconnect": (lambda chip: chip.interconnect_gb_s, "GB_s"),
    "memory": (lambda chip: chip.memory_gb, "GB"),
    "released": (
        lambda chip: None if chip.released is None else float((chip.released - EPOCH).days),
        "day",
    ),
}
"""The numbers of an item that a query may take, each with its unit."""


@dataclass(frozen=True)
class ClaimInputs:
    """Everything of a contest that claims may name."""

    ledger: Ledger
    """The facts, gaps and statements, with their sources."""

    items: Mapping[str, Item]
    """The items that rules test, by name."""

    timeline: Timeline
    """The policy record."""

    layers: tuple[Path, ...]
    """The folder of the contest, then the folders laid over it."""

    world: World | None = None
    """The world, whose services and blocs claims may name; they are not checked if absent."""

    sets: Collection[str] | None = None
    """The names of the sets of services; they are not checked if absent."""

    sound_record: bool = True
    """Whether the policy record has no problem, so that it can answer queries."""


def not_run(query: RunQuery) -> Interval:
    """Return an interval without a number that names the scenarios that have to be run."""
    names = (query.scenario,) if query.than is None else (query.scenario, query.than)
    return Interval(not_run=names)


@dataclass(frozen=True)
class Evaluator:
    """Answers queries from the inputs of a contest and from runs."""

    inputs: ClaimInputs
    run_statistic: RunStatistic = not_run

    @cached_property
    def timeline(self) -> TimelineQueries:
        """The policy record, ready for queries."""
        return TimelineQueries(self.inputs.timeline)

    def evaluate(self, query: Query) -> Interval:
        """Return the answer to a query.

        Raises:
            InputError: A scenario lacks a thing that the query names.
            ValueError: The query combines numbers that do not go together.
        """
        if query.kind in OPERATIONS:
            operands = getattr(query, query.kind)
            return combine(query.kind, [self.evaluate(each) for each in operands])
        if query.fact is not None:
            return _fact_interval(self.inputs.ledger.fact(query.fact), self.inputs.ledger.units)
        if query.gap is not None:
            return self._gap(query.gap)
        if query.item is not None:
            return self._item(query.item)
        if query.belongs is not None:
            return self._group(query.belongs)
        if query.statements is not None:
            return self._statements(query.statements)
        if query.run is not None:
            return self.run_statistic(query.run)
        return self._policy(query)

    def _policy(self, query: Query) -> Interval:
        """Return the answer to a query on the policy record."""
        if query.shipment is not None:
            item = find_item(query.shipment.item, self.inputs.items)
            return self.timeline.shipment(query.shipment, item)
        if query.life is not None:
            return self.timeline.measure(query.life)
        if query.context is not None:
            return self.timeline.context(query.context)
        if query.moves is not None:
            return self.timeline.moves(query.moves)
        raise ValueError("the query states nothing.")

    def _gap(self, key: str) -> Interval:
        gap = self.inputs.ledger.gaps[key]
        title = named("gap", key, gap.title)
        evidence = EvidenceItem("gap", key, title, phrase("gap.searched", searched=gap.searched))
        return Interval(evidence=(evidence,), missing=(title,))

    def _item(self, query: ItemQuery) -> Interval:
        item = find_item(query.name, self.inputs.items)
        take, unit = _ITEM_NUMBERS[query.number]
        value = take(item) if isinstance(item, Chip) else None
        title = phrase(f"item.{query.number}", item=item_name(item))
        if value is None:
            return Interval(missing=(title,))
        shown = (
            str(item.released)
            if isinstance(item, Chip) and query.number == "released"
            else f"{value:g} {unit}"
        )
        return replace(exactly(value, unit), evidence=(_item_evidence(item, title, shown),))

    def _group(self, query: GroupQuery) -> Interval:
        item = find_item(query.item, self.inputs.items)
        group = item.group if isinstance(item, Product) else ""
        statement = self.inputs.ledger.statements[query.statement]
        evidence = (
            _item_evidence(item, phrase("item.group", item=item_name(item)), group),
            _statement_evidence(statement),
        )
        return replace(exactly(float(group in query.groups), "1"), evidence=evidence)

    def _statements(self, query: StatementQuery) -> Interval:
        words = [word.casefold() for word in query.words]
        candidates = [
            each
            for each in self.inputs.ledger.statements.values()
            if fnmatchcase(each.key, query.keys)
            and query.from_ <= span(each.period)[0]
            and span(each.period)[1] <= query.to
        ]
        if not candidates:
            about = phrase("statements.missing", keys=query.keys, from_=query.from_, to=query.to)
            return Interval(missing=(about,))
        hits = sum(any(word in each.text.casefold() for word in words) for each in candidates)
        value = float(hits) if query.count else hits / len(candidates)
        shown = phrase(
            "statements.hits",
            hits=f"{hits}",
            of=f"{len(candidates)}",
            words=listed(query.words, " or "),
        )
        cited = dict.fromkeys((each.source, each.grade) for each in candidates)
        title = phrase("statements.title")
        evidence = tuple(
            EvidenceItem("statement", query.keys, title, shown, source, query.keys, _grade(grade))
            for source, grade in cited
        )
        return replace(exactly(value, "1"), evidence=evidence)


def _fact_interval(fact: Fact, units: Units) -> Interval:
    """Return a fact with its range."""
    low = fact.value if fact.low is None else fact.low
    high = fact.value if fact.high is None else fact.high
    unit = named("unit", fact.unit, fact.unit)
    ends = {"low": f"{low:g}", "high": f"{high:g}", "unit": unit}
    depends_on = () if low == high else (phrase("fact.between", title=fact.title, **ends),)
    key = "fact.shown" if fact.low is None else "fact.shown-range"
    shown = phrase(key, value=f"{fact.value:g}", period=f"{fact.period}", **ends)
    evidence = EvidenceItem(
        "fact", fact.key, fact.title, shown, fact.source, fact.locator, _grade(fact.grade.value)
    )
    number = interval(fact.value, low, high, fact.unit, units)
    return replace(number, evidence=(evidence,), depends_on=depends_on)


def item_name(item: Item) -> Phrase:
    """Return the title of an item, with the Chinese name of a product beside it."""
    chinese = (name for name in item.names if any("一" <= letter <= "鿿" for letter in name))
    return given(item.title, next(chinese, None) if isinstance(item, Product) else None)


def _grade(grade: str) -> Phrase:
    return named("grade", grade, grade)


def _item_evidence(item: Item, title: str, shown: str) -> EvidenceItem:
    return EvidenceItem(
        "item", item.item, title, shown, item.source, item.locator, _grade(item.grade.value)
    )


def _statement_evidence(said: Statement) -> EvidenceItem:
    return EvidenceItem(
        "statement",
        said.key,
        said.title,
        said.text,
        said.source,
        said.locator,
        _grade(said.grade),
    )
