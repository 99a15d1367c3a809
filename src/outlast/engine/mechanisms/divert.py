r"""Divert: part of the refused orders moves physically through a hub.

$$ R^*_r = \min(1, \rho_r)(1 - \mathrm{enforcement}_r)\,\mathbb 1[\mathrm{refused}_b > 0], \quad
   R_r := R_r + \lambda(\tau_R)(R^*_r - R_r) $$
$$ \mathrm{offer}_r = \min\bigl(R_r\,\mathrm{refused}_b / \max(1, \textstyle\sum_{r\,of\,b} R_r),
   k_r X^0_b\bigr) $$
The headroom that its hub route h has under its own rule bounds a licit detour:
$$ \mathrm{divert}_r = \mathrm{offer}_r \min\bigl(1, \mathrm{safe}([\mathrm{headroom\_cap}_h -
   \mathrm{legal}_h]^+, \textstyle\sum_{r'\,by\,h} \mathrm{offer}_{r'}, 1)\bigr) $$
"""

from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, most, positive, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def divert(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Set the orders that each detour carries."""
    for b in range(plan.bases):
        crowd = lane(0.0)
        for r in range(plan.detour_ptr[b], plan.detour_ptr[b + 1]):
            aim = least(1.0, draw.detour_share[r]) * (1.0 - draw.enforcement[r])
            aim = where(week.refused[b] > 0.0, aim, 0.0)
            share = state.diverted[r]
            pace = where(aim > share, week.rate_detour_up[0], week.rate_detour_down[0])
            state.diverted[r] = share + pace * (aim - share)
            crowd = crowd + state.diverted[r]
        crowd = most(1.0, crowd)
        for r in range(plan.detour_ptr[b], plan.detour_ptr[b + 1]):
            offer = state.diverted[r] * week.refused[b] / crowd
            week.offer[r] = least(offer, draw.detour_cap[r] * plan.flow0[b])
    for r in range(plan.bases, len(plan.origin)):
        h = plan.hub_route[r]
        if h >= 0 and plan.licit[r] == 1:
            total = lane(0.0)
            for k in range(plan.hub_ptr[h], plan.hub_ptr[h + 1]):
                total = total + week.offer[plan.hub_detour[k]]
            head = positive(week.headroom_cap[h] - week.legal[h])
            week.divert[r] = week.offer[r] * least(1.0, safe(head, total, 1.0))
        else:
            week.divert[r] = week.offer[r]
