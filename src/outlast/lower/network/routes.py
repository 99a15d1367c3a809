"""Routes: base routes and a site's own by destination, then the detours round them."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import Problems
from outlast.lower.index import Way, lists, numbered
from outlast.lower.network.base_network import Network
from outlast.scenario.conduct import Detour
from outlast.scenario.load import Situation
from outlast.world import Route

OWN_WEEKS = 1
"""Weeks from a site's sellers to its own users, at any step."""


def own_route(site: str) -> str:
    """Return the name of a site's own route."""
    return f"own-{site}"


def route_fields(situation: Situation, built: Network, problems: Problems) -> None:
    """Add the routes to a network, with the detours that the conduct declares."""
    world, names = situation.world, built.names
    bases = _bases(situation, built)
    index = numbered(way.name for way in bases)
    detours: list[Way] = []
    declared: dict[str, Detour] = {}
    for base in bases:
        for key, detour in situation.conduct.detours.items():
            if _goes_round(situation, base, detour):
                way = Way(f"{base.name}-{key}", base.origin, base.destination, base.name, detour.by)
                detours.append(way)
                declared[way.name] = detour
    names.routes = (*bases, *detours)
    sites = numbered(names.sites)
    flow = [
        built.kept[way.origin] if way.own else 0.0 if way.round_ else built.flow[way.name]
        for way in names.routes
    ]
    inflow = [built.inflow[way.destination] for way in names.routes]
    slots = [_slots(situation, way, declared.get(way.name), problems) for way in names.routes]
    blocs = numbered(names.blocs)
    hubs = [
        index.get(_hub_route(situation, built, way), -1) if way.round_ else -1
        for way in names.routes
    ]
    licit = [way.name not in declared or declared[way.name].licit for way in names.routes]
    wedge = [
        situation.ledger.value(stated, "1")
        if way.name in world.routes and (stated := world.routes[way.name].wedge)
        else 0.0
        for way in names.routes
    ]
    built.fields |= {
        "bases": len(bases),
        "origin": np.array([sites[way.origin] for way in names.routes], np.int32),
        "destination": np.array([sites[way.destination] for way in names.routes], np.int32),
        "flow0": np.array(flow),
        "slots": np.array(slots, np.int32),
        "ring_ptr": np.array([0, *np.cumsum(slots)], np.int32),
        "own": np.array([way.own for way in names.routes], np.int8),
        "share0": np.array(
            [
                a / b if b > 0 else float(way.own)
                for way, a, b in zip(names.routes, flow, inflow, strict=True)
            ]
        ),
        "offtake": _offtake(situation, names.routes, flow),
        "wedge0": np.array(wedge),
        "wedge_bloc": np.array(
            [blocs[way.by or world.sites[way.origin].bloc] for way in names.routes], np.int32
        ),
        "detour_of": np.array([index.get(way.round_, -1) for way in names.routes], np.int32),
        "hub_route": np.array(hubs, np.int32),
        "licit": np.array(licit, np.int8),
        "extra_row": np.full(len(names.routes), -1, np.int32),
        "extra": np.zeros((0, situation.clock.steps)),
    }
    _route_lists(built, hubs, licit)


def _bases(situation: Situation, built: Network) -> list[Way]:
    """Return the base routes by destination site, in the order of declaration, own ones last."""
    world, names = situation.world, built.names
    into: dict[str, list[Way]] = defaultdict(list)
    for key, route in world.routes.items():
        origin = world.site_of(route.origin, route.good) or ""
        destination = world.site_of(route.destination, route.good) or ""
        if built.flow[key] <= 0 and not _is_to_come(situation, built, route):
            names.dropped[key] = "a route on which nothing moved in the base year"
            continue
        into[destination].append(Way(key, origin, destination))
    for key in names.sites:
        if built.kept[key] > 0 or key in _own_to_come(situation, built):
            into[key].append(Way(own_route(key), key, key))
    return [way for key in names.sites for way in into[key]]


def _is_to_come(situation: Situation, built: Network, route: Route) -> bool:
    """Return whether a route on which nothing moved is offered what new capacity will make."""
    offtake, live = route.offtake, set(built.names.sites)
    ends = [situation.world.site_of(bloc, route.good) for bloc in (route.origin, route.destination)]
    return offtake is not None and situation.ledger.value(offtake, "1") > 0 and live >= set(ends)


def _own_to_come(situation: Situation, built: Network) -> set[str]:
    """Return the sites that kept nothing and whose own users are offered what a project makes."""
    world = situation.world
    used = {edge.site for edge in built.names.edges}
    hosts = {world.processes[each.process].site for each in world.projects.values()}
    return {key for key in hosts & used if built.kept[key] <= 0}


def _offtake(situation: Situation, ways: Sequence[Way], flow: Sequence[float]) -> Reals:
    """Return what each route is offered of what new capacity at its origin makes."""
    world, ledger = situation.world, situation.ledger
    out: dict[str, list[int]] = defaultdict(list)
    for row, way in enumerate(ways):
        if not way.round_:
            out[way.origin].append(row)
    shares = np.zeros(len(ways))
    for rows in out.values():
        stated = {
            row: ledger.value(offtake, "1")
            for row in rows
            if not ways[row].own and (offtake := world.routes[ways[row].name].offtake)
        }
        moved = sum(flow[row] for row in rows)
        for row in rows:
            if stated:
                left = max(0.0, 1.0 - sum(stated.values()))
                shares[row] = left if ways[row].own else stated.get(row, 0.0)
            else:
                shares[row] = flow[row] / moved if moved > 0 else float(ways[row].own)
    return shares


def _goes_round(situation: Situation, base: Way, detour: Detour) -> bool:
    """Return whether a declared detour goes round a base route."""
    world = situation.world
    origin, destination = world.sites[base.origin], world.sites[base.destination]
    return (
        not base.own
        and origin.good in detour.goods
        and (not detour.origins or origin.bloc in detour.origins)
        and (not detour.destinations or destination.bloc in detour.destinations)
        and detour.by not in (origin.bloc, destination.bloc)
    )


def _hub_route(situation: Situation, built: Network, way: Way) -> str:
    """Return the base route from a detour's origin into the bloc that it passes."""
    world = situation.world
    origin = world.sites[way.origin]
    for key, route in world.routes.items():
        ends = (route.good, route.origin, route.destination)
        if ends == (origin.good, origin.bloc, way.by) and built.flow[key] > 0:
            return key
    return ""


def _slots(situation: Situation, way: Way, detour: Detour | None, problems: Problems) -> int:
    """Return a route's travel in steps; what is no whole number of them is noted."""
    stated = detour.travel if detour else None
    if stated is None and not way.own:
        stated = situation.world.routes[way.name].travel
    weeks = situation.ledger.value(stated, "week") if stated else float(OWN_WEEKS)
    slots = situation.clock.in_steps(weeks)
    if slots is None or slots < 1:
        what = f'"{way.name}" travels {weeks:g} weeks, no whole number of steps.'
        problems.add("", 0, what, f"A step is {situation.clock.step:g} weeks.")
        return 1
    return slots


def _route_lists(built: Network, hubs: list[int], licit: list[bool]) -> None:
    """Add the lists that lead from sites to routes, from bases to detours, from hubs to detours."""
    names = built.names
    count, sites = len(names.routes), numbered(names.sites)
    into: dict[int, list[int]] = defaultdict(list)
    out: dict[int, list[int]] = defaultdict(list)
    round_: dict[int, int] = defaultdict(int)
    by: dict[int, list[int]] = defaultdict(list)
    index = numbered(way.name for way in names.routes)
    for row, way in enumerate(names.routes):
        into[sites[way.destination]].append(row)
        out[sites[way.origin]].append(row)
        if way.round_:
            round_[index[way.round_]] += 1
            if licit[row] and hubs[row] >= 0:
                by[hubs[row]].append(row)
    bases = count - sum(round_.values())
    begins = np.full(count + 1, bases, np.int32)
    begins[1:] += np.cumsum([round_[row] for row in range(count)]).astype(np.int32)
    built.fields["site_in_ptr"], built.fields["site_in"] = lists(into, len(names.sites))
    built.fields["site_out_ptr"], built.fields["site_out"] = lists(out, len(names.sites))
    built.fields["detour_ptr"] = begins
    built.fields["hub_ptr"], built.fields["hub_detour"] = lists(by, count)
