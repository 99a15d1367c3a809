"""Named projects: the process that each enlarges, its size, start and ramp."""

from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints, Reals
from outlast.lower.index import numbered
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation


class ProjectArrays(NamedTuple):
    """Fields of the Plan that describe named projects."""

    project_process: Ints
    project_start: Reals
    project_size: Reals
    project_ramp: Reals
    project_response: Bytes


def project_names(situation: Situation, network: Network) -> tuple[str, ...]:
    """Return the named projects of the processes that exist."""
    projects = situation.world.projects
    return tuple(key for key, each in projects.items() if each.process in network.processes)


def dropped_projects(situation: Situation, network: Network) -> dict[str, str]:
    """Return the projects of processes that do not exist, with the reason."""
    projects = situation.world.projects
    reason = "a project of a process that moved nothing in the base year"
    return {key: reason for key, each in projects.items() if each.process not in network.processes}


def project_arrays(situation: Situation, network: Network, names: tuple[str, ...]) -> ProjectArrays:
    """Return the arrays of named projects.

    Args:
        situation: The scenario.
        network: The network.
        names: The projects, in the order of the arrays.
    """
    world, ledger, clock = situation.world, situation.ledger, situation.clock
    processes, responses = numbered(network.processes), situation.conduct.response_projects
    declared = [world.projects[key] for key in names]
    goods = [world.sites[network.process_sites[each.process]].good for each in declared]
    starts = [clock.weeks_at_year(ledger.value(each.starts, "year")) for each in declared]
    sizes = [
        ledger.value(each.adds, f"{world.goods[good].unit}/week")
        for each, good in zip(declared, goods, strict=True)
    ]
    ramps = [ledger.value(each.ramp, "week") for each in declared]
    return ProjectArrays(
        project_process=np.array([processes[each.process] for each in declared], np.int32),
        project_start=np.array(starts, np.float64),
        project_size=np.array(sizes, np.float64),
        project_ramp=np.array(ramps, np.float64),
        project_response=np.array([key in responses for key in names], np.int8),
    )
