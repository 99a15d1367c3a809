"""Arbitrage and price, from their pages: the gap between markets, and the price that clears one."""

from dataclasses import dataclass
from math import exp, log

from tests.oracle.contest import RESIDUAL, Contest, safe, toward

STEPS = 2
LEAST = 0.01
ROUNDING = 1e-12
SMALLEST = 1e-3
NOTHING = 1e-30


def arbitrage(c: Contest) -> None:
    """Let the orders between two markets follow the gap of last week's spot prices."""
    p, d, s = c.plan, c.draw, c.state
    for r in c.base_routes:
        g = p.site_good[p.origin[r]]
        if p.origin[r] == p.destination[r] or not p.resold[g] or c.week.covered[r] > 0.0:
            continue
        usual = 1.0 + p.wedge0[r]
        gap = log(s.spot[p.destination[r]]) - log(s.spot[p.origin[r]])
        gap += log(1.0 + c.week.duty[p.destination[r]]) - log((usual + c.week.fee[r]) / usual)
        moved = s.arbitrage[r] + toward(d.arbitrage_time, c.step) * (
            d.arbitrage_response * gap - s.arbitrage[r]
        )
        least, most = log(d.arbitrage_least[g]), log(d.arbitrage_most[g])
        s.arbitrage[r] = min(most, max(least, moved))


def expected_price(c: Contest, i: int) -> float:
    """Return the log of the price that holders at a site expect."""
    return c.state.usual[i] + c.draw.premium * c.state.fear[i]


@dataclass
class Market:
    """The week of one market: its use, its supply, its buffer, and the curves through them."""

    firm: float
    free: float
    bend: float
    supply: float
    held: float
    """Stock held, over the time in which holders close a gap."""
    aim: float
    """The same of the stock aimed at while the price is the one expected."""
    expected: float
    duty: float
    eta: float
    most: float

    def clearing(self, start: float, cap: float) -> float:
        """Return the log of the clearing price: the smaller of two roots."""
        return min(self.free_root(start, cap), self.full_root(cap))

    def size(self) -> float:
        """Return the size of the market."""
        return self.firm + self.free + self.aim + self.held + max(self.supply, 0.0)

    def smallest(self) -> float:
        """Return the flow that each smaller one counts as."""
        return SMALLEST * self.size() + NOTHING

    def free_root(self, x: float, cap: float) -> float:
        """Return the log price at which use and building are as large as the offer."""
        offer = self.supply - self.firm + self.held
        rounding = ROUNDING * self.size()
        for _ in range(STEPS):
            use = self.free * exp(-self.bend * (x + self.duty))
            build = self.aim * exp(-self.eta * (x - self.expected))
            both = max(use + build, self.smallest())
            nearer = offer + min(max(both - offer, -rounding), rounding)
            fall = max(self.bend * use + self.eta * build, LEAST * both)
            x += both * log(both / max(nearer, self.smallest())) / fall
            x = min(max(x, -cap), cap)
        return x

    def full_root(self, cap: float) -> float:
        """Return the log price at which the market clears while holders build at the most."""
        left = self.supply - self.firm - self.most
        if left <= 0.0:
            return cap
        x = log(max(self.free, self.smallest()) / left) / max(self.bend, LEAST) - self.duty
        return min(max(x, -cap), cap)


def market(c: Contest, i: int) -> Market:
    """Return the market of a site in this week."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    firm = free = weighed = 0.0
    for q in c.processes:
        for e in c.process_edges(q):
            if p.edge_site[e] == i:
                passes = p.process_site[q] == i
                firm += k.used[e] / c.step if passes else k.requirement[e]
    for u in c.services:
        for e in c.service_edges(u):
            if p.edge_site[e] == i and p.service_kind[u] == RESIDUAL:
                base = p.intensity[e] * s.thrift[e] / s.directed_factor[e] * k.need[u]
                free += base
                weighed += d.elasticity[u] * base
            elif p.edge_site[e] == i:
                firm += k.requirement[e]
    sent = sum(k.sent[r] - k.lost[r] for r in c.into[i]) - sum(k.sent[r] for r in c.out_of[i])
    other = k.delivery[i] + k.released[i] - k.bought[i]
    users, sellers = k.aims[i]
    kept = min(k.on_sale[i], sellers)
    by_plan = min(sum(k.output[q] for q in c.made_at[i]), k.looked_for[i])
    by_plan += (k.on_sale[i] - kept) / d.finished_time
    offered = max(by_plan, sum(k.sent[r] for r in c.out_of[i]) / c.step)
    return Market(
        firm=firm,
        free=free,
        bend=safe(weighed, free, 0.0),
        supply=offered + (other + sent) / c.step,
        held=(held(c, i) + kept) / d.buffer_time,
        aim=(users + sellers) / d.buffer_time,
        expected=expected_price(c, i),
        duty=log(1.0 + k.duty[i]),
        eta=d.buffer_elasticity,
        most=(d.order_cap - 1.0) * (firm + free),
    )


def held(c: Contest, i: int) -> float:
    """Return the stock of users at a site, with all goods on their way to it."""
    s = c.state
    users: float = sum(s.stock[e, j] for e in c.edges_at[i] for j in c.cohorts)
    coming: float = sum(
        s.transit_open[z] + s.transit_tied[z] for r in c.into[i] for z in c.slots(r)
    )
    return users + coming


def aimed_at(c: Contest, i: int) -> tuple[float, float]:
    """Return the stock that users and sellers aim at, by the shares that the week found."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    users = sum(
        s.required[e] * sum(p.cohort_weight[j] * d.cover[e][j] for j in c.cohorts)
        for e in c.edges_at[i]
    )
    rise = 1.0 + d.hoarding * d.storability[p.site_good[i]] * s.fear[i]
    bases = range(p.bases)
    travel = sum(s.share[r] * p.slots[r] * c.step for r in c.into[i] if r in bases)
    regular = sum(s.share[r] * k.expected[p.destination[r]] for r in c.out_of[i] if r in bases)
    sellers = p.site_finished[i] * min(s.ordered[i], regular)
    return rise * users + k.expected[i] * travel, sellers


def remember(c: Contest) -> None:
    """Keep the stock and the aims of every market, as they are before goods are sent."""
    c.week.aims = {i: aimed_at(c, i) for i in c.sites}
    c.week.on_sale, c.week.looked_for = dict(c.state.sellers), dict(c.state.ordered)


def price(c: Contest) -> None:
    """Move spot, usual and contract prices of each market."""
    p, d, s = c.plan, c.draw, c.state
    top = log(max(1.0, d.price_cap))
    for i in c.sites:
        g = p.site_good[i]
        spot = log(s.spot[i])
        clearing = market(c, i).clearing(spot, top)
        spot += toward(1.0 / d.price_speed[g], c.step) * (clearing - spot)
        contract = log(s.contract[i])
        s.usual[i] += toward(d.usual_time, c.step) * (contract - s.usual[i])
        contract += toward(d.contract_time[g], c.step) * (d.pass_through[g] * spot - contract)
        s.spot[i], s.contract[i] = exp(spot), exp(contract)
