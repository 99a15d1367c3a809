"""Recipes: what a process or a service needs of each good, and how badly."""

from enum import StrEnum

from outlast.facts import Quantity
from outlast.reading import Frozen


class Essentiality(StrEnum):
    """What happens to a user's output when an input runs out (Pichler et al. 2022)."""

    CRITICAL = "critical"
    """Output falls with the input."""

    IMPORTANT = "important"
    """Output falls half as far as the input."""

    NOT_CRITICAL = "not-critical"
    """Output does not fall."""


class Input(Frozen):
    """What one user needs of one good."""

    use: Quantity | None = None
    """What is used in the base year, units a year; services state this."""

    per_unit: Quantity | None = None
    """What one unit of output takes; processes state this."""

    essentiality: Essentiality
    """What happens to output when the input runs out."""

    cover: Quantity
    """The mean stock of the users, weeks of use, outside transit."""

    spread: Quantity
    """The geometric standard deviation of cover among firms."""

    cost_share: Quantity | None = None
    """The input's share of the cost of the output."""

    note: str | None = None
    """What a reader should know."""
