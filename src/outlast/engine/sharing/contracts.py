r"""Contracts: the share of arrivals that cannot change hands goes by the order book.

Of $(1 - \varkappa)\,\mathrm{avail}$ each cohort of an allowed class is given booked. It then asks
for the free goods that it can use:
$$ \mathrm{fit} = \min(\mathrm{line}, [\phi n - \mathrm{free}]^+), \quad
   \phi = \varkappa \text{ if } \varkappa < \tfrac12 \text{ else } 1 $$
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import FIRST_CLASS
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, positive, safe, where
from outlast.engine.plan import Plan
from outlast.engine.week import Week

MADE_TO_ORDER = 0.5
"""Free share under which a good counts as made to order: a free unit fits a part of a need."""


def deliver_contracts(plan: Plan, draw: Draw, week: Week, s: int) -> Lane:
    """Give goods by contract; set and return the free goods that cohorts ask for."""
    share = share_of_book(plan, draw, week, s)
    fits = fitting(plan, draw, s)
    asked_all = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
            most_free = fits * week.requirement[e] * plan.step
            total = lane(0.0)
            for j in range(len(plan.cohort_weight)):
                got = week.got[i, j]
                got = got + share * positive(week.book_gap[i, j] - got)
                usable = positive(plan.cohort_weight[j] * most_free - week.free[i, j])
                asked = least(positive(week.line_gap[i, j] - got), usable)
                week.got[i, j] = got
                week.ask[i, j] = asked
                total = total + asked
            week.asked[i] = total
            asked_all = asked_all + total
    return asked_all


def fitting(plan: Plan, draw: Draw, s: int) -> Lane:
    """Return the share of a need that free goods of a site can serve."""
    free = draw.free_share[plan.site_good[s]]
    return where(free < MADE_TO_ORDER, free, 1.0)


def share_of_book(plan: Plan, draw: Draw, week: Week, s: int) -> Lane:
    """Return the share of the order book that contracts meet, and take the goods for them."""
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        if plan.edge_class[e] >= week.now[FIRST_CLASS]:
            for j in range(len(plan.cohort_weight)):
                total = total + positive(week.book_gap[i, j] - week.got[i, j])
    bound = (1.0 - draw.free_share[plan.site_good[s]]) * week.avail[s]
    share = least(1.0, safe(bound, total, 1.0))
    week.avail[s] = positive(week.avail[s] - total * share)
    return share
