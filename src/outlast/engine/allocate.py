r"""Allocate: the state releases what it may, then what came is divided.

Per edge and cohort $n = \omega_j q_e D$ and $T = \omega_j c_{ej} (1 + \chi E_s) \hat q_e$. The
release covers what entitled classes lack, $h = [n - M - \text{their part of what came}]^+$:
$$ \mathrm{released}_s = \min(G_s, \mathrm{rate}_s D, \textstyle\sum h), \quad
   \mathrm{got} = h\,\mathrm{safe}(\mathrm{released}, \textstyle\sum h, 0) $$
Tied goods are poured first, over all classes but class 0, then open goods over all. A pouring gives
a guarantee, lines by class, claims by class, all claims, and the rest by need, where
$\mathrm{line} = [n - M - \mathrm{got}]^+$ and $\mathrm{claim} = [T + n - M - \mathrm{got}]^+$.
To give x is to give $x \min(1, \mathrm{safe}(\mathrm{avail}, \sum x, 1))$.
"""

from outlast.engine.arrays import CLASSES, Lane
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.vocabulary import lane, least, positive, safe
from outlast.engine.week import Week


def allocate(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Divide what came among users and cohorts."""
    for s in range(len(plan.site_bloc)):
        aim(plan, draw, state, week, s)
        release(plan, state, week, s)
        joins = lane(0.0)
        if plan.site_tied[s] == 1:
            week.now[3] = 1
            week.avail[s] = week.came_tied[s]
            pour(plan, draw, state, week, s)
            joins = place(plan, week, s)
        week.now[3] = 0
        week.avail[s] = week.came[s] + joins
        pour(plan, draw, state, week, s)
        purchase(plan, state, week, s)
        place(plan, week, s)
        for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
            e = plan.site_edge[k]
            for j in range(len(plan.cohort_weight)):
                state.stock[e, j] = state.stock[e, j] + week.got[e, j]


def aim(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Set what each cohort needs in this step, and the stock it aims at beside."""
    rise = 1.0 + draw.hoarding * state.fear[s]
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        need = week.requirement[e] * plan.step
        target = rise * state.required[e]
        for j in range(len(plan.cohort_weight)):
            part = plan.cohort_weight[j] * need
            week.line_need[e, j] = part
            week.goal[e, j] = plan.cohort_weight[j] * draw.cover[e, j] * target + part
            week.got[e, j] = 0.0


def release(plan: Plan, state: State, week: Week, s: int) -> None:
    """Release from the reserve what entitled classes lack, as far as it may."""
    week.released[s] = 0.0
    if plan.reserve0[s] <= 0.0 and plan.purchase_row[s] < 0:
        return
    required = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        required = required + week.requirement[plan.site_edge[k]]
    came = week.came[s] + week.came_tied[s]
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        entitled = plan.site_entitled[s, plan.edge_class[e]]
        part = came * safe(week.requirement[e], required, 0.0)
        for j in range(len(plan.cohort_weight)):
            lack = week.line_need[e, j] - state.stock[e, j] - plan.cohort_weight[j] * part
            week.got[e, j] = entitled * positive(lack)
            total = total + week.got[e, j]
    bound = least(state.reserve[s], plan.reserve_rate[s] * plan.step)
    released = least(bound, total)
    share = safe(released, total, 0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        for j in range(len(plan.cohort_weight)):
            week.got[e, j] = week.got[e, j] * share
    state.reserve[s] = state.reserve[s] - released
    week.released[s] = released


def pour(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Give what is available to the classes allowed, in order of precedence."""
    if week.now[2] == 1:
        for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
            e = plan.site_edge[k]
            sure = draw.guarantee[plan.edge_class[e]]
            for j in range(len(plan.cohort_weight)):
                claim = positive(week.goal[e, j] - state.stock[e, j] - week.got[e, j])
                short = positive(sure * week.line_need[e, j] - week.got[e, j])
                week.ask[e, j] = least(claim, short)
        give(plan, week, s, week.now[3], CLASSES)
        for c in range(week.now[3], CLASSES):
            for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
                e = plan.site_edge[k]
                for j in range(len(plan.cohort_weight)):
                    line = positive(week.line_need[e, j] - state.stock[e, j] - week.got[e, j])
                    week.ask[e, j] = draw.line_first * line
            give(plan, week, s, c, c + 1)
        for c in range(week.now[3], CLASSES):
            for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
                e = plan.site_edge[k]
                for j in range(len(plan.cohort_weight)):
                    claim = positive(week.goal[e, j] - state.stock[e, j] - week.got[e, j])
                    week.ask[e, j] = draw.priority * claim
            give(plan, week, s, c, c + 1)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        for j in range(len(plan.cohort_weight)):
            claim = week.goal[e, j] - state.stock[e, j] - week.got[e, j]
            week.ask[e, j] = positive(claim)
    give(plan, week, s, week.now[3], CLASSES)


def give(plan: Plan, week: Week, s: int, first: int, last: int) -> None:
    """Give the classes from `first` up to `last` what they ask, or an equal part of it."""
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if first <= plan.edge_class[e] < last:
            for j in range(len(plan.cohort_weight)):
                total = total + week.ask[e, j]
    share = least(1.0, safe(week.avail[s], total, 1.0))
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if first <= plan.edge_class[e] < last:
            for j in range(len(plan.cohort_weight)):
                week.got[e, j] = week.got[e, j] + week.ask[e, j] * share
    week.avail[s] = positive(week.avail[s] - total * share)


def purchase(plan: Plan, state: State, week: Week, s: int) -> None:
    """Put into the reserve what the state buys, as far as there is any left."""
    week.bought[s] = 0.0
    row = plan.purchase_row[s]
    if row >= 0:
        bought = least(week.avail[s], plan.purchase[row, week.now[0]] * plan.step)
        week.bought[s] = bought
        week.avail[s] = week.avail[s] - bought
        state.reserve[s] = state.reserve[s] + bought


def place(plan: Plan, week: Week, s: int) -> Lane:
    """Place the rest by need of the step, else by base use; return what has no taker."""
    needed = lane(0.0)
    base = 0.0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[3]:
            base = base + plan.requirement0[e]
            needed = needed + week.requirement[e] * plan.step
    rest = week.avail[s]
    if base <= 0.0:
        return rest
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[3]:
            known = safe(week.requirement[e] * plan.step, needed, plan.requirement0[e] / base)
            for j in range(len(plan.cohort_weight)):
                week.got[e, j] = week.got[e, j] + rest * plan.cohort_weight[j] * known
    week.avail[s] = 0.0
    return lane(0.0)
