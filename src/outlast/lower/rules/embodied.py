"""Embodied exposure: how far a control reaches through chains of processes, docs/model/clock.md."""

from collections import defaultdict
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.index import numbered
from outlast.lower.network.network import Network
from outlast.world import Essentiality

ROUNDS: Final = 60
"""The most iterations: chains of processes are short, so that shares settle long before."""


class Embodied(NamedTuple):
    """The shares of trade that a control touches, directly or through inputs, by site."""

    supply: Reals
    """Of the base supply of the site's users."""

    sales: Reals
    """Of the goods that the site sends."""


def embodied(network: Network, own: Reals) -> Embodied:
    """Return the shares of each site's supply and sales that a control touches.

    Args:
        network: The network with its routes.
        own: The share of each site's sales that the control covers directly.
    """
    sites = numbered(network.sites)
    critical: dict[str, list[int]] = defaultdict(list)
    for edge in network.edges:
        declared = network.inputs.get(edge)
        if edge.of_process and declared and declared.essentiality is Essentiality.CRITICAL:
            critical[edge.user].append(sites[edge.site])
    bases = network.routes[: network.bases]
    flow = np.array(network.flows[: network.bases], np.float64)
    into = np.array([sites[route.destination] for route in bases], np.intp)
    out_of = np.array([sites[route.origin] for route in bases], np.intp)
    inflow = np.bincount(into, flow, len(sites))
    places = [sites[network.process_sites[key]] for key in network.processes]
    process_site = np.array(places, np.intp)
    output = np.array([network.output[key] for key in network.processes], np.float64)
    made = np.bincount(process_site, output, len(sites))
    users = [row for row, key in enumerate(network.processes) for _ in critical[key]]
    inputs = [site for key in network.processes for site in critical[key]]
    sales, supply = own.copy(), np.zeros(len(sites))
    for _ in range(ROUNDS):
        carried = np.bincount(into, flow * sales[out_of], len(sites))
        supply = np.divide(carried, inflow, out=np.zeros(len(sites)), where=inflow > 0)
        most = np.zeros(len(network.processes))
        np.maximum.at(most, np.array(users, np.intp), supply[np.array(inputs, np.intp)])
        from_inputs = np.bincount(process_site, output * most, len(sites))
        share = np.divide(from_inputs, made, out=np.zeros(len(sites)), where=made > 0)
        before = sales
        sales = np.maximum(own, share)
        if np.array_equal(sales, before):
            break
    return Embodied(supply, sales)
