"""Names of items: one that fits several variants of a product finds them all."""

import re
from collections.abc import Iterator

import pytest

from outlast.api import library
from outlast.world import Chip, Item
from outlast.world.items import find_item, find_items, named_items

ITEMS = library().items


def siblings(item: Item) -> Iterator[Item]:
    """Yield the other items of the same kind; of a chip, those of the same maker."""
    for other in ITEMS.values():
        if other is item or other.kind != item.kind:
            continue
        if isinstance(item, Chip) and isinstance(other, Chip):
            if item.kind == "memory" or item.maker == other.maker:
                yield other
        elif not isinstance(item, Chip) and not isinstance(other, Chip):
            yield other


def words(name: str) -> str:
    return f" {' '.join(name.casefold().replace('-', ' ').replace(',', ' ').split())} "


def stands_in(name: str, longer: str) -> bool:
    """Return whether a name is a part of a longer one: whole words, or any Chinese characters.

    A number does not end within a longer one: the name of an A10 is no part of that of an A100.
    """
    if name.isascii():
        return words(name) in words(longer) and words(name) != words(longer)
    return name != longer and re.search(rf"{re.escape(name)}(?![0-9A-Za-z])", longer) is not None


def unfair(items: dict[str, Item]) -> list[str]:
    """Return each alias that stands in a sibling's name and does not find the sibling."""
    found: list[str] = []
    for item in items.values():
        for alias in item.names[2:]:
            meant = named_items(alias, items)
            found += [
                f'"{alias}" of {item.item} misses {other.item} ("{name}")'
                for other in siblings(item)
                for name in other.names
                if stands_in(alias, name) and other not in meant
            ]
    return found


def test_no_alias_stands_for_one_variant_while_a_sibling_bears_it_in_its_name() -> None:
    assert not unfair(dict(ITEMS))


def test_the_sweep_finds_an_alias_that_is_taken_from_one_variant() -> None:
    magnet = ITEMS["ndfeb-magnet-with-dy-tb"]
    fewer = magnet.model_copy(update={"aliases": "NdFeB magnet with dysprosium"})
    assert any("ndfeb-magnet-with" in each for each in unfair({**ITEMS, magnet.item: fewer}))


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("NdFeB magnet", {"ndfeb-magnet", "ndfeb-magnet-with-dy-tb"}),
        ("钕铁硼磁体", {"ndfeb-magnet", "ndfeb-magnet-with-dy-tb"}),
        ("antimony oxide", {"antimony-oxide", "antimony-oxide-common"}),
        ("tungsten", {"tungsten-metal", "tungsten-powder", "tungsten-carbide", "tungsten-ore"}),
        ("indium", {"indium", "indium-phosphide", "indium-antimonide", "trimethylindium"}),
        ("gallium", {"gallium", "gallium-arsenide", "indium-gallium-arsenide"}),
        ("graphite", {"graphite-natural-flake", "graphite-artificial-high-purity"}),
        ("graphite anode", {"graphite-anode-artificial", "graphite-natural-flake-products"}),
        ("natural graphite", {"graphite-natural-flake", "graphite-natural-other"}),
        ("lithium-ion battery", {"battery-li-ion-high-energy", "battery-li-ion-common"}),
        ("diamond", {"superhard-diamond-window", "superhard-synthetic-diamond"}),
        ("rare earth magnet", {"ndfeb-magnet", "samarium-cobalt-magnet"}),
        ("A100", {"a100-sxm4-40gb", "a100-sxm4-80gb", "a100-pcie-80gb"}),
        ("H100", {"h100-sxm5-80gb", "h100-pcie-80gb", "h100-nvl"}),
        ("H200", {"h200-sxm", "h200-nvl"}),
        ("MI300", {"mi300x", "mi300a"}),
        ("Ascend 910B", {"ascend-910b1", "ascend-910b2", "ascend-910b3", "ascend-910b4"}),
        ("昇腾910", {"ascend-910a", "ascend-910b2", "ascend-910c"}),
        ("HBM3E", {"hbm3e-micron-24gb", "hbm3e-samsung-36gb", "hbm3e-sk-hynix-36gb"}),
        ("TPU", {"tpu-v4", "tpu-v5e", "tpu-v5p", "tpu-v6e", "tpu-v7"}),
    ],
)
def test_a_generic_name_finds_every_variant(name: str, among: set[str]) -> None:
    assert among <= {item.item for item in find_items(name, ITEMS)}


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("RTX 4090 D", "rtx-4090d"),
        ("rtx4090", "rtx-4090"),
        ("h20", "h20"),
        ("6000D", "rtx-pro-6000d"),
        ("昇腾910C", "ascend-910c"),
        ("氧化镨钕", "ndpr-oxide"),
        ("gallium metal", "gallium"),
    ],
)
def test_blanks_hyphens_and_case_do_not_matter(name: str, item: str) -> None:
    assert [each.item for each in find_items(name, ITEMS)] == [item]


def test_an_item_s_own_name_comes_first() -> None:
    assert find_item("gallium", ITEMS).item == "gallium"
    assert find_items("gallium", ITEMS)[0].item == "gallium"


def test_a_code_finds_its_line() -> None:
    heading = {item.item for item in find_items("8112.92", ITEMS)}
    assert {"gallium", "germanium", "indium"} <= heading
    assert find_items("81129210", ITEMS) == find_items("8112.92.10", ITEMS)
    assert {item.item for item in find_items("3B001.a.4", ITEMS)} == {"tool-epitaxy-preclean"}
    assert {"samarium", "samarium-oxide"} <= {item.item for item in find_items("1c902", ITEMS)}
    assert not find_items("9999.99", ITEMS)
