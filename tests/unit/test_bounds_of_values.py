"""Values of every kind: numbers of any library are read, all else is refused with its bounds."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from outlast.errors import InputError
from outlast.scenario.adjust import MOST_LETTERS, number_of, with_settings
from outlast.scenario.load import Situation, load_scenario


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load_scenario("lilliput")


NUMBERS: list[object] = [
    "0.5", " 0.5 ", "+.5", "5e-1", 0.5, Decimal("0.5"), Fraction(1, 2),
    np.float64(0.5), np.float32(0.5), np.float16(0.5),
]  # fmt: skip
NONE: list[object] = [
    True, False, np.True_, None, [0.5], (0.5,), {}, 0.5j, object(), b"0.5",
    "", "half", "0_5", "\u0660", "0,5", "0.5.0", nan, inf, -inf, "nan", "inf", "1e999",
    10**400, -(10**400), 10**5000, Decimal("1e999"), Decimal("NaN"), np.float64(nan),
    np.array([0.5]),
]  # fmt: skip


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_a_number_of_any_library_is_a_number(toy: Situation, value: Any) -> None:  # noqa: ANN401
    found = with_settings(toy, {"belief": value})
    assert found.given == {"belief": "0.5"}
    assert found.priors["belief"].distribution.fixed is not None


@pytest.mark.parametrize("value", NONE, ids=lambda value: f"{type(value).__name__}")
def test_a_value_that_is_no_number_is_refused_with_the_bounds(
    toy: Situation,
    value: Any,  # noqa: ANN401
) -> None:
    with pytest.raises(InputError) as refusal:
        with_settings(toy, {"belief": value})
    (only,) = refusal.value.problems
    assert only.what.startswith('"belief" cannot be "')
    assert only.cure == "Write a number from 0 to 1."
    assert len(only.what) < MOST_LETTERS + 30


def test_whole_numbers_of_numpy_are_numbers() -> None:
    assert [number_of(kind(1)) for kind in (np.int8, np.uint64, np.int64)] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("60", " Write 0.6 for 60%."),
        ("60%", " Write 0.6 for 60%."),
        ("60 %", " Write 0.6 for 60%."),
        (60, " Write 0.6 for 60%."),
        ("2.5", " Write 0.025 for 2.5%."),
        (100, " Write 1 for 100%."),
        (101, ""),
        (-60, ""),
        ("1e6", ""),
    ],
)
def test_per_cent_are_told_as_a_share(toy: Situation, value: str | float, hint: str) -> None:
    with pytest.raises(InputError) as refusal:
        with_settings(toy, {"belief": value})
    assert refusal.value.problems[0].cure == f"Write a number from 0 to 1.{hint}"


def test_per_cent_of_a_number_that_is_no_share_are_not_guessed(toy: Situation) -> None:
    with pytest.raises(InputError) as refusal:
        with_settings(toy, {"review": "9000"})
    assert refusal.value.problems[0].cure == "Write a number from 0 to 5200 (week)."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("finished-time", 1e6),
        ("stock-time", 1e6),
        ("hoarding", 1e6),
        ("price-cap", 1e6),
        ("ceiling", 1e6),
        ("finished-time", 0),
        ("cover-others", 1e6),
        ("cover-spread-others", 0.5),
        ("cover-spread-others", 1e6),
        ("order-cap", 0.5),
    ],
)
def test_numbers_beyond_sense_are_refused(toy: Situation, name: str, value: float) -> None:
    with pytest.raises(InputError, match="Write a number from"):
        with_settings(toy, {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("approval-chips", 60),
        ("foundry-growth", 60),
        ("installed-growth-free", 60),
        ("sellers-stock-time", 0),
        ("yield-max", 0),
    ],
)
def test_numbers_that_once_gave_an_absurd_answer_are_refused(name: str, value: float) -> None:
    with pytest.raises(InputError, match=f'"{name}" cannot be "{value}"'):
        with_settings(load_scenario("today"), {name: value})


def test_all_refusals_come_at_once(toy: Situation) -> None:
    with pytest.raises(InputError) as refusal:
        with_settings(toy, {"belief": 7, "review": -1, "hoardin": 1, 5: 1})  # type: ignore[dict-item]
    assert len(refusal.value.problems) == 4
