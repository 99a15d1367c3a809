"""The record of both sides: all measures, their switches, and the events in order of time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import isclose
from typing import Annotated, Any, Final

from pydantic import Field, model_validator

from outlast.errors import InputError, nearest
from outlast.facts import Quantity, Reference
from outlast.policy.coverage import RecordCoverage
from outlast.policy.measure import Branch, Evidence, Force, Measure
from outlast.policy.memo import Memo
from outlast.policy.party_file import PartyFile
from outlast.policy.schedule import Schedule
from outlast.policy.settlement import Settlement
from outlast.reading import Brief, Day, Frozen


class Switch(Frozen):
    """A question that the record leaves open, with a prior on its answers."""

    question: str
    """The open question."""

    branches: dict[str, Quantity] = Field(min_length=2)
    """Each answer with its probability."""

    record_ends: Day
    """The last day that the record knows."""

    note: str | None = None
    """A remark for readers."""

    @model_validator(mode="after")
    def _its_branches_exhaust_it(self) -> "Switch":
        given = [quantity.assume for quantity in self.branches.values()]
        chances = [chance for chance in given if chance is not None]
        if len(chances) == len(given) and not isclose(sum(chances), 1):
            raise ValueError(f"the branches' probabilities sum to {sum(chances):g}, not to 1.")
        return self


class Switches(Frozen):
    """A file of switches, by name."""

    switches: dict[str, Switch]
    """The switches."""


class Groups(Frozen):
    """A file of country groups: each a schedule of members."""

    groups: dict[str, Schedule[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...]]]
    """The members of each group, as country codes."""


class LawFollows(Frozen):
    """The goods that the law of a side follows everywhere, by country of the maker."""

    makers_in: tuple[str, ...] = ()
    """The countries of the makers whose goods it follows."""

    foundries_in: tuple[str, ...] = ()
    """Countries whose foundries make chips for designers elsewhere: a chip that is sent from there
    may have been made there."""

    makers_outside: tuple[str, ...] = ()
    """Or the countries of the makers whose goods it does not follow; it follows all others."""

    exports_from: tuple[str, ...] = ()
    """The countries from which it follows every export, and whose goods it follows everywhere,
    of any kind and by any maker."""

    kinds: tuple[str, ...] = ()
    """The kinds of other goods that it follows; absent means every kind."""

    why: str
    """The ground, with its simplifications."""

    @model_validator(mode="after")
    def _is_stated_one_way(self) -> "LawFollows":
        if bool(self.makers_in) == bool(self.makers_outside):
            raise ValueError("a law follows makers_in some countries, or all makers_outside some.")
        return self

    def covers(self, country: str, kind: str | None = None) -> bool:
        """Return whether it follows the goods of a country's makers.

        Args:
            country: The country of the maker.
            kind: The kind of the goods; goods of an unknown kind may be of any.
        """
        if country in self.exports_from:
            return True
        if self.kinds and kind is not None and kind not in self.kinds:
            return False
        if self.makers_in:
            return country in self.makers_in
        return country not in self.makers_outside


class Side(Frozen):
    """One of the two sides of the contest."""

    title: str
    """Its name, for readers."""

    law_follows: LawFollows | None = None
    """The goods that its law follows everywhere."""


class Sides(Frozen):
    """A file of sides, by key."""

    sides: dict[str, Side]
    """The sides, in the order in which answers name them."""


class Context(Frozen):
    """A row of the record that acts on no modelled good, for orientation."""

    row: str
    """Its row in the list of the record."""

    announced: str
    """The day on which it was announced."""

    effective: str = ""
    """The day on which it took effect."""

    ended: str = ""
    """The day on which it ended."""

    side: str
    """The side that acted."""

    actor: str
    """The authority that acted."""

    target: str = ""
    """The party at which it aimed."""

    title: str
    """Its title, for readers."""

    citation: str = ""
    """The text, by its number or page."""

    url: str = ""
    """The address of the text."""

    evidence: Evidence
    """How the record knows it."""

    note: str = ""
    """A remark for readers."""


@dataclass(frozen=True)
class Event:
    """One thing that happens to one measure on one day."""

    day: date
    announced: date | None
    what: str
    """The event: in force, suspended, ended, amended."""

    measure: Measure
    reference: Reference
    note: str
    when: Branch | None
    expected: bool


@dataclass(frozen=True, repr=False)
class Timeline(Brief):
    """All measures of both sides, with the groups and switches that they name."""

    sides: Mapping[str, Side]
    measures: Mapping[str, Measure]
    groups: Mapping[str, Schedule[tuple[str, ...]]]
    switches: Mapping[str, Switch]
    context: tuple[Context, ...]
    coverage: RecordCoverage = field(default_factory=RecordCoverage)
    """How far the record reaches."""

    settlements: Mapping[str, Settlement] = field(default_factory=dict[str, Settlement])
    """A reader's answers to open questions, by switch."""

    parties: PartyFile | None = None
    """The parties of a reader's file."""

    terms_memo: Memo = field(default_factory=Memo, compare=False)
    """Results that the terms of a measure on a day decide, whatever else is known of the record: a
    record cut to the knowledge of an earlier day shares them."""

    @cached_property
    def memo(self) -> dict[object, Any]:
        """Intermediate results of classification, which many shipments share."""
        return {}

    @cached_property
    def alike(self) -> defaultdict[str, dict[object, Any]]:
        """Results of each measure, by all of a shipment that its text tells apart."""
        return defaultdict(dict)

    def measure(self, key: str) -> Measure:
        """Return a measure.

        Raises:
            InputError: No measure has this id; the nearest known one is named.
        """
        if key not in self.measures:
            cure = nearest(key, list(self.measures))
            raise InputError.of(f'"{key}" is not a measure.', cure)
        return self.measures[key]

    def following(
        self, maker_country: str, origin: str = "", kind: str | None = None
    ) -> frozenset[str]:
        """Return the sides whose law follows goods everywhere.

        Args:
            maker_country: The country of the maker.
            origin: The country of export.
            kind: The kind of the goods; absent where it is not known.
        """
        return frozenset(
            key
            for key, side in self.sides.items()
            if side.law_follows
            and (
                origin in side.law_follows.exports_from
                or side.law_follows.covers(maker_country, kind)
            )
        )

    def members(self, group: str, day: date) -> frozenset[str]:
        """Return the members of a country group on a day; before its first date, those of then."""
        found = self.memo.get(("members", group, day))
        if found is None:
            schedule = self.groups[group]
            found = frozenset(schedule.at(max(day, schedule.dates[0])) or ())
            self.memo["members", group, day] = found
        return found

    def told_since(self, measure: Measure, day: date) -> date:
        """Return a day from which on, up to a day, a measure treats every shipment alike.

        It is the last day on which the measure changes or, where its licence policies ask for
        places, a country group.
        """
        since = measure.last_change(day)
        if not measure.reviews_transactions:
            return since
        place = bisect_right(self.group_changes, day)
        return max(since, self.group_changes[place - 1]) if place else since

    @cached_property
    def group_changes(self) -> tuple[date, ...]:
        """Every day on which a country group changes, in order."""
        return tuple(sorted({day for each in self.groups.values() for day in each.root}))

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """Every day on which a measure, a term of one or a country group changes, in order."""
        days = {day for each in self.groups.values() for day in each.root}
        return tuple(sorted(days.union(*(each.changes for each in self.measures.values()))))

    def last_change(self, day: date) -> date:
        """Return the last day up to a day on which anything changes; the same rules hold on both.

        Before the first change it is the first day of all.
        """
        place = bisect_right(self.changes, day)
        return self.changes[place - 1] if place else date.min

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Everything that happens to any measure, in order of time."""
        found = [event for measure in self.measures.values() for event in _events(measure)]
        return tuple(sorted(found, key=lambda event: (event.day, event.measure.id, event.what)))


TERM_TITLES: Final = {
    "review": "licence policy",
    "de_minimis": "de minimis",
    "volume_cap": "volume cap",
}
"""The names of terms for readers, where they differ from their fields."""


def _events(measure: Measure) -> list[Event]:
    """Return the events of one measure: entries of its life, and amendments of its terms."""
    lives = {Force.IN_FORCE: "in force", Force.SUSPENDED: "suspended", Force.ENDED: "ended"}
    events = [
        Event(
            day,
            standing.announced,
            lives[standing.value],
            measure,
            standing.reference,
            standing.note or "",
            standing.when,
            standing.expected,
        )
        for day, standing in measure.status.items()
    ]
    terms: dict[date, tuple[Reference, list[str], list[str]]] = {}
    for name, schedule in measure.schedules():
        for day, change in schedule.root.items():
            reference, names, notes = terms.setdefault(day, (change.reference, [], []))
            names.append(TERM_TITLES.get(name, name))
            notes.extend([change.note] if change.note else [])
    first = min(measure.status)
    for day, (reference, names, notes) in terms.items():
        if day not in measure.status and day > first:
            what = "amended"
            note = ", ".join(names) + (f". {' '.join(notes)}" if notes else "")
            events.append(Event(day, None, what, measure, reference, note, None, expected=False))
    return events
