"""Arrays of sites and of the processes that make their goods."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import CLASS_NAMES, OTHER
from outlast.errors import Problem
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.index import CLASS_OF, Edge, csr_list, numbered
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation
from outlast.world.service import Class


class SiteArrays(NamedTuple):
    """Fields of the Plan that describe sites."""

    site_bloc: Ints
    site_good: Ints
    site_inflow0: Reals
    site_output0: Reals
    site_finished: Reals
    site_class: Reals
    site_process_ptr: Ints
    site_process: Ints


class ProcessArrays(NamedTuple):
    """Fields of the Plan that describe processes."""

    process_site: Ints
    output0: Reals
    capacity0: Reals
    process_edge_ptr: Ints
    tool_site: Ints
    learner: Ints
    learner_parent: Ints
    yield0: Reals
    made0: Reals


def class_of(situation: Situation, edge: Edge) -> int:
    """Return the row of the priority class of an edge's user."""
    if edge.of_process:
        return CLASS_OF[Class.CIVIL]
    service = situation.world.services.get(edge.user)
    return CLASS_OF[service.class_] if service else OTHER


def site_arrays(situation: Situation, network: Network) -> SiteArrays:
    """Return the arrays of sites."""
    world, ledger = situation.world, situation.ledger
    blocs, goods = numbered(network.blocs), numbered(network.goods)
    made: dict[str, float] = defaultdict(float)
    for key in network.processes:
        made[network.process_sites[key]] += network.output[key]
    sites = [world.sites[key] for key in network.sites]
    makers = {
        row: [n for n, each in enumerate(network.processes) if network.process_sites[each] == key]
        for row, key in enumerate(network.sites)
    }
    process_ptr, site_process = csr_list(makers, len(sites))
    return SiteArrays(
        site_bloc=np.array([blocs[site.bloc] for site in sites], np.int32),
        site_good=np.array([goods[site.good] for site in sites], np.int32),
        site_inflow0=np.array([network.inflow[key] for key in network.sites], np.float64),
        site_output0=np.array([made[key] for key in network.sites], np.float64),
        site_finished=np.array([ledger.value(site.finished, "week") for site in sites], np.float64),
        site_class=class_shares(situation, network),
        site_process_ptr=process_ptr,
        site_process=site_process,
    )


def class_shares(situation: Situation, network: Network) -> Reals:
    """Return the share of each priority class in the base use of each site: [site, class]."""
    sites = numbered(network.sites)
    used = np.zeros((len(sites), len(CLASS_NAMES)))
    for edge in network.edges:
        used[sites[edge.site], class_of(situation, edge)] += network.requirement[edge]
    total = used.sum(axis=1, keepdims=True)
    return np.divide(used, total, out=np.zeros_like(used), where=total > 0)


def process_arrays(situation: Situation, network: Network) -> ProcessArrays:
    """Return the arrays of processes and of their learning."""
    world, ledger, conduct = situation.world, situation.ledger, situation.conduct
    sites, learners = numbered(network.sites), numbered(network.learners)
    users = [edge.user for edge in network.edges]
    counts = [users.count(key) for key in network.processes]
    places = [sites[network.process_sites[key]] for key in network.processes]
    capacity = [_capacity(situation, network, key) for key in network.processes]
    parents = [learners.get(conduct.parents.get(key, ""), -1) for key in network.learners]
    yields = [world.processes[key].yield_now for key in network.learners]
    made = [_experience(situation, network, key) for key in network.learners]
    return ProcessArrays(
        process_site=np.array(places, np.int32),
        output0=np.array([network.output[key] for key in network.processes], np.float64),
        capacity0=np.array(capacity, np.float64),
        process_edge_ptr=np.array([0, *np.cumsum(counts)], np.int32),
        tool_site=np.array(
            [_tool_site(situation, network, key) for key in network.processes], np.int32
        ),
        learner=np.array([learners.get(key, -1) for key in network.processes], np.int32),
        learner_parent=np.array(parents, np.int32),
        yield0=np.array([ledger.value(each, "1") for each in yields if each], np.float64),
        made0=np.array(made, np.float64),
    )


def learning_problems(situation: Situation, network: Network) -> Iterator[Problem]:
    """Yield every process that learns from one whose good counts in another unit.

    Their cumulative outputs add up, and units of two kinds do not.
    """
    for child, parent in situation.conduct.parents.items():
        if child in network.learners and parent in network.learners:
            own, other = _unit(situation, child), _unit(situation, parent)
            if own != other:
                what = f'"{child}" is counted in {own} and learns from "{parent}", in {other}.'
                yield Problem("", 0, what, "Give both goods one unit.")


def _tool_site(situation: Situation, network: Network, process: str) -> int:
    """Return the site of the good that the growth of a process needs, -1 for none."""
    world, tools = situation.world, situation.world.processes[process].tools
    bloc = world.sites[network.process_sites[process]].bloc
    site = world.site_of(bloc, tools) if tools is not None else None
    return network.sites.index(site) if site in network.sites else -1


def _capacity(situation: Situation, network: Network, process: str) -> float:
    """Return the base capacity of a process, units a week: at least its output."""
    stated, output = situation.world.processes[process].capacity, network.output[process]
    unit = f"{_unit(situation, process)}/week"
    return max(output, situation.ledger.value(stated, unit)) if stated else output


def _experience(situation: Situation, network: Network, process: str) -> float:
    """Return the good units that a learning process had made by the common start."""
    stated = situation.conduct.experience.get(process)
    if stated:
        return situation.ledger.value(stated, _unit(situation, process))
    # Without a count, a year of base output: the process ran at this rate for about a year.
    return network.output[process] * WEEKS_A_YEAR


def _unit(situation: Situation, process: str) -> str:
    """Return the unit of the good that a process makes."""
    world = situation.world
    return world.goods[world.sites[world.processes[process].site].good].unit
