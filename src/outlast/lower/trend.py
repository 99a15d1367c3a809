r"""Trend: how much of the growth of each service's need reaches each process.

$$ d_s = \frac{\sum_{e @ s} q_e h_e}{\sum_{e @ s} q_e}, \qquad
   g_p = \frac{\sum_{r\ \text{out of}\ s(p)} X_r d_{s(r)}}{\sum_{r\ \text{out of}\ s(p)} X_r} $$

$h_e$ is the growth of the edge's user: of a service its own, of a process its $g_p$.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Ints, Reals
from outlast.lower.network import Fields, Network

ROUNDS = 200
"""Rounds of the iteration; what goes round among refiners and traders fades long before."""


def growth_reached(built: Network) -> Reals:
    """Return the weight of each service's growth in that of each process, processes first."""
    fields = built.fields
    bases: int = fields["bases"]
    flow: Reals = fields["flow0"][:bases]
    origin: Ints = fields["origin"][:bases]
    destination: Ints = fields["destination"][:bases]
    place: Ints = fields["process_site"]
    use: Reals = fields["requirement0"]
    edge_site: Ints = fields["edge_site"]
    sites, processes = len(fields["site_bloc"]), len(place)
    direct = np.eye(len(fields["service_kind"]))
    user = _users(fields)
    wants, sends = np.zeros((sites, len(use))), np.zeros((sites, bases))
    wants[edge_site, np.arange(len(use))] = use
    sends[origin, np.arange(bases)] = flow
    reach = np.zeros((processes, len(direct)))
    for _ in range(ROUNDS):
        wanted = _mean(wants, np.concatenate([reach, direct])[user])
        reach = _mean(sends, wanted[destination])[place]
    return reach


def _mean(weights: Reals, values: Reals) -> Reals:
    """Return weighted means, 0 where nothing weighs."""
    total = weights.sum(axis=1)
    return (weights @ values) / np.where(total > 0, total, 1.0)[:, None]


def _users(fields: Fields) -> NDArray[np.integer[Any]]:
    """Return the user of each edge: the number of its process, or after them of its service."""
    processes = np.diff(fields["process_edge_ptr"])
    services = np.diff(fields["service_edge_ptr"])
    counts = np.concatenate([processes, services])
    return np.repeat(np.arange(len(counts)), counts)
