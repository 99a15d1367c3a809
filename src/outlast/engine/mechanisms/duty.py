r"""Duty: fees and price floors in force on each route, and their wedge at each site.

On routes from other sites, with $k_a = \kappa_a\,\mathrm{effect}$ and $P = P^c_s$:
$$ \mathrm{levy}_a = k_a \mathrm{rate}_a \text{ (fee)}, \quad
   k_a [\bar p_a / P - 1 - \textstyle\sum_{a'} \mathrm{levy}_{a'}]^+ \text{ (floor)}, \quad
   \mathrm{fee}_r = \sum_a \mathrm{levy}_a $$
On the own route a floor is a promise to plants at home: $\mathrm{levy}_a = k_a [\bar p_a - P]^+$,
$\mathrm{support}_s = \max_a (P + \mathrm{levy}_a)$.
$$ \mathrm{duty}_s = \sum_{r \to s} W_r\,\mathrm{fee}_r, \quad
   \mathrm{shelter}_s = \mathrm{safe}(\mathrm{duty}_s, \textstyle\sum_{r \to s} W_r, 0) $$
over base routes from other sites.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import FEE, PRICE_FLOOR
from outlast.engine.ops import lane, log, most, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def duty(plan: Plan, state: State, week: Week) -> None:
    """Set levies, the surcharge of each base route, and the wedge at each site."""
    for s in range(len(plan.site_bloc)):
        week.duty[s] = 0.0
        week.log_duty[s] = 0.0
        week.shelter[s] = 0.0
        week.support[s] = 0.0
        dutied = 0
        for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
            r = plan.site_in[k]
            if r < plan.bases and plan.act_ptr[r + 1] > plan.act_ptr[r]:
                price = state.contract[s]
                if plan.own[r] == 1:
                    week.support[s] = promise(plan, week, r, price)
                else:
                    dutied = dutied + levies(plan, week, r, price)
        if dutied > 0:
            spread(plan, state, week, s)


def levies(plan: Plan, week: Week, r: int, price: Lane) -> int:
    """Set the levies on a route from another site, and return their number."""
    count = 0
    week.fee[r] = 0.0
    for a in range(plan.act_ptr[r], plan.act_ptr[r + 1]):
        if plan.act_kind[a] == FEE:
            count = count + 1
            strength = plan.act_share[a] * week.effect[plan.act_measure[a]]
            week.levy[a] = strength * plan.act_rate[a]
            week.fee[r] = week.fee[r] + week.levy[a]
    for a in range(plan.act_ptr[r], plan.act_ptr[r + 1]):
        if plan.act_kind[a] == PRICE_FLOOR:
            count = count + 1
            strength = plan.act_share[a] * week.effect[plan.act_measure[a]]
            rest = positive(plan.act_rate[a] / price - 1.0 - week.fee[r])
            week.levy[a] = strength * rest
            week.fee[r] = week.fee[r] + week.levy[a]
    return count


def promise(plan: Plan, week: Week, r: int, price: Lane) -> Lane:
    """Set the levies on an own route, and return the best price that plants earn with one."""
    strongest = lane(0.0)
    for a in range(plan.act_ptr[r], plan.act_ptr[r + 1]):
        if plan.act_kind[a] == PRICE_FLOOR:
            strength = plan.act_share[a] * week.effect[plan.act_measure[a]]
            week.levy[a] = strength * positive(plan.act_rate[a] - price)
            strongest = most(strongest, price + week.levy[a])
    return strongest


def spread(plan: Plan, state: State, week: Week, s: int) -> None:
    """Set the wedge at a site from the surcharges of the routes from other sites."""
    paid = lane(0.0)
    bought = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r < plan.bases and plan.own[r] == 0:
            bought = bought + state.share[r]
            if plan.act_ptr[r + 1] > plan.act_ptr[r]:
                paid = paid + state.share[r] * week.fee[r]
    week.duty[s] = paid
    week.log_duty[s] = log(1.0 + paid)
    week.shelter[s] = safe(paid, bought, 0.0)
