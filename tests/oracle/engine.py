"""A second engine, in plain Python and written from the pages of docs/model: a run of one future.

It agrees with the engine to 1e-9. Where it does not, a page, the engine or this file is wrong.
"""

from math import floor, isfinite
from types import SimpleNamespace

from tests.oracle.allocation import allocate
from tests.oracle.contest import (
    FEE,
    FLOW,
    INSTALLER,
    PRICE_FLOOR,
    Contest,
    above,
    begin,
    blank_record,
    held,
    safe,
)
from tests.oracle.duties import duty
from tests.oracle.growth import build, learn
from tests.oracle.prices import arbitrage, price, remember
from tests.oracle.supply import (
    arrive,
    clock,
    compute,
    need,
    produce,
    serve,
)
from tests.oracle.trade import control, dispatch, divert, order, refused_by_buyer, rules


def run(plan: SimpleNamespace, draw: SimpleNamespace) -> Contest:
    """Run one future to the end, the pair without denial first."""
    without = Contest(plan, draw, free=True)
    if plan.paired:
        live(without)
    contest = Contest(plan, draw, free=False, free_compute=without.free_compute)
    live(contest)
    if plan.paired:
        for name in ("first", "first_ever", "first_new"):
            setattr(contest.record, f"{name}_free", getattr(without.record, name))
        contest.record.cost_free = without.record.cost
        contest.record.short_free = without.record.short
        if without.record.status[0] >= 2.0 and without.record.status[0] >= contest.record.status[0]:
            for name in ("status", "status_step", "status_good"):
                setattr(contest.record, name, getattr(without.record, name))
    return contest


def live(c: Contest) -> None:
    """Live through all steps of one run."""
    begin(c)
    c.record.__dict__.update(blank_record(c))
    for w in range(c.plan.steps):
        c.w = w
        if c.w == c.plan.start:
            reach_the_date(c)
        for mechanism in (
            clock, arrive, duty, need, allocate, produce, serve, compute, rules, arbitrage, order,
            remember, control, divert, dispatch, balance, build, learn, price, account, pass_lines,
            count,
        ):  # fmt: skip
            mechanism(c)
    conclude(c)


def fault(c: Contest, code: int, good: int = -1) -> None:
    """Set the status, unless a worse one stands."""
    if code > c.record.status[0]:
        c.record.status[0], c.record.status_step[0] = float(code), float(c.w)
        c.record.status_good[0] = float(good)


def balance(c: Contest) -> None:
    """Close the books of the week."""
    p, s, k = c.plan, c.state, c.week
    for i in c.sites:
        if collapsed(c, i):
            fault(c, 1, p.site_good[i])
    for g in c.goods:
        here = [i for i in c.sites if p.site_good[i] == g]
        made = sum(c.step * k.output[q] for i in here for q in c.made_at[i])
        came = sum(k.delivery[i] for i in here)
        used = sum(k.used[e] for i in here for e in c.edges_at[i])
        lost = sum(k.lost[r] for i in here for r in c.into[i])
        before, c.books[g] = c.books[g], held(c, g)
        gap = before + made + came - used - lost - c.books[g]
        base = sum(max(p.site_inflow0[i], p.site_output0[i]) for i in here)
        if abs(gap) > 1e-9 * (abs(before) + made + 1e-12 * base * c.step):
            fault(c, 2, g)
    stocks = [*s.stock.values(), *s.sellers.values(), *s.reserve.values()]
    stocks += [*s.transit_open.values(), *s.transit_tied.values()]
    stocks += [*s.review1.values(), *s.review2.values(), *s.ready.values()]
    for i in c.sites:
        base = max(p.site_inflow0[i], p.site_output0[i])
        if base > 0.0 and min(stocks_at(c, i)) < -1e-9 * base:
            fault(c, 3)
    shares = [*s.diverted.values(), *s.fill.values(), *s.fear.values()]
    shares += [usable / c.draw.recovery[q] for q, usable in s.usable.items()]
    sums = [sum(s.share[r] for r in c.into[i]) for i in c.sites if p.site_inflow0[i] > 0.0]
    prices = [*s.spot.values(), *s.contract.values()]
    cap = max(1.0, c.draw.price_cap) * (1.0 + 1e-9)
    if (
        any(not -1e-9 <= share <= 1.0 + 1e-9 for share in shares)
        or any(abs(total - 1.0) > 1e-9 for total in sums)
        or any(not 1.0 / cap <= index <= cap for index in prices)
    ):
        fault(c, 4)
    if not all(isfinite(x) for x in [*stocks, *shares, *prices]):
        fault(c, 5)


def stocks_at(c: Contest, i: int) -> list[float]:
    """Return all stocks of a site: its sellers', its reserve's, its users', on the way, queued."""
    s = c.state
    found = [s.sellers[i], s.reserve[i], *(s.stock[e, j] for e in c.edges_at[i] for j in c.cohorts)]
    for r in c.into[i]:
        found += [ring[z] for z in c.slots(r) for ring in (s.transit_open, s.transit_tied)]
        found += [part[q] for q in c.queue(r) for part in (s.review1, s.review2, s.ready)]
    return found


def collapsed(c: Contest, i: int) -> bool:
    """Return whether a site has made almost nothing for half a year, while its inputs are safe."""
    p = c.plan
    critical = [e for q in c.made_at[i] for e in c.process_edges(q) if p.essential[e] == 0]
    if not critical or p.site_output0[i] <= 0.0:
        return False
    made = sum(c.week.output[q] for q in c.made_at[i])
    threatened = any(c.week.severity[p.edge_site[e]] > 0.0 for e in critical)
    full = c.state.sellers[i] > p.site_finished[i] * c.state.ordered[i]
    low = made < 0.01 * p.site_output0[i] and not threatened and not full
    c.state.idle_weeks[i] = c.state.idle_weeks[i] + c.step if low else 0.0
    return c.state.idle_weeks[i] >= 26.0


def account(c: Contest) -> None:
    """Add the week's costs of each bloc, from the date on."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    cost = dict.fromkeys(s.cost, 0.0)
    for u in c.services:
        if p.service_kind[u] in {FLOW, INSTALLER}:
            lost = above(k.demand[u] - k.served[u]) + 0.5 * above(k.need[u] - k.demand[u])
            cost[p.service_bloc[u], 0] += p.value_added[u] * c.step * safe(lost, k.need[u], 0.0)
            if c.w >= p.start and p.value_added[u] > 0:
                year = floor((c.w - p.start) * c.step / 52)
                forced = above(k.demand[u] - k.served[u])
                s.short[p.valued_row[u], year] += c.step * safe(forced, k.need[u], 0.0)
    s.lost_sales = dict.fromkeys(c.blocs, 0.0)
    s.kept_out = {b: kept_out(c, b) for b in c.blocs}
    for r in c.routes:
        seller, buyer = p.site_bloc[p.origin[r]], p.site_bloc[p.destination[r]]
        if seller == buyer:
            cost[buyer, 3] += kept_promises(c, r)
            continue
        g, index = p.site_good[p.destination[r]], c.contract_at(p.destination[r])
        worth = p.price0[g] * p.price_trend[g][c.w] * (k.arrived[r] + k.arrived_tied[r])
        before = p.wedge0[r] if r < p.bases else 0.0
        wedge = p.wedge0[r] if r < p.bases else d.detour_wedge[r]
        cost[buyer, 2] += worth * (index * (1.0 + wedge + k.fee.get(r, 0.0)) - (1.0 + before))
        cost[seller, 2] -= worth * (index - 1.0)
        cost[p.wedge_bloc[r], 2] -= worth * (index * wedge - before)
        if r >= p.bases:
            continue
        for a, _ in (*c.acts(r, FEE), *c.acts(r, PRICE_FLOOR)):
            cost[p.act_bloc[a], 2] -= worth * index * k.levy[a]
        if k.covered[r] > 0.0:
            lost_value = missed(c, r, 1.0 - refused_by_buyer(c, r)) * (1.0 - d.resold[g])
            cost[seller, 1] += p.margin[g] * lost_value
            s.lost_sales[seller] += lost_value / c.step
    for i in c.sites:
        good = p.site_good[i]
        paid = p.price0[good] * p.price_trend[good][c.w] * c.contract_at(i)
        cost[p.site_bloc[i], 3] += paid * (k.bought[i] - k.released[i])
    if c.w >= p.start:
        for key, value in cost.items():
            s.cost[key] += value


def usual(c: Contest, r: int) -> float:
    """Return the value of the goods that a base route usually brings in a step."""
    p, g = c.plan, c.plan.site_good[c.plan.destination[r]]
    units = p.share0[r] * c.week.expected[p.destination[r]] * c.step
    return p.price0[g] * p.price_trend[g][c.w] * units


def missed(c: Contest, r: int, allowed: float = 1.0) -> float:
    """Return the value of the part of a covered base route's goods that did not come."""
    p, k, g = c.plan, c.week, c.plan.site_good[c.plan.destination[r]]
    units = allowed * p.share0[r] * k.expected[p.destination[r]] * c.step
    units = above(units - k.sent[r] - sum(k.sent[v] for v in c.round_of[r]))
    return p.price0[g] * p.price_trend[g][c.w] * units


def kept_out(c: Contest, b: int) -> float:
    """Return the share of a bloc's purchases of foreign makers' goods that denial kept out."""
    p = c.plan
    routes = [
        r
        for r in c.base_routes
        if p.site_bloc[p.destination[r]] == b != p.site_bloc[p.origin[r]]
        and p.good_maker[p.site_good[p.destination[r]]] not in {-1, b}
    ]
    lost = sum(missed(c, r) for r in routes if c.week.covered[r] > 0.0)
    return safe(lost, sum(usual(c, r) for r in routes), 0.0)


def kept_promises(c: Contest, r: int) -> float:
    """Return the difference that a state pays to its plants on what they sell on an own route."""
    p, k = c.plan, c.week
    if r >= p.bases or not p.own[r]:
        return 0.0
    g = p.site_good[p.destination[r]]
    levies = sum(k.levy[a] for a, _ in c.acts(r, PRICE_FLOOR))
    return p.price0[g] * p.price_trend[g][c.w] * k.arrived[r] * levies


def pass_lines(c: Contest) -> None:
    """Turn levels into first passages, recoveries and depths."""
    p, s, k, out = c.plan, c.state, c.week, c.record
    never = p.horizon * c.step + 1.0
    for x in c.lines:
        n, floor = p.window[x], p.threshold[x]
        s.ring_s[x, c.w % n] = min(1.0, k.line_ratio[x])
        before, now = s.mean_level[x], sum(s.ring_s[x, i] for i in range(n)) / n
        s.mean_level[x] = now
        part = (before - floor) / (before - now) if before != now else 0.0
        if before >= floor > now:
            counts = {
                "first_ever": True,
                "first": c.w >= p.start,
                "first_new": c.w >= p.start and s.armed[x],
            }
            for name, counted in counts.items():
                times = getattr(out, name)
                if counted and times[x] == never:
                    times[x] = c.since + c.step * part
            s.spell[x] = (c.w + part) * c.step
        if before < floor <= now:
            if c.w >= p.start and out.first[x] < never and out.recovered[x] == never:
                out.recovered[x] = c.since + c.step * part - out.first[x]
            s.spell[x], s.armed[x] = -1.0, 1.0
        if c.w >= p.start:
            out.depth[x] += above(floor - now) * c.step
            out.below[x] += c.step if now < floor else 0.0
            out.level_least[x] = min(out.level_least[x], now)
            out.level_end[x], out.ratio_end[x] = now, k.line_ratio[x]
    for u in c.services:
        if k.stopped[u] >= 0.05 - 1e-9:
            out.first_stop[u] = min(out.first_stop[u], c.w * c.step)


def count(c: Contest) -> None:
    """Count quorums of sets, greatest prices and tallied flows."""
    p, s, k, out = c.plan, c.state, c.week, c.record
    for i in range(len(p.set_quorum)):
        after = c.since + c.step
        if set_lack(c, i) > p.set_quorum[i]:
            out.quorum_ever[i] = min(out.quorum_ever[i], after)
            if c.w >= p.start:
                out.quorum[i] = min(out.quorum[i], after)
        if c.w >= p.start and set_lack(c, i, only_armed=True) > p.set_quorum[i]:
            out.quorum_new[i] = min(out.quorum_new[i], after)
    if c.w >= p.start:
        out.spot_most = {i: max(out.spot_most[i], index) for i, index in s.spot.items()}
    for f in range(len(p.tally_kind)):
        if p.tally_from[f] <= c.w <= p.tally_to[f]:
            for z in range(p.tally_ptr[f], p.tally_ptr[f + 1]):
                r = p.tally_route[z]
                arrived = k.arrived[r] + k.arrived_tied[r]
                out.tally[f] += arrived if p.tally_kind[f] else k.sent[r]


def set_lack(c: Contest, i: int, *, only_armed: bool = False) -> float:
    """Return the weighted shortfall of a set's lines, or of those that are armed."""
    p, s = c.plan, c.state
    lack = 0.0
    for z in range(p.set_ptr[i], p.set_ptr[i + 1]):
        x = p.set_line[z]
        if s.armed[x] or not only_armed:
            lack += p.set_weight[z] * above(1.0 - s.mean_level[x] / p.threshold[x])
    return lack


def reach_the_date(c: Contest) -> None:
    """Record the state on the scenario's date, before its first step."""
    p, s, out = c.plan, c.state, c.record
    for x in c.lines:
        below = s.mean_level[x] < p.threshold[x]
        out.since[x] = c.w * c.step - s.spell[x] if below else 0.0
        out.level0[x], s.armed[x] = s.mean_level[x], float(not below)
        if below:
            out.first[x] = 0.0
    for i in range(len(p.set_quorum)):
        if set_lack(c, i) > p.set_quorum[i]:
            out.quorum[i] = 0.0
    out.cover_date = {}
    for i in c.sites:
        users = sum(s.stock[e, j] for e in c.edges_at[i] for j in c.cohorts)
        expected = sum(s.required[e] for e in c.edges_at[i])
        coming = [s.transit_open[z] + s.transit_tied[z] for r in c.into[i] for z in c.slots(r)]
        for n, units in enumerate((users, s.sellers[i], s.reserve[i], sum(coming))):
            weeks = safe(units, s.ordered[i] if n == 1 else expected, 0.0)
            out.cover_date[i, n] = min(weeks, 5200.0)  # a hundred years
    out.spot_date, out.contract_date = dict(s.spot), dict(s.contract)
    out.installed_date = dict(s.installed)


def conclude(c: Contest) -> None:
    """Record compute and costs at the end, and the line of each set that broke first."""
    p, out = c.plan, c.record
    out.installed_end, out.cost = dict(c.state.installed), dict(c.state.cost)
    out.short = dict(c.state.short)
    out.strict, out.strict_ever, out.strict_new, out.strict_line = {}, {}, {}, {}
    never = p.horizon * c.step + 1.0
    for i in range(len(p.set_quorum)):
        members = [p.set_line[z] for z in range(p.set_ptr[i], p.set_ptr[i + 1])]
        out.strict[i] = min((out.first[x] for x in members), default=never)
        out.strict_ever[i] = min((out.first_ever[x] for x in members), default=never)
        out.strict_new[i] = min((out.first_new[x] for x in members), default=never)
        broken = [x for x in members if out.first[x] == out.strict[i] < never]
        out.strict_line[i] = float(broken[0]) if broken else -1.0
