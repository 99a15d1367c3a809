"""The rows of the draw: their axes, units, limits and defaults, and the labels that find them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from outlast.lower.index import CLASSES, Names
from outlast.lower.network.base_network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation

Labels = dict[str, frozenset[str]]
"""What a row is about: its good, bloc, measure and so on, each with its names."""

LEVELS: Final = ("first", "second")
"""The levels of a licence practice."""

SERVICE_KINDS: Final = ("flow", "compute", "installer", "residual")
"""The kinds of services, in the order of the arrays."""

TENANT: Final = "tenant"
"""The kind of an installer that fills what another bloc rents."""


@dataclass(frozen=True)
class Spec:
    """What arrays.md says of one draw."""

    axes: str
    unit: str
    default: float
    least: float = 0.0
    most: float = 1e30


SPECS: Final = {
    "severity": Spec("m", "1", 1, 0, 1),
    "belief": Spec("m", "1", 0.5, 0, 1),
    "fear_up": Spec("", "week", 2),
    "fear_down": Spec("", "week", 52),
    "growth_now": Spec("u", "1/year", 0, -10),
    "growth_far": Spec("u", "1/year", 0, -10),
    "growth_decay": Spec("u", "year", 3, 1e-3),
    "capacity_growth_now": Spec("p", "1/year", 0, -10),
    "capacity_growth_far": Spec("p", "1/year", 0, -10),
    "capacity_growth_decay": Spec("p", "year", 3, 1e-3),
    "elasticity": Spec("u", "1", 0),
    "cover_mean": Spec("e", "week", 4),
    "cover_spread": Spec("e", "1", 2, 1 + 1e-6),
    "hoarding": Spec("", "1", 1),
    "storability": Spec("g", "1", 1),
    "requirement_time": Spec("", "week", 8),
    "stock_time": Spec("", "week", 6),
    "finished_time": Spec("", "week", 6),
    "order_cap": Spec("", "1", 4, 1),
    "plan_wait": Spec("", "1", 1, 0, 1),
    "guarantee": Spec("c", "1", 0, 0, 1),
    "line_first": Spec("g", "1", 0, 0, 1),
    "priority": Spec("", "1", 0, 0, 1),
    "home_first": Spec("", "1", 0, 0, 1),
    "fungible": Spec("", "1", 0, 0, 1),
    "tied": Spec("", "1", 1, 0, 1),
    "ceiling": Spec("lv", "1", 1.2),
    "review": Spec("lv", "week", 9),
    "approval": Spec("lvc", "1", 0.8, 0, 1),
    "coverage": Spec("r", "1", 1),
    "refile": Spec("", "1", 0.7, 0, 1),
    "lapse_time": Spec("", "week", 104),
    "detour_share": Spec("r", "1", 0, 0, 1),
    "detour_cap": Spec("r", "1", 1),
    "detour_wedge": Spec("r", "1", 0.3),
    "enforcement": Spec("r", "1", 0, 0, 1),
    "seized": Spec("r", "1", 0.02, 0, 1),
    "detour_up": Spec("", "week", 8),
    "detour_down": Spec("", "week", 4),
    "fill_time": Spec("", "week", 8),
    "share_time": Spec("", "week", 26),
    "share_weight_fill": Spec("", "1", 1),
    "share_weight_price": Spec("", "1", 0.3),
    "overtime": Spec("p", "1", 1.1, 1),
    "idle_share": Spec("p", "1", 0.1, 0, 1),
    "idle_elasticity": Spec("", "1", 0.2),
    "idle_time": Spec("", "week", 26),
    "project_slip": Spec("n", "week", 0),
    "project_growth": Spec("n", "1/year", 0, -10),
    "invest": Spec("", "1/year", 0.1),
    "invest_max": Spec("", "1/year", 0.2),
    "invest_floor": Spec("g", "1", 1.2, 1e-6),
    "resolve": Spec("p", "1", 0.2, 0, 1),
    "unmet_signal": Spec("", "1", 1),
    "build_time": Spec("p", "week", 130),
    "cancel": Spec("p", "1/year", 0.15),
    "learning_rate": Spec("L", "1", 0.2, 0, 0.99),
    "yield_best": Spec("L", "1", 0.65, 0, 1),
    "carry": Spec("L", "1", 0),
    "thrift_floor": Spec("e", "1", 1, 1e-3, 1),
    "thrift_time": Spec("", "week", 130),
    "directed": Spec("e", "1/year", 0),
    "intensity_floor": Spec("e", "1", 0.4, 1e-3, 1),
    "ces": Spec("", "1", 0, 0, 1),
    "ces_elasticity": Spec("", "1", 0.05, 0.01, 0.95),
    "price_speed": Spec("g", "1/week", 0.12),
    "demand_elasticity": Spec("g", "1", 0.25, 1e-3),
    "supply_elasticity": Spec("g", "1", 0.2),
    "price_cap": Spec("", "1", 10, 1 + 1e-6),
    "panic": Spec("", "1", 0.25),
    "premium": Spec("", "1", 0.5),
    "glut": Spec("", "1", 0.3),
    "contract_time": Spec("g", "week", 13),
    "pass_through": Spec("g", "1", 0.7, 0, 1),
    "ageing": Spec("h", "1/year", 0.12),
    "compute0": Spec("hy", "H100e", 0),
    "plan_growth_now": Spec("x", "1/year", 0, -10),
    "plan_growth_far": Spec("x", "1/year", 0, -10),
    "plan_growth_decay": Spec("x", "year", 3, 1e-3),
    "performance_gain": Spec("g", "1/year", 0),
    "frontier": Spec("b", "1/year", 0),
    "research_beta": Spec("b", "1", 0.2),
    "research_loss": Spec("b", "1", 0.18),
}
"""The draws that priors can set. Chances of projects, luck of cancellation and gates come apart;
cover follows from its mean and spread, as docs/model/base-year.md has it, and a gate from its
branch and the severity of its measure."""


OF_DETOURS: Final = frozenset(
    {"detour_share", "detour_cap", "detour_wedge", "enforcement", "seized"}
)
"""The draws that detours alone have."""


@dataclass(frozen=True)
class DrawRow:
    """One row of a draw, with the labels by which priors find it."""

    draw: str
    index: tuple[int, ...]
    labels: Labels = field(default_factory=dict[str, frozenset[str]])

    @property
    def acts(self) -> bool:
        """Whether the engine reads the row: base routes are no detours, flows have no plan."""
        kinds = self.labels.get("kind", frozenset[str]())
        if self.draw in OF_DETOURS:
            return "detour" in kinds
        if self.draw.startswith("plan_growth"):
            return "plan" in self.labels["definition"]
        return not (self.draw.startswith(("growth", "elasticity")) and "compute" in kinds)

    @property
    def words(self) -> str:
        """The row in words, for messages."""
        about = ", ".join(sorted({n for names in self.labels.values() for n in names if n}))
        return f"{self.draw} ({about})" if about else self.draw


def draw_rows(situation: Situation, built: Network, found: Rules) -> dict[str, list[DrawRow]]:
    """Return all rows of every draw, in the order of the arrays."""
    axes = {letter: list(labels) for letter, labels in _axes(situation, built, found).items()}
    rows: dict[str, list[DrawRow]] = {}
    for name, spec in SPECS.items():
        ranges = [range(len(axes[letter])) for letter in spec.axes]
        rows[name] = [
            DrawRow(
                name,
                index,
                {
                    key: value
                    for letter, at in zip(spec.axes, index, strict=True)
                    for key, value in axes[letter][at].items()
                },
            )
            for index in product(*ranges)
        ]
    return rows


def _axes(situation: Situation, built: Network, found: Rules) -> dict[str, Iterator[Labels]]:
    names = built.names
    return {
        "m": _of_measures(situation, built, found),
        "u": _of_services(situation, built),
        "p": _of_processes(situation, names),
        "e": _of_edges(situation, built),
        "l": (_labels(measure=measure, good=good) for measure, good in names.practices),
        "v": (_labels(level=level) for level in LEVELS),
        "c": (_labels(**{"class": name}) for name in CLASSES),
        "r": _of_routes(situation, built),
        "n": _of_projects(situation, names),
        "g": _of_goods(situation, names),
        "L": (each for each in _of_processes(situation, names) if _is_learner(each, names)),
        "h": (_labels(bloc=bloc, source=source) for bloc, source in names.holdings),
        "y": (_labels(profile=f"{weight:g}") for weight in names.profiles),
        "x": _of_lines(situation, names),
        "b": (_labels(bloc=bloc) for bloc in names.blocs),
    }


def _labels(**names: str) -> Labels:
    return {key: frozenset({name}) for key, name in names.items()}


def _is_learner(labels: Labels, names: Names) -> bool:
    return bool(labels["process"] & set(names.learners))


def _of_measures(situation: Situation, built: Network, found: Rules) -> Iterator[Labels]:
    goods = {way.name: situation.world.sites[way.origin].good for way in built.names.routes}
    for ruled in found.rows:
        state = "suspended" if ruled.suspended else "announced"
        about = frozenset(goods[act.route] for act in ruled.acts)
        yield {**_labels(measure=ruled.row.measure, state=state), "good": about}


def _of_services(situation: Situation, built: Network) -> Iterator[Labels]:
    world, names = situation.world, built.names
    for key, kind in zip(names.services, names.kinds, strict=True):
        edges = [edge for edge in names.edges if not edge.of_process and edge.user == key]
        service = world.services.get(key)
        bloc = service.bloc if service else edges[0].bloc
        class_ = service.class_.value if service else CLASSES[-1]
        named = TENANT if key in built.tenants else SERVICE_KINDS[kind]
        labels = _labels(service=key, bloc=bloc, kind=named)
        labels["class"] = frozenset({class_})
        labels["good"] = frozenset(edge.good for edge in edges)
        yield labels


def _of_processes(situation: Situation, names: Names) -> Iterator[Labels]:
    world = situation.world
    for key in names.processes:
        site = world.sites[world.processes[key].site]
        making = world.processes[key].making.value
        yield _labels(process=key, bloc=site.bloc, good=site.good, making=making)


def _of_edges(situation: Situation, built: Network) -> Iterator[Labels]:
    names = built.names
    kinds = dict(zip(names.services, names.kinds, strict=True))
    for edge in names.edges:
        service = situation.world.services.get(edge.user)
        kind = "process" if edge.of_process else SERVICE_KINDS[kinds[edge.user]]
        kind = TENANT if edge.user in built.tenants else kind
        class_ = service.class_.value if service else "civil" if edge.of_process else CLASSES[-1]
        labels = _labels(user=edge.user, good=edge.good, bloc=edge.bloc, kind=kind)
        labels["class"] = frozenset({class_})
        yield labels


def _of_routes(situation: Situation, built: Network) -> Iterator[Labels]:
    world = situation.world
    for way in built.names.routes:
        origin, destination = world.sites[way.origin], world.sites[way.destination]
        yield _labels(
            route=way.name,
            good=origin.good,
            origin=origin.bloc,
            destination=destination.bloc,
            by=way.by,
            kind="detour" if way.round_ else "base",
        )


def _of_projects(situation: Situation, names: Names) -> Iterator[Labels]:
    world, ledger, clock = situation.world, situation.ledger, situation.clock
    known = clock.weeks(situation.scenario.knows_until)
    for key in names.projects:
        project = world.projects[key]
        good = world.sites[world.processes[project.process].site].good
        begins = clock.weeks_at_year(ledger.value(project.starts, "year"))
        pending = "yes" if begins > known else "no"
        yield _labels(project=key, process=project.process, good=good, pending=pending)


def _of_goods(situation: Situation, names: Names) -> Iterator[Labels]:
    for key in names.goods:
        yield _labels(good=key, kind=situation.world.goods[key].kind.value)


def _of_lines(situation: Situation, names: Names) -> Iterator[Labels]:
    for line in names.lines:
        bloc = situation.world.services[line.service].bloc
        yield _labels(service=line.service, bloc=bloc, definition=line.definition)
