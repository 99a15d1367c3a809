r"""Practice: how far each office eases or hardens its licences this week, and the trend of trade.

$$ x_Z = x_{Z,i} + \mathrm{part}\,(x_{Z,i+1} - x_{Z,i}), \quad \mathrm{easing}_Z = e^{x_Z}, \quad
   \mathrm{room}_Z = e^{b_\mu x_Z}, \quad \mathrm{pace}_Z = e^{-b_r x_Z} $$
$$ \mathrm{trend}_s = \mathrm{safe}\Bigl(\sum_{e@s} q^0_e e^{G_e(t)},
   \sum_{e@s} q^0_e, 1\Bigr) $$

Up to the last known day the path is 0. $G$ is the growth of the edge's service, or of its
process's capacity; need computes it. Rules read all of it.
"""

from outlast.engine.codes import STEP
from outlast.engine.draw import Draw
from outlast.engine.ops import exp, lane
from outlast.engine.plan import Plan
from outlast.engine.week import Week


def practice(plan: Plan, draw: Draw, week: Week) -> None:
    """Set the state of each path of practice, and the trend of trade at each site."""
    place = plan.knot[week.now[STEP]]
    i = int(place)
    part = place - i
    for z in range(len(week.easing)):
        if place >= 0.0:
            begins = draw.practice[z, i]
            x = begins + part * (draw.practice[z, i + 1] - begins)
            week.easing[z] = exp(x)
            week.room[z] = exp(draw.room_response * x)
            week.pace[z] = exp(-(draw.pace_response * x))
        else:
            week.easing[z] = 1.0
            week.room[z] = 1.0
            week.pace[z] = 1.0
    for s in range(len(plan.site_bloc)):
        base = 0.0
        total = lane(0.0)
        for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
            e = plan.site_edge[k]
            base = base + plan.requirement0[e]
            total = total + plan.requirement0[e] * week.edge_growth[e]
        if base > 0.0:
            week.trend[s] = total / base
        else:
            week.trend[s] = 1.0
