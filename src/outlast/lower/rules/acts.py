"""Acts: the kinds of effect that a measure can have on one route."""

from dataclasses import dataclass
from typing import Final

from outlast.engine.codes import DENY, LICENCE, QUOTA

PHASED: Final = frozenset({DENY, LICENCE, QUOTA})
"""The kinds whose force builds up; all others act at once."""


@dataclass(frozen=True)
class RouteAct:
    """One effect of a measure on one route."""

    route: str
    kind: int
    share: float
    """The share of the route's base trade in scope."""

    rate: float = 0.0
    """A quota as a share of base trade, or a fee as a share of value."""

    exempt: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """The share of each priority class that a general licence lets through."""

    military: bool = False
    """Whether it concerns the defence class alone."""
