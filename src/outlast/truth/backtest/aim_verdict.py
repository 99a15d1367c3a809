"""The verdict on an aim of a backtest, in three words that every face takes from here."""

from enum import StrEnum


class AimVerdict(StrEnum):
    """Whether a measured value reaches an aim."""

    MET = "met"
    """The value lies within the aim."""

    NOT_CLEARLY_MISSED = "not clearly missed"
    """The value lies outside the aim, but its standard error reaches into it."""

    MISSED = "missed"
    """The value lies outside the aim by more than its standard error."""


def aim_verdict(value: float, error: float | None, low: float, high: float) -> AimVerdict:
    """Return the verdict on an aim.

    Args:
        value: The measured value.
        error: Its standard error; None if it has none.
        low: The lowest value within the aim.
        high: The highest value within the aim.
    """
    if low <= value <= high:
        return AimVerdict.MET
    margin = error or 0.0
    if low - margin <= value <= high + margin:
        return AimVerdict.NOT_CLEARLY_MISSED
    return AimVerdict.MISSED
