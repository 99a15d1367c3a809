"""Routes: how a good moves from one bloc to another."""

from outlast.facts import Quantity
from outlast.reading import Frozen


class Route(Frozen):
    """One good on its way from one bloc to another."""

    good: str
    """The good."""

    origin: str
    """The bloc that sends."""

    destination: str
    """The bloc that receives."""

    flow: Quantity
    """What moved in the base year, units a year."""

    travel: Quantity
    """Weeks under way."""

    wedge: Quantity | None = None
    """What moving it adds to its price, as a share."""

    note: str | None = None
    """What a reader should know."""
