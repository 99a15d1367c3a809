"""Threats: how severely a measure touches the purchases of a site's users, through inputs too."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import DENY, LICENCE, QUOTA
from outlast.lower.index import CLASS_OF, csr_list, numbered
from outlast.lower.network.network import Network
from outlast.lower.network.site_arrays import class_shares
from outlast.lower.rules.acts import RouteAct
from outlast.lower.rules.embodied import embodied
from outlast.lower.rules.measure_row import MeasureRow
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation
from outlast.world.service import Class

LEGAL_UNDER_LICENCE: Final = 0.5
"""The share of trade that is assumed to stay legal under a licence."""


class ThreatArrays(NamedTuple):
    """Fields of the Plan that list the threats to each site."""

    threat_ptr: Ints
    threat_measure: Ints
    threat_weight: Reals


def threat_arrays(situation: Situation, network: Network, rules: Rules) -> ThreatArrays:
    """Return the threats to each site: the measures, with their weights."""
    defence = class_shares(situation, network)[:, CLASS_OF[Class.DEFENCE]]
    sites = range(len(network.sites))
    weights = [_weights(situation, network, row, defence) for row in rules.rows]
    threats = {site: [row for row, each in enumerate(weights) if each[site] > 0] for site in sites}
    begins, rows = csr_list(threats, len(network.sites))
    flat = [float(weights[row][site]) for site in sites for row in threats[site]]
    return ThreatArrays(begins, rows, np.array(flat, np.float64))


def _legal_share(act: RouteAct) -> float | None:
    """Return the share of trade that is assumed to stay legal; None for acts that are no threat."""
    shares = {DENY: 0.0, LICENCE: LEGAL_UNDER_LICENCE, QUOTA: min(1.0, act.rate)}
    return shares.get(act.kind)


def _weights(situation: Situation, network: Network, row: MeasureRow, defence: Reals) -> Reals:
    """Return the weight of a measure's threat at each site.

    Args:
        situation: The scenario.
        network: The network.
        row: The measure.
        defence: The share of the defence class in the base use of each site.
    """
    routes = {route.name: route for route in network.routes}
    sites = numbered(network.sites)
    own = np.zeros(len(network.sites))
    legal: dict[str, float] = {}
    for act in row.acts:
        legal_share = _legal_share(act)
        if legal_share is None:
            continue
        route = routes[act.route]
        share = act.share * defence[sites[route.destination]] if act.military else act.share
        own[sites[route.origin]] = max(own[sites[route.origin]], share)
        bloc = situation.world.sites[route.destination].bloc
        legal[bloc] = min(legal.get(bloc, 1.0), legal_share)
    if not legal:
        return own
    exposure = embodied(network, own).supply
    legal_at = np.array([legal.get(situation.world.sites[key].bloc, 1.0) for key in network.sites])
    return exposure * (1.0 - legal_at)
