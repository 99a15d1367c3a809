"""The catalogue holds something for each paragraph of the record that names goods."""

from datetime import date
from typing import Final

import pytest

from outlast.api import library
from outlast.policy.match import Match
from outlast.policy.scope import Scope
from outlast.scenario.coded import coded_shipment
from outlast.scenario.shipments import Transaction, shipment_of

LIBRARY = library()
SOME = Transaction("CN", date(2025, 6, 1))
SHIPMENTS = [shipment_of(item, SOME, LIBRARY.timeline) for item in LIBRARY.items.values()]

WITHOUT: Final = {
    (
        "cn-rare-earth-extraterritorial-2025",
        "clause 1(1) foreign-made goods with Chinese rare earths",
    ): "the share of Chinese content is the shipment's, not the item's",
    (
        "cn-rare-earth-extraterritorial-2025",
        "clause 1(2) foreign-made goods with Chinese technology",
    ): "the technology behind it is the shipment's, not the item's",
    (
        "cn-rare-earth-extraterritorial-listed-2025",
        "clause 1(1) foreign-made goods with Chinese rare earths",
    ): "the share of Chinese content is the shipment's, not the item's",
    (
        "cn-rare-earth-extraterritorial-listed-2025",
        "clause 1(2) foreign-made goods with Chinese technology",
    ): "the technology behind it is the shipment's, not the item's",
    (
        "cn-nexperia-2025",
        "parts and assemblies made in China",
    ): "the list of parts is not public: whether an item is one of them is asked",
    (
        "us-foundry-presumption",
        "Note 1 to 3A090.a",
    ): "designer, packaging and transistors of a wafer's order are the shipment's",
    (
        "us-letter-h20-2025",
        "letter to Intel",
    ): "no data sheet of an Intel accelerator below a TPP of 4,800 with that memory is at hand",
    ("us-tools-2022", "744.23 advanced-node fabs"): "a rule on end use: the fab's node decides",
}
"""Paragraphs for which no item is held, each with the reason."""

PARAGRAPHS = [
    (measure.id, name, day, change.value)
    for measure in LIBRARY.timeline.measures.values()
    for name, schedule in measure.paragraphs.items()
    for day, change in schedule.root.items()
    if change.value is not None and not change.value.everything
]


@pytest.mark.parametrize(
    ("measure", "name", "scope"),
    [(measure, name, scope) for measure, name, _, scope in PARAGRAPHS],
    ids=[f"{measure}-{name}-{day}" for measure, name, day, _ in PARAGRAPHS],
)
def test_each_paragraph_catches_an_item(measure: str, name: str, scope: Scope) -> None:
    caught = [each.item for each in SHIPMENTS if scope.catches(each) is Match.YES]
    if scope.goods is not None and scope.goods.eccn and not caught:
        for code in scope.goods.eccn:
            coded = coded_shipment(code, (), SOME, LIBRARY.timeline)
            caught += [code] if scope.catches(coded) is Match.YES else []
    assert bool(caught) != ((measure, name) in WITHOUT)


def test_each_reason_names_a_paragraph() -> None:
    assert set(WITHOUT) <= {(measure, name) for measure, name, _, _ in PARAGRAPHS}


def test_each_item_that_an_area_of_coverage_names_is_known() -> None:
    named = {item for area in LIBRARY.timeline.coverage.areas.values() for item in area.items}
    assert named
    assert named <= set(LIBRARY.items)
