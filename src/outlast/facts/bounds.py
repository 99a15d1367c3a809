"""Bounds of a number in words: the cure that every refusal of a number beyond its bounds gives."""

from collections.abc import Iterable
from math import isfinite
from typing import Final

SHARE: Final = (0.0, 1.0)

AMOUNT: Final = (0.0, 1e18)
"""The bounds of an amount; in grams a year, the greater is a thousand times all that is mined."""

TIME: Final = (0.0, 5200.0)
"""The bounds of a time in weeks: at most a century, longer than any run."""

TRAVEL: Final = (0.0, 520.0)
"""The bounds of a time that a run holds step by step: at most ten years."""

PER_CENT: Final = 100.0
"""The greatest number that was probably meant in per cent."""


def exact_text(value: float) -> str:
    """Return the shortest text from which the same number is read.

    >>> exact_text(0.1 + 0.2), exact_text(2.0)
    ('0.30000000000000004', '2')
    """
    return repr(float(value) + 0.0).removesuffix(".0")  # no sign before a zero


def bounds_text(low: float, high: float, unit: str = "1") -> str:
    """Return bounds as a cure: "Write a number from 4 to 30 (week)."."""
    suffix = "" if unit == "1" else f" ({unit})"
    match isfinite(low), isfinite(high):
        case True, True:
            ends = f" from {exact_text(low)} to {exact_text(high)}"
        case True, False:
            ends = f" of at least {exact_text(low)}"
        case False, True:
            ends = f" of at most {exact_text(high)}"
        case _:
            ends = ""
    return f"Write a number{ends}{suffix}."


def share_of(value: float, low: float, high: float, unit: str = "1") -> float | None:
    """Return the share that was probably meant in per cent; None where the number is no share."""
    is_share = unit == "1" and low >= 0 and high <= 1
    share = value / PER_CENT
    return share if is_share and 1 < value <= PER_CENT and low <= share <= high else None


def cure_of(value: float | None, low: float, high: float, unit: str = "1") -> str:
    """Return the cure of a number beyond bounds, with the share that per cent stand for.

    >>> cure_of(60.0, 0.0, 1.0)
    'Write a number from 0 to 1. Write 0.6 for 60%.'
    """
    share = None if value is None else share_of(value, low, high, unit)
    cure = bounds_text(low, high, unit)
    if value is None or share is None:
        return cure
    return f"{cure} Write {exact_text(share)} for {exact_text(value)}%."


def number_fault(
    name: str, numbers: Iterable[float], bounds: tuple[float, float], unit: str = "1"
) -> tuple[str, str] | None:
    """Return the fault of the first of some numbers that lies beyond bounds, and its cure.

    Args:
        name: The name of the number in its file.
        numbers: The number, and the ends of its range.
        bounds: The bounds, in the unit.
        unit: The unit.
    """
    low, high = bounds
    for number in numbers:
        if low <= number <= high:
            continue
        if number < 0 <= low:
            return f'"{name}" is negative.', bounds_text(low, high, unit)
        if number > high == 1:
            return f'"{name}" is more than 1.', "Shares are written 0.18, not 18."
        return f'"{name}" cannot be "{exact_text(number)}".', bounds_text(low, high, unit)
    return None
