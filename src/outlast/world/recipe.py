"""Recipes: the need of a process or a service for each good, and its essentiality."""

from enum import StrEnum

from outlast.facts import Quantity
from outlast.reading import Frozen


class Essentiality(StrEnum):
    """The effect on a user's output when an input runs out (Pichler et al. 2022)."""

    CRITICAL = "critical"
    """Output falls with the input."""

    IMPORTANT = "important"
    """Output falls half as far as the input."""

    NOT_CRITICAL = "not-critical"
    """Output does not fall."""


class Input(Frozen):
    """The need of one user for one good."""

    use: Quantity | None = None
    """Use in the base year, units a year; services state it."""

    per_unit: Quantity | None = None
    """Use for one unit of output; processes state it."""

    essentiality: Essentiality
    """The effect on output when the input runs out."""

    cover: Quantity
    """The mean stock of the users, weeks of use, outside transit."""

    spread: Quantity
    """The geometric standard deviation of cover among firms."""

    cost_share: Quantity | None = None
    """The input's share of the cost of the output."""

    note: str | None = None
    """A remark for readers."""
