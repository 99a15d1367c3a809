"""Units convert within what they measure, and refuse everything else."""

import pytest

from outlast.facts.units import COMMON, WEEKS_A_YEAR, converted, parsed, same_dimension


@pytest.mark.parametrize(
    ("value", "unit", "to", "wanted"),
    [
        (1, "kt", "t", 1000),
        (1, "t", "kg", 1000),
        (1, "lb", "kg", 0.45359237),
        (1, "year", "week", WEEKS_A_YEAR),
        (1, "week", "day", 7),
        (12, "month", "year", 1),
        (1, "USD_bn", "USD_M", 1000),
        (1, "PFLOPS", "TFLOPS", 1000),
        (1, "TOPS", "TFLOPS", 1),
        (1, "t/year", "kg/year", 1000),
        (WEEKS_A_YEAR, "t/year", "t/week", 1),
        (1, "USD/kg", "USD/t", 1000),
        (5, "egg/week", "egg/week", 5),
    ],
)
def test_a_value_converts(value: float, unit: str, to: str, wanted: float) -> None:
    assert converted(value, unit, to) == pytest.approx(wanted, rel=1e-12)


def test_a_week_is_seven_days_and_a_year_the_mean_of_the_calendar() -> None:
    assert converted(1, "year", "day") == pytest.approx(365.2425, abs=1e-9)


@pytest.mark.parametrize(
    ("unit", "other"),
    [("t", "USD"), ("t/year", "t"), ("USD", "EUR"), ("TPP", "TFLOPS"), ("chip", "die"), ("1", "t")],
)
def test_units_of_different_things_do_not_convert(unit: str, other: str) -> None:
    assert not same_dimension(unit, other)
    with pytest.raises(ValueError, match="does not convert"):
        converted(1, unit, other)


def test_a_quotient_of_like_units_is_a_share() -> None:
    assert same_dimension("kg/t", "1")
    assert converted(1, "kg/t", "1") == pytest.approx(1e-3)


@pytest.mark.parametrize(
    "unit", ["", "tonne", "%", "percent", "t/", "/year", "T", "t*kg", "t / year"]
)
def test_a_unit_outside_the_list_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="is not a unit"):
        parsed(unit)


def test_a_near_unit_is_named() -> None:
    with pytest.raises(ValueError, match='Did you mean "wafer"'):
        parsed("wafers")


def test_every_unit_has_a_positive_size() -> None:
    assert all(size > 0 for _, size in COMMON.values())
