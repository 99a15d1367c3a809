"""Levers from the date on: values that hold from the scenario's date, with the past as it was.

Their settings are named `from-date.` and the lever. They stand among the priors of the scenario, so
that its digest holds them, and leave the distribution of the prior itself alone.
"""

from collections.abc import Mapping
from typing import Final

from outlast.scenario.prior import Prior, Role
from outlast.scenario.scenario import Scenario

PREFIX: Final = "from-date."
"""The prefix of a lever that moves on the scenario's date; before it, the past stays as it was."""


def from_date_name(lever: str) -> str:
    """Return the name of a lever that moves on the scenario's date."""
    return f"{PREFIX}{lever}"


def is_from_date(name: str) -> bool:
    """Return whether a name is that of a lever which moves on the scenario's date."""
    return name.startswith(PREFIX)


def split_values(values: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the values that hold throughout, and those that hold from the date on, by prior."""
    throughout = {key: each for key, each in values.items() if not is_from_date(key)}
    later = {key.removeprefix(PREFIX): each for key, each in values.items() if is_from_date(key)}
    return throughout, later


def values_from_date(scenario: Scenario) -> dict[str, float]:
    """Return the values that hold from a scenario's date on, by prior."""
    return {
        key.removeprefix(PREFIX): each.distribution.fixed.value
        for key, each in scenario.priors.items()
        if is_from_date(key) and each.distribution.fixed is not None
    }


def levers_from_date(priors: Mapping[str, Prior]) -> dict[str, Prior]:
    """Return the levers that can move on the date, by the names of their settings.

    A lever that acts at the common start alone, or on all that came since, cannot.
    """
    from outlast.engine.from_date import COUNTED_FROM_THE_START  # noqa: PLC0415  arrays are heavy

    return {
        from_date_name(key): prior
        for key, prior in priors.items()
        if prior.kind is Role.LEVER
        and prior.sets
        and prior.distribution.choice is None
        and not any(each.draw in COUNTED_FROM_THE_START for each in prior.sets)
    }
