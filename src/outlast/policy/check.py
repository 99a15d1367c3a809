"""Checks of the record: every side, source, country, group, switch and paragraph in it exists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from outlast.facts import Reference
from outlast.policy.measure import DUTIES, Branch, Instrument, Measure
from outlast.policy.schedule import Schedule
from outlast.policy.scope import Condition, Places
from outlast.policy.settlement import Settlements
from outlast.policy.timeline import Groups, Switch
from outlast.reading import Finding, Findings, Place, each_unknown, empty_lists, unknown
from outlast.reading.parts import parts

COUNTRY: Final = "a country of countries.csv"

LONGEST_NOTICE: Final = 3653
"""Days from the announcement of a measure to its force beyond which a note must say why."""

TERM_OF: Final = {
    **dict.fromkeys(DUTIES, "rate"),
    Instrument.QUOTA: "volume_cap",
}
"""The term without which an instrument has no effect."""


@dataclass(frozen=True)
class Declared:
    """The names that a record declares; None where their file could not be read."""

    sides: Collection[str] | None
    groups: Collection[str] | None
    switches: Mapping[str, Switch] | None
    sources: Collection[str]
    countries: Collection[str] | None = None


def check_measure(measure: Measure, declared: Declared) -> Findings:
    """Yield every name in a measure that leads nowhere."""
    yield from unknown(("side",), measure.side, declared.sides, "a side")
    if measure.reach.subject_to is not None:
        place = ("reach", "subject_to")
        yield from unknown(place, measure.reach.subject_to, declared.sides, "a side")
    yield from check_references(measure, declared.sources)
    for field in ("exports_from", "exports_from_outside", "imports_into"):
        codes: tuple[str, ...] = getattr(measure.reach, field)
        yield from each_unknown(("reach", field), codes, declared.countries, COUNTRY)
    for path, part in parts(measure):
        match part:
            case Places():
                yield from _check_groups(path, part, declared)
            case Branch():
                yield from _check_branch(path, part, declared)
            case Condition():
                yield from empty_lists(path, part)
                yield from each_unknown((*path, "end_use"), part.end_use, None, "an end use")
                for field in ("exports_from", "foreign_to"):
                    codes = getattr(part, field)
                    yield from each_unknown((*path, field), codes, declared.countries, COUNTRY)
                for index, name in enumerate(part.paragraphs):
                    place = (*path, "paragraphs", index)
                    yield from unknown(place, name, measure.paragraphs, "a paragraph of it")
            case _:
                pass
    yield from _check_days(measure)
    yield from _check_terms(measure)


def notice_fault(announced: date, day: date) -> tuple[str, str]:
    """Return the fault of a notice that is too long to be believed, and its cure."""
    years = round((day - announced).days / 365.25)
    what = f"it is announced on {announced}, {years} years before it takes force on {day}."
    return what, "Mend one of the two days."


def _check_days(measure: Measure) -> Findings:
    """Yield entries that were announced after their day, or longer before it than any law."""
    for day, standing in measure.status.items():
        announced, place = standing.announced, ("status", str(day), "announced")
        if announced is None or standing.note:
            continue
        if announced > day:
            what = f"the entry of {day} was announced later, on {announced}."
            yield Finding(place, what, "Mend one of the dates, or say why in a note.")
        elif (day - announced).days > LONGEST_NOTICE:
            what, cure = notice_fault(announced, day)
            yield Finding(place, what, f"{cure} Or say why in a note.")


def _check_terms(measure: Measure) -> Findings:
    """Yield schedules without an entry, and the term that an instrument lacks."""
    for path, schedule in _schedules(measure):
        if not schedule.root:
            yield Finding(path, f'"{path[-1]}" has no entry.', "Write a date with its value.")
    term = TERM_OF.get(measure.instrument)
    if term is not None and not {term, "review"} & measure.terms().keys() and not measure.note:
        what = f'a {measure.instrument.value} without "{term}" has no effect.'
        yield Finding(("instrument",), what, f"State {term}:, or say why not in a note.")


def _schedules(measure: Measure) -> Iterator[tuple[Place, Schedule[Any]]]:
    """Yield every schedule of a measure with its path."""
    for name, schedule in measure.paragraphs.items():
        yield ("paragraphs", name), schedule
    for name, schedule in measure.terms().items():
        yield (name,), schedule


def check_references(thing: BaseModel, sources: Collection[str]) -> Findings:
    """Yield every source that is cited and not known."""
    for path, part in parts(thing):
        if isinstance(part, Reference):
            yield from unknown((*path, "source"), part.source, sources, "a source")


def check_groups(
    declared: Groups, sources: Collection[str], countries: Collection[str] | None
) -> Findings:
    """Yield groups without an entry or a first member, unknown sources, and unknown members."""
    yield from check_references(declared, sources)
    for name, schedule in declared.groups.items():
        place = ("groups", name)
        if not schedule.root or not schedule.root[schedule.dates[0]].value:
            yield Finding(place, f'the group "{name}" has no member.', "Name its first members.")
        for day, change in schedule.root.items():
            at = (*place, str(day), "value")
            yield from each_unknown(at, change.value or (), countries, COUNTRY)


def check_settlements(declared: Settlements, switches: Mapping[str, Switch] | None) -> Findings:
    """Yield settlements of unknown questions, with unknown answers, or too early to be true."""
    for name, settlement in declared.settlements.items():
        place = ("settlements", name)
        for finding in unknown(place, name, switches, "an open question of this record"):
            undo = f"Take it back with `outlast settle {name} --undo`, or mend its name."
            yield finding._replace(cure=f"{finding.cure} {undo}")
        switch = (switches or {}).get(name)
        if switch is None:
            continue
        kind = f'an answer to "{name}"'
        yield from unknown((*place, "answer"), settlement.answer, switch.branches, kind)
        if settlement.on <= switch.record_ends:
            what = (
                f"the record left it open until {switch.record_ends}; {settlement.on} is earlier."
            )
            yield Finding((*place, "on"), what, "Write the day on which it was decided.")


def _check_groups(path: Place, places: Places, declared: Declared) -> Findings:
    """Yield the countries and groups that a statement of places names and nobody declares."""
    for field in ("countries", "except_countries", "headquartered_in"):
        codes: tuple[str, ...] = getattr(places, field)
        yield from each_unknown((*path, field), codes, declared.countries, COUNTRY)
    for field in ("groups", "except_groups", "headquartered_in_groups"):
        names: tuple[str, ...] = getattr(places, field)
        for index, name in enumerate(names):
            yield from unknown((*path, field, index), name, declared.groups, "a country group")


def _check_branch(path: Place, branch: Branch, declared: Declared) -> Findings:
    """Yield the switch, or the branch of it, that nobody declares."""
    yield from unknown((*path, "switch"), branch.switch, declared.switches, "a switch")
    switch = (declared.switches or {}).get(branch.switch)
    if switch is not None:
        kind = f'a branch of "{branch.switch}"'
        yield from unknown((*path, "is"), branch.is_, switch.branches, kind)
