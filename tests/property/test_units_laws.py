"""Conversion of units is an equivalence: it goes back, on, and by every way to the same end."""

from hypothesis import given
from hypothesis import strategies as st

from outlast.facts.units import COMMON, converted, parsed, same_dimension

SIMPLE = sorted(COMMON)
BY_DIMENSION = {
    dimension: [unit for unit in SIMPLE if COMMON[unit][0] == dimension]
    for dimension in sorted({dimension for dimension, _ in COMMON.values()})
}
VALUES = st.floats(min_value=1e-9, max_value=1e12)
NEAR = 1e-12


@st.composite
def like(draw: st.DrawFn, count: int) -> list[str]:
    """Units that measure the same thing: plain ones, or quotients."""
    above = draw(st.sampled_from(sorted(BY_DIMENSION)))
    below = draw(st.none() | st.sampled_from(sorted(BY_DIMENSION)))
    units: list[str] = []
    for _ in range(count):
        unit = draw(st.sampled_from(BY_DIMENSION[above]))
        if below is not None:
            unit += "/" + draw(st.sampled_from(BY_DIMENSION[below]))
        units.append(unit)
    return units


def near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other))


@given(VALUES, like(2))
def test_a_conversion_goes_back(value: float, units: list[str]) -> None:
    one, other = units
    assert near(converted(converted(value, one, other), other, one), value)


@given(VALUES, like(3))
def test_a_conversion_by_a_third_unit_is_the_same(value: float, units: list[str]) -> None:
    one, through, other = units
    direct = converted(value, one, other)
    assert near(converted(converted(value, one, through), through, other), direct)


@given(VALUES, st.floats(min_value=1e-3, max_value=1e3), like(2))
def test_twice_as_much_converts_to_twice_as_much(
    value: float, factor: float, units: list[str]
) -> None:
    one, other = units
    assert near(converted(factor * value, one, other), factor * converted(value, one, other))


@given(VALUES, st.sampled_from(SIMPLE))
def test_a_value_in_its_own_unit_stays_exactly_itself(value: float, unit: str) -> None:
    assert converted(value, unit, unit) == value


@given(st.sampled_from(SIMPLE), st.sampled_from(SIMPLE))
def test_what_a_unit_measures_does_not_depend_on_who_asks(one: str, other: str) -> None:
    assert same_dimension(one, other) == same_dimension(other, one)
    assert same_dimension(f"{one}/{other}", "1") == same_dimension(one, other)
    assert parsed(f"{one}/1")[0] == parsed(one)[0]
