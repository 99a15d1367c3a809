"""The users of goods: processes, declared services, uses without a name, and tenants of clouds."""

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from outlast.engine.codes import COMPUTE, FLOW, INSTALLER, RESIDUAL
from outlast.lower.index import RENTED, Edge
from outlast.lower.network.live_sites import WeeklyFlows
from outlast.scenario.load import Situation
from outlast.world import Input
from outlast.world.good import ACCELERATOR
from outlast.world.service import tenant

Holding: TypeAlias = tuple[str, str]
"""The bloc and the source of a holding of compute."""

NOT_MOVED: Final = "an input that moved nowhere in the base year"
"""The reason for which the arrays leave out an input."""


class EdgeUse(NamedTuple):
    """One edge with its base requirement."""

    edge: Edge
    requirement: float
    """Units a week."""

    declared: Input | None = None
    """The declaration of the input; None for uses that a world does not name."""


class Omission(NamedTuple):
    """An input that the arrays leave out."""

    name: str
    reason: str


class User(NamedTuple):
    """A row of the services, with the edges through which it draws on sites."""

    name: str
    kind: int
    uses: tuple[EdgeUse, ...]
    holding: Holding | None = None
    """The holding of compute that an installer fills."""

    smuggled: Holding | None = None
    """The holding credited with the smuggled share, where that is counted separately."""

    is_tenant: bool = False
    """Whether it installs compute that another bloc rents."""

    omissions: tuple[Omission, ...] = ()


def residual(site: str) -> str:
    """Return the name of the user that stands for the uses of a site without a name."""
    return f"other-{site}"


def process_uses(
    situation: Situation, flows: WeeklyFlows, live: frozenset[str], processes: tuple[str, ...]
) -> Iterator[EdgeUse | Omission]:
    """Yield the inputs of processes, process by process.

    Args:
        situation: The scenario.
        flows: The flows of the base year.
        live: The sites that exist.
        processes: The processes at these sites.
    """
    world = situation.world
    for key in processes:
        process = world.processes[key]
        bloc = world.sites[process.site].bloc
        for good, declared in process.inputs.items():
            site = world.site_of(bloc, good) or ""
            if site not in live:
                yield Omission(f"{key}: {good}", NOT_MOVED)
                continue
            edge = Edge(key, site, good, bloc, of_process=True)
            yield EdgeUse(edge, flows.use.get((key, site), 0.0), declared)


def service_users(
    situation: Situation, flows: WeeklyFlows, sites: tuple[str, ...]
) -> Iterator[User]:
    """Yield the services: declared ones, then uses without a name by site, then tenants."""
    live = frozenset(sites)
    yield from _declared_services(situation, flows, live)
    yield from _residual_users(situation, flows, sites)
    yield from _tenants(situation, flows, live)


def _declared_services(
    situation: Situation, flows: WeeklyFlows, live: frozenset[str]
) -> Iterator[User]:
    world = situation.world
    for key, service in world.services.items():
        uses: list[EdgeUse] = []
        omissions: list[Omission] = []
        for good, declared in service.inputs.items():
            site = world.site_of(service.bloc, good) or ""
            use = flows.use.get((key, site), 0.0)
            if site not in live or use <= 0:
                omissions.append(Omission(f"{key}: {good}", NOT_MOVED))
                continue
            edge = Edge(key, site, good, service.bloc, of_process=False)
            uses.append(EdgeUse(edge, use, declared))
        kind = COMPUTE if service.compute else FLOW
        yield User(key, kind, tuple(uses), omissions=tuple(omissions))


def _residual_users(
    situation: Situation, flows: WeeklyFlows, sites: tuple[str, ...]
) -> Iterator[User]:
    """Yield the use of each site that no service names: compute is installed, the rest used up."""
    world = situation.world
    for key in sites:
        site, use = world.sites[key], flows.other[key]
        if use <= 0:
            continue
        edge = Edge(residual(key), key, site.good, site.bloc, of_process=False)
        uses = (EdgeUse(edge, use),)
        source = _channel(situation, site.bloc, site.good)
        if source is None:
            yield User(edge.user, RESIDUAL, uses)
            continue
        separate = world.compute[site.bloc].smuggled
        smuggled = (site.bloc, separate) if separate else None
        yield User(edge.user, INSTALLER, uses, holding=(site.bloc, source), smuggled=smuggled)


def _channel(situation: Situation, bloc: str, good: str) -> str | None:
    """Return the source under which a bloc counts accelerators that no service names."""
    compute = situation.world.compute.get(bloc)
    if compute is None or situation.world.goods[good].kind != ACCELERATOR:
        return None
    return compute.channels.get(good) or None


def _tenants(situation: Situation, flows: WeeklyFlows, live: frozenset[str]) -> Iterator[User]:
    """Yield the users through which blocs rent compute abroad."""
    world = situation.world
    for bloc, compute in world.compute.items():
        for where, goods in compute.tenants.items():
            for good in goods:
                site = world.site_of(where, good) or ""
                user = tenant(bloc, site)
                use = flows.use.get((user, site), 0.0)
                if site in live and use > 0:
                    edge = Edge(user, site, good, where, of_process=False)
                    uses = (EdgeUse(edge, use),)
                    yield User(user, INSTALLER, uses, holding=(bloc, RENTED), is_tenant=True)
