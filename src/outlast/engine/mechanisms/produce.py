r"""Produce: inputs limit planned output, cohort by cohort.

$$ Y_p = \mathrm{plan}_p \sum_j \omega_j z_j $$

with $z_j$ as in `cohorts`.
"""

from outlast.engine.cohorts import work
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def produce(plan: Plan, state: State, week: Week) -> None:
    """Set the output of each process, and use up its inputs."""
    for p in range(len(plan.process_site)):
        edges = (plan.process_edge_ptr[p], plan.process_edge_ptr[p + 1])
        week.output[p] = week.plan[p] * work(plan, state, week, edges)
