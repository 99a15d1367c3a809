"""The sites that exist in a run: those where something moved in the base year or will move."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.index import numbered
from outlast.scenario.load import Situation
from outlast.world import Route, World

K = TypeVar("K")
"""The name of a flow."""

ROUNDING: Final = 1e-12
"""Base flows under this share of the largest flow of their good are rounding errors: none."""


class WeeklyFlows(NamedTuple):
    """The flows of the base year, units a week, 0 where they are rounding errors."""

    routes: Mapping[str, float]
    """By declared route."""

    kept: Mapping[str, float]
    """From the sellers of each site to its own users."""

    output: Mapping[str, float]
    """By process."""

    use: Mapping[tuple[str, str], float]
    """By user that the world names, and site."""

    other: Mapping[str, float]
    """By site, for uses that the world does not name."""


class LiveSites(NamedTuple):
    """The sites of a run, by good, then bloc."""

    sites: tuple[str, ...]
    inflow: Mapping[str, float]
    """Base flow into each site, units a week."""

    newcomers: frozenset[str]
    """Sites at which nothing moves before a named project starts."""

    dropped: Mapping[str, str]
    """The other declared sites, each with the reason."""


def weekly_flows(situation: Situation) -> WeeklyFlows:
    """Return the flows of the base year, units a week."""
    world, base = situation.world, situation.base_year
    site = {key: each.good for key, each in world.sites.items()}
    route = {key: each.good for key, each in world.routes.items()}
    process = {key: site[each.site] for key, each in world.processes.items()}
    use = {key: site[key[1]] for key in base.use}
    largest: dict[str, float] = defaultdict(float)
    _raise_to(largest, base.flow, route)
    _raise_to(largest, base.kept, site)
    _raise_to(largest, base.output, process)
    _raise_to(largest, base.use, use)
    _raise_to(largest, base.other, site)
    return WeeklyFlows(
        routes=_weekly(base.flow, route, largest),
        kept=_weekly(base.kept, site, largest),
        output=_weekly(base.output, process, largest),
        use=_weekly(base.use, use, largest),
        other=_weekly(base.other, site, largest),
    )


def _raise_to(largest: dict[str, float], flows: Mapping[K, float], goods: Mapping[K, str]) -> None:
    """Raise the largest flow of each good to that of some yearly flows."""
    for key, flow in flows.items():
        largest[goods[key]] = max(largest[goods[key]], abs(flow))


def _weekly(
    flows: Mapping[K, float], goods: Mapping[K, str], largest: Mapping[str, float]
) -> dict[K, float]:
    """Return yearly flows per week, 0 where they are rounding errors.

    Args:
        flows: Yearly flows.
        goods: The good of each.
        largest: The largest yearly flow of each good, of all kinds.
    """
    return {
        key: flow / WEEKS_A_YEAR if abs(flow) > ROUNDING * largest[goods[key]] else 0.0
        for key, flow in flows.items()
    }


def ends_of(world: World, route: Route) -> tuple[str, str]:
    """Return the sites at the two ends of a declared route; empty where there is none."""
    return (
        world.site_of(route.origin, route.good) or "",
        world.site_of(route.destination, route.good) or "",
    )


def live_sites(situation: Situation, flows: WeeklyFlows) -> LiveSites:
    """Return the sites where something moved, and those that wait for a named project."""
    world = situation.world
    moved: dict[str, float] = defaultdict(float)
    inflow: dict[str, float] = defaultdict(float)
    for key, route in world.routes.items():
        origin, destination = ends_of(world, route)
        moved[origin] += flows.routes[key]
        moved[destination] += flows.routes[key]
        inflow[destination] += flows.routes[key]
    for key in world.sites:
        moved[key] += flows.kept[key]
        inflow[key] += flows.kept[key]
    newcomers = _newcomers(world, {key for key in world.sites if moved[key] > 0})
    goods, blocs = numbered(world.goods), numbered(world.blocs)
    ordered = sorted(
        world.sites, key=lambda key: (goods[world.sites[key].good], blocs[world.sites[key].bloc])
    )
    sites = tuple(key for key in ordered if moved[key] > 0 or key in newcomers)
    reason = "a site where nothing moved in the base year"
    dropped = {key: reason for key in ordered if key not in sites}
    return LiveSites(sites, dict(inflow), newcomers, dropped)


def _newcomers(world: World, live: set[str]) -> frozenset[str]:
    """Return the sites of goods that begin with a project and that a live process waits for."""
    enlarged = {each.process for each in world.projects.values()}
    made = {world.processes[key].site for key in enlarged if key in world.processes} - live
    awaited = {
        world.site_of(world.sites[process.site].bloc, good)
        for key, process in world.processes.items()
        if key in enlarged and process.site in live
        for good in process.inputs
    }
    return frozenset(key for key in made if key in awaited)
