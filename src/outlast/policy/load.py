"""Reading the policy record from its folder, with every problem at its line."""

from collections.abc import Iterable
from pathlib import Path

from outlast.errors import Problems, nearest
from outlast.policy.check import Declared, Finding, check_measure, check_references
from outlast.policy.measure import Measure
from outlast.policy.timeline import Context, Groups, Sides, Switches, Timeline
from outlast.reading import Document, Placed, read_form, read_placed, read_table


def load_timeline(folder: Path, sources: frozenset[str], problems: Problems) -> Timeline:
    """Return the record of a folder; what is wrong with it is noted.

    Args:
        folder: A folder with `sides.yaml`, a folder of measures a side, and, where the record has
            them, `groups.yaml`, `switches.yaml` and `context-<side>.csv`.
        sources: The keys that a reference may cite.
        problems: Where problems are noted; the timeline holds only what is sound.
    """
    sides = read_form(folder / "sides.yaml", "sides", Sides, problems)
    switches: Switches | None = Switches(switches={})
    if (folder / "switches.yaml").exists():
        switches = read_form(folder / "switches.yaml", "switches", Switches, problems)
    groups: Groups | None = Groups(groups={})
    if (folder / "groups.yaml").exists():
        groups = _groups(folder / "groups.yaml", sources, problems)
    context = [
        placed
        for file in sorted(folder.glob("context-*.csv"))
        for placed in read_table(file, "context", Context, problems)
    ]
    read = _measures(folder, problems)
    declared = Declared(
        sides=sides.sides if sides else None,
        groups=groups.groups if groups else None,
        switches=switches.switches if switches else None,
        sources=sources,
    )
    for measure, document in read:
        _note(check_measure(measure, declared), document, problems)
    _check_context(context, declared, problems)
    return Timeline(
        sides=sides.sides if sides else {},
        measures={measure.id: measure for measure, _ in read},
        groups=groups.groups if groups else {},
        switches=switches.switches if switches else {},
        context=tuple(placed.row for placed in context),
    )


def _groups(file: Path, sources: frozenset[str], problems: Problems) -> Groups | None:
    """Return the country groups of a file."""
    placed = read_placed(file, "groups", Groups, problems)
    if placed is None:
        return None
    groups, document = placed
    _note(check_references(groups, sources), document, problems)
    return groups


def _measures(folder: Path, problems: Problems) -> list[tuple[Measure, Document]]:
    """Return every measure of a folder's sides, each with its document."""
    read: list[tuple[Measure, Document]] = []
    first: dict[str, str] = {}
    for file in sorted(folder.glob("*/*.yaml")):
        placed = read_placed(file, "measure", Measure, problems)
        if placed is None:
            continue
        measure, document = placed
        for key, said, asked in (
            ("id", measure.id, file.stem),
            ("side", measure.side, file.parent.name),
        ):
            if said != asked:
                cure = f'Its {"name" if key == "id" else "folder"} asks for "{asked}".'
                line = document.line((key,))
                problems.add(document.file, line, f'says {key} "{said}".', cure)
        if measure.id in first:
            what = f'"{measure.id}" stands in {first[measure.id]} too.'
            problems.add(document.file, document.line(("id",)), what)
        first.setdefault(measure.id, document.file)
        read.append(placed)
    return read


def _note(findings: Iterable[Finding], document: Document, problems: Problems) -> None:
    for path, what, cure in findings:
        problems.add(document.file, document.line(path), what, cure)


def _check_context(
    context: Iterable[Placed[Context]], declared: Declared, problems: Problems
) -> None:
    """Note rows of context whose side is none of the record's."""
    for placed in context if declared.sides is not None else ():
        if placed.row.side not in (declared.sides or ()):
            cure = nearest(placed.row.side, list(declared.sides or ()))
            problems.add(placed.file, placed.line, f'"{placed.row.side}" is not a side.', cure)
