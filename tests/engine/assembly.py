"""A small world, declared by hand, made into the arrays of the engine."""

from dataclasses import dataclass, field
from math import erf, exp, inf, log, sqrt
from statistics import NormalDist
from typing import Any, cast

import numpy as np

from outlast.engine.arrays import Lane
from outlast.engine.plan import Plan
from outlast.engine.room import declared

Place = tuple[str, str]
"""A site: bloc and good."""
NOMINAL = {0: 0.0, 1: 0.5}


@dataclass(frozen=True)
class Input:
    """One user's use of one good."""

    good: str
    use: float
    cover: float
    essential: int = 0
    cost: float = 0.0
    ces: float = 0.0
    thrift_floor: float = 1.0


@dataclass(frozen=True)
class Process:
    """A process and its inputs, per unit of output."""

    site: Place
    output: float
    capacity: float
    inputs: tuple[Input, ...] = ()
    idle: float = 1.0
    learns: float = 0.0


@dataclass(frozen=True)
class User:
    """A service and its inputs, in units a week."""

    bloc: str
    need: float
    inputs: tuple[Input, ...] = ()
    kind: int = 0
    group: int = 1
    elasticity: float = 0.0
    growth: float = 0.0
    value: float = 0.0


@dataclass(frozen=True)
class Route:
    """A base route between two blocs, or a detour round one."""

    good: str
    origin: str
    destination: str
    flow: float
    travel: float
    wedge: float = 0.0
    hub: str | None = None
    licit: bool = True


@dataclass(frozen=True)
class Act:
    """One measure on one route."""

    kind: int
    good: str
    origin: str
    destination: str
    share: float = 1.0
    rate: float = 0.0
    exempt: tuple[float, float, float] = (0.0, 0.0, 0.0)
    bloc: str | None = None


@dataclass(frozen=True)
class Measure:
    """A measure with its dates in weeks, its acts, and its licence practice."""

    acts: tuple[Act, ...]
    force: tuple[tuple[float, float], ...]
    announced: tuple[tuple[float, float], ...] = ()
    phase: float = 1.0
    ceiling: float = 1.2
    review: float = 9.0
    approval: tuple[float, float, float] = (0.8, 0.8, 0.8)


@dataclass
class World:
    """A declared world."""

    blocs: list[str]
    goods: list[str]
    processes: list[Process]
    users: list[User]
    routes: list[Route]
    detours: list[Route] = field(default_factory=list[Route])
    measures: list[Measure] = field(default_factory=list[Measure])
    finished: dict[Place, float] = field(default_factory=dict[Place, float])
    reserve: dict[Place, tuple[float, float]] = field(
        default_factory=dict[Place, tuple[float, float]]
    )
    windfall: dict[Place, Lane] = field(default_factory=dict[Place, Lane])
    prices: dict[str, float] = field(default_factory=dict[str, float])
    lines: list[tuple[int, float, float]] = field(default_factory=list[tuple[int, float, float]])
    cohorts: tuple[float, ...] = (0.5, 0.5)
    spread: float = 2.0
    extra: dict[str, Any] = field(default_factory=dict[str, Any])


def quantile_means(weights: tuple[float, ...], spread: float) -> list[float]:
    """Return the mean cover of each cohort over the mean of all."""
    if len(weights) == 1:
        return [1.0]
    sigma, total, low, found = log(spread), 0.0, -inf, list[float]()
    for i, part in enumerate(weights):
        total += part
        high = inf if i == len(weights) - 1 else NormalDist().inv_cdf(total)
        found.append((phi(high - sigma) - phi(low - sigma)) / part)
        low = high
    mean = sum(w * q for w, q in zip(weights, found, strict=True))
    return [q / mean for q in found]


def phi(x: float) -> float:
    """Return the normal distribution function."""
    return 0.5 * (1.0 + erf(x / sqrt(2.0)))


def in_force(intervals: tuple[tuple[float, float], ...], phase: float, t: float, d: float) -> float:
    """Return the phased-in share of a step in which a measure is in force."""
    total = 0.0
    for t0, t1 in intervals:
        a, b = max(t, t0), min(t + d, t1)
        if b > a:
            total += b - a
            if phase > 0.0:
                total += phase * (exp(-(b - t0) / phase) - exp(-(a - t0) / phase))
    return total / d


def lists(keys: list[int], count: int) -> tuple[Lane, Lane]:
    """Return pointers and members of the lists of items by key."""
    order = np.argsort(np.array(keys, int), kind="stable")
    return np.searchsorted(np.array(keys, int)[order], np.arange(count + 1)), order


class Assembly:
    """The arrays of a world under way."""

    def __init__(self, world: World, step: float, weeks: float, start: float) -> None:
        self.world, self.step = world, step
        self.steps = round(weeks / step)
        self.start = round(start / step)
        self.sites = [(b, g) for g in world.goods for b in world.blocs]
        self.at = {place: i for i, place in enumerate(self.sites)}
        own = self.own_routes()
        bases = [*world.routes, *own]
        bases.sort(key=lambda r: self.at[r.destination, r.good])
        key = {(r.good, r.origin, r.destination): i for i, r in enumerate(bases)}
        detours = sorted(world.detours, key=lambda r: key[r.good, r.origin, r.destination])
        self.bases, self.key, self.routes = bases, key, [*bases, *detours]
        self.values: dict[str, Any] = {}

    def made(self, place: Place) -> float:
        """Return the base output of a site."""
        return sum(p.output for p in self.world.processes if p.site == place)

    def own_routes(self) -> list[Route]:
        """Return the routes within a bloc: what it makes and does not send."""
        found: list[Route] = []
        for bloc, good in self.sites:
            sent = [r.flow for r in self.world.routes if (r.origin, r.good) == (bloc, good)]
            left = self.made((bloc, good)) - sum(sent)
            if left > 1e-12:
                found.append(Route(good, bloc, bloc, left, 1.0))
        return found

    def edges(self) -> list[tuple[Place, Input, float, int]]:
        """Return site, input, base requirement and class of every edge."""
        found: list[tuple[Place, Input, float, int]] = []
        for p in self.world.processes:
            found += [((p.site[0], i.good), i, i.use * p.output, 1) for i in p.inputs]
        for u in self.world.users:
            found += [((u.bloc, i.good), i, i.use, u.group) for i in u.inputs]
        return found

    def set(self, **values: object) -> None:
        """Set arrays by name."""
        self.values.update(values)

    def add_sites(self) -> None:
        """Set the arrays of sites."""
        w, n = self.world, len(self.sites)
        edges = self.edges()
        inflow = np.array(
            [sum(r.flow for r in self.bases if (r.destination, r.good) == s) for s in self.sites]
        )
        output = np.array([self.made(s) for s in self.sites])
        use = np.zeros((n, 3))
        for place, _, q, group in edges:
            use[self.at[place], group] += q
        total = use.sum(1, keepdims=True)
        controlled = {(a.origin, a.good) for m in w.measures for a in m.acts if a.kind <= 2}
        zone = np.array([0 if s in controlled else 1 for s in self.sites])
        good = np.array([w.goods.index(g) for _, g in self.sites])
        reserve = np.array([w.reserve.get(s, (0.0, 0.0)) for s in self.sites])
        rows = [i for i, s in enumerate(self.sites) if s in w.windfall]
        windfall_row = np.full(n, -1)
        windfall_row[rows] = np.arange(len(rows))
        self.set(
            site_bloc=[w.blocs.index(b) for b, _ in self.sites],
            site_good=good,
            site_zone=zone,
            site_price=2 * good + zone,
            site_inflow0=inflow,
            site_output0=output,
            site_finished=[w.finished.get(s, 2.0) for s in self.sites],
            site_class=np.divide(use, total, out=np.zeros_like(use), where=total > 0.0),
            reserve0=reserve[:, 0],
            reserve_rate=reserve[:, 1],
            site_entitled=np.tile([1.0, 0.0, 0.0], (n, 1)),
            windfall_row=windfall_row,
            windfall=np.array([w.windfall[self.sites[i]] for i in rows]).reshape(-1, self.steps),
            purchase_row=np.full(n, -1),
            purchase=np.zeros((0, self.steps)),
        )
        for name, keys in (
            ("edge", [self.at[place] for place, _, _, _ in edges]),
            ("in", [self.at[r.destination, r.good] for r in self.routes]),
            ("out", [self.at[r.origin, r.good] for r in self.routes]),
            ("process", [self.at[p.site] for p in w.processes]),
        ):
            ptr, members = lists(keys, n)
            self.set(**{f"site_{name}_ptr": ptr, f"site_{name}": members})
        licensed = {(a.good, a.destination) for m in w.measures for a in m.acts if a.kind == 1}
        self.set(site_tied=[int((g, b) in licensed) for b, g in self.sites])

    def add_users(self) -> None:
        """Set the arrays of processes, services and edges."""
        w, edges = self.world, self.edges()
        inputs = [len(p.inputs) for p in w.processes]
        served = [len(u.inputs) for u in w.users]
        ptr = np.cumsum([0, *inputs])
        learners = [i for i, p in enumerate(w.processes) if p.learns > 0.0]
        learner = np.full(len(w.processes), -1)
        learner[learners] = np.arange(len(learners))
        self.set(
            process_site=[self.at[p.site] for p in w.processes],
            output0=[p.output for p in w.processes],
            capacity0=[p.capacity for p in w.processes],
            process_edge_ptr=ptr,
            learner=learner,
            learner_parent=np.full(len(learners), -1),
            yield0=np.full(len(learners), 0.3),
            made0=[w.processes[i].output * 52.0 for i in learners],
            subsidy_row=np.full(len(w.processes), -1),
            subsidy=np.zeros((0, self.steps)),
            subsidy_cost=np.zeros(len(w.processes)),
            service_bloc=[w.blocs.index(u.bloc) for u in w.users],
            service_class=[u.group for u in w.users],
            service_kind=[u.kind for u in w.users],
            demand0=[u.need for u in w.users],
            service_edge_ptr=ptr[-1] + np.cumsum([0, *served]),
            value_added=[u.value for u in w.users],
            edge_site=[self.at[place] for place, _, _, _ in edges],
            intensity=[
                *(i.use for p in w.processes for i in p.inputs),
                *(i.use / u.need for u in w.users for i in u.inputs),
            ],
            requirement0=[q for _, _, q, _ in edges],
            edge_class=[group for _, _, _, group in edges],
            essential=[i.essential for _, i, _, _ in edges],
            cost_share=[i.cost for _, i, _, _ in edges],
            ces_share=[i.ces for _, i, _, _ in edges],
            cohort_weight=w.cohorts,
            service_profile=np.zeros(len(w.users)),
            install_holding=np.full(len(w.users), -1),
        )

    def add_routes(self) -> None:
        """Set the arrays of routes."""
        w, routes, n = self.world, self.routes, len(self.routes)
        slots = [max(1, round(r.travel / self.step)) for r in routes]
        base = [r in w.detours for r in routes].count(False)
        inflow = cast("Lane", self.values["site_inflow0"])
        of = [self.key[r.good, r.origin, r.destination] for r in routes[base:]]
        hub = [self.key.get((r.good, r.origin, str(r.hub)), -1) for r in routes[base:]]
        licit = [int(r.licit) for r in routes]
        ends = np.searchsorted(np.array(of, int), np.arange(n + 1)) + base
        shared = [(h, base + i) for i, h in enumerate(hub) if h >= 0 and routes[base + i].licit]
        ptr, order = lists([h for h, _ in shared], n)
        licensed = {
            (a.good, a.origin, a.destination) for m in w.measures for a in m.acts if a.kind == 1
        }
        queue = np.full(n, -1)
        rows = [
            i for i, r in enumerate(self.bases) if (r.good, r.origin, r.destination) in licensed
        ]
        queue[rows] = np.arange(len(rows))
        earns = [r.hub if r.hub is not None else r.origin for r in routes]
        self.set(
            bases=base,
            origin=[self.at[r.origin, r.good] for r in routes],
            destination=[self.at[r.destination, r.good] for r in routes],
            flow0=[r.flow for r in routes],
            slots=slots,
            ring_ptr=np.cumsum([0, *slots]),
            own=[int(r.origin == r.destination) for r in routes],
            share0=[
                r.flow / inflow[self.at[r.destination, r.good]] if r.flow else 0.0 for r in routes
            ],
            wedge0=[r.wedge for r in routes],
            wedge_bloc=[w.blocs.index(b) for b in earns],
            detour_of=[*np.full(base, -1), *of],
            hub_route=[*np.full(base, -1), *hub],
            licit=licit,
            detour_ptr=ends,
            hub_ptr=ptr,
            hub_detour=[shared[i][1] for i in order],
            queue_row=queue,
            extra_row=np.full(n, -1),
            extra=np.zeros((0, self.steps)),
        )

    def add_measures(self) -> None:
        """Set the arrays of measures, acts and threats."""
        w, n, d = self.world, len(self.routes), self.step
        acts = [
            (self.key[a.good, a.origin, a.destination], m, a)
            for m, measure in enumerate(w.measures)
            for a in measure.acts
        ]
        acts.sort(key=lambda item: item[0])
        t = [k * d for k in range(self.steps)]
        threats = sorted((s, m, x) for m in range(len(w.measures)) for s, x in self.threat(m))
        self.set(
            force=[[in_force(m.force, m.phase, k, d) for k in t] for m in w.measures],
            on=[[in_force(m.force, 0.0, k, d) for k in t] for m in w.measures],
            announced=[[in_force(m.announced, 0.0, k, d) for k in t] for m in w.measures],
            threat_ptr=np.searchsorted([s for s, _, _ in threats], np.arange(len(self.sites) + 1)),
            threat_measure=[m for _, m, _ in threats],
            threat_weight=[x for _, _, x in threats],
            act_ptr=np.searchsorted([r for r, _, _ in acts], np.arange(n + 1)),
            act_measure=[m for _, m, _ in acts],
            act_kind=[a.kind for _, _, a in acts],
            act_share=[a.share for _, _, a in acts],
            act_practice=[m if a.kind == 1 else -1 for _, m, a in acts],
            act_rate=[a.rate for _, _, a in acts],
            act_class=[a.exempt for _, _, a in acts],
            act_bloc=[w.blocs.index(a.bloc or a.destination) for _, _, a in acts],
            act_tied=[int(a.kind == 1) for _, _, a in acts],
            tight=np.zeros((len(w.measures), self.steps)),
        )

    def threat(self, m: int) -> list[tuple[int, float]]:
        """Return the sites that a measure threatens, with the weight of the threat."""
        w, acts = self.world, self.world.measures[m].acts
        origin: dict[Place, float] = {}
        for a in acts:
            if a.kind <= 2:
                place = (a.origin, a.good)
                origin[place] = max(origin.get(place, 0.0), a.share)
        if not origin:
            return []
        content, exposed = dict(origin), dict[Place, float]()
        for _ in range(60):
            for s in self.sites:
                into = [r for r in self.bases if (r.destination, r.good) == s]
                flow = sum(r.flow for r in into)
                part = sum(r.flow * content.get((r.origin, r.good), 0.0) for r in into)
                exposed[s] = part / flow if flow > 0.0 else 0.0
            for s in self.sites:
                part = sum(
                    p.output
                    * max(
                        (exposed[s[0], i.good] for i in p.inputs if i.essential == 0), default=0.0
                    )
                    for p in w.processes
                    if p.site == s
                )
                made = self.made(s)
                content[s] = max(origin.get(s, 0.0), part / made if made > 0.0 else 0.0)
        nominal = max(NOMINAL.get(a.kind, min(1.0, a.rate)) for a in acts)
        aimed = {a.destination for a in acts}
        return [
            (self.at[s], x * (1.0 - nominal))
            for s, x in exposed.items()
            if s[0] in aimed and x > 0.0
        ]

    def add_rest(self) -> None:
        """Set clock, projects, compute, breath and accounts."""
        w, g, u = self.world, len(self.world.goods), len(self.world.users)
        windows = [round(window / self.step) for _, _, window in w.lines]
        n = len(w.lines)
        self.set(
            step=self.step, steps=self.steps, start=self.start, horizon=self.steps - self.start,
            free_from=0, paired=0, project_process=[], project_start=[], project_size=[],
            project_ramp=[], holding_bloc=[], holding_rented=[], bar_ptr=[0], bar_measure=[],
            bar_share=[], good_performance=np.zeros((g, 1)),
            launch_years=np.zeros((g, self.steps)), good_maker=np.full(g, -1),
            holding_share=np.zeros((u, 0)), line_service=[x for x, _, _ in w.lines],
            line_definition=np.zeros(n), threshold=[x for _, x, _ in w.lines], window=windows,
            rival_ptr=np.zeros(n + 1), rival=[], gap=np.full(n, 10.0), need_start=np.zeros(n),
            set_ptr=[0, n], set_line=np.arange(n), set_weight=np.full(n, 1.0 / max(n, 1)),
            set_quorum=[0.2], price0=[w.prices.get(good, 1.0) for good in w.goods],
            margin=np.full(g, 0.5), research0=np.zeros(len(w.blocs)), tally_kind=[],
            tally_from=[], tally_to=[], tally_ptr=[0], tally_route=[],
        )  # fmt: skip

    def plan(self) -> Plan:
        """Return the Plan."""
        self.add_sites()
        self.add_users()
        self.add_routes()
        self.add_measures()
        self.add_rest()
        self.values.update(self.world.extra)
        return shaped(self.values)


def shaped(values: dict[str, Any]) -> Plan:
    """Return a Plan of arrays with the declared kinds and axes."""
    made: dict[str, Any] = {}
    for name, (kind, axes) in declared(Plan).items():
        if not axes:
            made[name] = values[name]
            continue
        array = np.asarray(values[name])
        if array.size == 0 and array.ndim != len(axes):
            array = array.reshape([0] * (len(axes) - 1) + [-1] if len(axes) == 1 else [0, 0])
        dtype = cast("Any", kind).__args__[1].__args__[0]
        made[name] = np.ascontiguousarray(array, dtype)
        assert made[name].ndim == len(axes), name
    return Plan(**made)
