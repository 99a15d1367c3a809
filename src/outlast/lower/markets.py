"""Market zones of sites, the rows of their prices, and the licence queues of routes."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints
from outlast.engine.codes import DENY, INSIDE, LICENCE, OUTSIDE, QUOTA, ZONES
from outlast.lower.index import numbered
from outlast.lower.network.network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation

HALF: Final = 0.5
"""Controls hardly reach a site if they cover less than half of the share of its trade that they
cover anywhere."""


class MarketArrays(NamedTuple):
    """Fields of the Plan that divide sites and routes by the controls on them."""

    site_zone: Bytes
    site_price: Ints
    queue_row: Ints
    site_tied: Bytes


def market_arrays(situation: Situation, network: Network, rules: Rules) -> MarketArrays:
    """Return zones, price rows, licence queues, and the sites that can receive tied goods."""
    goods = numbered(network.goods)
    inside = _sites_inside(situation, network, rules)
    zones = [INSIDE if key in inside else OUTSIDE for key in network.sites]
    prices = [
        ZONES * goods[situation.world.sites[key].good] + zone
        for key, zone in zip(network.sites, zones, strict=True)
    ]
    licensed = {act.route for row in rules.rows for act in row.acts if act.kind == LICENCE}
    queues = numbered(route.name for route in network.routes if route.name in licensed)
    tied = {route.destination for route in network.routes if route.name in licensed}
    return MarketArrays(
        site_zone=np.array(zones, np.int8),
        site_price=np.array(prices, np.int32),
        queue_row=np.array([queues.get(route.name, -1) for route in network.routes], np.int32),
        site_tied=np.array([key in tied for key in network.sites], np.int8),
    )


def _sites_inside(situation: Situation, network: Network, rules: Rules) -> set[str]:
    """Return the sites inside the market of a bloc that denies, licenses or rations.

    Its own sites are inside, and those that buy from them and that its controls hardly reach.
    """
    world = situation.world
    routes = {route.name: route for route in network.routes}
    covered: dict[str, float] = {}
    inside: set[str] = set()
    for row in rules.rows:
        if row.rung >= 0:
            continue  # zones follow the record: a rung that never comes moves no price
        for act in row.acts:
            route = routes[act.route]
            own = world.blocs[world.sites[route.origin].bloc].side == row.side
            if own and act.kind in (DENY, LICENCE, QUOTA) and row.series.force.any():
                inside.add(route.origin)
                covered[route.destination] = max(covered.get(route.destination, 0.0), act.share)
    most: dict[str, float] = {}
    for key, share in covered.items():
        good = world.sites[key].good
        most[good] = max(most.get(good, 0.0), share)
    for route in network.routes:
        good = world.sites[route.destination].good
        share = covered.get(route.destination, 0.0)
        if route.origin in inside and share < HALF * most[good]:
            inside.add(route.destination)
    return inside
