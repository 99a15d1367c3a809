"""Markets: goods that merchants resell, licence queues of routes, and sites of tied goods."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints
from outlast.engine.codes import LICENCE
from outlast.lower.draws.rows import DrawRow
from outlast.lower.draws.settings import matching_rows
from outlast.lower.index import numbered
from outlast.lower.network.network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation

ARBITRAGE: Final = ("arbitrage_least", "arbitrage_most")
"""The draws that let orders follow price gaps; both are 1 for a good that no prior names."""


class MarketArrays(NamedTuple):
    """Fields of the Plan that divide sites and routes by the controls on them."""

    queue_row: Ints
    site_tied: Bytes
    resold: Bytes


def market_arrays(situation: Situation, network: Network, rules: Rules) -> MarketArrays:
    """Return licence queues, the sites that can receive tied goods, and the goods resold."""
    licensed = {act.route for row in rules.rows for act in row.acts if act.kind == LICENCE}
    queues = numbered(route.name for route in network.routes if route.name in licensed)
    tied = {route.destination for route in network.routes if route.name in licensed}
    return MarketArrays(
        queue_row=np.array([queues.get(route.name, -1) for route in network.routes], np.int32),
        site_tied=np.array([key in tied for key in network.sites], np.int8),
        resold=np.array([_is_resold(situation, key) for key in network.goods], np.int8),
    )


def _is_resold(situation: Situation, good: str) -> bool:
    """Return whether a prior lets orders of a good follow price gaps."""
    kind = situation.world.goods[good].kind
    labels = {"good": frozenset({good}), "kind": frozenset({kind})}
    rows = {draw: [DrawRow(draw, (0,), labels)] for draw in ARBITRAGE}
    settings = (setting for prior in situation.priors.values() for setting in prior.sets)
    return any(True for setting in settings for _ in matching_rows(setting, rows))
