"""The sites that exist in a run: those where something moved in the base year or will move."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.index import numbered
from outlast.scenario.load import Situation
from outlast.world import Route, World

ROUNDING: Final = 1e-12
"""Base flows under this many units a week are rounding errors and count as none."""


class WeeklyFlows(NamedTuple):
    """The flows of the base year, units a week."""

    routes: Mapping[str, float]
    """By declared route."""

    kept: Mapping[str, float]
    """From the sellers of each site to its own users."""

    output: Mapping[str, float]
    """By process."""


class LiveSites(NamedTuple):
    """The sites of a run, by good, then bloc."""

    sites: tuple[str, ...]
    inflow: Mapping[str, float]
    """Base flow into each site, units a week."""

    newcomers: frozenset[str]
    """Sites at which nothing moves before a named project starts."""

    dropped: Mapping[str, str]
    """The other declared sites, each with the reason."""


def weekly(yearly: float) -> float:
    """Return a yearly flow per week, 0 where it is a rounding error."""
    flow = yearly / WEEKS_A_YEAR
    return flow if abs(flow) > ROUNDING else 0.0


def weekly_flows(situation: Situation) -> WeeklyFlows:
    """Return the flows of the base year, units a week."""
    base = situation.base_year
    return WeeklyFlows(
        routes={key: weekly(flow) for key, flow in base.flow.items()},
        kept={key: weekly(kept) for key, kept in base.kept.items()},
        output={key: weekly(output) for key, output in base.output.items()},
    )


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
