"""Arrays of services and of the edges through which users draw on sites."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints, Reals
from outlast.engine.codes import CRITICAL, IMPORTANT, NOT_CRITICAL, OTHER
from outlast.lower.index import CLASS_OF, Edge, numbered
from outlast.lower.network.network import Network
from outlast.lower.network.site_arrays import class_of
from outlast.lower.network.worth import account_value
from outlast.scenario.load import Situation
from outlast.world import Essentiality

ESSENTIAL: Final = {
    Essentiality.CRITICAL: CRITICAL,
    Essentiality.IMPORTANT: IMPORTANT,
    Essentiality.NOT_CRITICAL: NOT_CRITICAL,
}
"""The codes of essentiality in the arrays."""


class ServiceArrays(NamedTuple):
    """Fields of the Plan that describe services."""

    service_bloc: Ints
    service_class: Bytes
    service_kind: Bytes
    demand0: Reals
    service_edge_ptr: Ints
    value_added: Reals
    valued_row: Ints


class EdgeArrays(NamedTuple):
    """Fields of the Plan that describe edges and the cohorts of their users."""

    edge_site: Ints
    intensity: Reals
    requirement0: Reals
    edge_class: Bytes
    essential: Bytes
    cost_share: Reals
    cohort_weight: Reals


def service_arrays(situation: Situation, network: Network) -> ServiceArrays:
    """Return the arrays of services."""
    blocs = numbered(network.blocs)
    edges = {key: [edge for edge in network.edges if edge.user == key] for key in network.services}
    declared = {key: situation.world.services.get(key) for key in network.services}
    first = sum(edge.of_process for edge in network.edges)
    counts = [len(edges[key]) for key in network.services]
    where = [each.bloc if each else edges[key][0].bloc for key, each in declared.items()]
    demand = [1.0 if each else network.requirement[edges[key][0]] for key, each in declared.items()]
    classes = [CLASS_OF[each.class_] if each else OTHER for each in declared.values()]
    added = [account_value(situation, key) for key in network.services]
    valued = numbered(valued_services(situation, network))
    return ServiceArrays(
        service_bloc=np.array([blocs[bloc] for bloc in where], np.int32),
        service_class=np.array(classes, np.int8),
        service_kind=np.array(network.service_kinds, np.int8),
        demand0=np.array(demand, np.float64),
        service_edge_ptr=np.array([first, *(first + np.cumsum(counts))], np.int32),
        value_added=np.array(added, np.float64),
        valued_row=np.array([valued.get(key, -1) for key in network.services], np.int32),
    )


def valued_services(situation: Situation, network: Network) -> tuple[str, ...]:
    """Return the services that stand for some industry, or for a companion, in order."""
    return tuple(key for key in network.services if account_value(situation, key) > 0.0)


def edge_arrays(situation: Situation, network: Network) -> EdgeArrays:
    """Return the arrays of edges, with the weights of the cohorts of users."""
    sites, edges = numbered(network.sites), network.edges
    inputs = [network.inputs.get(edge) for edge in edges]
    essential = [ESSENTIAL[each.essentiality] if each else CRITICAL for each in inputs]
    intensity = [_intensity(situation, network, edge) for edge in edges]
    cost_share = [_cost_share(situation, network, edge) for edge in edges]
    weights = [situation.ledger.value(each, "1") for each in situation.world.cohorts.weights]
    return EdgeArrays(
        edge_site=np.array([sites[edge.site] for edge in edges], np.int32),
        intensity=np.array(intensity, np.float64),
        requirement0=np.array([network.requirement[edge] for edge in edges], np.float64),
        edge_class=np.array([class_of(situation, edge) for edge in edges], np.int8),
        essential=np.array(essential, np.int8),
        cost_share=np.array(cost_share, np.float64),
        cohort_weight=np.array([weight / sum(weights) for weight in weights], np.float64),
    )


def _intensity(situation: Situation, network: Network, edge: Edge) -> float:
    """Return the units of input per unit of base output or of base demand."""
    world, declared = situation.world, network.inputs.get(edge)
    if edge.of_process and declared and declared.per_unit:
        output = world.goods[world.sites[world.processes[edge.user].site].good].unit
        unit = f"{world.goods[edge.good].unit}/{output}"
        return situation.ledger.value(declared.per_unit, unit)
    return network.requirement[edge] if declared else 1.0


def _cost_share(situation: Situation, network: Network, edge: Edge) -> float:
    """Return the share of an input in the cost of a service: all of it for unnamed uses."""
    declared = network.inputs.get(edge)
    if declared is None:
        return 1.0
    stated = None if edge.of_process else declared.cost_share
    return situation.ledger.value(stated, "1") if stated else 0.0
