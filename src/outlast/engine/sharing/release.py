r"""Release: the state gives from its reserve to lines of entitled classes that still lack goods.

$$ h = \mathrm{ent}\,[n - M]^+, \quad
   \mathrm{released}_s = \min(G_s, \mathrm{rate}_s D, \textstyle\sum h), \quad
   M := M + h\,\mathrm{safe}(\mathrm{released}, \textstyle\sum h, 0) $$
"""

from outlast.engine.ops import lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def release(plan: Plan, state: State, week: Week, s: int) -> None:
    """Release from the reserve, within its rate, the goods that lines of entitled classes lack."""
    week.released[s] = 0.0
    if plan.reserve0[s] <= 0.0 and plan.purchase_row[s] < 0:
        return
    total = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        entitled = plan.site_entitled[s, plan.edge_class[e]]
        for j in range(len(plan.cohort_weight)):
            need = plan.cohort_weight[j] * week.requirement[e] * plan.step
            lack = entitled * positive(need - state.stock[e, j])
            week.ask[i, j] = lack
            total = total + lack
    released = least(least(state.reserve[s], plan.reserve_rate[s] * plan.step), total)
    share = safe(released, total, 0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        for j in range(len(plan.cohort_weight)):
            state.stock[e, j] = state.stock[e, j] + share * week.ask[i, j]
    state.reserve[s] = state.reserve[s] - released
    week.released[s] = released
