"""The network of the base year: sites, processes, services and edges, in units a week."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.index import (
    CLASS_OF,
    CLASSES,
    COMPUTE,
    FLOW,
    INSTALLER,
    OTHER,
    RENTED,
    RESIDUAL,
    Edge,
    Names,
    lists,
    numbered,
)
from outlast.scenario.load import Situation
from outlast.world import Essentiality, Input, Kind
from outlast.world.service import tenant

ESSENTIAL: Final = {
    Essentiality.CRITICAL: 0,
    Essentiality.IMPORTANT: 1,
    Essentiality.NOT_CRITICAL: 2,
}
"""The codes of essentiality in the arrays."""

DUST: Final = 1e-12
"""Units a week under which a base flow counts as none: what is left of rounding."""

DOLLARS: Final = 1e9
"""Dollars in the unit in which worlds state value added."""

Fields: TypeAlias = dict[str, Any]
"""Arrays of the Plan by name."""


@dataclass
class Network:
    """The named network, and what other parts of lowering ask of it."""

    names: Names
    fields: Fields = field(default_factory=dict[str, Any])
    inputs: dict[Edge, Input] = field(default_factory=dict[Edge, Input])
    """What the world says of each edge; residual users have none."""

    inflow: dict[str, float] = field(default_factory=dict[str, float])
    """Base flow into each site, units a week."""

    output: dict[str, float] = field(default_factory=dict[str, float])
    """Base output of each process, units a week."""

    flow: dict[str, float] = field(default_factory=dict[str, float])
    """Base flow of each declared route, units a week."""

    kept: dict[str, float] = field(default_factory=dict[str, float])
    """What each site sends to its own users, units a week."""

    need: dict[Edge, float] = field(default_factory=dict[Edge, float])
    """Base requirement of each edge, units a week."""

    holding: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """The holding that each installer fills."""

    smuggled: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """The holding of what came round a rule, for installers that tell it apart."""

    tenants: set[str] = field(default_factory=set[str])
    """The installers that fill what another bloc rents."""

    newcomers: set[str] = field(default_factory=set[str])
    """Sites at which nothing moves before a named project."""


def residual(site: str) -> str:
    """Return the name of the user that stands for a site's other use."""
    return f"other-{site}"


def network(situation: Situation) -> Network:
    """Return the network of a scenario's world; goods that no one moved in the base year drop."""
    world, base = situation.world, situation.base_year
    built = Network(Names(tuple(world.blocs), tuple(world.goods)))
    built.flow = {key: _weekly(flow) for key, flow in base.flow.items()}
    built.kept = {key: _weekly(kept) for key, kept in base.kept.items()}
    built.output = {key: _weekly(output) for key, output in base.output.items()}
    _order_sites(situation, built)
    live = set(built.names.sites)
    processes = [key for key, process in world.processes.items() if process.site in live]
    for key in set(world.processes) - set(processes):
        built.names.dropped[key] = "a process whose good moved nowhere in the base year"
    built.names.processes = tuple(key for key in world.processes if key in processes)
    _list_edges(situation, built)
    _site_fields(situation, built)
    _process_fields(situation, built)
    _service_fields(situation, built)
    _edge_fields(situation, built)
    return built


def _weekly(yearly: float) -> float:
    weekly = yearly / WEEKS_A_YEAR
    return weekly if abs(weekly) > DUST else 0.0


def _order_sites(situation: Situation, built: Network) -> None:
    """Order the sites by good, then bloc, and leave out those where nothing moved."""
    world, names = situation.world, built.names
    goods, blocs = numbered(names.goods), numbered(names.blocs)
    moved: dict[str, float] = defaultdict(float)
    for key, route in world.routes.items():
        for bloc in (route.origin, route.destination):
            moved[world.site_of(bloc, route.good) or ""] += built.flow[key]
        built.inflow.setdefault(world.site_of(route.destination, route.good) or "", 0.0)
        built.inflow[world.site_of(route.destination, route.good) or ""] += built.flow[key]
    for key in world.sites:
        moved[key] += built.kept[key]
        built.inflow[key] = built.inflow.get(key, 0.0) + built.kept[key]
    built.newcomers = _newcomers(situation, {key for key in world.sites if moved[key] > 0})
    ordered = sorted(
        world.sites, key=lambda key: (goods[world.sites[key].good], blocs[world.sites[key].bloc])
    )
    names.sites = tuple(key for key in ordered if moved[key] > 0 or key in built.newcomers)
    for key in ordered:
        if key not in names.sites:
            names.dropped[key] = "a site where nothing moved in the base year"


def _newcomers(situation: Situation, live: set[str]) -> set[str]:
    """Return the sites of goods that begin with a project, and that a live process waits for."""
    world = situation.world
    begun = {each.process for each in world.projects.values()}
    made = {world.processes[key].site for key in begun if key in world.processes} - live
    awaited = {
        world.site_of(world.sites[process.site].bloc, good)
        for key, process in world.processes.items()
        if key in begun and process.site in live
        for good in process.inputs
    }
    return {key for key in made if key in awaited}


def _list_edges(situation: Situation, built: Network) -> None:
    """List the edges of processes, then those of services, and the services themselves."""
    world, base, names = situation.world, situation.base_year, built.names
    live = set(names.sites)
    edges: list[Edge] = []
    for key in names.processes:
        process = world.processes[key]
        bloc = world.sites[process.site].bloc
        for good, taken in process.inputs.items():
            site = world.site_of(bloc, good) or ""
            if site not in live:
                names.dropped[f"{key}: {good}"] = "an input that moved nowhere in the base year"
                continue
            edge = Edge(key, site, good, bloc, of_process=True)
            edges.append(edge)
            built.inputs[edge], built.need[edge] = taken, _weekly(base.use.get((key, site), 0.0))
    services: list[tuple[str, int]] = []
    for key, service in world.services.items():
        services.append((key, COMPUTE if service.compute else FLOW))
        for good, taken in service.inputs.items():
            site = world.site_of(service.bloc, good) or ""
            use = _weekly(base.use.get((key, site), 0.0))
            if site not in live or use <= 0:
                names.dropped[f"{key}: {good}"] = "an input that moved nowhere in the base year"
                continue
            edge = Edge(key, site, good, service.bloc, of_process=False)
            edges.append(edge)
            built.inputs[edge], built.need[edge] = taken, use
    for key in names.sites:
        site = world.sites[key]
        if _weekly(base.other[key]) <= 0:
            continue
        user = residual(key)
        source = _channel(situation, site.bloc, site.good)
        services.append((user, INSTALLER if source else RESIDUAL))
        if source:
            built.holding[user] = (site.bloc, source)
            apart = world.compute[site.bloc].smuggled
            if apart:
                built.smuggled[user] = (site.bloc, apart)
        edge = Edge(user, key, site.good, site.bloc, of_process=False)
        edges.append(edge)
        built.need[edge] = _weekly(base.other[key])
    for user, edge in _tenants(situation, built):
        services.append((user, INSTALLER))
        edges.append(edge)
    names.edges = tuple(edges)
    names.services = tuple(key for key, _ in services)
    names.kinds = tuple(kind for _, kind in services)


def _tenants(situation: Situation, built: Network) -> Iterator[tuple[str, Edge]]:
    """Yield the users through which blocs rent abroad, with what each uses of a site."""
    world = situation.world
    for bloc, compute in world.compute.items():
        for where, goods in compute.tenants.items():
            for good in goods:
                site = world.site_of(where, good) or ""
                user = tenant(bloc, site)
                use = _weekly(situation.base_year.use.get((user, site), 0.0))
                if site not in built.names.sites or use <= 0:
                    continue
                built.tenants.add(user)
                built.holding[user] = (bloc, RENTED)
                edge = Edge(user, site, good, where, of_process=False)
                built.need[edge] = use
                yield user, edge


def _channel(situation: Situation, bloc: str, good: str) -> str | None:
    """Return the source under which a bloc's other use of an accelerator enters its compute."""
    compute = situation.world.compute.get(bloc)
    if compute is None or situation.world.goods[good].kind is not Kind.ACCELERATOR:
        return None
    return compute.channels.get(good)


def _values(numbers: Iterator[float] | list[float]) -> Reals:
    return np.array(list(numbers), np.float64)


def _site_fields(situation: Situation, built: Network) -> None:
    world, ledger, names = situation.world, situation.ledger, built.names
    index = numbered(names.sites)
    blocs, goods = numbered(names.blocs), numbered(names.goods)
    made: dict[str, float] = defaultdict(float)
    for key in names.processes:
        made[world.processes[key].site] += built.output[key]
    held = [world.sites[key] for key in names.sites]
    shares = np.zeros((len(names.sites), len(CLASSES)))
    for edge in names.edges:
        shares[index[edge.site], _class(situation, edge)] += built.need[edge]
    total = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    users = [[n for n, edge in enumerate(names.edges) if edge.site == key] for key in names.sites]
    makers = [
        [n for n, key in enumerate(names.processes) if world.processes[key].site == site]
        for site in names.sites
    ]
    edge_ptr, site_edge = lists(dict(enumerate(users)), len(names.sites))
    process_ptr, site_process = lists(dict(enumerate(makers)), len(names.sites))
    built.fields |= {
        "site_bloc": np.array([blocs[site.bloc] for site in held], np.int32),
        "site_good": np.array([goods[site.good] for site in held], np.int32),
        "site_inflow0": _values([built.inflow[key] for key in names.sites]),
        "site_output0": _values([made[key] for key in names.sites]),
        "site_finished": _values([ledger.value(site.finished, "week") for site in held]),
        "site_class": shares,
        "site_edge_ptr": edge_ptr,
        "site_edge": site_edge,
        "site_process_ptr": process_ptr,
        "site_process": site_process,
    }


def _class(situation: Situation, edge: Edge) -> int:
    """Return the priority class of an edge's user."""
    if edge.of_process:
        return CLASSES.index("civil")
    service = situation.world.services.get(edge.user)
    return CLASS_OF[service.class_] if service else OTHER


def _process_fields(situation: Situation, built: Network) -> None:
    world, ledger, names = situation.world, situation.ledger, built.names
    sites = numbered(names.sites)
    capacity: list[float] = []
    for key in names.processes:
        process, output = world.processes[key], built.output[key]
        unit = f"{world.goods[world.sites[process.site].good].unit}/week"
        stated = process.capacity
        capacity.append(max(output, ledger.value(stated, unit)) if stated else output)
    learners = [key for key in names.processes if world.processes[key].yield_now is not None]
    names.learners = tuple(learners)
    rows, conduct = numbered(learners), situation.conduct
    made0: list[float] = []
    for key in learners:
        unit = world.goods[world.sites[world.processes[key].site].good].unit
        stated = conduct.experience.get(key)
        # Without a count, a year of base output: the process ran at this rate for about a year.
        made0.append(ledger.value(stated, unit) if stated else built.output[key] * WEEKS_A_YEAR)
    owned = [[edge.user for edge in names.edges].count(key) for key in names.processes]
    none = np.full(len(names.processes), -1, np.int32)
    built.fields |= {
        "process_site": np.array(
            [sites[world.processes[k].site] for k in names.processes], np.int32
        ),
        "output0": _values([built.output[key] for key in names.processes]),
        "capacity0": _values(capacity),
        "process_edge_ptr": np.array([0, *np.cumsum(owned)], np.int32),
        "learner": np.array([rows.get(key, -1) for key in names.processes], np.int32),
        "learner_parent": np.array(
            [rows.get(conduct.parents.get(key, ""), -1) for key in learners], np.int32
        ),
        "yield0": _values(
            [
                ledger.value(quantity, "1")
                for key in learners
                if (quantity := world.processes[key].yield_now)
            ]
        ),
        "made0": _values(made0),
        "subsidy_row": none,
        "subsidy": np.zeros((0, situation.clock.steps)),
        "subsidy_cost": np.zeros(len(names.processes)),
    }


def _service_fields(situation: Situation, built: Network) -> None:
    world, ledger, names = situation.world, situation.ledger, built.names
    blocs = numbered(names.blocs)
    first = len([edge for edge in names.edges if edge.of_process])
    owned: list[int] = []
    demand: list[float] = []
    added: list[float] = []
    where: list[int] = []
    classes: list[int] = []
    for key in names.services:
        own = [edge for edge in names.edges if not edge.of_process and edge.user == key]
        service = world.services.get(key)
        owned.append(len(own))
        demand.append(1.0 if service else built.need[own[0]])
        where.append(blocs[service.bloc if service else own[0].bloc])
        classes.append(CLASS_OF[service.class_] if service else OTHER)
        stated = service.value_added if service else None
        yearly = ledger.value(stated, "USD_bn/year") * DOLLARS if stated else 0.0
        added.append(yearly / WEEKS_A_YEAR)
    built.fields |= {
        "service_bloc": np.array(where, np.int32),
        "service_class": np.array(classes, np.int8),
        "service_kind": np.array(names.kinds, np.int8),
        "demand0": _values(demand),
        "service_edge_ptr": np.array([first, *(first + np.cumsum(owned))], np.int32),
        "value_added": _values(added),
    }


def _edge_fields(situation: Situation, built: Network) -> None:
    world, ledger, names = situation.world, situation.ledger, built.names
    sites = numbered(names.sites)
    intensity: list[float] = []
    cost: list[float] = []
    essential: list[int] = []
    for edge in names.edges:
        taken, need = built.inputs.get(edge), built.need[edge]
        if edge.of_process and taken and taken.per_unit:
            good = world.goods[world.sites[world.processes[edge.user].site].good]
            unit = f"{world.goods[edge.good].unit}/{good.unit}"
            intensity.append(ledger.value(taken.per_unit, unit))
        else:
            intensity.append(need if taken else 1.0)
        stated = taken.cost_share if taken and not edge.of_process else None
        cost.append(ledger.value(stated, "1") if stated else 0.0 if taken else 1.0)
        essential.append(ESSENTIAL[taken.essentiality] if taken else 0)
    weights = [ledger.value(weight, "1") for weight in world.cohorts.weights]
    built.fields |= {
        "edge_site": np.array([sites[edge.site] for edge in names.edges], np.int32),
        "intensity": _values(intensity),
        "requirement0": _values([built.need[edge] for edge in names.edges]),
        "edge_class": np.array([_class(situation, edge) for edge in names.edges], np.int8),
        "essential": np.array(essential, np.int8),
        "cost_share": _values(cost),
        "ces_share": np.zeros(len(names.edges)),
        "cohort_weight": _values([weight / sum(weights) for weight in weights]),
    }
