r"""Cohorts: how far a user's inputs let each of its cohorts work, and what they use up.

$$ \mathrm{av}_{ej} = \min\bigl(1, \mathrm{safe}(M_{ej}, \omega_j q_e D, 1)\bigr) $$
$$ z^L_j = \min\bigl(1, \min_{\text{critical}} \mathrm{av}, \min_{\text{important}} \tfrac12 (1 +
   \mathrm{av})\bigr), \quad
   z^C_j = \min\bigl(1, [1 - \textstyle\sum\alpha +
   \sum\alpha \max(\mathrm{av}, 10^{-9})^{(s-1)/s}]^{s/(s-1)}\bigr) $$
$$ z_j = (1 - \mathrm{ces}) z^L_j + \mathrm{ces}\,z^C_j, \quad
   U_{ej} = \min(M_{ej}, \omega_j q_e D z_j), \quad M := M - U $$

Cohorts are comonotone: a firm that is thin in one input is thin in all. Processes and services of
flow share this. Reference: Pichler et al. (2022), equation 11, in ratio form.
"""

from outlast.engine.arrays import Lane
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, most, power, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

SCARCE = 1e-9
"""Least availability in the CES form."""


def work(plan: Plan, draw: Draw, state: State, week: Week, edges: tuple[int, int]) -> Lane:
    """Use up inputs, set each cohort's activity, and return the mean activity."""
    first, last = edges
    shares = 0.0
    for e in range(first, last):
        week.used[e] = 0.0
        week.available[e] = 0.0
        if plan.essential[e] <= 1:
            shares = shares + plan.ces_share[e]
    mean = lane(0.0)
    for j in range(len(plan.cohort_weight)):
        part = plan.cohort_weight[j]
        activity = lane(1.0)
        for e in range(first, last):
            asked = part * week.requirement[e] * plan.step
            available = least(1.0, safe(state.stock[e, j], asked, 1.0))
            week.available[e] = week.available[e] + part * available
            week.at_hand[e] = available
            if plan.essential[e] == 0:
                activity = least(activity, available)
            if plan.essential[e] == 1:
                activity = least(activity, 0.5 * (1.0 + available))
        if last > first:
            activity = activity + draw.ces * (smooth(plan, draw, week, edges, shares) - activity)
        week.cohort[j] = activity
        mean = mean + part * activity
        for e in range(first, last):
            stock = state.stock[e, j]
            used = least(stock, part * week.requirement[e] * plan.step * activity)
            state.stock[e, j] = stock - used
            week.used[e] = week.used[e] + used
    return mean


def smooth(plan: Plan, draw: Draw, week: Week, edges: tuple[int, int], shares: float) -> Lane:
    """Return the activity of a cohort in the CES form, from what it has at hand."""
    if shares <= 0.0:
        return lane(1.0)
    first, last = edges
    s = draw.ces_elasticity
    inside = lane(1.0 - shares)
    for e in range(first, last):
        if plan.essential[e] <= 1 and plan.ces_share[e] > 0.0:
            value = power(most(week.at_hand[e], SCARCE), (s - 1.0) / s)
            inside = inside + plan.ces_share[e] * value
    return least(1.0, power(inside, s / (s - 1.0)))
