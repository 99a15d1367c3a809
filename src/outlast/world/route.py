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
    """The flow of the base year, units a year."""

    travel: Quantity
    """Weeks under way."""

    offtake: Quantity | None = None
    """The share of what new capacity at its origin makes that is offered on it. If a route out of a
    site states one, the others offer nothing and the site's own users are offered the rest; if none
    does, routes and own users are offered what they took in the base year."""

    wedge: Quantity | None = None
    """The cost of transport, as a share of the price."""

    note: str | None = None
    """A remark for readers."""
