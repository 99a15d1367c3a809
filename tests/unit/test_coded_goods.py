"""Codes of lists: of one country's list alone, and never "not caught" where no rule names them."""

import pytest

import outlast as ol


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
