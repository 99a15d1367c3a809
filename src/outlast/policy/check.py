"""What a record names that it does not declare: sides, sources, groups, switches, paragraphs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from outlast.errors import nearest
from outlast.facts import Reference
from outlast.policy.measure import Branch, Measure
from outlast.policy.scope import Condition, Places
from outlast.policy.timeline import Switch
from outlast.reading import Place, parts

Finding = tuple[Place, str, str]
"""A path within a file, what is wrong there, and what would be right."""


@dataclass(frozen=True)
class Declared:
    """What a record declares; None where its file could not be read, and nothing can be said."""

    sides: Collection[str] | None
    groups: Collection[str] | None
    switches: Mapping[str, Switch] | None
    sources: Collection[str]


def check_measure(measure: Measure, declared: Declared) -> Iterator[Finding]:
    """Yield every name in a measure that leads nowhere."""
    yield from _known(("side",), measure.side, declared.sides, "a side")
    if measure.reach.subject_to is not None:
        place = ("reach", "subject_to")
        yield from _known(place, measure.reach.subject_to, declared.sides, "a side")
    yield from check_references(measure, declared.sources)
    for path, part in parts(measure):
        match part:
            case Places():
                yield from _check_groups(path, part, declared)
            case Branch():
                yield from _check_branch(path, part, declared)
            case Condition():
                for index, name in enumerate(part.paragraphs):
                    place = (*path, "paragraphs", index)
                    yield from _known(place, name, measure.paragraphs, "a paragraph of it")
            case _:
                pass


def check_references(thing: BaseModel, sources: Collection[str]) -> Iterator[Finding]:
    """Yield every source that is cited and not known."""
    for path, part in parts(thing):
        if isinstance(part, Reference):
            yield from _known((*path, "source"), part.source, sources, "a source")


def _check_groups(path: Place, places: Places, declared: Declared) -> Iterator[Finding]:
    """Yield the country groups that a statement of places names and nobody declares."""
    for field in ("groups", "except_groups", "headquartered_in_groups"):
        names: tuple[str, ...] = getattr(places, field)
        for index, name in enumerate(names):
            yield from _known((*path, field, index), name, declared.groups, "a country group")


def _check_branch(path: Place, branch: Branch, declared: Declared) -> Iterator[Finding]:
    """Yield the switch, or the branch of it, that nobody declares."""
    yield from _known((*path, "switch"), branch.switch, declared.switches, "a switch")
    switch = (declared.switches or {}).get(branch.switch)
    if switch is not None:
        kind = f'a branch of "{branch.switch}"'
        yield from _known((*path, "is"), branch.is_, switch.branches, kind)


def _known(place: Place, name: str, known: Collection[str] | None, kind: str) -> Iterator[Finding]:
    if known is not None and name not in known:
        yield place, f'"{name}" is not {kind}.', nearest(name, list(known))
