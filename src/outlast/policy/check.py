"""Checks of the record: every side, source, country, group, switch and paragraph in it exists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from outlast.facts import Reference
from outlast.policy.measure import Branch, Measure
from outlast.policy.scope import Condition, Places
from outlast.policy.timeline import Switch
from outlast.reading import Findings, Place, each_unknown, parts, unknown

COUNTRY: Final = "a country of countries.csv"


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
                for index, name in enumerate(part.paragraphs):
                    place = (*path, "paragraphs", index)
                    yield from unknown(place, name, measure.paragraphs, "a paragraph of it")
            case _:
                pass


def check_references(thing: BaseModel, sources: Collection[str]) -> Findings:
    """Yield every source that is cited and not known."""
    for path, part in parts(thing):
        if isinstance(part, Reference):
            yield from unknown((*path, "source"), part.source, sources, "a source")


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
