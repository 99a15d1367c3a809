"""A fact says how well it is known, within what range, and where it stands."""

import pytest
from pydantic import ValidationError

from outlast.facts import Fact, Grade, Source
from outlast.facts.grade import WORST_FIRST
from outlast.facts.source import Reference


def fact(**given: str) -> Fact:
    row = {
        "key": "salt-output-2022",
        "title": "Salt made",
        "value": "12",
        "low": "10",
        "high": "14",
        "unit": "kg/week",
        "period": "2022",
        "published": "2023-01-02",
        "source": "almanac",
        "locator": "table 3",
        "grade": "judged",
        "note": "",
    }
    row |= given
    return Fact.model_validate_strings({key: value for key, value in row.items() if value != ""})


def test_a_fact_holds_what_it_says() -> None:
    salt = fact()
    assert (salt.value, salt.low, salt.high, salt.grade) == (12, 10, 14, Grade.JUDGED)
    assert salt.has_range
    assert salt.computed_from == ()


def test_only_a_count_stands_without_a_range() -> None:
    assert not fact(low="", high="", grade="measured").has_range
    for grade in ("judged", "assumed"):
        with pytest.raises(ValidationError, match="has no range"):
            fact(low="", high="", grade=grade, note="why")


def test_a_derived_fact_has_a_range_or_inputs() -> None:
    derived = fact(low="", high="", grade="derived", inputs="a-1 b-2", note="their sum")
    assert derived.computed_from == ("a-1", "b-2")
    with pytest.raises(ValidationError, match="neither a range nor inputs"):
        fact(low="", high="", grade="derived", note="their sum")


@pytest.mark.parametrize("grade", ["derived", "assumed"])
def test_what_was_computed_or_chosen_says_how_or_why(grade: str) -> None:
    with pytest.raises(ValidationError, match="its note must say"):
        fact(grade=grade)


def test_a_range_surrounds_its_value() -> None:
    assert fact(low="12", high="12").has_range
    with pytest.raises(ValidationError, match="does not surround"):
        fact(low="13", high="14")
    with pytest.raises(ValidationError, match="is reversed"):
        fact(low="14", high="10")
    with pytest.raises(ValidationError, match="one end of a range"):
        fact(low="")


@pytest.mark.parametrize(
    "locator", ["see website", "See the web page.", "online", "n/a", "https://example.org/x", "the"]
)
def test_a_locator_leads_somewhere(locator: str) -> None:
    with pytest.raises(ValidationError):
        fact(locator="ab" if locator == "the" else locator)
    with pytest.raises(ValidationError):
        Reference(source="almanac", locator="ab" if locator == "the" else locator)


@pytest.mark.parametrize("locator", ["page 7", "table 3, row salt", "https://example.org, table 2"])
def test_a_locator_that_names_a_place_is_taken(locator: str) -> None:
    assert fact(locator=locator).locator == locator


@pytest.mark.parametrize("key", ["Salt", "salt_output", "salt--output", "-salt", "salt ", "sält"])
def test_a_key_is_lower_case_with_hyphens(key: str) -> None:
    with pytest.raises(ValidationError, match="is not a key"):
        fact(key=key)


def test_a_fact_does_not_change() -> None:
    with pytest.raises(ValidationError):
        fact().value = 3  # pyright: ignore[reportAttributeAccessIssue]


def test_grades_go_from_best_to_worst() -> None:
    assert WORST_FIRST == (Grade.ASSUMED, Grade.JUDGED, Grade.DERIVED, Grade.MEASURED)


def test_a_source_that_was_read_whole_has_a_checksum() -> None:
    given = {
        "producer": "The Academy of Lagado",
        "title": "Almanac",
        "published": "2022-12-31",
        "licence": {"name": "public domain"},
        "holds": "file",
        "trust": "a toy",
    }
    with pytest.raises(ValidationError, match="needs its"):
        Source.model_validate_strings(given)
    assert Source.model_validate_strings(given | {"sha256": "0" * 64}).holds == "file"
