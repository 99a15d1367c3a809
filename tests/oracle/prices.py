"""Arbitrage and price, from their pages: the gap between markets, and the price that clears one."""

from dataclasses import dataclass
from math import exp, log

from tests.oracle.contest import RESIDUAL, Contest, safe, toward

STEPS = 6
LEAST = 0.01
ROUNDING = 1e-12


def arbitrage(c: Contest) -> None:
    """Let the orders between two markets follow the gap of last week's spot prices."""
    p, d, s = c.plan, c.draw, c.state
    for r in c.base_routes:
        if p.origin[r] == p.destination[r] or c.week.covered[r] > 0.0:
            continue
        usual = 1.0 + p.wedge0[r]
        gap = log(s.spot[p.destination[r]]) - log(s.spot[p.origin[r]])
        gap -= log((usual + c.week.fee[r]) / usual)
        moved = s.arbitrage[r] * exp(toward(d.arbitrage_time, c.step) * gap)
        g = p.site_good[p.origin[r]]
        s.arbitrage[r] = min(d.arbitrage_most[g], max(d.arbitrage_least[g], moved))


def expected_price(c: Contest, i: int) -> float:
    """Return the log of the price that holders at a site expect."""
    return log(c.state.usual[i]) + c.draw.premium * c.state.fear[i]


@dataclass
class Market:
    """The week of one market: its use, its supply, its buffer, and the curves through them."""

    firm: float
    free: float
    bend: float
    supply: float
    held: float
    aim: float
    """Buffer aimed at where the log price is 0."""
    eta: float
    tau: float
    most: float

    def excess(self, x: float) -> float:
        """Return use and building beyond supply at a log price."""
        use = self.firm + self.free * exp(-self.bend * x)
        found = use + min(self.most, self.building(x)) - self.supply
        scale = self.firm + self.free + self.aim / self.tau
        return found if abs(found) > ROUNDING * scale else 0.0

    def building(self, x: float) -> float:
        """Return the building of stock that holders want, release if it is negative."""
        return (self.aim * exp(-self.eta * x) - self.held) / self.tau

    def slope(self, x: float) -> float:
        """Return the fall of the excess with the log price, never 0."""
        fall = self.bend * self.free * exp(-self.bend * x)
        if self.building(x) < self.most:
            fall += self.eta * self.aim * exp(-self.eta * x) / self.tau
        return max(fall, LEAST * (self.firm + self.free + self.aim / self.tau) + 1e-30)

    def clearing(self, start: float, cap: float) -> float:
        """Return the log of the clearing price."""
        if self.excess(cap) > 0.0:
            return cap
        x, low, high = start, -cap, cap
        for _ in range(STEPS):
            if self.excess(x) > 0.0:
                low = x
            else:
                high = x
            guess = x + self.excess(x) / self.slope(x)
            x = guess if low <= guess <= high else 0.5 * (low + high)
        return x


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
    return Market(
        firm=firm,
        free=free,
        bend=safe(weighed, free, 0.0),
        supply=sum(k.output[q] for q in c.made_at[i]) + (other + sent) / c.step,
        held=held(c, i),
        aim=aimed_at(c, i) * exp(d.buffer_elasticity * expected_price(c, i)),
        eta=d.buffer_elasticity,
        tau=d.buffer_time,
        most=(d.order_cap - 1.0) * (firm + free),
    )


def held(c: Contest, i: int) -> float:
    """Return the stock of users and sellers at a site, with all goods on their way to it."""
    s = c.state
    users: float = sum(s.stock[e, j] for e in c.edges_at[i] for j in c.cohorts)
    coming: float = sum(
        s.transit_open[z] + s.transit_tied[z] for r in c.into[i] for z in c.slots(r)
    )
    own: float = s.sellers[i]
    return own + users + coming


def aimed_at(c: Contest, i: int) -> float:
    """Return the same as it is aimed at while the price is the one that holders expect."""
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
    return rise * users + k.expected[i] * travel + sellers


def price(c: Contest) -> None:
    """Move spot, usual and contract prices of each market."""
    p, d, s = c.plan, c.draw, c.state
    top = log(d.price_cap)
    for i in c.sites:
        g = p.site_good[i]
        spot = log(s.spot[i])
        clearing = market(c, i).clearing(spot, top)
        spot += toward(1.0 / d.price_speed[g], c.step) * (clearing - spot)
        usual = log(s.usual[i])
        usual += toward(d.usual_time, c.step) * (spot - usual)
        contract = log(s.contract[i])
        contract += toward(d.contract_time[g], c.step) * (d.pass_through[g] * spot - contract)
        s.spot[i], s.usual[i], s.contract[i] = exp(spot), exp(usual), exp(contract)
