"""Goods of which only a code is known: a customs code, or a code of a control list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from outlast.facts.listings import IMMATERIAL, bare, unlabelled
from outlast.policy import Attribute, Codes, Shipment, Timeline
from outlast.policy.cells import OTHER
from outlast.policy.listed_codes import (
    has_unlisted_code,
    kinds_listed,
    listed_goods,
    lists,
    with_near_lines,
)
from outlast.policy.reaching import kept
from outlast.scenario.shipments import Transaction, in_transaction
from outlast.world import Chip, Item, Product
from outlast.world.items import CUSTOMS_CODE, LIST_CODE, LISTS, ListKind

HEADING: Final = 4
"""The digits of a heading."""

WHOLE: Final = 10
"""The digits of a full line of a national tariff."""

LAST_CHAPTER: Final = 97
"""The last chapter of the Harmonised System; those beyond are for national use."""

UNUSED_CHAPTER: Final = 77
"""The chapter that the Harmonised System keeps free."""

CIRCUITS: Final = ("accelerator", "logic", "memory")
"""The kinds of circuits."""

KINDS: Final[Mapping[str, Attribute]] = {
    "A": CIRCUITS,
    "B": "tool",
    "C": ("magnet", "mineral"),
    "D": "software",
    "E": "technology",
}
"""The kinds that goods may be of, by the letter of a control list's code: its product group."""

CERTAIN: Final = ("B", "D", "E")
"""The product groups of one kind alone, whatever items are known."""


def codes_of(text: str, lists: Collection[ListKind] = LISTS) -> Codes | None:
    """Return the codes that a text states, or None where it has the form of no code.

    Args:
        text: The text.
        lists: The control lists that a code may be of; the lists number alike.
    """
    stated = unlabelled(text)
    if CUSTOMS_CODE.fullmatch(stated):
        return Codes(hs=(stated,)) if _is_chapter(stated[:2]) else None
    if LIST_CODE.fullmatch(stated):
        own = (stated,) if "control_codes" in lists else ()
        return Codes(control_codes=own, eccn=(stated,) if "eccn" in lists else ())
    return None


def is_code(text: str, items: Collection[Item], timeline: Timeline) -> bool:
    """Return whether a text is a code of goods.

    Four digits alone may be the number of a part just as well: they are a heading if a rule or an
    item has a code under it.

    Args:
        text: The text.
        items: The items under it.
        timeline: The record.
    """
    codes = codes_of(text)
    digits = bare(unlabelled(text))
    if codes is None or not codes.hs or len(digits) > HEADING:
        return codes is not None
    return bool(items) or any(line.startswith(digits) for line in _lines(timeline))


def _is_chapter(digits: str) -> bool:
    """Return whether two digits are a chapter of the Harmonised System."""
    return 1 <= int(digits) <= LAST_CHAPTER and int(digits) != UNUSED_CHAPTER


def lists_from(country: str | None, timeline: Timeline) -> tuple[ListKind, ...]:
    """Return the control lists by which goods from a country are numbered.

    They are those that the rules of its side use; all where it is not the home of a side.
    """
    return kept(timeline, ("lists", country), lambda: _lists_from(country, timeline))


def _lists_from(country: str | None, timeline: Timeline) -> tuple[ListKind, ...]:
    home = [
        key
        for key, side in timeline.sides.items()
        if side.law_follows
        and country in (*side.law_follows.exports_from, *side.law_follows.makers_in)
    ]
    used: tuple[ListKind, ...] = tuple(
        kind
        for kind in LISTS
        if any(getattr(goods, kind) for side, goods in listed_goods(timeline) if side in home)
    )
    return used or LISTS


def is_told(text: str, items: Sequence[Item], timeline: Timeline) -> bool:
    """Return whether a code is a full line of a tariff that a rule lists and known items fill."""
    digits = bare(unlabelled(text))
    held = {bare(code) for item in items if isinstance(item, Product) for code in item.codes("hs")}
    return len(digits) >= WHOLE and digits in held and digits in _lines(timeline)


def _lines(timeline: Timeline) -> frozenset[str]:
    """Return the lines of tariffs that the rules of a record list."""
    return kept(
        timeline,
        "lines",
        lambda: frozenset(bare(code) for _, goods in listed_goods(timeline) for code in goods.hs),
    )


def coded_shipment(
    text: str,
    items: Sequence[Item],
    transaction: Transaction,
    timeline: Timeline,
    group: Attribute | None = None,
) -> Shipment:
    """Return a shipment of goods of which a code is known, and perhaps the group.

    Args:
        text: The code.
        items: The items on the same line of the list; if they are of one group, so are the goods.
        transaction: Place, day, parties and end use; without a country of export, the goods come
            from the home of the side whose rules list the code, if one side alone does.
        timeline: The record.
        group: The group of the goods, if the reader states one.
    """
    numbered = lists_from(transaction.origin or transaction.made_in, timeline)
    codes = codes_of(text, numbered) or Codes()
    attributes: dict[str, Attribute] = {"chip": ()}
    kinds = tuple(sorted({each.kind for each in items}))
    if codes.hs and len(kinds) == 1 and not _are_circuits(items):
        attributes["kind"] = kinds[0]
    if not codes.hs:
        groups = tuple(sorted({item.group for item in items if isinstance(item, Product)}))
        letter = unlabelled(text)[1:2].upper()
        kind = kinds if kinds and letter not in CERTAIN else KINDS[letter]
        kind = kinds_listed(codes, timeline) or kind
        attributes |= {"group": groups[0] if len(groups) == 1 else groups} if groups else {}
        attributes["kind"] = kind
    made_in = transaction.made_in or _home(codes, timeline)
    origin = transaction.origin or made_in
    if transaction.made_in:
        attributes["maker_country"] = transaction.made_in
    unlisted = not items and has_unlisted_code(codes, timeline)
    return replace(
        in_transaction(text, origin, transaction),
        attributes=attributes,
        codes=with_near_lines(replace(codes, unlisted=unlisted), group, timeline),
        subject_to=timeline.following(transaction.made_in or origin, origin),
    )


def _are_circuits(items: Sequence[Item]) -> bool:
    """Return whether known goods are circuits all: the tariff does not tell their kinds apart."""
    return bool(items) and all(item.kind in CIRCUITS for item in items)


def of_each_kind(
    shipment: Shipment, items: Collection[Item], known: Sequence[Item] = ()
) -> dict[str, Shipment]:
    """Return goods under a customs code as goods of each kind, in words; one if the kind is known.

    The kinds are those of the items that a contest knows, and any other. Chips bear no group: lists
    of minerals and materials name none.

    Args:
        shipment: The goods.
        items: All items.
        known: The items on the same line; where they are circuits, so are the goods.
    """
    if "kind" in shipment.attributes or not shipment.codes.hs:
        return {"": shipment}
    if _are_circuits(known):
        return {
            f"kind is {kind}": replace(
                shipment, attributes={"kind": kind, "group": (), **shipment.attributes}
            )
            for kind in CIRCUITS
        }
    chips = {each.kind for each in items if isinstance(each, Chip)}
    kinds = sorted(({each.kind for each in items} | chips) - {*IMMATERIAL})
    ways: dict[str, dict[str, Attribute]] = {
        f"kind is {kind}": {"kind": kind, **({"group": ()} if kind in chips else {})}
        for kind in kinds
    }
    ways[f"kind is none of {', '.join(kinds)}"] = {"kind": OTHER, "group": ()}
    return {
        words: replace(shipment, attributes={**told, **shipment.attributes})
        for words, told in ways.items()
    }


def unrecognised_shipment(name: str, transaction: Transaction, timeline: Timeline) -> Shipment:
    """Return a shipment of goods whose name nobody knows: all about the goods is open."""
    origin = transaction.origin or transaction.made_in or ""
    made_in = transaction.made_in
    return replace(
        in_transaction(name, origin, transaction),
        attributes={"maker_country": made_in} if made_in else {},
        codes=Codes(stated=False),
        subject_to=timeline.following(made_in or origin, origin),
    )


def _home(codes: Codes, timeline: Timeline) -> str:
    """Return the country of the side whose rules list a code, if one side alone does."""
    sides = {side for side, goods in listed_goods(timeline) if lists(goods, codes)}
    if len(sides) != 1:
        return ""
    follows = timeline.sides[sides.pop()].law_follows
    return next(iter((*follows.exports_from, *follows.makers_in)), "") if follows else ""
