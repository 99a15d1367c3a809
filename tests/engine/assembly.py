"""A small world, declared by hand, made into the arrays of the engine."""

from collections import defaultdict
from itertools import groupby, pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Lane, variables
from outlast.engine.codes import BUYERS_BAN, CIVIL, CLASSES, LICENCE, RESIDUAL
from outlast.engine.plan import Plan
from tests.engine.exposure import in_force, made_by_site, threats
from tests.engine.world import Act, Input, Place, Route, World


def lists(keys: list[int], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pointers and members of the lists of items by key."""
    order = np.argsort(np.array(keys, int), kind="stable")
    return np.searchsorted(np.array(keys, int)[order], np.arange(count + 1)), order


def knot(known: float | None, middle: float) -> float:
    """Return the place of the middle of a step among knots eight weeks apart, -1 before them."""
    return -1.0 if known is None or middle < known else (middle - known) / 8.0


class Assembly:
    """The arrays of a world under way."""

    def __init__(self, world: World, step: float, weeks: float, start: float) -> None:
        self.world, self.step = world, step
        self.steps = round(weeks / step)
        self.start = round(start / step)
        self.sites = [(b, g) for g in world.goods for b in world.blocs]
        self.at = {place: i for i, place in enumerate(self.sites)}
        bases = [*world.routes, *self.own_routes()]
        bases.sort(key=lambda r: self.at[r.destination, r.good])
        place = {r.key: i for i, r in enumerate(bases)}
        detours = sorted(world.detours, key=lambda r: place[r.good, r.origin, r.destination, None])
        self.bases, self.routes = bases, [*bases, *detours]
        self.key = {r.key: i for i, r in enumerate(self.routes)}
        self.values: dict[str, Any] = {}

    def own_routes(self) -> list[Route]:
        """Return the routes within a bloc, for the output that it does not send."""
        found: list[Route] = []
        sent: dict[Place, float] = defaultdict(float)
        for r in self.world.routes:
            sent[r.origin, r.good] += r.flow
        output = made_by_site(self.world)
        for bloc, good in self.sites:
            made = output[bloc, good]
            left = made - sent[bloc, good]
            if left > 1e-12 * made:
                found.append(Route(good, bloc, bloc, left, 1.0))
        return found

    def edges(self) -> list[tuple[Place, Input, float, int]]:
        """Return site, input, base requirement and class of every edge."""
        found: list[tuple[Place, Input, float, int]] = []
        for p in self.world.processes:
            found += [((p.site[0], i.good), i, i.use * p.output, CIVIL) for i in p.inputs]
        for u in self.world.users:
            found += [((u.bloc, i.good), i, i.use, u.group) for i in u.inputs]
        return found

    def acts(self) -> list[tuple[int, int, Act]]:
        """Return route, measure and act of every act, by route."""
        found = [
            (self.key[a.key], m, a)
            for m, measure in enumerate(self.world.measures)
            for a in measure.acts
        ]
        return sorted(found, key=lambda item: item[0])

    def set(self, **values: object) -> None:
        """Set arrays by name."""
        self.values.update(values)

    def set_series(self, name: str, declared: list[Lane | None]) -> None:
        """Set dated series, and the row of each item."""
        rows = [i for i, series in enumerate(declared) if series is not None]
        row = np.full(len(declared), -1)
        row[rows] = np.arange(len(rows))
        dated = [series for series in declared if series is not None]
        self.set(**{f"{name}_row": row, name: np.array(dated).reshape(-1, self.steps)})

    def add_sites(self) -> None:
        """Set the arrays of sites."""
        w, n = self.world, len(self.sites)
        edges = self.edges()
        inflow, output = np.zeros(n), made_by_site(w)
        for r in self.bases:
            inflow[self.at[r.destination, r.good]] += r.flow
        use = np.zeros((n, CLASSES))
        for place, _, q, group in edges:
            use[self.at[place], group] += q
        total = use.sum(1, keepdims=True)
        good = np.array([w.goods.index(g) for _, g in self.sites])
        reserve = np.array([w.reserve.get(s, (0.0, 0.0)) for s in self.sites])
        self.set(
            site_bloc=[w.blocs.index(b) for b, _ in self.sites],
            site_good=good,
            site_inflow0=inflow,
            site_output0=[output[s] for s in self.sites],
            site_finished=[w.finished.get(s, 2.0) for s in self.sites],
            site_class=np.divide(use, total, out=np.zeros_like(use), where=total > 0.0),
            reserve0=reserve[:, 0],
            reserve_rate=reserve[:, 1],
            site_entitled=[w.entitled.get(s, (1.0, 0.0, 0.0)) for s in self.sites],
        )
        self.set(resold=np.ones(len(w.goods)))
        self.set_series("delivery", [w.deliveries.get(s) for s in self.sites])
        self.set_series("purchase", [w.purchase.get(s) for s in self.sites])
        for name, keys in (
            ("edge", [self.at[place] for place, _, _, _ in edges]),
            ("in", [self.at[r.destination, r.good] for r in self.routes]),
            ("out", [self.at[r.origin, r.good] for r in self.routes]),
            ("process", [self.at[p.site] for p in w.processes]),
        ):
            ptr, members = lists(keys, n)
            self.set(**{f"site_{name}_ptr": ptr, f"site_{name}": members})
        self.add_ranks([i.worth for _, i, _, _ in edges])
        tied = {(a.destination, a.good) for _, _, a in self.acts() if a.kind == LICENCE and a.tied}
        tracked = {(u.bloc, i.good) for u in w.users if u.smuggled >= 0 for i in u.inputs}
        self.set(
            site_tied=[int(s in tied) for s in self.sites],
            site_tracked=[int(s in tracked) for s in self.sites],
        )

    def add_ranks(self, worth: list[float]) -> None:
        """Set the worth of edges, and list those of each site by rank."""
        ptr, members = self.values["site_edge_ptr"], self.values["site_edge"]
        ordered: list[int] = []
        begins, ranks = [0], [0]
        for first, after in pairwise(ptr):
            here = sorted((int(e) for e in members[first:after]), key=lambda e: -worth[e])
            for _, rank in groupby(here, key=lambda e: worth[e]):
                ordered += rank
                begins.append(len(ordered))
            ranks.append(len(begins) - 1)
        self.set(worth=worth, site_edge=ordered, site_rank_ptr=ranks, rank_edge_ptr=begins)

    def add_users(self) -> None:
        """Set the arrays of processes, services and edges."""
        w, edges = self.world, self.edges()
        ptr = np.cumsum([0, *(len(p.inputs) for p in w.processes)])
        served = np.cumsum([0, *(len(u.inputs) for u in w.users)])
        learners = [i for i, p in enumerate(w.processes) if p.learns > 0.0]
        row = {i: k for k, i in enumerate(learners)}
        taught = [w.processes[i] for i in learners]
        worthy = [n for n, u in enumerate(w.users) if u.value > 0.0 and u.kind != RESIDUAL]
        valued = {n: k for k, n in enumerate(worthy)}
        self.set(
            process_site=[self.at[p.site] for p in w.processes],
            output0=[p.output for p in w.processes],
            capacity0=[p.capacity for p in w.processes],
            process_edge_ptr=ptr,
            tool_site=[self.at[p.site[0], p.tools] if p.tools else -1 for p in w.processes],
            learner=[row.get(i, -1) for i in range(len(w.processes))],
            learner_parent=[-1 if p.parent is None else row[p.parent] for p in taught],
            yield0=[p.learns for p in taught],
            made0=[p.output * 52.0 for p in taught],
            service_bloc=[w.blocs.index(u.bloc) for u in w.users],
            service_class=[u.group for u in w.users],
            service_kind=[u.kind for u in w.users],
            demand0=[u.need for u in w.users],
            service_edge_ptr=ptr[-1] + served,
            value_added=[u.value for u in w.users],
            valued_row=[valued.get(n, -1) for n in range(len(w.users))],
            edge_site=[self.at[place] for place, _, _, _ in edges],
            intensity=[
                *(i.use for p in w.processes for i in p.inputs),
                *(i.use / u.need for u in w.users for i in u.inputs),
            ],
            requirement0=[q for _, _, q, _ in edges],
            edge_class=[group for _, _, _, group in edges],
            essential=[i.essential for _, i, _, _ in edges],
            cost_share=[i.cost for _, i, _, _ in edges],
            cohort_weight=w.cohorts,
            service_profile=[u.profile for u in w.users],
            install_holding=[u.holding for u in w.users],
            smuggled_holding=[u.smuggled for u in w.users],
        )

    def add_routes(self) -> None:
        """Set the arrays of routes."""
        w, routes, n = self.world, self.routes, len(self.routes)
        slots = [max(1, round(r.travel / self.step)) for r in routes]
        base = len(self.bases)
        inflow = cast("Lane", self.values["site_inflow0"])
        of = [self.key[r.good, r.origin, r.destination, None] for r in routes[base:]]
        hub = [self.key.get((r.good, r.origin, str(r.hub), None), -1) for r in routes[base:]]
        ends = np.searchsorted(np.array(of, int), np.arange(n + 1)) + base
        shared = [(h, base + i) for i, h in enumerate(hub) if h >= 0 and routes[base + i].licit]
        ptr, order = lists([h for h, _ in shared], n)
        queue = np.full(n, -1)
        rows = sorted({r for r, _, a in self.acts() if a.kind == LICENCE})
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
                r.flow / inflow[self.at[r.destination, r.good]] if r.flow else float(r.opens)
                for r in routes
            ],
            offtake=self.offtakes(),
            wedge0=[r.wedge for r in routes],
            wedge_bloc=[w.blocs.index(b) for b in earns],
            detour_of=[*np.full(base, -1), *of],
            hub_route=[*np.full(base, -1), *hub],
            licit=[int(r.licit) for r in routes],
            detour_ptr=ends,
            hub_ptr=ptr,
            hub_detour=[shared[int(i)][1] for i in order],
            queue_row=queue,
        )

    def offtakes(self) -> list[float]:
        """Return the share of new capacity offered on each route, by default as it took before."""
        out: dict[tuple[str, str], float] = defaultdict(float)
        for r in self.bases:
            out[r.origin, r.good] += r.flow
        return [
            self.world.offtake.get(r.key, r.flow / out[r.origin, r.good] if r.flow else 0.0)
            for r in self.routes
        ]

    def add_measures(self) -> None:
        """Set the arrays of measures, acts and threats."""
        w, n, d, acts = self.world, len(self.routes), self.step, self.acts()
        t = [k * d for k in range(self.steps)]
        found = sorted(
            (self.at[s], m, x)
            for m in range(len(w.measures))
            for s, x in threats(w, self.bases, m).items()
        )
        self.set(
            force=[[in_force(m.force, m.phase, k, d) for k in t] for m in w.measures],
            on=[[in_force(m.force, 0.0, k, d) for k in t] for m in w.measures],
            announced=[[in_force(m.announced, 0.0, k, d) for k in t] for m in w.measures],
            moved=[int(m.moved) for m in w.measures],
            threat_ptr=np.searchsorted([s for s, _, _ in found], np.arange(len(self.sites) + 1)),
            threat_measure=[m for _, m, _ in found],
            threat_weight=[x for _, _, x in found],
            act_ptr=np.searchsorted([r for r, _, _ in acts], np.arange(n + 1)),
            act_measure=[m for _, m, _ in acts],
            act_kind=[a.kind for _, _, a in acts],
            act_share=[a.share for _, _, a in acts],
            act_practice=[m if a.kind == LICENCE else -1 for _, m, a in acts],
            act_rate=[a.rate for _, _, a in acts],
            act_class=[a.exempt for _, _, a in acts],
            act_bloc=[w.blocs.index(a.bloc or a.destination) for _, _, a in acts],
            act_tied=[int(a.kind == LICENCE and a.tied) for _, _, a in acts],
            act_path=[a.path if a.kind in (LICENCE, BUYERS_BAN) else -1 for _, _, a in acts],
            knot=[knot(w.known, k + 0.5 * d) for k in t],
            tight=[[in_force(m.tight, 0.0, k, d) for k in t] for m in w.measures],
        )

    def add_compute(self) -> None:
        """Set projects, holdings, and the performance of a unit of each good."""
        w, years = self.world, np.zeros(self.steps)
        share = np.zeros((len(w.users), len(w.holdings)))
        for h, holding in enumerate(w.holdings):
            for u, part in holding.shares:
                share[u, h] = part
        none = (0.0,) * w.profiles
        self.set(
            project_process=[p.process for p in w.projects],
            project_start=[p.start for p in w.projects],
            project_size=[p.size for p in w.projects],
            project_ramp=[p.ramp for p in w.projects],
            project_response=[int(p.response) for p in w.projects],
            holding_bloc=[w.blocs.index(h.bloc) for h in w.holdings],
            holding_rented=[int(h.rented) for h in w.holdings],
            holding_share=share,
            bar_ptr=np.cumsum([0, *(len(h.bars) for h in w.holdings)]),
            bar_measure=[m for h in w.holdings for m, _ in h.bars],
            bar_share=[part for h in w.holdings for _, part in h.bars],
            good_performance=[w.performance.get(g, none) for g in w.goods],
            launch_years=[w.launches.get(g, years) for g in w.goods],
            good_maker=[w.blocs.index(w.maker[g]) if g in w.maker else -1 for g in w.goods],
        )

    def add_lines(self) -> None:
        """Set clock, lines, sets, prices and tallies."""
        w, n = self.world, len(self.world.lines)
        every, years = [(tuple(range(n)), 0.2)], np.arange(self.steps) * self.step / 52.0
        sets = every if w.sets is None else w.sets
        self.set(
            step=self.step, steps=self.steps, start=self.start, horizon=self.steps - self.start,
            free_from=0, paired=0,
            line_service=[x.service for x in w.lines],
            line_definition=[x.definition for x in w.lines],
            threshold=[x.threshold for x in w.lines],
            window=[round(x.window / self.step) for x in w.lines],
            rival_ptr=np.cumsum([0, *(len(x.rivals) for x in w.lines)]),
            rival=[u for x in w.lines for u in x.rivals],
            gap=[x.gap for x in w.lines],
            need_start=[x.need for x in w.lines],
            set_ptr=np.cumsum([0, *(len(lines) for lines, _ in sets)]),
            set_line=[x for lines, _ in sets for x in lines],
            set_weight=[1.0 / len(lines) for lines, _ in sets for _ in lines],
            set_quorum=[quorum for _, quorum in sets],
            price0=[w.prices.get(good, 1.0) for good in w.goods],
            price_trend=[np.exp(w.dearer.get(g, 0.0) * years) for g in w.goods],
            margin=np.full(len(w.goods), 0.5),
            research0=[w.research.get(b, 0.0) for b in w.blocs],
            tally_kind=[f.kind for f in w.tallies],
            tally_from=[f.first for f in w.tallies],
            tally_to=[f.last for f in w.tallies],
            tally_ptr=np.cumsum([0, *(len(f.routes) for f in w.tallies)]),
            tally_route=[self.key[key] for f in w.tallies for key in f.routes],
        )  # fmt: skip

    def plan(self) -> Plan:
        """Return the Plan."""
        self.add_sites()
        self.add_users()
        self.add_routes()
        self.add_measures()
        self.add_compute()
        self.add_lines()
        self.values.update(self.world.extra)
        return shaped(self.values)


def shaped(values: dict[str, Any]) -> Plan:
    """Return a Plan of arrays with the declared kinds and axes."""
    made: dict[str, Any] = {}
    for name, variable in variables(Plan).items():
        if not variable.axes:
            made[name] = values[name]
            continue
        array, axes = np.asarray(values[name]), len(variable.axes)
        if array.ndim != axes:
            array = array.reshape([0] * axes)
        dtype = cast("Any", variable.kind).__args__[1].__args__[0]
        made[name] = np.ascontiguousarray(array, dtype)
        assert made[name].ndim == axes, name
    return Plan(**made)
