r"""Rated orders: a state puts a share of a class's needs before all contracts.

Each cohort asks $\min(\mathrm{line}, [g_c n - \mathrm{got}]^+)$ of the open goods.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import CLASS_RATED, RATED_USERS
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.week import Week


def serve_rated_orders(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Give open goods to the classes of which a share of needs comes first."""
    if week.now[RATED_USERS] == 0:
        return
    share = ask(plan, draw, week, s)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        if week.now[CLASS_RATED + plan.edge_class[e]] == 1:
            for j in range(len(plan.cohort_weight)):
                week.got[i, j] = week.got[i, j] + share * week.ask[i, j]


def ask(plan: Plan, draw: Draw, week: Week, s: int) -> Lane:
    """Ask for rated orders, take the goods for them, and return the share that is met."""
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        if week.now[CLASS_RATED + plan.edge_class[e]] == 1:
            first = draw.guarantee[plan.edge_class[e]] * week.requirement[e] * plan.step
            for j in range(len(plan.cohort_weight)):
                got = week.got[i, j]
                rated = positive(plan.cohort_weight[j] * first - got)
                asked = least(positive(week.line_gap[i, j] - got), rated)
                week.ask[i, j] = asked
                total = total + asked
    share = least(1.0, safe(week.avail[s], total, 1.0))
    week.avail[s] = positive(week.avail[s] - total * share)
    return share
