"""Acts: the kinds of effect that a measure can have on one route."""

from dataclasses import dataclass
from typing import Final

from outlast.engine.codes import BUYERS_BAN, DENY, FEE, LICENCE, PRICE_FLOOR, QUOTA
from outlast.scenario.scenario import Kind

PHASED: Final = frozenset({DENY, LICENCE, QUOTA})
"""The kinds whose force builds up; all others act at once."""

ACT_OF: Final = {
    Kind.DENY: DENY,
    Kind.LICENCE: LICENCE,
    Kind.QUOTA: QUOTA,
    Kind.PURCHASE_BAN: BUYERS_BAN,
    Kind.FEE: FEE,
    Kind.PRICE_FLOOR: PRICE_FLOOR,
}
"""The act of each kind of supposed rule."""


@dataclass(frozen=True)
class RouteAct:
    """One effect of a measure on one route."""

    route: str
    kind: int
    share: float
    """The share of the route's base trade in scope."""

    rate: float = 0.0
    """A quota as a share of base trade, a fee as a share of value, or a floor as a price index."""

    exempt: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """The share of each priority class that a general licence lets through."""

    military: bool = False
    """Whether it concerns the defence class alone."""
