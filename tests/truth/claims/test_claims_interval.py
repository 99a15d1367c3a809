"""Intervals: units, and arithmetic that keeps evidence, causes and lacks."""

import pytest

from outlast.facts.units import COMMON, Units
from outlast.truth.claims.interval import Interval, combine, exactly, interval


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("sum", (6.0, 4.0, 9.0)),
        ("difference", (2.0, 0.0, 5.0)),
        ("product", (8.0, 3.0, 18.0)),
        ("ratio", (2.0, 1.0, 6.0)),
        ("share", (4 / 6, 3 / 6, 6 / 7)),
        ("least", (2.0, 1.0, 3.0)),
        ("most", (4.0, 3.0, 6.0)),
    ],
)
def test_a_combined_range_covers_every_pair_of_values(
    operation: str, expected: tuple[float, float, float]
) -> None:
    found = combine(operation, [interval(4, 3, 6, "1"), interval(2, 1, 3, "1")])
    assert (found.value, found.low, found.high) == pytest.approx(expected)


def test_a_ratio_has_the_unit_of_the_quotient() -> None:
    found = combine("ratio", [exactly(3, "t"), exactly(36, "t/year")])
    assert found.in_unit("month").value == pytest.approx(1.0)


def test_a_sum_with_a_gap_lacks_the_same_number() -> None:
    found = combine("sum", [exactly(1, "1"), Interval(missing=("a number",))])
    assert found.missing == ("a number",)
    assert not found.known


def test_numbers_of_different_units_are_not_added() -> None:
    with pytest.raises(ValueError, match="measure different things"):
        combine("sum", [exactly(1, "t"), exactly(1, "USD")])


def test_a_unit_of_the_contest_converts() -> None:
    units = Units({**COMMON, "egg": ("eggs", 1.0), "dozen": ("eggs", 12.0)})
    assert interval(2, 1, 3, "dozen", units).in_unit("egg", units).high == pytest.approx(36.0)
    with pytest.raises(ValueError, match="is not a unit"):
        exactly(1, "dozen")
