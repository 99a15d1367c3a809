r"""Trend: the share of the growth of each service's need that reaches each process.

$$ d_s = \frac{\sum_{e @ s} q_e h_e}{\sum_{e @ s} q_e}, \qquad
   g_p = \frac{\sum_{r\ \text{out of}\ s(p)} X_r d_{s(r)}}{\sum_{r\ \text{out of}\ s(p)} X_r} $$

$h_e$ is the growth of the edge's user: that of a service itself, or $g_p$ of a process.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.engine.plan import Plan
from outlast.lower.draws.quantiles import rounded
from outlast.scenario.clock import DAYS_A_YEAR
from outlast.scenario.load import Situation

ROUNDS: Final = 200
"""Rounds of the iteration at most: goods that circulate among refiners and traders fade long
before, and the iteration ends with the first round that changes nothing."""


def growth_reached(plan: Plan) -> Reals:
    """Return the weight of each service's growth in that of each process: [process, service]."""
    bases, sites = plan.bases, len(plan.site_bloc)
    processes, services = len(plan.process_site), len(plan.service_kind)
    direct = np.eye(services)
    user = _users(plan)
    wants = np.zeros((sites, len(plan.requirement0)))
    wants[plan.edge_site, np.arange(len(plan.requirement0))] = plan.requirement0
    sends = np.zeros((sites, bases))
    sends[plan.origin[:bases], np.arange(bases)] = plan.flow0[:bases]
    reach = np.zeros((processes, services))
    for _ in range(ROUNDS):
        wanted = _mean(wants, np.concatenate([reach, direct])[user])
        before = reach
        reach = _mean(sends, wanted[plan.destination[:bases]])[plan.process_site]
        if np.array_equal(reach, before):
            break
    return reach


def remaining_growth(
    situation: Situation, origins: Sequence[str], draws: Mapping[str, Reals]
) -> Reals:
    r"""Return the growth of plans on the scenario's date, where it is stated for an earlier day.

    $\gamma_0 := \gamma_\infty + (\gamma_0 - \gamma_\infty) e^{-a/\tau}$, with the age $a$ in years.

    Args:
        situation: The scenario.
        origins: The prior behind each line, or `world` or `default`.
        draws: The draws of growth of plans: [line, future].
    """
    ages = np.zeros((len(origins), 1))
    for row, origin in enumerate(origins):
        prior = situation.priors.get(origin)
        if prior is not None and prior.stated_for is not None:
            days = (situation.scenario.date - prior.stated_for).days
            ages[row] = max(0.0, days / DAYS_A_YEAR)
    now, far = draws["plan_growth_now"], draws["plan_growth_far"]
    return rounded(far + (now - far) * np.exp(-ages / draws["plan_growth_decay"]))


def _mean(weights: Reals, values: Reals) -> Reals:
    """Return weighted means of rows, 0 where all weights are 0."""
    total = weights.sum(axis=1)
    return (weights @ values) / np.where(total > 0, total, 1.0)[:, None]


def _users(plan: Plan) -> NDArray[np.integer[Any]]:
    """Return the user of each edge: the number of its process, or after them of its service."""
    counts = np.concatenate([np.diff(plan.process_edge_ptr), np.diff(plan.service_edge_ptr)])
    return np.repeat(np.arange(len(counts)), counts)
