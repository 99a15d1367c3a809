"""Goods of which only a code is known: a customs code, or a code of a control list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from outlast.facts.listings import bare
from outlast.policy import Attribute, Codes, Shipment, Timeline
from outlast.policy.scope import ListedCodes
from outlast.scenario.shipments import Transaction, in_transaction
from outlast.world import Item, Product
from outlast.world.items import CUSTOMS_CODE, LIST_CODE

WHOLE: Final = 10
"""The digits of a full line of a national tariff."""

KINDS: Final = {"B": "tool", "D": "software", "E": "technology"}
"""The kinds of goods by the letter of a control list's code: its product group."""


def codes_of(text: str) -> Codes | None:
    """Return the codes that a text states, or None where it has the form of no code.

    A code of a control list may be one of the exporter's list or an ECCN: the lists number alike.
    """
    stated = text.strip()
    if CUSTOMS_CODE.fullmatch(stated):
        return Codes(hs=(stated,))
    if LIST_CODE.fullmatch(stated):
        return Codes(control_codes=(stated,), eccn=(stated,))
    return None


def is_told(text: str, items: Sequence[Item], timeline: Timeline) -> bool:
    """Return whether a code is a full line of a tariff that a rule lists and known items fill."""
    digits = bare(text)
    held = {bare(code) for item in items if isinstance(item, Product) for code in item.codes("hs")}
    return len(digits) >= WHOLE and digits in held and digits in _lines(timeline)


def _lines(timeline: Timeline) -> frozenset[str]:
    """Return the lines of tariffs that the rules of a record list."""
    return frozenset(bare(code) for _, goods in _goods(timeline) for code in goods.hs)


def _goods(timeline: Timeline) -> Iterator[tuple[str, ListedCodes]]:
    """Yield the codes that each paragraph of a record lists, with the side whose rule it is."""
    for measure in timeline.measures.values():
        for schedule in measure.paragraphs.values():
            for change in schedule.root.values():
                if change.value and change.value.goods:
                    yield measure.side, change.value.goods


def coded_shipment(
    text: str, items: Sequence[Item], transaction: Transaction, timeline: Timeline
) -> Shipment:
    """Return a shipment of goods of which a code is known and nothing else.

    Args:
        text: The code.
        items: The items on the same line of the list; if they are of one group, so are the goods.
        transaction: Place, day, parties and end use; without a country of export, the goods come
            from the home of the side whose rules list the code, if one side alone does.
        timeline: The record.
    """
    codes = codes_of(text) or Codes()
    attributes: dict[str, Attribute] = {"chip": ()}
    if not codes.hs:
        groups = {item.group for item in items if isinstance(item, Product)}
        kind = KINDS.get(text.strip()[1:2].upper()) or tuple(sorted({each.kind for each in items}))
        attributes |= {"group": groups.pop()} if len(groups) == 1 else {}
        attributes |= {"kind": kind} if kind else {}
    made_in = transaction.made_in or _home(codes, timeline)
    origin = transaction.origin or made_in
    if transaction.made_in:
        attributes["maker_country"] = transaction.made_in
    return replace(
        in_transaction(text, origin, transaction),
        attributes=attributes,
        codes=codes,
        subject_to=timeline.following(transaction.made_in or origin, origin),
    )


def _home(codes: Codes, timeline: Timeline) -> str:
    """Return the country of the side whose rules list a code, if one side alone does."""
    sides = {side for side, goods in _goods(timeline) if _lists(goods, codes)}
    if len(sides) != 1:
        return ""
    follows = timeline.sides[sides.pop()].law_follows
    return next(iter((*follows.exports_from, *follows.makers_in)), "") if follows else ""


def _lists(goods: ListedCodes, codes: Codes) -> bool:
    """Return whether one of the codes lies on a line that is listed."""
    return any(
        bare(listed).startswith(bare(code)) or bare(code).startswith(bare(listed))
        for kind in ("control_codes", "eccn")
        for code in getattr(codes, kind)
        for listed in getattr(goods, kind)
    )
