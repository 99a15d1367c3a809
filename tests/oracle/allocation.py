"""The oracle's division of arrivals: contracts, worth, resale and reserves, from allocate.md."""

from dataclasses import dataclass, field
from math import exp

from tests.oracle.contest import Contest, Pair, above, blank, safe

DEFENCE = 0


@dataclass
class Division:
    """The users of a site and the goods that they divide in one step."""

    c: Contest
    site: int
    left: float = 0.0
    line: dict[Pair, float] = field(default_factory=blank)
    booked: dict[Pair, float] = field(default_factory=blank)
    goal: dict[Pair, float] = field(default_factory=blank)
    got: dict[Pair, float] = field(default_factory=blank)
    free: dict[Pair, float] = field(default_factory=blank)

    def __post_init__(self) -> None:
        p, d, s, k = self.c.plan, self.c.draw, self.c.state, self.c.week
        good = p.site_good[self.site]
        self.kappa: float = d.free_share[good]
        for e in self.c.edges_at[self.site]:
            for j in self.c.cohorts:
                need = p.cohort_weight[j] * k.requirement[e] * self.c.step
                target = p.cohort_weight[j] * d.cover[e][j] * s.required[e]
                rise = 1.0 + d.hoarding * d.storability[good] * s.fear[self.site]
                self.line[e, j] = need
                gap = target - s.stock[e, j]
                share = 1.0 - exp(-(self.c.step + d.open_orders) / d.stock_time)
                self.booked[e, j] = need + min(gap, share * gap) + s.stock[e, j]
                self.goal[e, j] = target * rise + need
                self.got[e, j] = self.free[e, j] = 0.0

    def gap(self, aim: dict[Pair, float], u: Pair) -> float:
        """Return the lack of a cohort toward an aim."""
        return above(aim[u] - self.c.state.stock[u] - self.got[u])

    def fit(self, u: Pair) -> float:
        """Return the free goods that a cohort can use."""
        part = self.kappa if self.kappa < 0.5 else 1.0
        return min(self.gap(self.line, u), above(part * self.line[u] - self.free[u]))

    def give(self, ask: dict[Pair, float], of: float) -> dict[Pair, float]:
        """Give each cohort its claim on some goods, or the same share of every claim."""
        total = sum(ask.values())
        part = min(1.0, safe(of, total, 1.0))
        for u, units in ask.items():
            self.got[u] += units * part
        self.left = above(self.left - total * part)
        return {u: units * part for u, units in ask.items()}

    def give_free(self, users: list[Pair]) -> None:
        """Give free goods to users together."""
        for u, units in self.give({u: self.fit(u) for u in users}, self.left).items():
            self.free[u] += units

    def by_worth(self, users: list[Pair]) -> list[list[Pair]]:
        """Return the users above the greatest price by falling worth, in ranks."""
        worth, cap = self.c.plan.worth, self.c.draw.price_cap
        found: dict[float, list[Pair]] = {}
        for u in users:
            if worth[u[0]] > cap:
                found.setdefault(worth[u[0]], []).append(u)
        return [found[v] for v in sorted(found, reverse=True)]

    def others(self, users: list[Pair]) -> list[Pair]:
        """Return the users whose worth is not above the greatest price."""
        return [u for u in users if self.c.plan.worth[u[0]] <= self.c.draw.price_cap]

    def divide(self, users: list[Pair]) -> None:
        """Divide the goods that are left by contract, then by worth."""
        contracts = (1.0 - self.kappa) * self.left
        self.give({u: self.gap(self.booked, u) for u in users}, contracts)
        for rank in self.by_worth(users):
            self.give_free(rank)
        self.give_free(self.others(users))
        self.give({u: self.gap(self.goal, u) for u in users}, self.left)

    def give_rest(self, users: list[Pair]) -> None:
        """Give the goods that are left by need, else by base use, else evenly."""
        p = self.c.plan
        for share in (
            {u: self.line[u] for u in users},
            {(e, j): p.cohort_weight[j] * p.requirement0[e] for e, j in users},
            {(e, j): p.cohort_weight[j] for e, j in users},
        ):
            total = sum(share.values())
            if total > 0.0:
                for u, part in share.items():
                    self.got[u] += self.left * part / total
                self.left = 0.0
                return


def allocate(c: Contest) -> None:
    """Divide the goods that came among users and cohorts, and release reserves."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    k.released, k.bought = blank(), blank()
    for i in c.sites:
        division = Division(c, i)
        users = list(division.line)
        barred = [u for u in users if p.edge_class[u[0]] != DEFENCE]
        division.left = k.came_tied[i]
        division.divide(barred)
        division.give_rest(barred)
        division.left += k.came[i]
        rated = {
            u: min(
                division.gap(division.line, u),
                above(d.guarantee[p.edge_class[u[0]]] * division.line[u] - division.got[u]),
            )
            for u in users
        }
        division.give(rated, division.left)
        division.divide(users)
        k.bought[i] = min(division.left, c.series("purchase", i) * c.step)
        division.left -= k.bought[i]
        s.reserve[i] += k.bought[i]
        division.give_rest(users)
        for u in users:
            s.stock[u] += division.got[u]
            division.got[u] = 0.0
        resell(division, barred if p.site_tied[i] else users)
        release(c, i, division.line)


def resell(division: Division, buyers: list[Pair]) -> None:
    """Move stock to spare from users of low worth to users of high worth that lack goods."""
    c, i = division.c, division.site
    p, d, s = c.plan, c.draw, c.state
    part = min(1.0, division.kappa * d.resale * c.step)
    spare = {
        (e, j): part
        * above(
            s.stock[e, j]
            - division.line[e, j]
            - d.resale_cover * p.cohort_weight[j] * c.week.requirement[e]
        )
        for e, j in division.others([(e, j) for e in c.edges_at[i] for j in c.cohorts])
    }
    total = division.left = sum(spare.values())
    for rank in division.by_worth(buyers):
        division.give_free(rank)
    sold = safe(total - division.left, total, 0.0)
    for u, units in spare.items():
        s.stock[u] -= sold * units
    for u, units in division.got.items():
        s.stock[u] += units


def release(c: Contest, i: int, line: dict[Pair, float]) -> None:
    """Give from the reserve to lines of entitled classes that still lack goods."""
    p, s, k = c.plan, c.state, c.week
    lack = {
        (e, j): p.site_entitled[i][p.edge_class[e]] * above(need - s.stock[e, j])
        for (e, j), need in line.items()
    }
    total = sum(lack.values())
    k.released[i] = min(s.reserve[i], p.reserve_rate[i] * c.step, total)
    s.reserve[i] -= k.released[i]
    for u, h in lack.items():
        s.stock[u] += h * safe(k.released[i], total, 0.0)
