r"""Compute: the stock of compute by holding, and the level of compute services.

$$ C_{hy} := C_{hy} e^{-\delta_h D/\mathrm{yr}} +
   \sum_{u \to h} \sum_{e \in u} U_e\,\mathrm{perf}_{g(e),y}, \quad
   \mathrm{perf} =
   \mathrm{perf}^0 \exp(\mathrm{gain}_g\,\mathrm{launch\_years}_{g,w} + \mathrm{lead}) $$
$$ \mathrm{usable}_u = \sum_h \mathrm{share}_{uh} C_{h,y(u)} \mathrm{open}_h, \quad
   \mathrm{open}_h = 1 - \max_{\text{bars}} \mathrm{effect}_m\,\mathrm{share}
   \text{ if rented, else } 1 $$

At sites that track smuggled goods, these mix into the users' stock and are used with it:
$$ \sigma_s := \mathrm{safe}\Bigl(\sigma_s [B_s - \mathrm{came}_s]^+ +
   \sum_{r \to s\ \text{illicit}} \mathrm{arrived}_r,\ B_s,\ \sigma_s\Bigr) \le 1, \quad
   B_s = \sum_{e, j} M_{ej} + \sum_e U_e $$
and the share $\sigma_s$ of the goods that an installer uses enters the holding of smuggled goods.

The need of a line is planned compute, at most that of the paired run; the rivals' stock over a
tolerated gap; the stock on the scenario's date; or the stock of the paired run without denial.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    COMPUTE,
    NEED_FLOW,
    NEED_FREE,
    NEED_GAP,
    NEED_KEEP,
    NEED_PLAN,
    STEP,
    WITHOUT_DENIAL,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import YEAR, exp, lane, least, most, path, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def compute(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Age and add to holdings, then set the level of each line of compute."""
    age(plan, state, week)
    install(plan, draw, state, week)
    for u in range(len(plan.service_kind)):
        if plan.service_kind[u] == COMPUTE:
            usable = usable_compute(plan, state, week, u)
            week.usable_compute[u] = usable
            if week.now[STEP] < plan.start:
                state.mark[u] = usable
            if week.now[WITHOUT_DENIAL] == 1:
                week.free_compute[u, week.now[STEP]] = usable
    for x in range(len(plan.line_service)):
        if plan.line_definition[x] != NEED_FLOW:
            usable = week.usable_compute[plan.line_service[x]]
            ratio = safe(usable, needed(plan, draw, state, week, x), 1.0)
            if measured(plan, week, x):
                week.line_ratio[x] = ratio
                week.line_level[x] = least(1.0, ratio)
            else:
                week.line_ratio[x] = 1.0
                week.line_level[x] = 1.0
    for x in range(len(plan.line_service) - 1, -1, -1):
        if plan.line_definition[x] != NEED_FLOW:
            week.level[plan.line_service[x]] = week.line_level[x]


def age(plan: Plan, state: State, week: Week) -> None:
    """Age holdings, and mix smuggled goods into the stock of users."""
    for h in range(len(plan.holding_bloc)):
        for y in range(plan.good_performance.shape[1]):
            state.installed[h, y] = state.installed[h, y] * week.rate_ageing[h]
    for s in range(len(plan.site_tracked)):
        if plan.site_tracked[s] == 1:
            mix(plan, state, week, s)


def mix(plan: Plan, state: State, week: Week, s: int) -> None:
    """Mix the smuggled goods that reached a site into the stock of its users."""
    held = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        held = held + week.used[plan.site_edge[k]]
        for j in range(len(plan.cohort_weight)):
            held = held + state.stock[plan.site_edge[k], j]
    smuggled = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r >= plan.bases and plan.licit[r] == 0:
            smuggled = smuggled + week.arrived[r]
    old = positive(held - week.came[s] - week.came_tied[s])
    share = state.smuggled[s]
    state.smuggled[s] = least(1.0, safe(share * old + smuggled, held, share))


def install(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Add the goods that installers used to their holdings."""
    for u in range(len(plan.install_holding)):
        h = plan.install_holding[u]
        if h >= 0:
            for e in range(plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1]):
                g = plan.site_good[plan.edge_site[e]]
                gain = draw.performance_gain[g] * plan.launch_years[g, week.now[STEP]]
                maker = plan.good_maker[g]
                if maker >= 0:
                    gain = gain + state.lead[maker]
                units = week.used[e] * exp(gain)
                credited = plan.smuggled_holding[u]
                for y in range(plan.good_performance.shape[1]):
                    if plan.good_performance[g, y] > 0.0:
                        added = units * plan.good_performance[g, y]
                        if credited >= 0:
                            smuggled = added * state.smuggled[plan.edge_site[e]]
                            before = state.installed[credited, y]
                            state.installed[credited, y] = before + smuggled
                            added = added - smuggled
                        state.installed[h, y] = state.installed[h, y] + added


def usable_compute(plan: Plan, state: State, week: Week, u: int) -> Lane:
    """Return the compute of its bloc's holdings that a service can use, H100e."""
    usable = lane(0.0)
    y = plan.service_profile[u]
    for h in range(len(plan.holding_bloc)):
        if plan.holding_share[u, h] > 0.0:
            shut = lane(0.0)
            if plan.holding_rented[h] == 1:
                for k in range(plan.bar_ptr[h], plan.bar_ptr[h + 1]):
                    shut = most(shut, week.effect[plan.bar_measure[k]] * plan.bar_share[k])
            usable = usable + plan.holding_share[u, h] * state.installed[h, y] * (1.0 - shut)
    return usable


def measured(plan: Plan, week: Week, x: int) -> bool:
    """Return whether the line has a need in this step; without one its level is 1."""
    kind = plan.line_definition[x]
    if kind == NEED_GAP:
        return True
    if kind == NEED_FREE:
        return week.now[WITHOUT_DENIAL] == 0 and plan.paired == 1
    return week.now[STEP] >= plan.start


def needed(plan: Plan, draw: Draw, state: State, week: Week, x: int) -> Lane:
    """Return the compute that a line needs under its definition."""
    kind = plan.line_definition[x]
    if kind == NEED_PLAN:
        years = (week.now[STEP] - plan.start + 1) * plan.step / YEAR
        growth = path(
            draw.plan_growth_now[x], draw.plan_growth_far[x], draw.plan_growth_decay[x], years
        )
        planned = plan.need_start[x] * exp(growth)
        if plan.paired == 1:
            planned = least(planned, week.free_compute[plan.line_service[x], week.now[STEP]])
        return planned
    if kind == NEED_GAP:
        total = lane(0.0)
        for k in range(plan.rival_ptr[x], plan.rival_ptr[x + 1]):
            total = total + week.usable_compute[plan.rival[k]]
        return total / plan.gap[x]
    if kind == NEED_KEEP:
        return state.mark[plan.line_service[x]]
    return week.free_compute[plan.line_service[x], week.now[STEP]]
