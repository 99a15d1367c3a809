"""Flow tallies: the flows that are summed over days, to be compared with an observation."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Ints
from outlast.engine.codes import ARRIVED, SENT
from outlast.lower.index import csr_list
from outlast.lower.network.network import Network
from outlast.scenario.conduct import Tally
from outlast.scenario.load import Situation

KINDS: Final = {"sent": SENT, "arrived": ARRIVED}
"""The code of each kind of flow that the conduct can count."""


class TallyArrays(NamedTuple):
    """Fields of the Plan that describe flow tallies."""

    tally_kind: Ints
    tally_from: Ints
    tally_to: Ints
    tally_ptr: Ints
    tally_route: Ints


def tally_arrays(situation: Situation, network: Network) -> TallyArrays:
    """Return the flows that are summed, those of detours included."""
    clock, declared = situation.clock, list(situation.conduct.tallies.values())
    routes = {row: _routes(situation, network, tally) for row, tally in enumerate(declared)}
    begins, listed = csr_list(routes, len(declared))
    first = [round(clock.weeks(each.from_) / clock.step) for each in declared]
    last = [round(clock.weeks(each.until) / clock.step) - 1 for each in declared]
    return TallyArrays(
        tally_kind=np.array([KINDS[each.counts] for each in declared], np.int32),
        tally_from=np.array(first, np.int32),
        tally_to=np.array(last, np.int32),
        tally_ptr=begins,
        tally_route=listed,
    )


def _routes(situation: Situation, network: Network, tally: Tally) -> list[int]:
    """Return the rows of the routes whose flow a tally sums."""
    sites = situation.world.sites
    return [
        row
        for row, route in enumerate(network.routes)
        if not route.own
        and sites[route.origin].good == tally.good
        and (not tally.destinations or sites[route.destination].bloc in tally.destinations)
        and (not tally.origins or sites[route.origin].bloc in tally.origins)
    ]
