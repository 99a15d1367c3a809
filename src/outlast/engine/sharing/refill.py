r"""Refill: after all needs stocks receive their claims, the state buys, and the rest goes by need.

It gives the goods that needs were granted, then claim; of open goods the state buys
$\min(\mathrm{avail}, \mathrm{purchase}_{s,w} D)$; the rest goes by $n$, else by $q^0$, else evenly.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import DEFENCE, FIRST_CLASS, STEP
from outlast.engine.ops import lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def refill(plan: Plan, state: State, week: Week, s: int) -> None:
    """Give what was granted, fill stocks, let the state buy, and place the rest."""
    share = share_of_claims(plan, week, s)
    if week.now[FIRST_CLASS] == DEFENCE:
        purchase(plan, state, week, s)
    give(plan, state, week, s, share)
    week.avail[s] = 0.0


def share_of_claims(plan: Plan, week: Week, s: int) -> Lane:
    """Give what was granted; return the share of claims that the rest meets, and take it."""
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
            granted = week.granted[i]
            for j in range(len(plan.cohort_weight)):
                free = granted * week.ask[i, j]
                got = week.got[i, j] + free
                claim = positive(week.goal_gap[i, j] - got)
                week.free[i, j] = week.free[i, j] + free
                week.got[i, j] = got
                week.ask[i, j] = claim
                total = total + claim
    share = least(1.0, safe(week.avail[s], total, 1.0))
    week.avail[s] = positive(week.avail[s] - total * share)
    return share


def purchase(plan: Plan, state: State, week: Week, s: int) -> None:
    """Put the purchases of the state into the reserve, within the goods that remain."""
    week.bought[s] = 0.0
    row = plan.purchase_row[s]
    if row >= 0:
        bought = least(week.avail[s], plan.purchase[row, week.now[STEP]] * plan.step)
        week.bought[s] = bought
        week.avail[s] = week.avail[s] - bought
        state.reserve[s] = state.reserve[s] + bought


def give(plan: Plan, state: State, week: Week, s: int, share: Lane) -> None:
    """Give a share of the claims, and the rest by need of the step, else by base use, else evenly.

    Once all classes are served, their goods join their stocks.
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
        i = k - plan.site_edge_ptr[s]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
            part = 1.0 / takers
            if base > 0.0:
                part = plan.requirement0[e] / base
            mine = rest * safe(week.requirement[e] * plan.step, needed, part)
            for j in range(len(plan.cohort_weight)):
                got = week.got[i, j] + share * week.ask[i, j] + plan.cohort_weight[j] * mine
                if week.now[FIRST_CLASS] == DEFENCE:
                    state.stock[e, j] = state.stock[e, j] + got
                else:
                    week.got[i, j] = got
