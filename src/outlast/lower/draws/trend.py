r"""Trend: how much of the growth of each service's need reaches each process.

$$ d_s = \frac{\sum_{e @ s} q_e h_e}{\sum_{e @ s} q_e}, \qquad
   g_p = \frac{\sum_{r\ \text{out of}\ s(p)} X_r d_{s(r)}}{\sum_{r\ \text{out of}\ s(p)} X_r} $$

$h_e$ is the growth of the edge's user: of a service its own, of a process its $g_p$.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Ints, Reals
from outlast.lower.draws.quantiles import rounded
from outlast.lower.network.base_network import Fields, Network
from outlast.scenario.load import Situation

DAYS_A_YEAR: Final = 365.25
"""Days in a mean year, for the age of what was stated."""

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


def left_of_plans(
    situation: Situation, origins: Sequence[str], found: Mapping[str, Reals]
) -> Reals:
    r"""Return the growth of plans on the scenario's date, of what was stated for an earlier day.

    $\gamma_0 := \gamma_\infty + (\gamma_0 - \gamma_\infty) e^{-a/\tau}$, its age $a$ in years.
    """
    ages = np.zeros((len(origins), 1))
    for row, origin in enumerate(origins):
        prior = situation.priors.get(origin)
        if prior is not None and prior.stated_for is not None:
            days = (situation.scenario.date - prior.stated_for).days
            ages[row] = max(0.0, days / DAYS_A_YEAR)
    now, far = found["plan_growth_now"], found["plan_growth_far"]
    return rounded(far + (now - far) * np.exp(-ages / found["plan_growth_decay"]))


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
