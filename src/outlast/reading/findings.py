"""Findings: problems of one file by the place of a value, collected with their lines."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel

from outlast.errors import Problems, nearest
from outlast.reading.cache import Place
from outlast.reading.document import Document


class Finding(NamedTuple):
    """One problem within a file."""

    place: Place
    """The path of the value from the top of the file."""

    what: str
    """The problem, one sentence."""

    cure: str = ""
    """The way to solve it."""


Findings: TypeAlias = Iterator[Finding]
"""The problems that a check yields."""


def unknown(place: Place, name: str, known: Collection[str] | None, kind: str) -> Findings:
    """Yield a finding if a name is not among those known; nothing is known if `known` is None.

    Args:
        place: The path of the name.
        name: The name.
        known: The names that would be right.
        kind: The noun for such a name with its article: "a good".
    """
    if known is not None and name not in known:
        yield Finding(place, f'"{name}" is not {kind}.', nearest(name, list(known)))


def each_unknown(
    place: Place, names: Iterable[str], known: Collection[str] | None, kind: str
) -> Findings:
    """Yield a finding for every name of a list that is not known, or that stands there twice."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        yield from unknown((*place, index), name, known, kind)
        if name in seen:
            yield Finding((*place, index), f'"{name}" stands twice.', "Delete one of the two.")
        seen.add(name)


def empty_lists(place: Place, part: BaseModel) -> Findings:
    """Yield a finding for every list of a model that is stated without an entry.

    A condition that is not stated holds of everything, so that an empty list would say nothing.
    """
    for name, field in type(part).model_fields.items():
        if name in part.model_fields_set and getattr(part, name) == ():
            key = field.alias or name
            yield Finding((*place, key), f'"{key}" has no entry.', "Write one, or leave it out.")


def collect(
    findings: Iterable[tuple[Place, str, str]], document: Document, problems: Problems
) -> None:
    """Add findings to the problems of a load, each at its line of the document."""
    for path, what, cure in findings:
        problems.add(document.file, document.line(path), what, cure)
        if problems.is_full(document.file):
            problems.count(document.file, 1)
            return  # each further finding costs a search for the nearest name
