r"""Clock: the measures that count this week, and the severity of denial that users expect.

$$ \mathrm{effect}_m = \mathrm{gate}_m\,\mathrm{force}_{m,w}\,\mathrm{open}_m, \quad
   p_m = \mathrm{gate}_m \max(\mathrm{on}_{m,w}\,\mathrm{open}_m,
         \mathrm{belief}_m\,\mathrm{announced}_{m,w}) $$
$$ \mathrm{open}_m = \frac1D\Bigl([\min(t + D, \mathrm{pauses}_m)
   - \max(t, \mathrm{begins}_m)]^+ + [t + D - \max(t, \mathrm{returns}_m)]^+\Bigr) $$
$$ \sigma_s = \max_t p_{m(t)} \mathrm{weight}_t, \quad
   E_s := E_s + \lambda(\tau_E)(\sigma_s - E_s) $$

where moves of the states can begin or suspend the row (docs/model/moves.md), else 1, and with the
time up if $\sigma_s > E_s$, else down. In the paired run nothing counts from `free_from`
on.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import STEP, WITHOUT_DENIAL
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, most, positive, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def clock(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Set the effect of each measure, and move fear."""
    w = week.now[STEP]
    off = week.now[WITHOUT_DENIAL] == 1 and w >= plan.free_from
    for m in range(len(plan.force)):
        gate = draw.gate[m]
        if off:
            gate = gate * 0.0
        if plan.moved[m] == 1:
            share = share_open(plan, draw, m, w)
            week.effect[m] = gate * (plan.force[m, w] * share)
            on = plan.on[m, w] * share
            week.likely[m] = gate * most(on, draw.belief[m] * plan.announced[m, w])
        else:
            week.effect[m] = gate * plan.force[m, w]
            week.likely[m] = gate * most(plan.on[m, w], draw.belief[m] * plan.announced[m, w])
    for s in range(len(plan.site_bloc)):
        severity = lane(0.0)
        for t in range(plan.threat_ptr[s], plan.threat_ptr[s + 1]):
            threat = week.likely[plan.threat_measure[t]] * plan.threat_weight[t]
            severity = most(severity, threat)
        week.severity[s] = severity
        fear = state.fear[s]
        pace = where(severity > fear, week.rate_fear_up[0], week.rate_fear_down[0])
        state.fear[s] = fear + pace * (severity - fear)


def share_open(plan: Plan, draw: Draw, m: int, w: int) -> Lane:
    """Return the share of a step in which moves of the states let a measure act."""
    begin = w * plan.step
    end = begin + plan.step
    before = positive(least(end, draw.pauses[m]) - most(begin, draw.begins[m]))
    after = positive(end - most(begin, draw.returns[m]))
    return (before + after) / plan.step
