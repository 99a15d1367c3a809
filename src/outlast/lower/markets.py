"""Market zones of sites, the rows of their prices, and the licence queues of routes."""

from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints
from outlast.engine.codes import LICENCE
from outlast.lower.index import numbered
from outlast.lower.network.network import Network
from outlast.lower.rules.measure_rows import Rules


class MarketArrays(NamedTuple):
    """Fields of the Plan that divide sites and routes by the controls on them."""

    queue_row: Ints
    site_tied: Bytes


def market_arrays(network: Network, rules: Rules) -> MarketArrays:
    """Return zones, price rows, licence queues, and the sites that can receive tied goods."""
    licensed = {act.route for row in rules.rows for act in row.acts if act.kind == LICENCE}
    queues = numbered(route.name for route in network.routes if route.name in licensed)
    tied = {route.destination for route in network.routes if route.name in licensed}
    return MarketArrays(
        queue_row=np.array([queues.get(route.name, -1) for route in network.routes], np.int32),
        site_tied=np.array([key in tied for key in network.sites], np.int8),
    )
