r"""Serve: the level of each service of flow against unrestrained need.

$$ x_u = d_u \sum_j \omega_j z_{uj}, \quad s_u = \mathrm{safe}(x_u, D^o_u, 1), \quad
   \mathrm{ration}_u = \mathrm{safe}(x_u, d_u, 1), \quad
   \mathrm{stopped}_u = \sum_j \omega_j \mathbb 1[z_{uj} < \tfrac12 - 10^{-9}] $$

Need that a high price drives away counts as lost. Compute has its own file.
"""

from outlast.engine.codes import COMPUTE, NEED_FLOW
from outlast.engine.cohorts import work
from outlast.engine.ops import lane, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

HALF = 0.5 - 1e-9
"""Activity under which a cohort counts as stopped: without an important input a cohort works at one
half, and rounding must not push it under the line."""


def serve(plan: Plan, state: State, week: Week) -> None:
    """Set level, ration and stopped users of each service of flow."""
    for u in range(len(plan.service_kind)):
        if plan.service_kind[u] != COMPUTE:
            edges = (plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1])
            served = week.demand[u] * work(plan, state, week, edges)
            week.level[u] = safe(served, week.need[u], 1.0)
            week.ration[u] = safe(served, week.demand[u], 1.0)
            stopped = lane(0.0)
            for j in range(len(plan.cohort_weight)):
                weight = plan.cohort_weight[j]
                stopped = stopped + where(week.cohort[j] < HALF, lane(weight), 0.0)
            week.stopped[u] = stopped
    for x in range(len(plan.line_service)):
        if plan.line_definition[x] == NEED_FLOW:
            week.line_level[x] = week.level[plan.line_service[x]]
            week.line_ratio[x] = week.level[plan.line_service[x]]
