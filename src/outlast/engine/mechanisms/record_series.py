r"""Record the series of a future, which results count over all futures, from the date on.

$$ \mathrm{level}_{x,d} = \bar s_x, \quad
   \mathrm{cover}_{s,d} = \min\Bigl(\mathrm{safe}\bigl(\textstyle\sum_{e,j} M_{ej},
   \sum_e \hat q_e, 0\bigr), 5200\Bigr), \quad
   \mathrm{met}_{s,d} = \mathrm{safe}\Bigl(\sum_e q_e\,\mathrm{available}_e,
   \textstyle\sum_e q_e, 1\Bigr) $$

The paired run writes the same places first, and the main run overwrites them. No mechanism reads
them.
"""

from outlast.engine.codes import STEP
from outlast.engine.cover import cover
from outlast.engine.ops import lane, safe
from outlast.engine.plan import Plan
from outlast.engine.state import Series, State
from outlast.engine.week import Week


def record_series(plan: Plan, state: State, week: Week, series: Series) -> None:
    """Record the step, if it is on or after the date and the block keeps series."""
    d = week.now[STEP] - plan.start
    if d < 0 or series.level.shape[1] == 0:
        return
    for x in range(len(plan.line_service)):
        series.level[x, d] = state.mean_level[x]
    for i in range(len(state.spot)):
        series.spot[i, d] = state.spot[i]
    for u in range(len(plan.service_kind)):
        series.usable[u, d] = week.usable_compute[u]
    for s in range(len(plan.site_bloc)):
        required = lane(0.0)
        met = lane(0.0)
        held = lane(0.0)
        expected = lane(0.0)
        for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
            e = plan.site_edge[k]
            required = required + week.requirement[e]
            expected = expected + state.required[e]
            met = met + week.requirement[e] * week.available[e]
            for j in range(len(plan.cohort_weight)):
                held = held + state.stock[e, j]
        series.met[s, d] = safe(met, required, 1.0)
        series.cover[s, d] = cover(held, expected)
