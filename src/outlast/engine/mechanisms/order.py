r"""Order: users order their expected requirement and the gap of their inventory position.

$$ \hat q_e := \hat q_e + \lambda(\tau_q)(q_e - \hat q_e), \quad
   \mathrm{wait}_r := \mathrm{wait}_r +
   \lambda(\tau_q)(\kappa^L_r \mathrm{review}_r - \mathrm{wait}_r) $$
$$ IP_s = \sum M_{ej} + \sum_{r \to s}(\text{transit}) +
   \sum_{r \to s} \mathrm{hope}_r \sum_c (v^1 + v^2 + B)_{rc}, \quad
   \mathrm{hope}_r =
   \sum_c \mathrm{class}_{s,c}\,\mathrm{safe}(\pi_{rc}, 1 - \zeta(1 - \pi_{rc}), 0) $$
$$ \mathrm{target}_s = \sum \omega_j c_{ej} (1 + \chi \varsigma_{g(s)} E_s) \hat q_e +
   \Bigl(\sum \hat q_e\Bigr) \sum_{r \to s} W_r (L_r - D + \mathrm{pw}\,\mathrm{wait}_r) $$
$$ O_s = \min\bigl([\textstyle\sum \hat q_e + (\mathrm{target}_s - IP_s)/\tau_S]^+,
   o_{max} \sum \hat q_e\bigr) + \mathrm{purchase}_{s,w}, \quad
   \mathrm{order}_r = a_r W_r O_s (1 - \mathrm{buy}_r) $$

Reference: base-stock policy on inventory position (Clark and Scarf); Metzler.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import CLASSES, STEP
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def order(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Set orders by site and by route."""
    pace = week.rate_requirement[0]
    for e in range(len(plan.edge_site)):
        expected = state.required[e]
        state.required[e] = expected + pace * (week.requirement[e] - expected)
    for r in range(plan.bases):
        if plan.queue_row[r] >= 0:
            wait = state.wait[r]
            state.wait[r] = wait + pace * (week.licensed[r] * week.review[r] - wait)
    for s in range(len(plan.site_bloc)):
        position_gap = target(plan, draw, state, week, s) - position(plan, draw, state, week, s)
        expected = week.expected[s]
        wanted = positive(expected + position_gap / draw.stock_time)
        asked = least(wanted, draw.order_cap * expected)
        row = plan.purchase_row[s]
        if row >= 0:
            asked = asked + plan.purchase[row, week.now[STEP]]
        week.order[s] = asked
    for r in range(plan.bases):
        s = plan.destination[r]
        week.regular[r] = state.share[r] * week.expected[s]
        asked = state.share[r] * week.order[s]
        if plan.act_ptr[r + 1] > plan.act_ptr[r]:
            asked = asked * (1.0 - week.buyers_ban[r])
        if plan.own[r] == 0 and plan.resold[plan.site_good[s]] == 1:
            asked = asked * week.traded[r]
        week.order_route[r] = asked


def target(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> Lane:
    """Return the position that users of a site aim at, and set their expected requirement."""
    expected = lane(0.0)
    stocks = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        expected = expected + state.required[e]
        stocks = stocks + week.mean_cover[e] * state.required[e]
    week.expected[s] = expected
    weeks = lane(0.0)
    under_way = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r < plan.bases:
            travel = lane((int(plan.slots[r]) - 1) * plan.step)
            if plan.queue_row[r] >= 0:
                travel = travel + draw.plan_wait * state.wait[r]
            weeks = weeks + state.share[r] * travel
            under_way = under_way + state.share[r] * (int(plan.slots[r]) * plan.step)
    rise = 1.0 + draw.hoarding * draw.storability[plan.site_good[s]] * state.fear[s]
    week.buffer[s] = stocks * rise + expected * under_way
    return stocks * rise + expected * weeks


def position(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> Lane:
    """Return the units that users of a site hold, await, and expect licences for."""
    held = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        for j in range(len(plan.cohort_weight)):
            held = held + state.stock[plan.site_edge[k], j]
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        for i in range(plan.ring_ptr[r], plan.ring_ptr[r + 1]):
            held = held + (state.transit_open[i] + state.transit_tied[i])
    week.in_hand[s] = held
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r < plan.bases and plan.queue_row[r] >= 0:
            row = plan.queue_row[r]
            hope = lane(0.0)
            queue = lane(0.0)
            for c in range(CLASSES):
                granted = week.approval[r, c]
                ever = safe(granted, 1.0 - draw.refile * (1.0 - granted), 0.0)
                hope = hope + plan.site_class[s, c] * ever
                waiting = state.review1[row, c] + state.review2[row, c] + state.ready[row, c]
                queue = queue + waiting
            held = held + hope * queue
    return held
