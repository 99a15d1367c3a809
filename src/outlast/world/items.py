"""Reading the items, and finding one by any of its names."""

from collections.abc import Collection, Mapping
from typing import Final

from outlast.errors import InputError, Problems, nearest
from outlast.reading import Layers, layered, read_table
from outlast.world.item import Chip, Item, Product

CHIPS: Final = "accelerators"
"""The table of items that rules find by their numbers; in every other table, by their codes."""


def load_items(
    layers: Layers,
    sources: frozenset[str],
    problems: Problems,
    countries: Collection[str] | None = None,
) -> dict[str, Item]:
    """Return the items of a contest by name; their problems are noted.

    Args:
        layers: Folders with `items/`: any number of tables.
        sources: The keys that a row may cite.
        problems: The load.
        countries: The codes of countries; makers' countries are not checked if absent.
    """
    items: dict[str, Item] = {}
    layer_of: dict[str, int] = {}
    for layer, file in layered(layers, "items/*.csv"):
        model: type[Item] = Chip if file.stem == CHIPS else Product
        for placed in read_table(file, "items", model, problems, layer):
            item = placed.row
            if layer_of.get(item.item) == layer:
                problems.add(placed.file, placed.line, f'"{item.item}" stands twice.')
            if item.source not in sources:
                cure = nearest(item.source, list(sources))
                problems.add(placed.file, placed.line, f'"{item.source}" is not a source.', cure)
            maker = item.maker_country
            if maker and countries is not None and maker not in countries:
                what = f'"{maker}" is not a country of countries.csv.'
                problems.add(placed.file, placed.line, what, nearest(maker, list(countries)))
            items[item.item] = item
            layer_of[item.item] = layer
    return items


def find_item(name: str, items: Mapping[str, Item]) -> Item:
    """Return the item of a name, title or alias, in any case.

    Raises:
        InputError: No item has the name; the message suggests the nearest.
    """
    wanted = _plain(name)
    known = {_plain(each): item for item in items.values() for each in reversed(item.names)}
    if wanted in known:
        return known[wanted]
    cure = nearest(wanted, [name for name in known if len(name) > 2])  # noqa: PLR2004  symbols
    raise InputError.of(f'"{name}" is not an item.', cure)


def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").replace("_", " ").casefold().split())
