r"""Allocate: users divide the goods that came, then the state releases stock to lines that lack.

Per edge and cohort $n = \omega_j q_e D$ and
$T = \omega_j c_{ej} (1 + \chi \varsigma_{g(s)} E_s) \hat q_e$.
Tied goods are poured first, over all classes but class 0, then open goods over all. A pouring gives
a guarantee, needs by class, claims by class, all claims, and the rest by need, where
$\mathrm{line} = [n - M - \mathrm{got}]^+$ and $\mathrm{claim} = [T + n - M - \mathrm{got}]^+$.
To give x is to give $x \min(1, \mathrm{safe}(\mathrm{avail}, \sum x, 1))$.

The release comes last. It covers the lack that entitled classes have left, $h = [n - M]^+$:
$$ \mathrm{released}_s = \min(G_s, \mathrm{rate}_s D, \textstyle\sum h), \quad
   M := M + h\,\mathrm{safe}(\mathrm{released}, \textstyle\sum h, 0) $$

Edges ask in sweeps: each sweep gives the goods of the pass before it, and asks for the next.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    CIVIL,
    CLASS_PRESENT,
    CLASSES,
    DEFENCE,
    FIRST_CLASS,
    PRECEDENCE,
    STEP,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def allocate(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Divide the goods that came among users and cohorts."""
    for s in range(len(plan.site_bloc)):
        aim(plan, draw, state, week, s)
        joins = lane(0.0)
        if plan.site_tied[s] == 1:
            week.now[FIRST_CLASS] = CIVIL
            week.avail[s] = week.came_tied[s]
            last = pour(plan, draw, week, s)
            joins = give_rest(plan, state, week, s, last)
        week.now[FIRST_CLASS] = DEFENCE
        week.avail[s] = week.came[s] + joins
        last = pour(plan, draw, week, s)
        purchase(plan, state, week, s)
        give_rest(plan, state, week, s, last)
        release(plan, state, week, s)


def aim(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Set the lack of each cohort for the step, and its lack of the stock that it aims at too."""
    rise = 1.0 + draw.hoarding * draw.storability[plan.site_good[s]] * state.fear[s]
    for c in range(CLASSES):
        week.now[CLASS_PRESENT + c] = 0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        week.now[CLASS_PRESENT + plan.edge_class[e]] = 1
        need = week.requirement[e] * plan.step
        target = rise * state.required[e]
        for j in range(len(plan.cohort_weight)):
            part = plan.cohort_weight[j] * need
            stock = state.stock[e, j]
            week.line_gap[e, j] = part - stock
            week.goal_gap[e, j] = plan.cohort_weight[j] * draw.cover[e, j] * target + part - stock
            week.got[e, j] = 0.0


def release(plan: Plan, state: State, week: Week, s: int) -> None:
    """Release from the reserve, within its rate, the goods that lines of entitled classes lack."""
    week.released[s] = 0.0
    if plan.reserve0[s] <= 0.0 and plan.purchase_row[s] < 0:
        return
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        entitled = plan.site_entitled[s, plan.edge_class[e]]
        for j in range(len(plan.cohort_weight)):
            need = plan.cohort_weight[j] * week.requirement[e] * plan.step
            lack = entitled * positive(need - state.stock[e, j])
            week.ask[e, j] = lack
            total = total + lack
    released = least(least(state.reserve[s], plan.reserve_rate[s] * plan.step), total)
    share = safe(released, total, 0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        for j in range(len(plan.cohort_weight)):
            state.stock[e, j] = state.stock[e, j] + share * week.ask[e, j]
    state.reserve[s] = state.reserve[s] - released
    week.released[s] = released


def pour(plan: Plan, draw: Draw, week: Week, s: int) -> Lane:
    """Give to the classes allowed, in order of precedence; return the share of the last pass."""
    total = lane(0.0)
    if week.now[PRECEDENCE] == 1:
        ask_guarantee(plan, draw, week, s)
        ask_needs(plan, draw, week, s)
        ask_by_class(plan, draw, week, s)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        c = plan.edge_class[e]
        if c >= week.now[FIRST_CLASS]:
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j]
                if week.now[PRECEDENCE] == 1:
                    got = got + week.ask[e, j] * week.class_share[c]
                    week.got[e, j] = got
                ask = positive(week.goal_gap[e, j] - got)
                week.ask[e, j] = ask
                total = total + ask
    return share_of(week, s, total)


def share_of(week: Week, s: int, asked: Lane) -> Lane:
    """Return the share of all claims that can be met, and take those goods from the rest."""
    share = least(1.0, safe(week.avail[s], asked, 1.0))
    week.avail[s] = positive(week.avail[s] - asked * share)
    return share


def share_classes(week: Week, s: int) -> None:
    """Set the share that each class receives of its claims, one class after another."""
    for c in range(week.now[FIRST_CLASS], CLASSES):
        if week.now[CLASS_PRESENT + c] == 1:
            week.class_share[c] = share_of(week, s, week.class_asked[c])
            week.class_asked[c] = 0.0


def ask_guarantee(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Ask for the guarantee, up to each cohort's claim."""
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
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


def ask_needs(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Give the guarantee, and ask for the needs of the step of each class."""
    first = draw.line_first[plan.site_good[s]]
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        c = plan.edge_class[e]
        if c >= week.now[FIRST_CLASS]:
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
    """Give the needs of the step, and ask for the claims of each class beyond them."""
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        c = plan.edge_class[e]
        if c >= week.now[FIRST_CLASS]:
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
    """Put the purchases of the state into the reserve, within the goods that remain."""
    week.bought[s] = 0.0
    row = plan.purchase_row[s]
    if row >= 0:
        bought = least(week.avail[s], plan.purchase[row, week.now[STEP]] * plan.step)
        week.bought[s] = bought
        week.avail[s] = week.avail[s] - bought
        state.reserve[s] = state.reserve[s] + bought


def give_rest(plan: Plan, state: State, week: Week, s: int, last: Lane) -> Lane:
    """Give the last pass, and the rest by need of the step, else by base use, else evenly.

    Return the goods that nobody takes. Once all classes are served, their goods join their stocks.
    """
    needed = lane(0.0)
    base = 0.0
    takers = 0.0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
            takers = takers + 1.0
            base = base + plan.requirement0[e]
            needed = needed + week.requirement[e] * plan.step
    rest = week.avail[s]
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
            part = 1.0 / takers
            if base > 0.0:
                part = plan.requirement0[e] / base
            known = safe(week.requirement[e] * plan.step, needed, part)
            for j in range(len(plan.cohort_weight)):
                got = week.got[e, j] + week.ask[e, j] * last
                got = got + rest * plan.cohort_weight[j] * known
                if week.now[FIRST_CLASS] == DEFENCE:
                    state.stock[e, j] = state.stock[e, j] + got
                else:
                    week.got[e, j] = got
    if takers <= 0.0:
        return rest
    week.avail[s] = 0.0
    return lane(0.0)
