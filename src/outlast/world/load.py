"""Reading a world from the folders of a contest, with every problem at its line."""

from dataclasses import dataclass, field

from outlast.errors import Problems, nearest
from outlast.facts import Ledger
from outlast.reading import Brief, Document, Layers, layered, named, read_yaml, topmost, validated
from outlast.reading.form import without_format
from outlast.world.base_year import BaseYear, close
from outlast.world.check import AllowedNames, check_capacities, check_names, check_numbers
from outlast.world.quantities import Use, quantities
from outlast.world.world import Things, World

SECTIONS = (
    *("families", "blocs", "goods", "sites", "processes"),
    *("routes", "services", "compute", "projects"),
)
"""The sections of a world's file, each with things by id."""


@dataclass(frozen=True, repr=False)
class LoadedWorld(Brief):
    """A world with its base year."""

    world: World
    base_year: BaseYear
    where: "WorldPlaces"


@dataclass
class WorldPlaces(Brief):
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
    layers: Layers, ledger: Ledger, allowed: AllowedNames, problems: Problems
) -> LoadedWorld | None:
    """Return the world of a contest, closed, or note every problem of it.

    Args:
        layers: Folders with `world/`: `world.yaml` and any number of further files.
        ledger: The facts to which it refers.
        allowed: The items, kinds of goods, countries and sides that it may name.
        problems: The load.
    """
    before = len(problems.found)
    where = WorldPlaces()
    world = _read(layers, where, problems)
    if world is None or len(problems.found) > before:
        return None
    for path, what, cure in check_names(world, allowed):
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
        cure = "Mend one of its flows, or let its rest be another quantity."
        problems.add(file, line, f'"{imbalance.site}" {imbalance.what}', cure)
    if imbalances:
        return None
    for path, what, cure in check_capacities(world, ledger, base_year):
        problems.add(*where.place(path), what, cure)
    return None if len(problems.found) > before else LoadedWorld(world, base_year, where)


def _read(layers: Layers, where: WorldPlaces, problems: Problems) -> World | None:
    """Return the world of all files; a thing of a later layer replaces one of an earlier layer."""
    main = topmost(layers, "world/world.yaml") or layers[0] / "world" / "world.yaml"
    where.main = read_yaml(main, problems)
    content = without_format(where.main, "world", problems) if where.main else None
    if where.main is None or content is None:
        return None
    world = validated(where.main, content, World, problems)
    if world is None:
        return None
    merged = {section: dict(getattr(world, section)) for section in SECTIONS}
    layer_of: dict[tuple[str, str], int] = {}
    for section in SECTIONS:
        where.documents.update({(section, key): where.main for key in merged[section]})
    for layer, file in layered(layers, "world/*.yaml"):
        document = None if file.name == main.name else read_yaml(file, problems)
        content = without_format(document, "world", problems) if document else None
        if document is None or content is None:
            continue
        things = validated(document, content, Things, problems)
        for section in SECTIONS if things else ():
            for key, thing in getattr(things, section).items():
                if key in merged[section] and layer_of.get((section, key), 0) == layer:
                    first = where.documents[section, key].file
                    line = document.line((section, key))
                    problems.add(named(file), line, f'"{key}" stands in {first} too.', "Keep one.")
                merged[section][key] = thing
                where.documents[section, key] = document
                layer_of[section, key] = layer
    return world.model_copy(update=merged)


def _check_quantity(use: Use, ledger: Ledger, where: WorldPlaces, problems: Problems) -> None:
    """Note a fact that is not known, or a unit that does not fit."""
    file, line = where.place(use.place)
    name = str(use.place[-1])
    key = use.quantity.fact
    if key is not None and key not in ledger.facts:
        problems.add(file, line, f'"{key}" is not a fact.', nearest(key, list(ledger.facts)))
        return
    unit = ledger.unit(use.quantity)
    if not ledger.units.same_dimension(unit, use.unit):
        problems.add(
            file,
            line,
            f'"{name}" is stated in {unit}.',
            f"It is wanted in {use.unit}, or a unit that converts to it.",
        )
