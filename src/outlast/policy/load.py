"""Reading the policy record from the folders of a contest, with every problem at its line."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from outlast.errors import Problems, nearest
from outlast.policy.check import Declared, check_groups, check_measure, check_settlements
from outlast.policy.coverage import load_coverage
from outlast.policy.measure import Measure
from outlast.policy.settlement import Settlements
from outlast.policy.timeline import Context, Groups, Side, Sides, Switches, Timeline
from outlast.reading import (
    Document,
    Findings,
    Frozen,
    Layers,
    Placed,
    collect,
    layered,
    read_placed,
    read_table,
    topmost,
)

Named = TypeVar("Named", bound=Frozen)

TWO: int = 2
"""The sides of a contest."""


def load_timeline(
    layers: Layers,
    sources: frozenset[str],
    problems: Problems,
    countries: Collection[str] | None = None,
    documents: dict[str, Document] | None = None,
) -> Timeline:
    """Return the policy record of a contest; its problems are noted.

    Args:
        layers: Folders with `policy/`: `sides.yaml`, a folder of measures for each side, and,
            where the record has them, `groups.yaml`, `switches.yaml`, `settlements.yaml` and
            `context-<side>.csv`.
        sources: The keys that a reference may cite.
        problems: The load; the record holds only measures that are sound.
        countries: The codes that rules may name; they are not checked if absent.
        documents: Receives the document of each measure.
    """
    sides = _sides(layers, problems)
    switches = _merged(layers, "switches", Switches, problems)
    groups = _merged(
        layers, "groups", Groups, problems, lambda each: check_groups(each, sources, countries)
    )
    settlements = _merged(
        layers, "settlements", Settlements, problems, lambda each: check_settlements(each, switches)
    )
    context = [
        placed
        for layer, file in layered(layers, "policy/context-*.csv")
        for placed in read_table(file, "context", Context, problems, layer)
    ]
    read = _measures(layers, problems)
    declared = Declared(sides, groups, switches, sources, countries)
    for key, (measure, document) in read.items():
        collect(check_measure(measure, declared), document, problems)
        if documents is not None:
            documents[key] = document
    _check_context(context, declared, problems)
    return Timeline(
        sides=sides or {},
        measures={key: measure for key, (measure, _) in read.items()},
        groups=groups or {},
        switches=switches or {},
        context=tuple(placed.row for placed in context),
        coverage=load_coverage(layers, problems, groups, countries),
        settlements=settlements or {},
    )


def _sides(layers: Layers, problems: Problems) -> Mapping[str, Side] | None:
    """Return the two sides; a contest has neither more nor fewer."""
    file = topmost(layers, "policy/sides.yaml") or layers[0] / "policy" / "sides.yaml"
    read = read_placed(file, "sides", Sides, problems)
    if read is None:
        return None
    declared, document = read
    if len(declared.sides) != TWO:
        what = f"declares {len(declared.sides)} sides: {', '.join(declared.sides) or 'none'}."
        cure = "A contest has two sides. Let a third party be a bloc without a side."
        problems.add(document.file, document.line(("sides",)), what, cure)
    return declared.sides


def _merged(
    layers: Layers,
    name: str,
    model: type[Named],
    problems: Problems,
    check: Callable[[Any], Findings] | None = None,
) -> Mapping[str, Any] | None:
    """Return the things of an optional file of every layer by name, a later layer on top.

    None where a file cannot be read: its names cannot be checked then.
    """
    found: dict[str, Any] = {}
    for _, file in layered(layers, f"policy/{name}.yaml"):
        read = read_placed(file, name, model, problems)
        if read is None:
            return None
        declared, document = read
        if check is not None:
            collect(check(declared), document, problems)
        found |= getattr(declared, name)
    return found


def _measures(layers: Layers, problems: Problems) -> dict[str, tuple[Measure, Document]]:
    """Return every measure of both sides by its id, each with its document."""
    read: dict[str, tuple[Measure, Document]] = {}
    first: dict[str, tuple[int, str]] = {}
    for layer, file in layered(layers, "policy/*/*.yaml"):
        placed = read_placed(file, "measure", Measure, problems)
        if placed is None:
            continue
        measure, document = placed
        for key, stated, wanted in (
            ("id", measure.id, file.stem),
            ("side", measure.side, file.parent.name),
        ):
            if stated != wanted:
                cure = f'Its {"name" if key == "id" else "folder"} asks for "{wanted}".'
                line = document.line((key,))
                problems.add(document.file, line, f'says {key} "{stated}".', cure)
        if measure.id in first and first[measure.id][0] == layer:
            what = f'"{measure.id}" stands in {first[measure.id][1]} too.'
            problems.add(document.file, document.line(("id",)), what, "Keep one of the two.")
        first.setdefault(measure.id, (layer, document.file))
        read[measure.id] = placed
    return read


def _check_context(
    context: Iterable[Placed[Context]], declared: Declared, problems: Problems
) -> None:
    """Note rows of context whose side the record does not declare."""
    for placed in context if declared.sides is not None else ():
        if placed.row.side not in (declared.sides or ()):
            cure = nearest(placed.row.side, list(declared.sides or ()))
            problems.add(placed.file, placed.line, f'"{placed.row.side}" is not a side.', cure)
