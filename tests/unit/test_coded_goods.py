"""Codes of lists: of one country's list alone, and never "not caught" where no rule names them."""

import pytest

import outlast as ol
from outlast.policy.listed_codes import agrees_in_six


@pytest.mark.parametrize("code", ["3E001", "3C004", "1C117", "6C002"])
def test_an_entry_that_no_rule_names_is_not_covered(code: str) -> None:
    found = ol.screen(code, sent_from="US", to="CN", on="2025-05-20")
    assert found["verdict"] == "not-covered"


def test_a_code_is_of_the_list_of_the_country_of_export() -> None:
    american = ol.screen("3A001", sent_from="US", to="CN", on="2025-12-01")
    chinese = ol.screen("3A001", sent_from="CN", to="US", on="2025-12-01")
    assert "batteries" not in f"{american['branches']}"
    assert "batteries" in f"{chinese['branches']}"


def test_a_code_of_no_chapter_is_no_item() -> None:
    found = ol.screen("9999.99", sent_from="CN", to="US", on="2025-06-10")
    assert found["verdict"] == "unknown"
    assert [each["attribute"] for each in found["missing"]] == ["item"]


GALLIUM_LINES = "8112921010, 8112921090, 8112929010, 8112929090"
"""The Chinese lines of subheading 8112.92 that rules list: germanium's two, then gallium's two."""


@pytest.mark.parametrize("code", ["8112.92.89", "8112.92.10.00", "8112.92.10", "8112929900"])
@pytest.mark.parametrize(
    "attributes", [{}, {"kind": "mineral"}, {"kind": "mineral", "group": "Ga"}]
)
def test_an_importer_s_code_that_agrees_in_six_digits_clears_nothing(
    code: str, attributes: dict[str, bool | float | str]
) -> None:
    found = ol.screen(code, sent_from="CN", to="US", on="2025-01-15", attributes=attributes)
    assert found["verdict"] == "unknown"
    told = [each["condition"] for each in found["missing"] if each["attribute"] == "code"]
    assert told[0] == (
        f"{code} is on none of the exporter's lines that rules list; "
        f"in six digits it agrees with 4 of them: {GALLIUM_LINES}"
    )
    assert "licence" in {each["verdict"] for each in found["branches"]}
    assert "cn-gallium-germanium-antimony-ban-us" in {each["id"] for each in found["rules"]}


def test_the_exporter_s_line_is_told_and_nothing_is_asked() -> None:
    found = ol.screen("8112929010", sent_from="CN", to="US", on="2025-01-15")
    assert (found["verdict"], found["missing"]) == ("licence", [])


@pytest.mark.parametrize("code", ["8112.69.00", "8112.69", "8110.20.00"])
def test_a_stated_group_that_rules_name_is_not_cleared_by_another_code(code: str) -> None:
    attributes: dict[str, bool | float | str] = {"kind": "mineral", "group": "Ga"}
    found = ol.screen(code, sent_from="CN", to="US", on="2025-01-15", attributes=attributes)
    assert found["verdict"] == "unknown"
    conditions = [each["condition"] for each in found["missing"]]
    assert any("on none of the exporter's lines" in each for each in conditions)


def test_a_code_that_agrees_with_no_line_and_a_group_that_no_rule_names_stay_clear() -> None:
    attributes: dict[str, bool | float | str] = {"kind": "mineral", "group": "Cd"}
    found = ol.screen("8112.69.00", sent_from="CN", to="US", on="2025-01-15", attributes=attributes)
    assert found["verdict"] == "not-caught"


@pytest.mark.parametrize(
    ("code", "line", "agrees"),
    [
        ("81129289", "8112929010", True),
        ("8112921000", "8112921010", True),
        ("81129989", "8112929010", False),
        ("811292", "8112929010", False),
        ("81129289", "811292", False),
    ],
)
def test_codes_agree_in_six_digits_where_both_have_more(
    code: str, line: str, *, agrees: bool
) -> None:
    assert agrees_in_six(code, line) is agrees
