"""Threats: how severely a measure touches what the users of a site buy, embodied too."""

from collections import defaultdict

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.index import lists, numbered
from outlast.lower.network.base_network import Fields, Network
from outlast.lower.rules.coverage import DENY, LICENCE, QUOTA, Act
from outlast.lower.rules.embodied import embodied
from outlast.lower.rules.measure_rows import Ruled, Rules
from outlast.scenario.load import Situation

LEGAL_UNDER_LICENCE = 0.5
"""The share of trade that a licence is reckoned to leave legal."""


def threat_fields(situation: Situation, built: Network, found: Rules) -> Fields:
    """Return the threats of each site."""
    names = built.names
    threats: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row, ruled in enumerate(found.rows):
        for site, weight in enumerate(_weights(situation, built, ruled)):
            if weight > 0:
                threats[site].append((row, float(weight)))
    begins, rows = lists(
        {site: [row for row, _ in each] for site, each in threats.items()}, len(names.sites)
    )
    weights = [weight for site in range(len(names.sites)) for _, weight in threats[site]]
    return {
        "threat_ptr": begins,
        "threat_measure": rows,
        "threat_weight": np.array(weights, np.float64),
    }


def _nominal(act: Act) -> float | None:
    """Return the share that an act is reckoned to leave legal; None for acts that threaten none."""
    return {DENY: 0.0, LICENCE: LEGAL_UNDER_LICENCE, QUOTA: min(1.0, act.rate)}.get(act.kind)


def _weights(situation: Situation, built: Network, ruled: Ruled) -> Reals:
    """Return the weight of a measure's threat at each site."""
    names = built.names
    ways = {way.name: way for way in names.routes}
    sites = numbered(names.sites)
    own = np.zeros(len(names.sites))
    legal: dict[str, float] = {}
    touched: dict[str, float] = {}
    for act in ruled.acts:
        nominal = _nominal(act)
        if nominal is None:
            continue
        way = ways[act.route]
        share = act.share * _defence(built, sites[way.destination]) if act.military else act.share
        own[sites[way.origin]] = max(own[sites[way.origin]], share)
        bloc = situation.world.sites[way.destination].bloc
        legal[bloc] = min(legal.get(bloc, 1.0), nominal)
        touched[bloc] = 1.0
    if not touched:
        return own
    exposure, _ = embodied(built, own)
    aimed = np.array([legal.get(situation.world.sites[key].bloc, 1.0) for key in names.sites])
    return exposure * (1.0 - aimed)


def _defence(built: Network, site: int) -> float:
    shares: Reals = built.fields["site_class"]
    return float(shares[site, 0])
