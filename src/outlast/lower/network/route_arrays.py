"""Arrays of routes, and the lists that lead from sites, base routes and hubs to them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints, Reals
from outlast.lower.index import RouteRow, csr_list, numbered
from outlast.lower.network.network import Network
from outlast.lower.network.routes import travel_steps, travel_weeks
from outlast.scenario.load import Situation


class RouteArrays(NamedTuple):
    """Fields of the Plan that describe routes."""

    bases: int
    origin: Ints
    destination: Ints
    flow0: Reals
    slots: Ints
    ring_ptr: Ints
    own: Bytes
    share0: Reals
    offtake: Reals
    wedge0: Reals
    wedge_bloc: Ints
    detour_of: Ints
    hub_route: Ints
    licit: Bytes


class RouteLists(NamedTuple):
    """Fields of the Plan that list the routes of a site, of a base route and of a hub."""

    site_in_ptr: Ints
    site_in: Ints
    site_out_ptr: Ints
    site_out: Ints
    detour_ptr: Ints
    hub_ptr: Ints
    hub_detour: Ints


def route_arrays(situation: Situation, network: Network) -> RouteArrays:
    """Return the arrays of routes."""
    world, clock, rows = situation.world, situation.clock, network.routes
    sites, blocs = numbered(network.sites), numbered(network.blocs)
    index = numbered(row.name for row in rows)
    inflow = [network.inflow[row.destination] for row in rows]
    weeks = [travel_weeks(situation, row, network.detours) for row in rows]
    # A travel time that is no whole number of steps is refused once all problems are collected.
    slots = [travel_steps(clock, each) or 1 for each in weeks]
    shares = [
        flow / total if total > 0 else float(row.own)
        for row, flow, total in zip(rows, network.flows, inflow, strict=True)
    ]
    earners = [blocs[row.hub or world.sites[row.origin].bloc] for row in rows]
    return RouteArrays(
        bases=network.bases,
        origin=np.array([sites[row.origin] for row in rows], np.int32),
        destination=np.array([sites[row.destination] for row in rows], np.int32),
        flow0=np.array(network.flows),
        slots=np.array(slots, np.int32),
        ring_ptr=np.array([0, *np.cumsum(slots)], np.int32),
        own=np.array([row.own for row in rows], np.int8),
        share0=np.array(shares),
        offtake=_offtake(situation, rows, network.flows),
        wedge0=np.array([_wedge(situation, row) for row in rows]),
        wedge_bloc=np.array(earners, np.int32),
        detour_of=np.array([index.get(row.detour_of, -1) for row in rows], np.int32),
        hub_route=np.array(_hub_routes(situation, network), np.int32),
        licit=np.array(_licit(network), np.int8),
    )


def _wedge(situation: Situation, row: RouteRow) -> float:
    """Return the base wedge of a route, a share of the price."""
    route = situation.world.routes.get(row.name)
    return situation.ledger.value(route.wedge, "1") if route and route.wedge else 0.0


def _licit(network: Network) -> list[bool]:
    """Return for each route whether it obeys the rules; base routes always do."""
    detours = network.detours
    return [row.name not in detours or detours[row.name].licit for row in network.routes]


def _offtake(situation: Situation, rows: Sequence[RouteRow], flows: Sequence[float]) -> Reals:
    """Return the share of the output of new capacity at its origin that each route is offered.

    Where a route out of a site states its share, routes that state none are offered nothing and
    the site's own users the rest; where none does, each is offered its share of base flow.
    """
    world, ledger = situation.world, situation.ledger
    out_of: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if not row.detour_of:
            out_of[row.origin].append(number)
    shares = np.zeros(len(rows))
    for numbers in out_of.values():
        stated = {
            number: ledger.value(offtake, "1")
            for number in numbers
            if not rows[number].own and (offtake := world.routes[rows[number].name].offtake)
        }
        moved = sum(flows[number] for number in numbers)
        for number in numbers:
            own = rows[number].own
            if stated:
                rest = max(0.0, 1.0 - sum(stated.values()))
                shares[number] = rest if own else stated.get(number, 0.0)
            else:
                shares[number] = flows[number] / moved if moved > 0 else float(own)
    return shares


def _hub_routes(situation: Situation, network: Network) -> list[int]:
    """Return for each detour the row of the route from its origin into its hub; -1 for none."""
    sites, count = situation.world.sites, network.bases
    into_hub: dict[tuple[str, str, str], int] = {}
    for number, (row, flow) in enumerate(zip(network.routes[:count], network.flows, strict=False)):
        origin, destination = sites[row.origin], sites[row.destination]
        if flow > 0 and not row.own:
            into_hub.setdefault((origin.good, origin.bloc, destination.bloc), number)
    origins = [sites[row.origin] for row in network.routes]
    return [
        into_hub.get((origin.good, origin.bloc, row.hub), -1) if row.detour_of else -1
        for row, origin in zip(network.routes, origins, strict=True)
    ]


def route_lists(situation: Situation, network: Network) -> RouteLists:
    """Return the lists that lead from sites, base routes and hub routes to routes."""
    rows, sites = network.routes, numbered(network.sites)
    count = len(rows)
    into: dict[int, list[int]] = defaultdict(list)
    out_of: dict[int, list[int]] = defaultdict(list)
    detours: dict[int, int] = defaultdict(int)
    through: dict[int, list[int]] = defaultdict(list)
    index = numbered(row.name for row in rows)
    hubs, licit = _hub_routes(situation, network), _licit(network)
    for number, row in enumerate(rows):
        into[sites[row.destination]].append(number)
        out_of[sites[row.origin]].append(number)
        if row.detour_of:
            detours[index[row.detour_of]] += 1
            if licit[number] and hubs[number] >= 0:
                through[hubs[number]].append(number)
    detour_ptr = np.full(count + 1, network.bases, np.int32)
    detour_ptr[1:] += np.cumsum([detours[number] for number in range(count)]).astype(np.int32)
    site_in_ptr, site_in = csr_list(into, len(sites))
    site_out_ptr, site_out = csr_list(out_of, len(sites))
    hub_ptr, hub_detour = csr_list(through, count)
    return RouteLists(site_in_ptr, site_in, site_out_ptr, site_out, detour_ptr, hub_ptr, hub_detour)
