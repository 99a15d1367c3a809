"""Reading the items, and finding one by any of its names."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

from outlast.errors import ALIKE, LONGEST, InputError, Problems, nearest
from outlast.facts.listings import bare, unlabelled
from outlast.reading import Layers, layered, read_table
from outlast.world.item import Chip, Item, Product

CUSTOMS_CODE: Final = re.compile(r"\d{4}(\.?\d{2}){0,3}")
"""Four, six, eight or ten digits, with or without dots."""

LIST_CODE: Final = re.compile(r"\d[A-E]\d{3}(\.?[a-z0-9]+)*", re.IGNORECASE)
"""A code of a control list, as 3B001.a.4, with or without dots."""

CHIPS: Final = "accelerators"
"""The table of items that rules find by their numbers; in every other table, by their codes."""


MOST_NEAR: Final = 5
"""At most so many near names are shown."""


ListKind: TypeAlias = Literal["control_codes", "eccn"]
"""A control list: the exporter's own, or that of the United States."""

LISTS: Final[tuple[ListKind, ...]] = ("control_codes", "eccn")
"""The control lists."""


class KnownNames(NamedTuple):
    """The names that a row of items may use; None where they cannot be checked."""

    countries: Collection[str] | None = None
    kinds: Collection[str] | None = None
    sides: Collection[str] | None = None


def load_items(
    layers: Layers,
    sources: frozenset[str],
    problems: Problems,
    known: KnownNames | None = None,
) -> dict[str, Item]:
    """Return the items of a contest by name; their problems are noted.

    Args:
        layers: Folders with `items/`: any number of tables.
        sources: The keys that a row may cite.
        problems: The load.
        known: The countries, kinds and sides that a row may name.
    """
    known = known or KnownNames()
    items = ItemTable()
    layer_of: dict[str, int] = {}
    for layer, file in layered(layers, "items/*.csv"):
        model: type[Item] = Chip if file.stem == CHIPS else Product
        for placed in read_table(file, "items", model, problems, layer):
            item = placed.row
            if layer_of.get(item.item) == layer:
                what = f'"{item.item}" stands twice.'
                problems.add(placed.file, placed.line, what, "Keep one row.")
            if item.source not in sources:
                cure = nearest(item.source, list(sources))
                problems.add(placed.file, placed.line, f'"{item.source}" is not a source.', cure)
            for name, names, kind in (
                (item.maker_country, known.countries, "a country of countries.csv"),
                (item.kind, known.kinds, "a kind of item"),
                (item.subject_to if isinstance(item, Chip) else "", known.sides, "a side"),
            ):
                if name and names is not None and name not in names:
                    what = f'"{name}" is not {kind}.'
                    problems.add(placed.file, placed.line, what, nearest(name, list(names)))
            items[item.item] = item
            layer_of[item.item] = layer
    return items


class ItemTable(dict[str, Item]):
    """Items by name, with an index of every other name and of every code."""

    @cached_property
    def named(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each name, title or alias; the earlier it names the name, the earlier."""
        found: dict[str, dict[str, int]] = {}
        for item in self.values():
            for place, name in enumerate(item.names):
                found.setdefault(_joined(name), {}).setdefault(item.item, max(place, 1))
        return {
            name: tuple(self[key] for key in sorted(places, key=places.__getitem__))
            for name, places in found.items()
        }

    @cached_property
    def spelled(self) -> tuple[str, ...]:
        """Every name as it is spelled, without case; symbols are left out."""
        names = dict.fromkeys(_plain(each) for item in self.values() for each in item.names)
        return tuple(name for name in names if len(name) > 2)  # noqa: PLR2004

    @cached_property
    def codes(self) -> tuple[tuple[str, str, Item], ...]:
        """The kind of each code, the code without dots, and its item."""
        return tuple(
            (kind, bare(code), item)
            for item in self.values()
            if isinstance(item, Product)
            for kind in ("hs", "control_codes", "eccn")
            for code in item.codes(kind)
        )


def _indexed(items: Mapping[str, Item]) -> ItemTable:
    """Return items with their index, which a table that was loaded keeps."""
    return items if isinstance(items, ItemTable) else ItemTable(items)


def find_item(name: str, items: Mapping[str, Item]) -> Item:
    """Return the item of a name, title or alias, in any case.

    Where several items bear the name, it is the one that names it earliest.

    Raises:
        InputError: No item has the name; the message suggests the nearest.
    """
    found = named_items(name, items)
    if found:
        return found[0]
    cure = nearest(_plain(name), _indexed(items).spelled)
    raise InputError.of(f'"{name}" is not an item.', cure)


def named_items(name: str, items: Mapping[str, Item]) -> tuple[Item, ...]:
    """Return every item of a name, title or alias; the earlier it names the name, the earlier."""
    return _indexed(items).named.get(_joined(name), ())


def find_items(
    name: str, items: Mapping[str, Item], lists: Collection[ListKind] = LISTS
) -> tuple[Item, ...]:
    """Return every item that a name, title, alias or code may mean.

    A code of a customs tariff (four to ten digits) or of a control list, with or without dots,
    means the items whose codes begin with it and those whose codes it begins with.

    Args:
        name: The name, or the code.
        items: The items.
        lists: The control lists whose codes count; two countries may number unlike goods alike.
    """
    named, asked = named_items(name, items), unlabelled(name)
    if named:
        return named
    if CUSTOMS_CODE.fullmatch(asked):
        return tuple(_coded(asked, items, "hs"))
    if LIST_CODE.fullmatch(asked):
        return tuple(_coded(asked, items, *lists))
    return ()


def nearest_items(name: str, items: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the titles of the items whose names are most like a name, the nearest first.

    Of the items that bear one name, the earlier an item names the name, the earlier it stands.
    """
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415  for names that nobody knows alone
    from rapidfuzz.process import extract  # noqa: PLC0415

    table = _indexed(items)
    asked = _plain(name)[:LONGEST]
    close = extract(asked, table.spelled, scorer=ratio, score_cutoff=100 * ALIKE, limit=MOST_NEAR)
    near = (item.title for each, _, _ in close for item in table.named[_joined(each)])
    return tuple(islice(dict.fromkeys(near), MOST_NEAR))


def _coded(
    asked: str, items: Mapping[str, Item], *kinds: Literal["hs", "control_codes", "eccn"]
) -> Iterator[Item]:
    """Yield the items of which a code of these kinds is a heading of the one asked, or beneath."""
    wanted = bare(asked)
    found = {
        item.item: item
        for kind, code, item in _indexed(items).codes
        if kind in kinds and (code.startswith(wanted) or wanted.startswith(code))
    }
    yield from found.values()


@lru_cache(maxsize=8192)
def _joined(name: str) -> str:
    """Return a name as names are compared: without case, blanks, hyphens and underscores."""
    return _plain(name).replace(" ", "")


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").replace("_", " ").casefold().split())
