r"""Arbitrage: orders between two markets of a good answer the gap of their spot prices.

$$ \mathrm{gap}_r = \ln P^s_{d(r)}(1 + \mathrm{duty}_{d(r)}) - \ln P^s_{o(r)} -
   \ln\frac{1 + \mathrm{wedge}^0_r + \mathrm{fee}_r}{1 + \mathrm{wedge}^0_r}, \quad
   \ln a_r := \mathrm{clip}\bigl(\ln a_r + \lambda(\tau_a)(\kappa_a\,\mathrm{gap}_r - \ln a_r),\
   \ln a_{min},\ \ln a_{max}\bigr) $$

The prices are those of the week before. Own routes and goods that nobody resells keep $a_r = 1$,
and a route under a licence or a denial ($\kappa_r > 0$) keeps the $a_r$ that it had.
"""

from outlast.engine.draw import Draw
from outlast.engine.ops import anywhere, exp, least, log, most, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def arbitrage(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Move the orders of each base route between two markets over those that shares give."""
    for s in range(len(plan.site_bloc)):
        week.log_spot[s] = log(state.spot[s])
    for r in range(plan.bases):
        g = plan.site_good[plan.origin[r]]
        if plan.own[r] == 0 and plan.resold[g] == 1:
            s = plan.destination[r]
            gap = week.log_spot[s] + week.log_duty[s] - week.log_spot[plan.origin[r]]
            held = state.arbitrage[r]
            if plan.act_ptr[r + 1] > plan.act_ptr[r] and anywhere(week.fee[r] != 0.0):
                dearer = (1.0 + plan.wedge0[r] + week.fee[r]) / (1.0 + plan.wedge0[r])
                gap = gap - log(dearer)
            moved = held + week.rate_arbitrage[0] * (draw.arbitrage_response * gap - held)
            moved = most(week.log_fewest[g], least(week.log_farthest[g], moved))
            if plan.act_ptr[r + 1] > plan.act_ptr[r]:
                moved = where(week.covered[r] > 0.0, held, moved)
            state.arbitrage[r] = moved
            week.traded[r] = exp(moved)
