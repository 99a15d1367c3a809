"""The rows of the routes: declared routes and sites' own by destination, then their detours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from outlast.errors import Problem
from outlast.lower.index import Edge, RouteRow
from outlast.lower.network.live_sites import WeeklyFlows, ends_of
from outlast.scenario.clock import Clock
from outlast.scenario.conduct import Detour
from outlast.scenario.load import Situation
from outlast.world import Route, World

OWN_TRAVEL: Final = 1.0
"""Weeks from a site's sellers to its own users, at any length of the step."""


class RouteRows(NamedTuple):
    """The routes of a run: base routes first, then detours by base route."""

    rows: tuple[RouteRow, ...]
    bases: int
    """The number of base routes."""

    flows: tuple[float, ...]
    """Base flow of each row, units a week; 0 for detours."""

    detours: Mapping[str, Detour]
    """The declaration behind each detour, by the name of its row."""

    dropped: Mapping[str, str]
    """Declared routes that the arrays leave out, each with the reason."""


def own_route(site: str) -> str:
    """Return the name of the route from a site's sellers to its own users."""
    return f"own-{site}"


def route_rows(
    situation: Situation, flows: WeeklyFlows, sites: tuple[str, ...], edges: tuple[Edge, ...]
) -> RouteRows:
    """Return the routes on which something moved or will move, and the detours of them.

    Args:
        situation: The scenario.
        flows: The flows of the base year.
        sites: The sites that exist, in the order of the arrays.
        edges: The uses of sites.
    """
    world, conduct = situation.world, situation.conduct
    live = frozenset(sites)
    empty = [
        key
        for key, route in world.routes.items()
        if flows.routes[key] <= 0 and not _waits_for_capacity(situation, route, live)
    ]
    own = {key for key in sites if flows.kept[key] > 0} | _sites_of_projects(world, edges)
    into: dict[str, list[RouteRow]] = defaultdict(list)
    for key, route in world.routes.items():
        if key not in empty:
            origin, destination = ends_of(world, route)
            into[destination].append(RouteRow(key, origin, destination))
    for key in sites:
        if key in own:
            into[key].append(RouteRow(own_route(key), key, key))
    bases = [row for key in sites for row in into[key]]
    detours = {
        RouteRow(f"{base.name}-{key}", base.origin, base.destination, base.name, detour.by): detour
        for base in bases
        for key, detour in conduct.detours.items()
        if _avoids(world, base, detour)
    }
    moved = [flows.kept[row.origin] if row.own else flows.routes[row.name] for row in bases]
    return RouteRows(
        rows=(*bases, *detours),
        bases=len(bases),
        flows=(*moved, *([0.0] * len(detours))),
        detours={row.name: detour for row, detour in detours.items()},
        dropped=dict.fromkeys(empty, "a route on which nothing moved in the base year"),
    )


def _waits_for_capacity(situation: Situation, route: Route, live: frozenset[str]) -> bool:
    """Return whether an empty route is offered a share of the output of new capacity."""
    offtake = route.offtake
    return (
        offtake is not None
        and situation.ledger.value(offtake, "1") > 0
        and live.issuperset(ends_of(situation.world, route))
    )


def _sites_of_projects(world: World, edges: tuple[Edge, ...]) -> set[str]:
    """Return the sites with users and with a process that a named project enlarges."""
    used = {edge.site for edge in edges}
    return {world.processes[each.process].site for each in world.projects.values()} & used


def _avoids(world: World, base: RouteRow, detour: Detour) -> bool:
    """Return whether a declared detour avoids a base route."""
    origin, destination = world.sites[base.origin], world.sites[base.destination]
    return (
        not base.own
        and origin.good in detour.goods
        and (not detour.origins or origin.bloc in detour.origins)
        and (not detour.destinations or destination.bloc in detour.destinations)
        and detour.by not in (origin.bloc, destination.bloc)
    )


def travel_weeks(situation: Situation, row: RouteRow, detours: Mapping[str, Detour]) -> float:
    """Return the travel time of a route, weeks."""
    detour = detours.get(row.name)
    stated = detour.travel if detour else None
    if stated is None and not row.own:
        stated = situation.world.routes[row.name].travel
    return situation.ledger.value(stated, "week") if stated else OWN_TRAVEL


def travel_steps(clock: Clock, weeks: float) -> int:
    """Return a travel time in steps, 0 if it is no whole number of steps."""
    return max(0, clock.in_steps(weeks) or 0)


def travel_problems(
    situation: Situation, rows: tuple[RouteRow, ...], detours: Mapping[str, Detour]
) -> Iterator[Problem]:
    """Yield every route whose travel is no whole number of steps, or too many, at its line."""
    where = situation.origin.contest.world.where
    for row in rows:
        weeks = travel_weeks(situation, row, detours)
        fault = situation.clock.fault_of_time(weeks)
        if fault is not None and row.name not in detours:
            file, line = where.place(("routes", row.name, "travel"))
            yield Problem(file, line, f'"{row.name}" travels {fault[0]}', fault[1])
        elif fault is not None:
            yield Problem("", 0, f'the detour "{row.name}" travels {fault[0]}', fault[1])
