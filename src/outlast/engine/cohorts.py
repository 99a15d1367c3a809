r"""Cohorts: how far its inputs let each cohort of a user work, and how much of them it uses up.

$$ \mathrm{av}_{ej} = \min\bigl(1, \mathrm{safe}(M_{ej}, \omega_j q_e D, 1)\bigr) $$
$$ z_j = \min\bigl(1, \min_{\text{critical}} \mathrm{av}, \min_{\text{important}} \tfrac12 (1 +
   \mathrm{av})\bigr), \quad
   U_{ej} = \min(M_{ej}, \omega_j q_e D z_j), \quad M := M - U $$

Cohorts are comonotone: a firm that holds little of one input holds little of all. Processes and
services of flow share this. Reference: Pichler et al. (2022), equation 11, in ratio form.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import CRITICAL, IMPORTANT
from outlast.engine.ops import lane, least, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def work(plan: Plan, state: State, week: Week, edges: tuple[int, int]) -> Lane:
    """Use up inputs, set each cohort's activity, and return the mean activity, 0 to 1."""
    first, last = edges
    for e in range(first, last):
        week.used[e] = 0.0
        week.available[e] = 0.0
    mean = lane(0.0)
    for j in range(len(plan.cohort_weight)):
        part = plan.cohort_weight[j]
        activity = lane(1.0)
        for e in range(first, last):
            asked = part * week.requirement[e] * plan.step
            available = least(1.0, safe(state.stock[e, j], asked, 1.0))
            week.available[e] = week.available[e] + part * available
            if plan.essential[e] == CRITICAL:
                activity = least(activity, available)
            if plan.essential[e] == IMPORTANT:
                activity = least(activity, 0.5 * (1.0 + available))
        week.cohort[j] = activity
        mean = mean + part * activity
        for e in range(first, last):
            stock = state.stock[e, j]
            used = least(stock, part * week.requirement[e] * plan.step * activity)
            state.stock[e, j] = stock - used
            week.used[e] = week.used[e] + used
    return mean
