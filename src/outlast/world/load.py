"""Reading a world from its folder, with every problem at its line."""

from dataclasses import dataclass, field
from pathlib import Path

from outlast.errors import Problems, nearest
from outlast.facts import Ledger
from outlast.facts.units import same_dimension
from outlast.reading import Document, named, read_yaml, validated
from outlast.reading.form import without_format
from outlast.world.base_year import BaseYear, close
from outlast.world.check import check_capacities, check_names, check_numbers
from outlast.world.quantities import Use, quantities
from outlast.world.world import Things, World

SECTIONS = ("blocs", "goods", "sites", "processes", "routes", "services", "compute", "projects")


@dataclass(frozen=True)
class LoadedWorld:
    """A world with its base year."""

    world: World
    base_year: BaseYear


@dataclass
class _Where:
    """The file in which each declared thing stands."""

    documents: dict[tuple[str, str], Document] = field(
        default_factory=dict[tuple[str, str], Document]
    )
    main: Document | None = None

    def place(self, path: tuple[str | int, ...]) -> tuple[str, int]:
        """Return the file and line of a part of the world."""
        document = self.documents.get((str(path[0]), str(path[1])), self.main)
        return (document.file, document.line(path)) if document else ("", 0)


def load_world(
    folder: Path, ledger: Ledger, items: frozenset[str], problems: Problems
) -> LoadedWorld | None:
    """Return the world of a folder, closed, or note everything that is wrong with it.

    Args:
        folder: A folder with `world.yaml` and any number of further files.
        ledger: The facts to which it refers.
        items: The items that its goods may stand for.
        problems: Where problems are noted.
    """
    before = len(problems.found)
    where = _Where()
    world = _read(folder, where, problems)
    if world is None or len(problems.found) > before:
        return None
    for path, what, cure in check_names(world, items):
        problems.add(*where.place(path), what, cure)
    for use in quantities(world):
        _check_quantity(use, ledger, where, problems)
    if len(problems.found) > before:
        return None
    for path, what, cure in check_numbers(world, ledger):
        problems.add(*where.place(path), what, cure)
    if len(problems.found) > before:
        return None
    base_year, imbalances = close(world, ledger)
    for imbalance in imbalances:
        file, line = where.place(("sites", imbalance.site))
        problems.add(file, line, f'"{imbalance.site}" {imbalance.what}')
    if imbalances:
        return None
    for path, what, cure in check_capacities(world, ledger, base_year):
        problems.add(*where.place(path), what, cure)
    return None if len(problems.found) > before else LoadedWorld(world, base_year)


def _read(folder: Path, where: _Where, problems: Problems) -> World | None:
    """Return the merged files of a folder."""
    main = folder / "world.yaml"
    where.main = read_yaml(main, problems)
    content = without_format(where.main, "world", problems) if where.main else None
    if where.main is None or content is None:
        return None
    world = validated(where.main, content, World, problems)
    if world is None:
        return None
    merged = {section: dict(getattr(world, section)) for section in SECTIONS}
    for section in SECTIONS:
        where.documents.update({(section, key): where.main for key in merged[section]})
    for file in sorted(path for path in folder.glob("*.yaml") if path != main):
        document = read_yaml(file, problems)
        content = without_format(document, "world", problems) if document else None
        if document is None or content is None:
            continue
        things = validated(document, content, Things, problems)
        for section in SECTIONS if things else ():
            for key, thing in getattr(things, section).items():
                if key in merged[section]:
                    first = where.documents[section, key].file
                    line = document.line((section, key))
                    problems.add(named(file), line, f'"{key}" stands in {first} too.')
                merged[section][key] = thing
                where.documents[section, key] = document
    return world.model_copy(update=merged)


def _check_quantity(use: Use, ledger: Ledger, where: _Where, problems: Problems) -> None:
    """Note a fact that is not known, or a unit that does not fit."""
    file, line = where.place(use.place)
    name = str(use.place[-1])
    key = use.quantity.fact
    if key is not None and key not in ledger.facts:
        problems.add(file, line, f'"{key}" is not a fact.', nearest(key, list(ledger.facts)))
        return
    unit = ledger.unit(use.quantity)
    if not same_dimension(unit, use.unit):
        problems.add(
            file,
            line,
            f'"{name}" is stated in {unit}.',
            f"It is wanted in {use.unit}, or a unit that converts to it.",
        )
