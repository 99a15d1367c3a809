r"""Arrive: goods reach their site one travel time after they were sent.

$$ \mathrm{arrived}_r = \mathrm{open}_i, \quad \mathrm{arrived\_tied}_r = \mathrm{tied}_i, \quad
   i = \mathrm{ring\_ptr}_r + (w \bmod \mathrm{slots}_r) $$

and both slots are emptied. Recorded deliveries, which no base flow carries, come on top.
"""

from outlast.engine.codes import STEP
from outlast.engine.ops import lane
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def arrive(plan: Plan, state: State, week: Week) -> None:
    """Take the goods that arrive in this step from transit."""
    w = week.now[STEP]
    for r in range(len(plan.origin)):
        slot = plan.ring_ptr[r] + w % plan.slots[r]
        week.arrived[r] = state.transit_open[slot]
        week.arrived_tied[r] = state.transit_tied[slot]
        state.transit_open[slot] = 0.0
        state.transit_tied[slot] = 0.0
    for s in range(len(plan.site_bloc)):
        came = lane(0.0)
        came_tied = lane(0.0)
        for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
            came = came + week.arrived[plan.site_in[k]]
            came_tied = came_tied + week.arrived_tied[plan.site_in[k]]
        row = plan.delivery_row[s]
        if row >= 0:
            came = came + plan.delivery[row, w]
        week.came[s] = came
        week.came_tied[s] = came_tied
