"""Embodied exposure: how far a control reaches through chains of processes, docs/model/clock.md."""

from collections import defaultdict

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.index import numbered
from outlast.lower.network.base_network import Network

ROUNDS = 60
"""Most iterations, enough for chains of this length to settle."""


def embodied(built: Network, own: Reals) -> tuple[Reals, Reals]:
    """Return what part of each site's base supply, and of what it sends, a control touches.

    Args:
        built: The network with its routes.
        own: The share of what each site sends that a control covers.
    """
    names = built.names
    sites, edges = numbered(names.sites), defaultdict[str, list[int]](list)
    for edge in names.edges:
        taken = built.inputs.get(edge)
        if edge.of_process and taken is not None and taken.essentiality.value == "critical":
            edges[edge.user].append(sites[edge.site])
    bases = [way for way in names.routes if not way.round_]
    flow: Reals = built.fields["flow0"]
    into = np.array([sites[way.destination] for way in bases], np.intp)
    out = np.array([sites[way.origin] for way in bases], np.intp)
    inflow = np.bincount(into, flow[: len(bases)], len(sites))
    process_site: Reals = built.fields["process_site"]
    output: Reals = built.fields["output0"]
    made = np.bincount(process_site.astype(np.intp), output, len(sites))
    users = np.array([row for row, key in enumerate(names.processes) for _ in edges[key]], np.intp)
    taken_from = np.array([site for key in names.processes for site in edges[key]], np.intp)
    content, exposure = own.copy(), np.zeros(len(sites))
    for _ in range(ROUNDS):
        carried = np.bincount(into, flow[: len(bases)] * content[out], len(sites))
        exposure = np.divide(carried, inflow, out=np.zeros(len(sites)), where=inflow > 0)
        most = np.zeros(len(names.processes))
        np.maximum.at(most, users, exposure[taken_from])
        from_inputs = np.bincount(process_site.astype(np.intp), output * most, len(sites))
        share = np.divide(from_inputs, made, out=np.zeros(len(sites)), where=made > 0)
        settled = content
        content = np.maximum(own, share)
        if np.array_equal(content, settled):
            break
    return exposure, content
