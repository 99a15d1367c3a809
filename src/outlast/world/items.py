"""Reading the items, and finding one by any name that a user may type."""

from collections.abc import Mapping
from pathlib import Path

from outlast.errors import InputError, Problem, Problems, nearest
from outlast.reading import read_table
from outlast.world.item import Chip, Item, Mineral

TABLES: Mapping[str, type[Item]] = {"accelerators": Chip, "minerals": Mineral}
"""The tables of items, with what a row of each is."""


def load_items(folder: Path, sources: frozenset[str], problems: Problems) -> dict[str, Item]:
    """Return the items of a folder's tables by name; what is wrong with them is noted.

    Args:
        folder: A folder with `accelerators.csv`, `minerals.csv`, or either.
        sources: The keys that a row may cite.
        problems: Where problems are noted.
    """
    items: dict[str, Item] = {}
    for name, model in TABLES.items():
        file = folder / f"{name}.csv"
        for placed in read_table(file, "items", model, problems) if file.exists() else []:
            item = placed.row
            if item.item in items:
                problems.add(placed.file, placed.line, f'"{item.item}" stands twice.')
            if item.source not in sources:
                cure = nearest(item.source, list(sources))
                problems.add(placed.file, placed.line, f'"{item.source}" is not a source.', cure)
            items[item.item] = item
    return items


def find_item(name: str, items: Mapping[str, Item]) -> Item:
    """Return the item of a name, title or alias, whatever its case.

    Raises:
        InputError: Nothing has the name; the nearest known one is named.
    """
    wanted = _plain(name)
    known = {_plain(each): item for item in items.values() for each in reversed(item.names)}
    if wanted in known:
        return known[wanted]
    cure = nearest(wanted, [name for name in known if len(name) > 2])  # noqa: PLR2004  symbols
    raise InputError([Problem("", 0, f'"{name}" is not an item.', cure)])


def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").replace("_", " ").casefold().split())
