r"""Compute: the stock of compute by holding, and the level of its services.

$$ C_{hy} := C_{hy} e^{-\delta_h D/\mathrm{yr}} +
   \sum_{u \to h} \sum_{e \in u} U_e\,\mathrm{perf}_{g(e),y}, \quad
   \mathrm{perf} =
   \mathrm{perf}^0 \exp(\mathrm{gain}_g\,\mathrm{launch\_years}_{g,w} + \mathrm{lead}) $$
$$ \mathrm{usable}_u = \sum_h \mathrm{share}_{uh} C_{h,y(u)} \mathrm{open}_h, \quad
   \mathrm{open}_h = 1 - \max_{\text{bars}} \mathrm{effect}_m\,\mathrm{share}
   \text{ if rented, else } 1 $$

Where what came round a rule is told apart, it is mixed into the users' stock and used with it:
$$ \sigma_s := \mathrm{safe}\Bigl(\sigma_s [B_s - \mathrm{came}_s]^+ +
   \sum_{r \to s\ \text{illicit}} \mathrm{arrived}_r,\ B_s,\ \sigma_s\Bigr) \le 1, \quad
   B_s = \sum_{e, j} M_{ej} + \sum_e U_e $$
and the share $\sigma_s$ of what an installer used enters the holding of smuggled goods.

The need of a line is a plan, but no more than the paired run has; a rival's stock over a tolerated
gap; the stock on the scenario's date; or the usable stock of the paired run without denial.
"""

from outlast.engine.arrays import Lane
from outlast.engine.draw import Draw
from outlast.engine.ops import YEAR, exp, lane, least, most, path, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

PLAN = 1
GAP = 2
KEEP = 3
FREE = 4


def compute(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Age and add to holdings, then set the level of each line of compute."""
    age(plan, state, week)
    install(plan, draw, state, week)
    for u in range(len(plan.service_kind)):
        if plan.service_kind[u] == 1:
            usable = usable_compute(plan, state, week, u)
            week.usable_compute[u] = usable
            if week.now[0] < plan.start:
                state.mark[u] = usable
            if week.now[1] == 1:
                week.free_compute[u, week.now[0]] = usable
    for x in range(len(plan.line_service)):
        if plan.line_definition[x] > 0:
            usable = week.usable_compute[plan.line_service[x]]
            ratio = safe(usable, needed(plan, draw, state, week, x), 1.0)
            if measured(plan, week, x):
                week.line_ratio[x] = ratio
                week.line_level[x] = least(1.0, ratio)
            else:
                week.line_ratio[x] = 1.0
                week.line_level[x] = 1.0
    for x in range(len(plan.line_service) - 1, -1, -1):
        if plan.line_definition[x] > 0:
            week.level[plan.line_service[x]] = week.line_level[x]


def age(plan: Plan, state: State, week: Week) -> None:
    """Age holdings, and mix what came round a rule into the stock of users."""
    for h in range(len(plan.holding_bloc)):
        for y in range(plan.good_performance.shape[1]):
            state.installed[h, y] = state.installed[h, y] * week.rate_ageing[h]
    for s in range(len(plan.site_parted)):
        if plan.site_parted[s] == 1:
            mix(plan, state, week, s)


def mix(plan: Plan, state: State, week: Week, s: int) -> None:
    """Mix what came to a site round a rule into the stock of its users."""
    held = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        held = held + week.used[plan.site_edge[k]]
        for j in range(len(plan.cohort_weight)):
            held = held + state.stock[plan.site_edge[k], j]
    round_ = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r >= plan.bases and plan.licit[r] == 0:
            round_ = round_ + week.arrived[r]
    old = positive(held - week.came[s] - week.came_tied[s])
    share = state.smuggled[s]
    state.smuggled[s] = least(1.0, safe(share * old + round_, held, share))


def install(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Add what installers used to their holdings."""
    for u in range(len(plan.install_holding)):
        h = plan.install_holding[u]
        if h >= 0:
            for e in range(plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1]):
                g = plan.site_good[plan.edge_site[e]]
                gain = draw.performance_gain[g] * plan.launch_years[g, week.now[0]]
                maker = plan.good_maker[g]
                if maker >= 0:
                    gain = gain + state.lead[maker]
                units = week.used[e] * exp(gain)
                apart = plan.smuggled_holding[u]
                for y in range(plan.good_performance.shape[1]):
                    if plan.good_performance[g, y] > 0.0:
                        added = units * plan.good_performance[g, y]
                        if apart >= 0:
                            smuggled = added * state.smuggled[plan.edge_site[e]]
                            state.installed[apart, y] = state.installed[apart, y] + smuggled
                            added = added - smuggled
                        state.installed[h, y] = state.installed[h, y] + added


def usable_compute(plan: Plan, state: State, week: Week, u: int) -> Lane:
    """Return what a service of compute can use of its bloc's holdings."""
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
    """Say whether the line has a need in this step; without one its level is 1."""
    kind = plan.line_definition[x]
    if kind == GAP:
        return True
    if kind == FREE:
        return week.now[1] == 0 and plan.paired == 1
    return week.now[0] >= plan.start


def needed(plan: Plan, draw: Draw, state: State, week: Week, x: int) -> Lane:
    """Return the compute that a line needs under its definition."""
    kind = plan.line_definition[x]
    if kind == PLAN:
        years = (week.now[0] - plan.start + 1) * plan.step / YEAR
        growth = path(
            draw.plan_growth_now[x], draw.plan_growth_far[x], draw.plan_growth_decay[x], years
        )
        planned = plan.need_start[x] * exp(growth)
        if plan.paired == 1:
            planned = least(planned, week.free_compute[plan.line_service[x], week.now[0]])
        return planned
    if kind == GAP:
        total = lane(0.0)
        for k in range(plan.rival_ptr[x], plan.rival_ptr[x + 1]):
            total = total + week.usable_compute[plan.rival[k]]
        return total / plan.gap[x]
    if kind == KEEP:
        return state.mark[plan.line_service[x]]
    return week.free_compute[plan.line_service[x], week.now[0]]
