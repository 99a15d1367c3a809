"""From goods that reach a site to output and services: clock to compute, from the pages."""

from math import exp, log, log2

from tests.oracle.contest import (
    COMPUTE,
    FLOOR,
    INSTALLER,
    YEAR,
    Contest,
    above,
    blank,
    path,
    safe,
    toward,
)
from tests.oracle.duties import users_price


def clock(c: Contest) -> None:
    """Set the measures that count, and the severity of denial that users expect."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    off = c.free and c.w >= p.free_from
    gate = [0.0 if off else gate for gate in d.gate]
    share = [open_share(c, m) for m in range(len(gate))]
    k.effect = {m: gate[m] * p.force[m][c.w] * share[m] for m in range(len(gate))}
    likely = {
        m: gate[m] * max(p.on[m][c.w] * share[m], d.belief[m] * p.announced[m][c.w])
        for m in range(len(gate))
    }
    k.severity = blank()
    for i in c.sites:
        threats = range(p.threat_ptr[i], p.threat_ptr[i + 1])
        believed = [likely[p.threat_measure[t]] * p.threat_weight[t] for t in threats]
        k.severity[i] = max(believed, default=0.0)
        tau = d.fear_up if k.severity[i] > s.fear[i] else d.fear_down
        s.fear[i] += toward(tau, c.step) * (k.severity[i] - s.fear[i])


def open_share(c: Contest, m: int) -> float:
    """Return the share of the step in which moves of the states let a measure act."""
    d, begin, end = c.draw, c.w * c.step, (c.w + 1) * c.step
    if not c.plan.moved[m]:
        return 1.0
    until_pause = min(end, d.pauses[m]) - max(begin, d.begins[m])
    from_return = end - max(begin, d.returns[m])
    return (above(until_pause) + above(from_return)) / c.step


def arrive(c: Contest) -> None:
    """Take the goods that were sent one travel time ago from transit."""
    s, k = c.state, c.week
    k.arrived, k.arrived_tied = blank(), blank()
    k.came, k.came_tied, k.delivery = blank(), blank(), blank()
    for r in c.routes:
        k.arrived[r], s.transit_open[c.slot(r)] = s.transit_open[c.slot(r)], 0.0
        k.arrived_tied[r], s.transit_tied[c.slot(r)] = s.transit_tied[c.slot(r)], 0.0
    for i in c.sites:
        k.delivery[i] = c.series("delivery", i)
        k.came[i] = sum(k.arrived[r] for r in c.into[i]) + k.delivery[i]
        k.came_tied[i] = sum(k.arrived_tied[r] for r in c.into[i])
    k.paid = dict(s.contract)


def need(c: Contest) -> None:
    """Set need, planned output and requirements."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    years = (c.w * c.step + c.step / 2.0) / YEAR
    k.need, k.demand, k.requirement, k.plan = blank(), blank(), blank(), blank()
    k.grown = blank()
    for u in c.services:
        growth = path(d.growth_now[u], d.growth_far[u], d.growth_decay[u], years)
        k.need[u] = p.demand0[u] * exp(growth) if p.service_kind[u] != COMPUTE else 0.0
        dearer = 1.0 + sum(
            p.cost_share[e] * (users_price(c, p.edge_site[e]) - 1.0) for e in c.service_edges(u)
        )
        k.demand[u] = k.need[u] * max(dearer, FLOOR) ** -d.elasticity[u]
        for e in c.service_edges(u):
            k.requirement[e] = intensity(c, e) * k.demand[u]
            k.grown[e] = exp(growth)
    k.yield_factor = {i: yield_factor(c, i) for i in c.processes}
    weight, limit = blank(), blank()
    k.added = blank()
    for i in c.processes:
        growth = path(
            d.capacity_growth_now[i],
            d.capacity_growth_far[i],
            d.capacity_growth_decay[i],
            years,
        )
        k.grown |= dict.fromkeys(c.process_edges(i), exp(growth))
        full = p.capacity0[i] * exp(growth + s.lifted[i]) * k.yield_factor[i]
        added = s.built[i] + sum(
            d.project_on[n] * p.project_size[n] * ramp(c, n) * grown(c, n)
            for n in range(len(p.project_process))
            if p.project_process[n] == i
            and not (p.project_response[n] and c.free and c.w >= p.free_from)
        )
        k.added[i] = added
        weight[i] = s.usable[i] * full + added
        limit[i] = min(max(1.0, s.usable[i]), d.overtime[i] * s.usable[i]) * full + added
    for i in c.sites:
        aim = p.site_finished[i] * s.ordered[i]
        want = above(s.ordered[i] + (aim - s.sellers[i]) / d.finished_time)
        total = sum(weight[q] for q in c.made_at[i])
        for q in c.made_at[i]:
            k.plan[q] = min(limit[q], safe(weight[q], total, 0.0) * want)
            for e in c.process_edges(q):
                k.requirement[e] = intensity(c, e) * k.plan[q] / k.yield_factor[q]


def intensity(c: Contest, e: int) -> float:
    """Return the units of input per unit of output, after thrift and directed innovation."""
    return c.plan.intensity[e] * c.state.thrift[e] / c.state.directed_factor[e]


def yield_factor(c: Contest, i: int) -> float:
    """Return the yield of a process over its base."""
    p, d, s = c.plan, c.draw, c.state
    row = p.learner[i]
    if row < 0:
        return 1.0
    slope = -log2(1.0 - d.learning_rate[row])
    parent = p.learner_parent[row]
    now, base = s.made[row], p.made0[row]
    if parent >= 0:
        now += d.carry[row] * s.made[parent]
        base += d.carry[row] * p.made0[parent]
    reached = p.yield0[row] * safe(now, base, 1.0) ** slope
    return min(d.yield_best[row], reached) / p.yield0[row]


def ramp(c: Contest, n: int) -> float:
    """Return the mean over the step of a project's ramp."""
    t = c.w * c.step - (c.plan.project_start[n] + c.draw.project_slip[n])
    rho = c.plan.project_ramp[n]

    def area(x: float) -> float:
        if x <= 0.0:
            return 0.0
        return x * x / (2.0 * rho) if x < rho else x - rho / 2.0

    return (area(t + c.step) - area(t)) / c.step


def grown(c: Contest, n: int) -> float:
    """Return the growth factor of a project since its ramp, at mid-step, tools included."""
    ends = c.plan.project_start[n] + c.draw.project_slip[n] + c.plan.project_ramp[n]
    years = above(c.w * c.step + c.step / 2.0 - ends) / YEAR
    return exp(c.draw.project_growth[n] * years + c.state.project_lifted[n])


def activity(c: Contest, edges: range) -> dict[int, float]:
    """Return the activity of each cohort of a user, after drawing down its stocks for it."""
    p, s, k = c.plan, c.state, c.week
    done: dict[int, float] = {}
    for j in c.cohorts:
        line = {e: p.cohort_weight[j] * k.requirement[e] * c.step for e in edges}
        av = {e: min(1.0, safe(s.stock[e, j], line[e], 1.0)) for e in edges}
        done[j] = 1.0
        for e in edges:
            if p.essential[e] == 0:
                done[j] = min(done[j], av[e])
            elif p.essential[e] == 1:
                done[j] = min(done[j], 0.5 * (1.0 + av[e]))
        for e in edges:
            k.available[e] = k.available.get(e, 0.0) + p.cohort_weight[j] * av[e]
            use = min(s.stock[e, j], line[e] * done[j])
            k.used[e] = k.used.get(e, 0.0) + use
            s.stock[e, j] -= use
    return done


def produce(c: Contest) -> None:
    """Turn planned output into output."""
    k = c.week
    k.used, k.available, k.output = blank(), blank(), blank()
    for i in c.processes:
        done = activity(c, c.process_edges(i))
        k.output[i] = k.plan[i] * sum(c.plan.cohort_weight[j] * z for j, z in done.items())


def serve(c: Contest) -> None:
    """Give each service its level against unrestrained need."""
    k, weight = c.week, c.plan.cohort_weight
    k.level, k.stopped, k.served = blank(), blank(), blank()
    for u in c.services:
        done = activity(c, c.service_edges(u))
        k.served[u] = k.demand[u] * sum(weight[j] * z for j, z in done.items())
        k.level[u] = safe(k.served[u], k.need[u], 1.0)
        k.stopped[u] = sum(weight[j] for j, z in done.items() if z < 0.5 - 1e-9)


def compute(c: Contest) -> None:
    """Keep the stock of compute, and give each line its level."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    if c.w == p.start:
        s.mark = {u: usable(c, u) if c.w else s.mark[u] for u in c.services}
    for i in c.sites:
        if p.site_tracked[i]:
            s.smuggled[i] = smuggled(c, i)
    for (h, y), stock in s.installed.items():
        installed = stock * exp(-d.ageing[h] * c.step / YEAR)
        for u in c.services:
            if p.service_kind[u] != INSTALLER or h not in {
                p.install_holding[u], p.smuggled_holding[u]
            }:  # fmt: skip
                continue
            for e in c.service_edges(u):
                good = p.site_good[p.edge_site[e]]
                apart = s.smuggled[p.edge_site[e]] if p.smuggled_holding[u] >= 0 else 0.0
                part = apart if h == p.smuggled_holding[u] else 1.0 - apart
                installed += k.used[e] * performance(c, good, y) * part
        s.installed[h, y] = installed
    k.open = {
        h: 1.0
        - max(
            (
                k.effect[p.bar_measure[b]] * p.bar_share[b]
                for b in range(p.bar_ptr[h], p.bar_ptr[h + 1])
                if p.holding_rented[h]
            ),
            default=0.0,
        )
        for h in range(len(p.holding_bloc))
    }
    k.usable = {u: usable(c, u) for u in c.services}
    for u in c.services:
        if c.free:
            c.free_compute[u, c.w] = k.usable[u]
    k.line_ratio = {x: ratio(c, x) for x in c.lines}


def smuggled(c: Contest, i: int) -> float:
    """Return the smuggled share of the stock that users of a site held before the step's use."""
    p, s, k = c.plan, c.state, c.week
    held = sum(k.used[e] + sum(s.stock[e, j] for j in c.cohorts) for e in c.edges_at[i])
    illicit = [r for r in c.into[i] if r >= p.bases and not p.licit[r]]
    before = above(held - k.came[i] - k.came_tied[i])
    there = s.smuggled[i] * before + sum(k.arrived[r] for r in illicit)
    return min(1.0, safe(there, held, s.smuggled[i]))


def usable(c: Contest, u: int) -> float:
    """Return the compute that a service can use, with the bars of the last step."""
    p, s = c.plan, c.state
    if p.service_kind[u] != COMPUTE:
        return 0.0
    y = p.service_profile[u]
    shares = enumerate(p.holding_share[u])
    return sum(share * s.installed[h, y] * c.week.open[h] for h, share in shares)


def performance(c: Contest, good: int, y: int) -> float:
    """Return the compute that one unit of a good adds."""
    p = c.plan
    maker = p.good_maker[good]
    gain = c.draw.performance_gain[good] * p.launch_years[good][c.w]
    lead = c.state.lead[maker] if maker >= 0 else 0.0
    return p.good_performance[good][y] * exp(gain + lead)


def ratio(c: Contest, x: int) -> float:
    """Return the level of a line before it is capped."""
    p, d, k = c.plan, c.draw, c.week
    u = p.line_service[x]
    definition = p.line_definition[x]
    before = c.w < p.start
    if definition == 0:
        return k.level[u]
    if (definition in {1, 3} and before) or (definition == 4 and c.free):
        return 1.0
    if definition == 1:
        growth = d.plan_growth_now[x], d.plan_growth_far[x], d.plan_growth_decay[x]
        years = (c.since + c.step) / YEAR
        wanted = p.need_start[x] * exp(path(*growth, years))
        if p.paired:
            wanted = min(wanted, c.free_compute[u, c.w])
    elif definition == 2:
        rivals = range(p.rival_ptr[x], p.rival_ptr[x + 1])
        wanted = sum(k.usable[p.rival[v]] for v in rivals) / p.gap[x]
    elif definition == 3:
        wanted = c.state.mark[u]
    else:
        wanted = c.free_compute[u, c.w]
    return safe(k.usable[u], wanted, 1.0)


def log_above_one(price: float) -> float:
    """Return the log of a price where it is over its base."""
    return above(log(price))
