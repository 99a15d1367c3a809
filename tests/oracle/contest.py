"""A contest as dictionaries: one future of a Plan and a Draw, and its state in the base year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, exp
from types import SimpleNamespace
from typing import Any

YEAR = 52.1775
FLOOR = 1e-6
CLASSES = (0, 1, 2)
DENY, LICENCE, QUOTA, BAN, FEE, GENERAL, PRICE_FLOOR = range(7)
COVERING = (DENY, LICENCE, QUOTA)
FLOW, COMPUTE, INSTALLER, RESIDUAL = range(4)
Pair = tuple[int, int]


def safe(a: float, b: float, otherwise: float) -> float:
    """Return a ratio, or the third value where there is none."""
    return a / b if b > 0.0 else otherwise


def blank() -> dict[Any, float]:
    """Return an empty dictionary of numbers."""
    return {}


def above(x: float) -> float:
    """Return the value, 0 if it is negative."""
    return max(0.0, x)


def toward(tau: float, step: float) -> float:
    """Return the weight of a first-order approach."""
    return 1.0 - exp(-step / tau)


def path(now: float, far: float, decay: float, t: float) -> float:
    """Return the log of growth after t years."""
    return far * t + (now - far) * decay * (1.0 - exp(-t / decay))


def namespace() -> SimpleNamespace:
    """Return an empty namespace."""
    return SimpleNamespace()


@dataclass
class Contest:
    """One future: its inputs, its state, and the quantities that a step hands on."""

    plan: SimpleNamespace
    draw: SimpleNamespace
    free: bool
    w: int = 0
    state: SimpleNamespace = field(default_factory=namespace)
    week: SimpleNamespace = field(default_factory=namespace)
    record: SimpleNamespace = field(default_factory=namespace)
    free_compute: dict[Pair, float] = field(default_factory=dict[Pair, float])
    books: dict[int, float] = field(default_factory=dict[int, float])

    def __post_init__(self) -> None:
        p = self.plan
        self.sites = range(len(p.site_bloc))
        self.edges = range(len(p.edge_site))
        self.routes = range(len(p.origin))
        self.base_routes = range(p.bases)
        self.detours = range(p.bases, len(p.origin))
        self.processes = range(len(p.process_site))
        self.services = range(len(p.service_kind))
        self.cohorts = range(len(p.cohort_weight))
        self.goods = range(len(p.price0))
        self.blocs = range(len(p.research0))
        self.lines = range(len(p.line_service))
        self.edges_at = {s: [e for e in self.edges if p.edge_site[e] == s] for s in self.sites}
        self.into = {s: [r for r in self.routes if p.destination[r] == s] for s in self.sites}
        self.out_of = {s: [r for r in self.routes if p.origin[r] == s] for s in self.sites}
        self.made_at = {
            s: [i for i in self.processes if p.process_site[i] == s] for s in self.sites
        }
        self.round_of = {
            b: [r for r in self.detours if p.detour_of[r] == b] for b in self.base_routes
        }

    @property
    def step(self) -> float:
        """Weeks of a step."""
        return self.plan.step

    @property
    def since(self) -> float:
        """Weeks from the scenario's date to the start of this step."""
        return (self.w - self.plan.start) * self.step

    def process_edges(self, i: int) -> range:
        """Return the edges of a process."""
        return range(self.plan.process_edge_ptr[i], self.plan.process_edge_ptr[i + 1])

    def service_edges(self, u: int) -> range:
        """Return the edges of a service."""
        return range(self.plan.service_edge_ptr[u], self.plan.service_edge_ptr[u + 1])

    def acts(self, r: int, kind: int) -> Iterator[tuple[int, float]]:
        """Yield the acts of a kind on a route that count in this step, with their strength."""
        for a in range(self.plan.act_ptr[r], self.plan.act_ptr[r + 1]):
            effect = self.week.effect[self.plan.act_measure[a]]
            if self.plan.act_kind[a] == kind and effect > 0.0:
                share = self.plan.act_share[a] * effect
                yield a, min(1.0, self.draw.coverage[r] * share) if kind in COVERING else share

    def strongest(self, r: int, kind: int) -> float:
        """Return the greatest strength of the acts of a kind on a route."""
        return max((strength for _, strength in self.acts(r, kind)), default=0.0)

    def slots(self, r: int) -> list[int]:
        """Return the places of a route in the transit ring."""
        return list(range(self.plan.ring_ptr[r], self.plan.ring_ptr[r] + self.plan.slots[r]))

    def slot(self, r: int) -> int:
        """Return the place that is emptied and filled in this step."""
        return self.plan.ring_ptr[r] + self.w % self.plan.slots[r]

    def queue(self, r: int) -> list[Pair]:
        """Return the places of a route in the licence queue."""
        row = self.plan.queue_row[r]
        return [(row, c) for c in CLASSES] if row >= 0 else []

    def series(self, kind: str, item: int) -> float:
        """Return a dated series of an item in this step, 0 if it has none."""
        row = getattr(self.plan, f"{kind}_row")[item]
        return getattr(self.plan, kind)[row][self.w] if row >= 0 else 0.0

    def contract_at(self, s: int) -> float:
        """Return the contract price at a site, as the week found it."""
        return self.week.paid[s]


def usable_base(c: Contest, i: int) -> float:
    """Return the share of a process's capacity that the base year uses."""
    return safe(c.plan.output0[i], c.plan.capacity0[i], 1.0)


def begin(c: Contest) -> None:
    """Set the base year as the state of the common start."""
    p, d, s = c.plan, c.draw, c.state
    made0: list[float] = p.made0
    s.stock = {
        (e, j): p.cohort_weight[j] * d.cover[e][j] * p.requirement0[e]
        for e in c.edges
        for j in c.cohorts
    }
    s.sellers = {i: p.site_finished[i] * p.site_output0[i] for i in c.sites}
    s.reserve = {i: p.reserve0[i] for i in c.sites}
    s.transit_open = {i: p.flow0[r] * p.step for r in c.routes for i in c.slots(r)}
    s.transit_tied = dict.fromkeys(s.transit_open, 0.0)
    queue = [place for r in c.routes for place in c.queue(r)]
    s.review1, s.review2, s.ready = (dict.fromkeys(queue, 0.0) for _ in range(3))
    s.wait, s.diverted = (dict.fromkeys(c.routes, 0.0) for _ in range(2))
    s.share = {r: p.share0[r] if r < p.bases else 0.0 for r in c.routes}
    s.fill = dict.fromkeys(c.routes, 1.0)
    s.fear = dict.fromkeys(c.sites, 0.0)
    s.required = {e: p.requirement0[e] for e in c.edges}
    s.ordered = {i: sum(p.flow0[r] for r in c.out_of[i]) for i in c.sites}
    s.usable = {i: usable_base(c, i) for i in c.processes}
    s.building = {(i, stage): 0.0 for i in c.processes for stage in range(3)}
    s.built, s.hazard, s.lifted = (dict.fromkeys(c.processes, 0.0) for _ in range(3))
    s.project_lifted = dict.fromkeys(range(len(p.project_process)), 0.0)
    s.made = dict(enumerate(made0))
    s.thrift, s.directed_factor = (dict.fromkeys(c.edges, 1.0) for _ in range(2))
    s.spot, s.contract = (dict.fromkeys(c.sites, 1.0) for _ in range(2))
    s.usual = dict.fromkeys(c.sites, 0.0)
    s.arbitrage = dict.fromkeys(c.routes, 0.0)
    s.installed = {
        (h, y): value for h, kinds in enumerate(d.compute0) for y, value in enumerate(kinds)
    }
    s.lead, s.lost_sales, s.kept_out = (dict.fromkeys(c.blocs, 0.0) for _ in range(3))
    s.mark = {u: initial_compute(c, u) for u in c.services}
    s.cost = {(b, block): 0.0 for b in c.blocs for block in range(4)}
    years = range(max(1, ceil(p.horizon * p.step / 52)))
    s.short = {(k, y): 0.0 for k in p.valued_row if k >= 0 for y in years}
    s.ring_s = {(x, i): 1.0 for x in c.lines for i in range(p.window[x])}
    s.spell, s.armed, s.mean_level = (dict.fromkeys(c.lines, v) for v in (-1.0, 1.0, 1.0))
    s.smuggled = dict.fromkeys(c.sites, 0.0)
    s.idle_weeks = dict.fromkeys(c.sites, 0.0)
    c.books = {g: held(c, g) for g in c.goods}


def initial_compute(c: Contest, u: int) -> float:
    """Return the compute that a service could use at the common start."""
    if c.plan.service_kind[u] != COMPUTE:
        return 0.0
    y = c.plan.service_profile[u]
    return sum(share * c.state.installed[h, y] for h, share in enumerate(c.plan.holding_share[u]))


def held(c: Contest, g: int) -> float:
    """Return the units of a good that users, sellers, reserves and transit hold."""
    p, s = c.plan, c.state
    total = 0.0
    for i in c.sites:
        if p.site_good[i] == g:
            total += s.sellers[i] + s.reserve[i]
            total += sum(s.stock[e, j] for e in c.edges_at[i] for j in c.cohorts)
            for r in c.into[i]:
                total += sum(s.transit_open[k] + s.transit_tied[k] for k in c.slots(r))
    return total


def blank_record(c: Contest) -> dict[str, dict[Any, float]]:
    """Return the record of a future that has not begun; never is one past the horizon."""
    p = c.plan
    never: float = p.horizon * p.step + 1.0
    lines = {
        "first": never, "first_ever": never, "first_new": never, "recovered": never,
        "depth": 0.0, "below": 0.0, "since": 0.0,
        "level0": 1.0, "level_least": 1.0, "level_end": 1.0, "ratio_end": 1.0,
        "first_free": 0.0, "first_ever_free": 0.0, "first_new_free": 0.0,
    }  # fmt: skip
    made: dict[str, dict[Any, float]] = {
        name: dict.fromkeys(c.lines, value) for name, value in lines.items()
    }
    made["status"], made["status_step"], made["status_good"] = {0: 0.0}, {0: -1.0}, {0: -1.0}
    to_the_end: float = p.steps * p.step + 1.0
    made["first_stop"] = dict.fromkeys(c.services, to_the_end)
    for name in ("quorum", "quorum_ever", "quorum_new"):
        made[name] = dict.fromkeys(range(len(p.set_quorum)), never)
    made["cost_free"] = dict.fromkeys(c.state.cost, 0.0)
    made["short_free"] = dict.fromkeys(c.state.short, 0.0)
    made["tally"] = dict.fromkeys(range(len(p.tally_kind)), 0.0)
    made["spot_most"] = dict.fromkeys(c.state.spot, 0.0)
    return made
