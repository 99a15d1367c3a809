"""Attributes that no shipment can have are refused, with the bound or the nearest right name."""

import pytest

import outlast as ol
from outlast.api import library
from outlast.errors import InputError
from outlast.policy.attribute_values import NUMBERS, TRUTHS, wrong_value
from outlast.policy.shipment import ATTRIBUTES

WRONG = [
    ("tpp", -5.0, "from 0"),
    ("tpp", "abc", "from 0"),
    ("tpp", float("inf"), "from 0"),
    ("tpp", True, "from 0"),
    ("datacenter", "ja", "yes or no"),
    ("datacenter", "y", "yes or no"),
    ("node_nm", 0.0, "from 0.1"),
    ("controlled_content", 2.0, "to 1"),
    ("performance_density", -1.0, "from 0"),
    ("group", "", "name"),
    ("foo", 1.0, "not an attribute"),
    ("tp", 1.0, "tpp"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_value_that_cannot_be_is_refused(name: str, value: object, words: str) -> None:
    problem = wrong_value(name, value)
    assert problem is not None
    assert words in f"{problem.what} {problem.cure}"


def test_python_refuses_such_values_too() -> None:
    with pytest.raises(InputError, match="yes or no"):
        ol.screen(maker="NVIDIA", to="CN", on="2024-06-01", attributes={"datacenter": "ja"})
    with pytest.raises(InputError, match="stated twice"):
        ol.screen(to="CN", on="2024-06-01", operations={8: 5000.0}, attributes={"tpp": 100.0})


def test_every_attribute_has_one_form() -> None:
    assert set(NUMBERS) | TRUTHS <= set(ATTRIBUTES)
    assert not set(NUMBERS) & TRUTHS


def test_a_kind_belongs_to_the_contest() -> None:
    with pytest.raises(InputError, match='"banana" is not a kind'):
        ol.screen(maker="NVIDIA", to="CN", attributes={"kind": "banana"})
    for kind in {item.kind for item in library().items.values()}:
        ol.screen(maker="NVIDIA", to="CN", attributes={"kind": kind})
