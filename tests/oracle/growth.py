"""Capacity, experience and the frontier, week by week: build and learn, from the pages."""

from math import exp, log

from tests.oracle.contest import YEAR, Contest, above, toward, usable_base
from tests.oracle.duties import users_price
from tests.oracle.supply import log_above_one


def build(c: Contest) -> None:
    """Start plants, finish those under way, and bring idle capacity back."""
    p, d, s = c.plan, c.draw, c.state
    for q in c.processes:
        i = p.process_site[q]
        dear = c.contract_at(i)
        fill = mean_fill(c, i)
        unmet = 1.0 + d.unmet_signal * (1.0 - fill)
        signal = max(dear * (1.0 + c.week.shelter[i]), c.week.support[i], unmet)
        floor = d.invest_floor[p.site_good[i]]
        if signal < floor:
            s.hazard[q] += d.cancel[q] * c.step / YEAR
        goes_on = 0.0 if s.hazard[q] >= d.patience[q] else 1.0
        start = min(d.invest * above(signal / floor - 1.0), d.invest_max)
        size = max(p.capacity0[q], d.entry[q] * p.site_inflow0[i])
        start *= size / YEAR * d.resolve[q] * goes_on
        rate = min(1.0, 3.0 * c.step / d.build_time[q])
        out = [rate * s.building[q, stage] for stage in range(3)]
        s.building[q, 0] += start * c.step - out[0]
        s.building[q, 1] += out[0] - out[1]
        s.building[q, 2] += out[1] - out[2]
        s.built[q] += out[2]
        base = usable_base(c, q)
        most = (base + (1.0 - base) * d.idle_share[q]) * d.recovery[q]
        aim = min(most, base * dear**d.idle_elasticity)
        s.usable[q] += toward(d.idle_time, c.step) * (aim - s.usable[q])
        s.lifted[q] += growth_brought(c, q)
    for n in range(len(p.project_process)):
        ramped = p.project_start[n] + d.project_slip[n] + p.project_ramp[n]
        if c.w * c.step + c.step / 2.0 > ramped:
            s.project_lifted[n] += growth_brought(c, p.project_process[n])


def mean_fill(c: Contest, i: int) -> float:
    """Return the mean fill of a site's buyers, 1 if no route comes in."""
    into = [r for r in c.into[i] if r < c.plan.bases]
    return sum(c.plan.share0[r] * c.state.fill[r] for r in into) if into else 1.0


def growth_brought(c: Contest, q: int) -> float:
    """Return the log growth that tools bring to a process in the step."""
    tools = c.plan.tool_site[q]
    if tools < 0:
        return 0.0
    missing = 1.0 - mean_fill(c, tools)
    return c.draw.tool_lift[q] * above(1.0 - c.draw.tool_reach * missing) * c.step / YEAR


def learn(c: Contest) -> None:
    """Move experience, thrift, directed innovation and the frontier."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    for q in c.processes:
        if p.learner[q] >= 0:
            s.made[p.learner[q]] += k.output[q] * c.step
    for e in c.edges:
        dear = log_above_one(users_price(c, p.edge_site[e]))
        press = min(1.0, dear / log(3.0) + (1.0 - k.available[e]))
        aim = 1.0 - (1.0 - d.thrift_floor[e]) * press
        tau = d.thrift_time if aim < s.thrift[e] else 4.0 * d.thrift_time
        s.thrift[e] += toward(tau, c.step) * (aim - s.thrift[e])
        old = s.directed_factor[e]
        new = old * exp(d.directed[e] * dear * c.step / YEAR)
        s.directed_factor[e] = max(old, min(new, max(1.0, s.thrift[e] / d.intensity_floor[e])))
    for b in c.blocs:
        if p.research0[b] > 0.0:
            left = above(1.0 - d.research_loss[b] * s.lost_sales[b] / p.research0[b])
            left *= 1.0 + d.research_gain[b] * s.kept_out[b]
            spent = left ** d.research_beta[b] if left > 0.0 else 0.0
            change = d.frontier[b] * (spent - 1.0)
            s.lead[b] += c.step / YEAR * change
