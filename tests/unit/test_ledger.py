"""The ledger finds facts, converts them, and names the nearest when there is none."""

from datetime import date

import pytest

from outlast.errors import InputError
from outlast.facts import Fact, Grade, Ledger, Quantity


def fact(key: str, value: float, unit: str, title: str = "Salt made") -> Fact:
    return Fact(
        key=key,
        title=title,
        value=value,
        unit=unit,
        period="2022",
        published=date(2023, 1, 2),
        source="almanac",
        locator="table 3",
        grade=Grade.MEASURED,
    )


SALT = fact("salt-output-2022", 12, "kg/week")
EGGS = fact("eggs-output-2022", 20, "package/week", "Eggs laid")
LEDGER = Ledger(
    sources={}, facts={each.key: each for each in (SALT, EGGS)}, statements={}, gaps={}, observed={}
)


def test_a_fact_is_found_by_its_key() -> None:
    assert LEDGER.fact("salt-output-2022") is SALT


def test_the_nearest_fact_is_named() -> None:
    with pytest.raises(InputError, match='Did you mean "salt-output-2022"'):
        LEDGER.fact("salt-outputs-2022")


def test_a_value_comes_in_the_unit_that_is_asked_for() -> None:
    assert LEDGER.value(Quantity(fact="salt-output-2022"), "t/week") == pytest.approx(0.012)
    half = Quantity(fact="salt-output-2022", times=0.5, why="half of it")
    assert LEDGER.value(half, "kg/week") == pytest.approx(6)
    assumed = Quantity(assume=2, unit="t", why="a toy's round number")
    assert LEDGER.value(assumed, "kg") == pytest.approx(2000)


def test_a_value_in_a_unit_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="does not convert"):
        LEDGER.value(Quantity(fact="salt-output-2022"), "package/week")


def test_what_is_assumed_is_graded_so() -> None:
    assert LEDGER.grade(Quantity(assume=2, unit="t", why="a toy's number")) is Grade.ASSUMED
    assert LEDGER.grade(Quantity(fact="salt-output-2022")) is Grade.MEASURED


def test_a_quantity_knows_its_unit() -> None:
    assert LEDGER.unit(Quantity(assume=2, unit="t", why="a toy's number")) == "t"
    assert LEDGER.unit(Quantity(fact="eggs-output-2022")) == "package/week"


def test_a_search_wants_every_word_in_any_case() -> None:
    assert list(LEDGER.search("OUTPUT laid")) == [EGGS]
    assert list(LEDGER.search("output")) == [SALT, EGGS]
    assert not list(LEDGER.search("tar"))
