r"""Arbitrage: orders between two markets of a good answer the gap of their spot prices.

$$ \mathrm{gap}_r = \ln P^s_{d(r)} - \ln P^s_{o(r)} -
   \ln\frac{1 + \mathrm{wedge}^0_r + \mathrm{fee}_r}{1 + \mathrm{wedge}^0_r}, \quad
   a_r := \min\bigl(a_{max}, \max(a_{min}, a_r e^{\lambda(\tau_a)\,\mathrm{gap}_r})\bigr) $$

The prices are those of the week before. Own routes keep $a_r = 1$, and a route under a
licence or a denial ($\kappa_r > 0$) keeps the $a_r$ that it had.
"""

from outlast.engine.draw import Draw
from outlast.engine.ops import exp, least, log, most, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def arbitrage(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Move the orders of each base route between two markets over those that shares give."""
    for r in range(plan.bases):
        if plan.own[r] == 0:
            g = plan.site_good[plan.origin[r]]
            gap = log(state.spot[plan.destination[r]]) - log(state.spot[plan.origin[r]])
            if plan.act_ptr[r + 1] > plan.act_ptr[r]:
                dearer = (1.0 + plan.wedge0[r] + week.fee[r]) / (1.0 + plan.wedge0[r])
                gap = where(week.covered[r] > 0.0, 0.0, gap - log(dearer))
            moved = state.arbitrage[r] * exp(week.rate_arbitrage[0] * gap)
            moved = most(draw.arbitrage_least[g], moved)
            state.arbitrage[r] = least(draw.arbitrage_most[g], moved)
