"""The network of the base year by name: sites, processes, users, edges and routes."""

from collections.abc import Mapping
from dataclasses import dataclass

from outlast.lower.index import Edge, RouteRow
from outlast.lower.network.live_sites import live_sites, weekly_flows
from outlast.lower.network.routes import route_rows
from outlast.lower.network.users import EdgeUse, Holding, Omission, process_uses, service_users
from outlast.scenario.conduct import Detour
from outlast.scenario.load import Situation
from outlast.world import Input


@dataclass(frozen=True)
class Network:
    """The named network of the base year, from which every later step of lowering reads."""

    blocs: tuple[str, ...]
    goods: tuple[str, ...]
    sites: tuple[str, ...]
    newcomers: frozenset[str]
    """Sites at which nothing moves before a named project starts."""

    inflow: Mapping[str, float]
    """Base flow into each site, units a week."""

    processes: tuple[str, ...]
    process_sites: Mapping[str, str]
    """The site of each process."""

    learners: tuple[str, ...]
    """The processes whose yield improves with output."""

    output: Mapping[str, float]
    """Base output of each process, units a week."""

    services: tuple[str, ...]
    service_kinds: tuple[int, ...]
    holdings: Mapping[str, Holding]
    """The holding of compute that each installer fills."""

    smuggled: Mapping[str, Holding]
    """The holding credited with the smuggled share, for installers that count it separately."""

    tenants: frozenset[str]
    """The installers of compute that another bloc rents."""

    edges: tuple[Edge, ...]
    """The edges of processes, then those of services."""

    inputs: Mapping[Edge, Input]
    """The declaration of each edge; uses that a world does not name have none."""

    requirement: Mapping[Edge, float]
    """Base requirement of each edge, units a week."""

    routes: tuple[RouteRow, ...]
    """Base routes, then detours."""

    bases: int
    """The number of base routes."""

    flows: tuple[float, ...]
    """Base flow of each route, units a week; 0 for detours."""

    detours: Mapping[str, Detour]
    """The declaration behind each detour, by the name of its row."""

    dropped: Mapping[str, str]
    """Declarations of the world that the arrays leave out, each with the reason."""


def base_network(situation: Situation) -> Network:
    """Return the network of a scenario's world, without goods that nobody moved."""
    world = situation.world
    flows = weekly_flows(situation)
    sites = live_sites(situation, flows)
    live = frozenset(sites.sites)
    processes = tuple(key for key, process in world.processes.items() if process.site in live)
    users = tuple(service_users(situation, flows, sites.sites))
    inputs = tuple(process_uses(situation, flows, live, processes))
    uses = [
        *(each for each in inputs if isinstance(each, EdgeUse)),
        *(use for user in users for use in user.uses),
    ]
    omissions = [
        *(each for each in inputs if isinstance(each, Omission)),
        *(omission for user in users for omission in user.omissions),
    ]
    edges = tuple(use.edge for use in uses)
    routes = route_rows(situation, flows, sites.sites, edges)
    reason = "a process whose good moved nowhere in the base year"
    return Network(
        blocs=tuple(world.blocs),
        goods=tuple(world.goods),
        sites=sites.sites,
        newcomers=sites.newcomers,
        inflow=sites.inflow,
        processes=processes,
        process_sites={key: world.processes[key].site for key in processes},
        learners=tuple(key for key in processes if world.processes[key].yield_now is not None),
        output=flows.output,
        services=tuple(user.name for user in users),
        service_kinds=tuple(user.kind for user in users),
        holdings={user.name: user.holding for user in users if user.holding},
        smuggled={user.name: user.smuggled for user in users if user.smuggled},
        tenants=frozenset(user.name for user in users if user.is_tenant),
        edges=edges,
        inputs={use.edge: use.declared for use in uses if use.declared is not None},
        requirement={use.edge: use.requirement for use in uses},
        routes=routes.rows,
        bases=routes.bases,
        flows=routes.flows,
        detours=routes.detours,
        dropped={
            **sites.dropped,
            **{key: reason for key in world.processes if key not in processes},
            **dict(omissions),
            **routes.dropped,
        },
    )
