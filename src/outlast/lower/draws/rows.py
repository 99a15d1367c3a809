"""The rows of the draw: their axes, units, limits and defaults, and the labels that find them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final, TypeAlias

from outlast.engine.codes import (
    CLASS_NAMES,
    COMPUTE,
    LEVEL_NAMES,
    NEED_DEFINITIONS,
    NEED_PLAN,
    OTHER,
    SERVICE_KINDS,
)
from outlast.engine.draw import settable
from outlast.engine.plan import Plan
from outlast.lower.index import AxisNames, Edge
from outlast.lower.network.network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation
from outlast.world.service import Class

Labels: TypeAlias = dict[str, frozenset[str]]
"""The labels of a row: good, bloc, measure and so on, each with its names."""

TENANT: Final = "tenant"
"""The label of an installer of compute that another bloc rents."""

PROCESS: Final = "process"
"""The label of edges of processes."""

BASE, DETOUR = "base", "detour"
"""The labels of routes."""

SUSPENDED, ANNOUNCED = "suspended", "announced"
"""The labels of measures: suspended at some time, or never."""

PENDING: Final = {True: "yes", False: "no"}
"""The labels of projects: whether the stated start lies after the last known day."""


SPECS: Final = settable()
"""The draws that priors can set, as the engine declares them.

Lowering makes cover of its mean and spread, as docs/model/base-year.md has it, and a gate of its
branches and the severity of its measure; chances of projects and the luck of cancellation come
apart."""

OF_DETOURS: Final = frozenset(
    {"detour_share", "detour_cap", "detour_wedge", "enforcement", "seized"}
)
"""The draws that detours alone have."""

OF_GOODS: Final = ("growth", "elasticity")
"""The beginnings of draws that services of compute do not have."""

OF_RESEARCH: Final = frozenset({"frontier", "research_beta", "research_loss", "research_gain"})
"""The draws that blocs with research spending alone have."""

OF_PLANS: Final = "plan_growth"
"""The beginning of draws that lines of planned need alone have."""


@dataclass(frozen=True, slots=True)  # a scenario has ten thousand
class DrawRow:
    """One row of a draw, with the labels by which priors find it."""

    draw: str
    index: tuple[int, ...]
    labels: Labels = field(default_factory=dict[str, frozenset[str]])

    @property
    def words(self) -> str:
        """The row in words, for messages."""
        about = ", ".join(sorted({n for names in self.labels.values() for n in names if n}))
        return f"{self.draw} ({about})" if about else self.draw


def is_read(plan: Plan, row: DrawRow) -> bool:
    """Return whether the engine reads a row: base routes are no detours, goods have no plan.

    Rows that multiply a quantity which is 0 in the Plan count as not read.
    """
    kinds = row.labels.get("kind", frozenset[str]())
    at = row.index[0] if row.index else 0
    match row.draw:
        case draw if draw in OF_DETOURS:
            return DETOUR in kinds
        case draw if draw.startswith(OF_PLANS):
            return NEED_DEFINITIONS[NEED_PLAN] in row.labels["definition"]
        case draw if draw.startswith(OF_GOODS):
            return SERVICE_KINDS[COMPUTE] not in kinds
        case draw if draw in OF_RESEARCH:
            return bool(plan.research0[at] > 0)
        case "tool_lift":
            return bool(plan.tool_site[at] >= 0)
        case "carry":
            return bool(plan.learner_parent[at] >= 0)
        case "performance_gain":
            return bool(plan.launch_years[at].any())
        case "idle_share":
            return bool(plan.capacity0[at] > plan.output0[at])
        case _:
            return True


def draw_rows(
    situation: Situation, network: Network, names: AxisNames, rules: Rules
) -> dict[str, list[DrawRow]]:
    """Return all rows of every draw, in the order of the arrays."""
    axes = _axes(situation, network, names, rules)
    places = {spec.axes: _places(spec.axes, axes) for spec in SPECS.values()}
    return {
        name: [DrawRow(name, index, labels) for index, labels in places[spec.axes]]
        for name, spec in SPECS.items()
    }


def _places(letters: str, axes: Mapping[str, list[Labels]]) -> list[tuple[tuple[int, ...], Labels]]:
    """Return each index along some axes with its labels; all draws of these axes share them."""
    found: list[tuple[tuple[int, ...], Labels]] = []
    for index in product(*(range(len(axes[letter])) for letter in letters)):
        along = [axes[letter][at] for letter, at in zip(letters, index, strict=True)]
        found.append((index, {key: names for each in along for key, names in each.items()}))
    return found


def _axes(
    situation: Situation, network: Network, names: AxisNames, rules: Rules
) -> Mapping[str, list[Labels]]:
    """Return the labels along each axis, by its letter."""
    processes = dict(zip(names.processes, _of_processes(situation, names), strict=True))
    return {
        "m": list(_of_measures(situation, names, rules)),
        "u": list(_of_services(situation, network, names)),
        "p": list(processes.values()),
        "e": list(_of_edges(situation, network, names)),
        "l": [
            _labels(measure=measure, good=good, destination=bloc)
            for measure, good, bloc in names.practices
        ],
        "Z": [_labels(office=office, destination=bloc) for office, bloc in names.paths],
        "v": [_labels(level=level) for level in LEVEL_NAMES],
        "c": [_labels(**{"class": name}) for name in CLASS_NAMES],
        "r": list(_of_routes(situation, names)),
        "n": list(_of_projects(situation, names)),
        "g": list(_of_goods(situation, names)),
        "L": [processes[key] for key in names.learners],
        "h": [_labels(bloc=bloc, source=source) for bloc, source in names.holdings],
        "y": [_labels(profile=f"{weight:g}") for weight in names.profiles],
        "x": list(_of_lines(situation, names)),
        "b": [_labels(bloc=bloc) for bloc in names.blocs],
    }


def _labels(**names: str) -> Labels:
    return {label: frozenset({name}) for label, name in names.items()}


def _of_measures(situation: Situation, names: AxisNames, rules: Rules) -> Iterator[Labels]:
    goods = {route.name: situation.world.sites[route.origin].good for route in names.routes}
    for row in rules.rows:
        state = SUSPENDED if row.was_suspended else ANNOUNCED
        about = frozenset(goods[act.route] for act in row.acts)
        yield {**_labels(measure=row.key.measure, state=state), "good": about}


def _of_services(situation: Situation, network: Network, names: AxisNames) -> Iterator[Labels]:
    kinds = _kinds(network, names)
    for key in names.services:
        edges = [edge for edge in names.edges if not edge.of_process and edge.user == key]
        service = situation.world.services.get(key)
        bloc = service.bloc if service else edges[0].bloc
        class_ = service.class_.value if service else CLASS_NAMES[OTHER]
        labels = _labels(service=key, bloc=bloc, kind=kinds[key], **{"class": class_})
        yield {**labels, "good": frozenset(edge.good for edge in edges)}


def _kinds(network: Network, names: AxisNames) -> dict[str, str]:
    """Return the label of the kind of each service."""
    return {
        key: TENANT if key in network.tenants else SERVICE_KINDS[kind]
        for key, kind in zip(names.services, names.service_kinds, strict=True)
    }


def _of_processes(situation: Situation, names: AxisNames) -> Iterator[Labels]:
    world = situation.world
    for key in names.processes:
        site = world.sites[world.processes[key].site]
        making = world.processes[key].making.value
        yield _labels(process=key, bloc=site.bloc, good=site.good, making=making)


def _of_edges(situation: Situation, network: Network, names: AxisNames) -> Iterator[Labels]:
    kinds = _kinds(network, names)
    for edge in names.edges:
        kind = PROCESS if edge.of_process else kinds[edge.user]
        labels = _labels(user=edge.user, good=edge.good, bloc=edge.bloc, kind=kind)
        yield {**labels, "class": frozenset({_class(situation, edge)})}


def _class(situation: Situation, edge: Edge) -> str:
    """Return the label of the priority class of an edge's user."""
    service = situation.world.services.get(edge.user)
    if service is not None:
        return service.class_.value
    return Class.CIVIL.value if edge.of_process else CLASS_NAMES[OTHER]


def _of_routes(situation: Situation, names: AxisNames) -> Iterator[Labels]:
    world = situation.world
    for route in names.routes:
        origin, destination = world.sites[route.origin], world.sites[route.destination]
        yield _labels(
            route=route.name,
            good=origin.good,
            origin=origin.bloc,
            destination=destination.bloc,
            by=route.hub,
            kind=DETOUR if route.detour_of else BASE,
        )


def _of_projects(situation: Situation, names: AxisNames) -> Iterator[Labels]:
    world, ledger, clock = situation.world, situation.ledger, situation.clock
    known = clock.weeks(situation.scenario.knows_until)
    for key in names.projects:
        project = world.projects[key]
        good = world.sites[world.processes[project.process].site].good
        begins = clock.weeks_at_year(ledger.value(project.starts, "year"))
        pending = PENDING[begins > known]
        yield _labels(project=key, process=project.process, good=good, pending=pending)


def _of_goods(situation: Situation, names: AxisNames) -> Iterator[Labels]:
    for key in names.goods:
        yield _labels(good=key, kind=situation.world.goods[key].kind)


def _of_lines(situation: Situation, names: AxisNames) -> Iterator[Labels]:
    for line in names.lines:
        bloc = situation.world.services[line.service].bloc
        yield _labels(service=line.service, bloc=bloc, definition=line.definition)
