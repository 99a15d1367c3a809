r"""Ranked needs: free goods go to users above the greatest price by falling worth, then to others.

Lowering lists the edges of a site by falling $v_e$; edges of one $v_e$ are one rank and share. All
users with $v_e \le \bar P$ share the rest.
"""

from outlast.engine.arrays import Index, Lane
from outlast.engine.codes import FIRST_CLASS
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, positive, safe, where
from outlast.engine.plan import Plan
from outlast.engine.week import Week


def above_price(plan: Plan, draw: Draw, e: Index) -> Lane:
    """Return 1 where a missing unit costs the user more than the greatest price, else 0."""
    return where(draw.price_cap < plan.worth[e], lane(1.0), 0.0)


def grant_by_worth(plan: Plan, draw: Draw, week: Week, s: int) -> None:
    """Set the share of what each edge asks that free goods meet, and take these goods."""
    low = grant_ranks(plan, draw, week, s)
    share = least(1.0, safe(week.avail[s], low, 1.0))
    week.avail[s] = positive(week.avail[s] - low * share)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        week.granted[i] = week.granted[i] + (1.0 - above_price(plan, draw, e)) * share


def grant_ranks(plan: Plan, draw: Draw, week: Week, s: int) -> Lane:
    """Serve the users above the greatest price rank by rank; return the claims of the others."""
    left = week.avail[s]
    low = lane(0.0)
    for rank in range(plan.site_rank_ptr[s], plan.site_rank_ptr[s + 1]):
        asked = lane(0.0)
        for k in range(plan.rank_edge_ptr[rank], plan.rank_edge_ptr[rank + 1]):
            e = plan.site_edge[k]
            i = k - plan.site_edge_ptr[s]
            if plan.edge_class[e] >= week.now[FIRST_CLASS]:
                asked = asked + week.asked[i]
        high = above_price(plan, draw, plan.site_edge[plan.rank_edge_ptr[rank]])
        low = low + (1.0 - high) * asked
        share = high * least(1.0, safe(left, asked, 1.0))
        left = positive(left - asked * share)
        for k in range(plan.rank_edge_ptr[rank], plan.rank_edge_ptr[rank + 1]):
            week.granted[k - plan.site_edge_ptr[s]] = share
    week.avail[s] = left
    return low
