r"""Need: unrestrained need, demand at present prices, planned output and requirements.

$$ D^o_u = D^0_u e^{G_u(t)}, \quad
   d_u = D^o_u \bigl(1 + \sum_e \mathrm{cs}_e (P_e - 1)\bigr)^{-\eta_u}, \quad
   P_e = P^c_{s(e)} (1 + \mathrm{duty}_{s(e)}) $$
$$ y = \min\bigl(y_{best}, y_0 (Q^*/Q^{*0})^b\bigr), \quad f_p = y/y_0 $$
$$ K^w_p = \mathrm{usable}_p K^0_p e^{G_p + A_p} f_p + K^+_p, \quad
   K^a_p = \min(\max(1, \mathrm{usable}_p), \sigma_p \mathrm{usable}_p) K^0_p e^{G_p + A_p} f_p
   + K^+_p $$
$$ \mathrm{plan}_p = \min\bigl(K^a_p, \mathrm{safe}(K^w_p, \textstyle\sum K^w, 0)\,
   [\hat o_s + (f^0_s \hat o_s - F_s)/\tau_F]^+\bigr) $$
$$ q_e = a_e \theta_e / A_e \times (\mathrm{plan}_p / f_p \text{ or } d_u) $$

$K^+$ is the capacity that investment and named projects have added; projects follow their dated
ramps and grow after them. Projects built only in response to controls are not in the paired run.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import COMPUTE, STEP, WITHOUT_DENIAL
from outlast.engine.draw import Draw
from outlast.engine.ops import (
    FLOOR,
    YEAR,
    exp,
    lane,
    least,
    most,
    path,
    positive,
    power,
    safe,
)
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def need(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Set need, demand, plans and requirements of the week."""
    years = (week.now[STEP] * plan.step + 0.5 * plan.step) / YEAR
    need_of_services(plan, draw, state, week, years)
    capacity(plan, draw, state, week)
    plan_output(plan, draw, state, week)
    for p in range(len(plan.process_site)):
        activity = week.plan[p] / week.yield_factor[p]
        for e in range(plan.process_edge_ptr[p], plan.process_edge_ptr[p + 1]):
            intensity = plan.intensity[e] * state.thrift[e] / state.directed_factor[e]
            week.requirement[e] = intensity * activity
    for u in range(len(plan.service_kind)):
        for e in range(plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1]):
            intensity = plan.intensity[e] * state.thrift[e] / state.directed_factor[e]
            week.requirement[e] = intensity * week.demand[u]


def need_of_services(plan: Plan, draw: Draw, state: State, week: Week, years: float) -> None:
    """Set unrestrained need and demand; `compute` sets the need of compute."""
    for u in range(len(plan.service_kind)):
        if plan.service_kind[u] == COMPUTE:
            week.need[u] = 0.0
            week.demand[u] = 0.0
        else:
            growth = path(draw.growth_now[u], draw.growth_far[u], draw.growth_decay[u], years)
            grown = exp(growth)
            dearer = lane(1.0)
            for e in range(plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1]):
                s = plan.edge_site[e]
                price = state.contract[s] * (1.0 + week.duty[s])
                dearer = dearer + plan.cost_share[e] * (price - 1.0)
                week.edge_growth[e] = grown
            unrestrained = plan.demand0[u] * grown
            week.need[u] = unrestrained
            week.demand[u] = unrestrained * power(most(dearer, FLOOR), -draw.elasticity[u])


def ramped(x: Lane, ramp: float) -> Lane:
    """Return the integral of a ramp from 0 to 1 over `ramp` weeks."""
    if ramp <= 0.0:
        return positive(x)
    inside = least(positive(x), ramp)
    return inside * inside / (2.0 * ramp) + positive(x - ramp)


def capacity(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Set the yield of learners, and the capacity that shares plans and that bounds them."""
    t = week.now[STEP] * plan.step
    years = (t + 0.5 * plan.step) / YEAR
    for p in range(len(plan.process_site)):
        week.capacity_added[p] = state.built[p]
    for n in range(len(plan.project_process)):
        p = plan.project_process[n]
        since = t - plan.project_start[n] - draw.project_slip[n]
        ramp = plan.project_ramp[n]
        share = (ramped(since + plan.step, ramp) - ramped(since, ramp)) / plan.step
        after = positive(since + 0.5 * plan.step - ramp) / YEAR
        grown = draw.project_growth[n] * after + state.project_lifted[n]
        size = plan.project_size[n] * exp(grown)
        if (
            plan.project_response[n] == 1
            and week.now[WITHOUT_DENIAL] == 1
            and week.now[STEP] >= plan.free_from
        ):
            size = 0.0 * size
        week.capacity_added[p] = week.capacity_added[p] + draw.project_on[n] * size * share
    for p in range(len(plan.process_site)):
        factor = lane(1.0)
        k = plan.learner[p]
        if k >= 0:
            experience = state.made[k]
            parent = plan.learner_parent[k]
            if parent >= 0:
                experience = experience + draw.carry[k] * state.made[parent]
            gain = power(safe(experience, week.rate_experience0[k], 1.0), week.rate_learning[k])
            factor = least(draw.yield_best[k] / plan.yield0[k], gain)
        week.yield_factor[p] = factor
        growth = path(
            draw.capacity_growth_now[p],
            draw.capacity_growth_far[p],
            draw.capacity_growth_decay[p],
            years,
        )
        for e in range(plan.process_edge_ptr[p], plan.process_edge_ptr[p + 1]):
            week.edge_growth[e] = exp(growth)
        full = plan.capacity0[p] * exp(growth + state.lifted[p]) * factor
        usable = state.usable[p]
        week.capacity_weight[p] = usable * full + week.capacity_added[p]
        week.capacity_limit[p] = (
            least(most(1.0, usable), draw.overtime[p] * usable) * full + week.capacity_added[p]
        )


def plan_output(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Plan output from expected orders and the sellers' stock aimed at."""
    for s in range(len(plan.site_bloc)):
        expected = state.ordered[s]
        gap = plan.site_finished[s] * expected - state.sellers[s]
        want = positive(expected + gap / draw.finished_time)
        total = lane(0.0)
        for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
            total = total + week.capacity_weight[plan.site_process[k]]
        for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
            p = plan.site_process[k]
            share = safe(week.capacity_weight[p], total, 0.0)
            week.plan[p] = least(week.capacity_limit[p], share * want)
