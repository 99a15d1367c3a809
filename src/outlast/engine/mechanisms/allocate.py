r"""Allocate: the state releases what it may, then what came is divided.

Per edge and cohort $n = \omega_j q_e D$ and
$T = \omega_j c_{ej} (1 + \chi \varsigma_{g(s)} E_s) \hat q_e$. The release covers what entitled
classes lack, $h = [n - M - \text{their part of what came}]^+$:
$$ \mathrm{released}_s = \min(G_s, \mathrm{rate}_s D, \textstyle\sum h), \quad
   \mathrm{got} = h\,\mathrm{safe}(\mathrm{released}, \textstyle\sum h, 0) $$
Tied goods are poured first, over all classes but class 0, then open goods over all. A pouring gives
a guarantee, lines by class, claims by class, all claims, and the rest by need, where
$\mathrm{line} = [n - M - \mathrm{got}]^+$ and $\mathrm{claim} = [T + n - M - \mathrm{got}]^+$.
To give x is to give $x \min(1, \mathrm{safe}(\mathrm{avail}, \sum x, 1))$.

Edges ask in sweeps: each gives what the pass before it gives, and asks for the next.
"""

from outlast.engine.arrays import CLASSES, Lane
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

HERE = 4
"""Where `now` tells of each class whether it is at the site at hand."""


def allocate(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Divide what came among users and cohorts."""
    for s in range(len(plan.site_bloc)):
        aim(plan, draw, state, week, s)
        release(plan, state, week, s)
        joins = lane(0.0)
        if plan.site_tied[s] == 1:
            week.now[3] = 1
            week.avail[s] = week.came_tied[s]
            last = pour(plan, draw, week, s)
            joins = place(plan, state, week, s, last)
        week.now[3] = 0
        week.avail[s] = week.came[s] + joins
        last = pour(plan, draw, week, s)
        purchase(plan, state, week, s)
        place(plan, state, week, s, last)


def aim(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Set what each cohort lacks for the step, and of the stock it aims at beside."""
    rise = 1.0 + draw.hoarding * draw.storability[plan.site_good[s]] * state.fear[s]
    for c in range(CLASSES):
        week.now[HERE + c] = 0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        week.now[HERE + plan.edge_class[e]] = 1
        need = week.requirement[e] * plan.step
        target = rise * state.required[e]
        for j in range(len(plan.cohort_weight)):
            part = plan.cohort_weight[j] * need
            stock = state.stock[e, j]
            week.line_gap[e, j] = part - stock
            week.goal_gap[e, j] = plan.cohort_weight[j] * draw.cover[e, j] * target + part - stock
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
            lack = week.line_gap[e, j] - plan.cohort_weight[j] * part
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


def pour(plan: Plan, draw: Draw, week: Week, s: int) -> Lane:
    """Give the classes allowed, in order of precedence; return what part the last pass gives."""
    total = lane(0.0)
    if week.now[2] == 1:
        ask_guarantee(plan, draw, week, s)
        ask_lines(plan, draw, week, s)
        ask_by_class(plan, draw, week, s)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        c = plan.edge_class[e]
        if c >= week.now[3]:
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j]
                if week.now[2] == 1:
                    got = got + week.ask[e, j] * week.class_share[c]
                    week.got[e, j] = got
                ask = positive(week.goal_gap[e, j] - got)
                week.ask[e, j] = ask
                total = total + ask
    return share_of(week, s, total)


def share_of(week: Week, s: int, asked: Lane) -> Lane:
    """Return what part of what is asked can be given, and take it from what is available."""
    share = least(1.0, safe(week.avail[s], asked, 1.0))
    week.avail[s] = positive(week.avail[s] - asked * share)
    return share


def share_classes(week: Week, s: int) -> None:
    """Set what part each class gets of what it asks, one class after another."""
    for c in range(week.now[3], CLASSES):
        if week.now[HERE + c] == 1:
            week.class_share[c] = share_of(week, s, week.class_asked[c])
            week.class_asked[c] = 0.0


def ask_guarantee(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Ask for what is guaranteed, as far as there is a claim to it."""
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[3]:
            sure = draw.guarantee[plan.edge_class[e]]
            need = week.requirement[e] * plan.step
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j]
                claim = positive(week.goal_gap[e, j] - got)
                ask = least(claim, positive(sure * (plan.cohort_weight[j] * need) - got))
                week.ask[e, j] = ask
                total = total + ask
    share = share_of(week, s, total)
    for c in range(CLASSES):
        week.class_share[c] = share
        week.class_asked[c] = 0.0


def ask_lines(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Give what was guaranteed, and ask for the lines of each class."""
    first = draw.line_first[plan.site_good[s]]
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        c = plan.edge_class[e]
        if c >= week.now[3]:
            total = week.class_asked[c]
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j] + week.ask[e, j] * week.class_share[c]
                ask = first * positive(week.line_gap[e, j] - got)
                week.got[e, j] = got
                week.ask[e, j] = ask
                total = total + ask
            week.class_asked[c] = total
    share_classes(week, s)


def ask_by_class(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Give the lines, and ask for what each class claims beyond them."""
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        c = plan.edge_class[e]
        if c >= week.now[3]:
            total = week.class_asked[c]
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j] + week.ask[e, j] * week.class_share[c]
                ask = draw.priority * positive(week.goal_gap[e, j] - got)
                week.got[e, j] = got
                week.ask[e, j] = ask
                total = total + ask
            week.class_asked[c] = total
    share_classes(week, s)


def purchase(plan: Plan, state: State, week: Week, s: int) -> None:
    """Put into the reserve what the state buys, as far as there is any left."""
    week.bought[s] = 0.0
    row = plan.purchase_row[s]
    if row >= 0:
        bought = least(week.avail[s], plan.purchase[row, week.now[0]] * plan.step)
        week.bought[s] = bought
        week.avail[s] = week.avail[s] - bought
        state.reserve[s] = state.reserve[s] + bought


def place(plan: Plan, state: State, week: Week, s: int, last: Lane) -> Lane:
    """Give the last pass, and the rest by need of the step, else by base use, else evenly.

    Returns what has no taker; once all classes are served, what they got joins their stocks.
    """
    needed = lane(0.0)
    base = 0.0
    takers = 0.0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[3]:
            takers = takers + 1.0
            base = base + plan.requirement0[e]
            needed = needed + week.requirement[e] * plan.step
    rest = week.avail[s]
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[3]:
            part = 1.0 / takers
            if base > 0.0:
                part = plan.requirement0[e] / base
            known = safe(week.requirement[e] * plan.step, needed, part)
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j] + week.ask[e, j] * last
                got = got + rest * plan.cohort_weight[j] * known
                if week.now[3] == 0:
                    state.stock[e, j] = state.stock[e, j] + got
                else:
                    week.got[e, j] = got
    if takers <= 0.0:
        return rest
    week.avail[s] = 0.0
    return lane(0.0)
