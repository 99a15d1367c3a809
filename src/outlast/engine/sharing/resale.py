r"""Resale: users of low worth sell stock to spare to users of high worth that lack goods.

$$ \mathrm{spare} = \mathbb 1[v_e \le \bar P] \min(1, \varkappa \rho D) [M - n - m \omega_j q_e]^+,
   \quad \mathrm{ask} = \min([n - M]^+, [\phi n - \mathrm{free}]^+) $$
Where goods can be tied class 0 does not buy, since stocks do not remember ties.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import CIVIL, FIRST_CLASS, RESALE
from outlast.engine.draw import Draw
from outlast.engine.ops import anywhere, lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.sharing.contracts import fitting
from outlast.engine.sharing.ranked_needs import above_price, grant_ranks
from outlast.engine.state import State
from outlast.engine.week import Week


def resell(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Move stock from sellers to buyers, if any future has resale and any user a higher worth."""
    if week.now[RESALE] == 0 or plan.site_rank_ptr[s + 1] - plan.site_rank_ptr[s] <= 1:
        return
    if plan.site_tied[s] == 1:
        week.now[FIRST_CLASS] = CIVIL
    spare, asked = offer(plan, draw, state, week, s)
    if not anywhere(spare != 0.0) or not anywhere(asked != 0.0):
        return
    week.avail[s] = spare
    grant_ranks(plan, draw, week, s)
    sold = safe(spare - week.avail[s], spare, 0.0)
    week.avail[s] = 0.0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        seller = 1.0 - above_price(plan, draw, e)
        bought = week.granted[i]
        if plan.edge_class[e] < week.now[FIRST_CLASS]:
            bought = lane(0.0)
        for j in range(len(plan.cohort_weight)):
            part = bought * week.ask[i, j] - seller * sold * week.got[i, j]
            state.stock[e, j] = state.stock[e, j] + part


def offer(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> tuple[Lane, Lane]:
    """Set what each cohort would sell, in `got`, and would buy; return the sums of both."""
    paced = least(1.0, draw.free_share[plan.site_good[s]] * draw.resale * plan.step)
    fits = fitting(plan, draw, s)
    spare = lane(0.0)
    asked_all = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        part = paced * (1.0 - above_price(plan, draw, e))
        kept = week.requirement[e] * plan.step + draw.resale_cover * week.requirement[e]
        total = lane(0.0)
        for j in range(len(plan.cohort_weight)):
            weight = plan.cohort_weight[j]
            stock = state.stock[e, j]
            need = weight * week.requirement[e] * plan.step
            asked = least(positive(need - stock), positive(fits * need - week.free[i, j]))
            offered = part * positive(stock - weight * kept)
            week.ask[i, j] = asked
            week.got[i, j] = offered
            total = total + asked
            spare = spare + offered
        week.asked[i] = total
        asked_all = asked_all + total
    return spare, asked_all
