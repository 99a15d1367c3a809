"""Idle codes: codes of rules that catch no item of a contest, each paragraph at its line."""

from collections.abc import Iterator, Mapping
from typing import Final

from outlast.errors import Problem
from outlast.facts.listings import bare
from outlast.policy import Measure
from outlast.policy.code_list import ListedCodes
from outlast.reading import Document
from outlast.world import Item, Product

SHOWN: Final = 5
"""Codes that one notice names; it counts the rest."""

KINDS: Final = ("hs", "control_codes")
"""The kinds of codes that items have."""


def idle_codes(
    measures: Mapping[str, Measure],
    documents: Mapping[str, Document],
    items: Mapping[str, Item],
) -> Iterator[Problem]:
    """Yield a notice for every paragraph with codes that catch no item.

    A code for goods that are no items here is in its place; a mistyped one looks the same.

    Args:
        measures: The measures by name.
        documents: The document of each.
        items: The items by name.
    """
    products = [item for item in items.values() if isinstance(item, Product)]
    own = {kind: [bare(code) for each in products for code in each.codes(kind)] for kind in KINDS}
    for key, document in documents.items():
        for name, schedule in measures[key].paragraphs.items():
            for day, change in schedule.root.items():
                goods = change.value.goods if change.value else None
                idle = _idle(goods, own) if goods else []
                if not idle:
                    continue
                path = ("paragraphs", name, f"{day}", "value", "goods")
                rest = f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else ""
                what = f"no item has the codes {', '.join(idle[:SHOWN])}{rest}."
                cure = "If one is mistyped, mend it; else they catch goods beyond the items."
                yield Problem(document.file, document.line(path), what, cure)


def _idle(goods: ListedCodes, own: Mapping[str, list[str]]) -> list[str]:
    """Return the codes of a list that are the beginning of no item's code."""
    return [
        code
        for kind in KINDS
        for code in getattr(goods, kind)
        if not any(each.startswith(bare(code)) for each in own[kind])
    ]
