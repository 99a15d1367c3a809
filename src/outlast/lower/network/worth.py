"""The worth of an input to each of its users, by which scarce goods are rationed."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import COMPUTE, FLOW
from outlast.errors import Problem
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.index import Edge, csr_list
from outlast.lower.network.network import Network
from outlast.scenario.bridge import companion_value
from outlast.scenario.load import Situation
from outlast.world import Essentiality

DOLLARS: Final = 1e9
"""Dollars in the unit in which worlds state value added."""

LOST: Final = {
    Essentiality.CRITICAL: 1.0,
    Essentiality.IMPORTANT: 0.5,
    Essentiality.NOT_CRITICAL: 0.0,
}
"""Share of a user's output that is lost without an input, by essentiality."""

DIGITS: Final = 9
"""Digits of worth that count: the order of a sum must not decide whether two users share."""

PASSES: Final = 100
"""The most times that worth is handed from buyers to makers: no chain of trade is as long."""


class WorthArrays(NamedTuple):
    """Fields of the Plan that rank the users of a site."""

    worth: Reals
    site_edge_ptr: Ints
    site_edge: Ints
    site_rank_ptr: Ints
    rank_edge_ptr: Ints


def value_added(situation: Situation, service: str) -> float:
    """Return the value added of the industries that a service alone stands for, USD a week.

    The bridge says it by industry; a contest without one states it with the service.
    """
    declared = situation.world.services.get(service)
    stated = declared.value_added if declared else None
    if stated is not None:
        yearly = situation.ledger.value(stated, "USD_bn/year")
    else:
        bridge = situation.bridge
        yearly = bridge.value_added(service, situation.ledger) if bridge else 0.0
    return yearly * DOLLARS / WEEKS_A_YEAR


def account_value(situation: Situation, service: str) -> float:
    """Return the value added of a service in the account, USD a week.

    A companion of a bloc without a table states it for the account alone: scarce goods are shared
    by worth, and no companion changes that.
    """
    found, bridge = value_added(situation, service), situation.bridge
    if found > 0.0 or bridge is None:
        return found
    yearly = companion_value(bridge, service, situation.ledger)
    return yearly * DOLLARS / WEEKS_A_YEAR


def worth_arrays(situation: Situation, network: Network) -> WorthArrays:
    """Return the worth of every edge, and the edges of each site by rank."""
    worth = _worth(situation, network)
    users = {
        row: [n for n, edge in enumerate(network.edges) if edge.site == key]
        for row, key in enumerate(network.sites)
    }
    ordered = {row: sorted(edges, key=lambda n: -worth[n]) for row, edges in users.items()}
    edge_ptr, site_edge = csr_list(ordered, len(network.sites))
    begins, ranks = [0], [0]
    for row in range(len(network.sites)):
        for _, rank in groupby(ordered[row], key=lambda n: worth[n]):
            begins.append(begins[-1] + len(list(rank)))
        ranks.append(len(begins) - 1)
    return WorthArrays(
        worth, edge_ptr, site_edge, np.array(ranks, np.int32), np.array(begins, np.int32)
    )


def worth_problems(situation: Situation) -> Iterator[Problem]:
    """Yield every service that takes its worth from one that does not state its value added."""
    services = situation.world.services
    for key, service in services.items():
        if service.worth_as and not _states_value(situation, service.worth_as):
            what = (
                f'"{key}" takes its worth from "{service.worth_as}", which states no value added.'
            )
            yield Problem("", 0, what, "Name a service that states its value added.")


def _states_value(situation: Situation, service: str) -> bool:
    """Return whether a service has a value added of its own; a reader may set it to nothing."""
    declared, bridge = situation.world.services.get(service), situation.bridge
    stated = declared is not None and declared.value_added is not None
    return stated or (bridge is not None and bool(bridge.tied.get(service)))


def _worth(situation: Situation, network: Network) -> Reals:
    """Return the value lost for each missing unit of an edge, over the base price of its good."""
    prices = _prices(situation, network)
    kinds = dict(zip(network.services, network.service_kinds, strict=True))
    worth = np.ones(len(network.edges))
    for n, edge in enumerate(network.edges):
        if edge in network.inputs and kinds.get(edge.user) in {FLOW, COMPUTE}:
            worth[n] = max(1.0, _of_service(situation, network, edge, prices[edge.site]))
    makers = [n for n, edge in enumerate(network.edges) if edge.of_process and prices[edge.site]]
    price = np.array([prices[edge.site] for edge in network.edges])
    for _ in range(PASSES):
        before = worth.copy()
        output = _of_output(network, worth * price, prices)
        for n in makers:
            worth[n] = max(1.0, _of_process(network, network.edges[n], output) / price[n])
        if np.allclose(before, worth, rtol=10.0**-DIGITS, atol=0.0):
            break
    return np.array([float(f"{each:.{DIGITS}g}") for each in worth])


def _prices(situation: Situation, network: Network) -> dict[str, float]:
    """Return the base price of the good of each site, USD a unit; 0 where none is stated."""
    world, ledger = situation.world, situation.ledger
    goods = {key: world.goods[world.sites[key].good] for key in network.sites}
    return {
        key: ledger.value(good.price, f"USD/{good.unit}") if good.price else 0.0
        for key, good in goods.items()
    }


def _of_service(situation: Situation, network: Network, edge: Edge, price: float) -> float:
    """Return the worth of an input to a service, by value added or by its share in cost."""
    declared = network.inputs[edge]
    lost = LOST[declared.essentiality]
    stated = situation.world.services[edge.user]
    for key in (edge.user, stated.worth_as):
        value = value_added(situation, key) if key else 0.0
        use = sum(
            network.requirement[each]
            for each in network.edges
            if each.user == key and each.good == edge.good
        )
        if value > 0.0 and use > 0.0 and price > 0.0:
            return lost * value / use / price
    share = situation.ledger.value(declared.cost_share, "1") if declared.cost_share else 0.0
    return lost / share if share > 0.0 else 0.0


def _of_output(network: Network, value: Reals, prices: dict[str, float]) -> dict[str, float]:
    """Return the value of a unit of each site's output: the mean over its buyers, USD."""
    use, total = dict.fromkeys(network.sites, 0.0), dict.fromkeys(network.sites, 0.0)
    for n, edge in enumerate(network.edges):
        use[edge.site] += network.requirement[edge]
        total[edge.site] += network.requirement[edge] * value[n]
    sold, asked = dict.fromkeys(network.sites, 0.0), dict.fromkeys(network.sites, 0.0)
    for route, flow in zip(network.routes, network.flows, strict=True):
        if use[route.destination] > 0.0:
            sold[route.origin] += flow
            asked[route.origin] += flow * total[route.destination] / use[route.destination]
    return {key: asked[key] / sold[key] if sold[key] > 0.0 else prices[key] for key in sold}


def _of_process(network: Network, edge: Edge, output: dict[str, float]) -> float:
    """Return the value of a unit of an input to the process that uses it, USD."""
    use = network.requirement[edge]
    if use <= 0.0:
        return 0.0
    lost = LOST[network.inputs[edge].essentiality]
    return lost * output[network.process_sites[edge.user]] * network.output[edge.user] / use
