"""Items carry the numbers that rules test, computed as the technical notes say."""

from typing import Any

import pytest

from outlast.errors import InputError
from outlast.world import Chip, Item, Product
from outlast.world.item import performance_density, total_processing_performance
from outlast.world.items import find_item

ROW = {
    "item": "abacus-1",
    "title": "Abacus 1",
    "kind": "accelerator",
    "published": "2023-01-02",
    "source": "almanac",
    "locator": "table 3",
    "grade": "assumed",
}


def chip(**given: str) -> Chip:
    return Chip.model_validate_strings(ROW | given)


@pytest.mark.parametrize(
    ("rates", "operations", "tpp"),
    [
        ({}, {}, None),
        ({"tops_16": "300"}, {16: 300}, 4800),
        ({"tops_16": "300", "tops_8": "600"}, {16: 300, 8: 600}, 4800),
        ({"tops_16": "300", "tops_8": "601"}, {16: 300, 8: 601}, 4808),
        ({"tops_8": "500", "tops_int8": "600"}, {8: 600}, 4800),
        ({"tops_8": "600", "tops_int8": "500"}, {8: 600}, 4800),
        ({"tops_4": "1300", "tops_8": "600"}, {8: 600, 4: 1300}, 5200),
    ],
)
def test_tpp_is_the_largest_product_of_bits_and_rate(
    rates: dict[str, str], operations: dict[int, float], tpp: float | None
) -> None:
    assert chip(**rates).operations == operations
    assert chip(**rates).tpp == tpp


def test_no_rate_gives_no_tpp() -> None:
    assert total_processing_performance({}) is None


@pytest.mark.parametrize(
    ("tpp", "area", "non_planar", "density"),
    [
        (4800.0, 800.0, True, 6.0),
        (4800.0, 800.0, False, 0.0),
        (4800.0, 800.0, None, 6.0),
        (None, 800.0, True, None),
        (4800.0, None, True, None),
    ],
)
def test_only_dies_that_are_not_planar_count(
    tpp: float | None,
    area: float | None,
    non_planar: bool | None,  # noqa: FBT001  an attribute
    density: float | None,
) -> None:
    assert performance_density(tpp, area, non_planar) == density


def test_the_density_of_memory_is_its_bandwidth_over_its_area() -> None:
    memory: dict[str, Any] = {"kind": "memory", "memory_bandwidth_gb_s": "300", "die_mm2": "100"}
    assert chip(**memory).memory_density == 3
    assert chip(**(memory | {"kind": "accelerator"})).memory_density is None
    assert chip(kind="memory", memory_bandwidth_gb_s="300").memory_density is None


def test_a_mineral_lists_its_codes() -> None:
    salt = Product.model_validate_strings(
        ROW | {"group": "salt", "hs": "2501.00; 2501.01", "control_codes": ""}
    )
    assert salt.codes("hs") == ("2501.00", "2501.01")
    assert salt.codes("control_codes") == ()


def items() -> dict[str, Item]:
    return {
        "abacus-1": chip(aliases="A1; the abacus"),
        "abacus-2": chip(item="abacus-2", title="Abacus 2"),
    }


@pytest.mark.parametrize("name", ["abacus-1", "ABACUS 1", "a1", "The  Abacus", "abacus_1"])
def test_an_item_is_found_by_any_of_its_names(name: str) -> None:
    assert find_item(name, items()).item == "abacus-1"


def test_the_nearest_item_is_named() -> None:
    with pytest.raises(InputError, match="Did you mean"):
        find_item("abacos 2", items())
