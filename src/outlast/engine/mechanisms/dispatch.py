r"""Dispatch: sellers ration their goods among routes; fill, shares and expected orders move.

$$ N_s = F_s + D \sum_p Y_p, \quad \mathrm{want}_r = (\mathrm{legal}_r + \mathrm{divert}_r) D $$
$$ f = \min(1, \mathrm{safe}(N, w^o + w^x, 1)), \quad f_1 = \min(1, \mathrm{safe}(N, w^o, 1)), \quad
   f_2 = \min(1, \mathrm{safe}([N - f_1 w^o]^+, w^x, 1)) $$
Own routes receive $\mathrm{hf} f_1 + (1 - \mathrm{hf}) f$ of the goods they want, others
$\mathrm{hf} f_2 + (1 - \mathrm{hf}) f$.
$$ \phi_r := \phi_r +
   \lambda(\tau_\phi)(\min(1, \mathrm{safe}(\mathrm{sent}_r, \mathrm{order}_r D, 1)) - \phi_r) $$
$$ \varepsilon_r = \mathrm{safe}\Bigl(\mathrm{offtake}_r \phi_r^4 \sum_{p@o(r)} K^+_p,
   \sum_{e@s} \hat q_e, 0\Bigr), \quad
   m_s = \min\bigl(1, \textstyle\sum_{r \to s} \varepsilon_r\bigr) $$
$$ u_r = \bigl((1 - m_s) W^0_r +
   m_s\,\mathrm{safe}(\varepsilon_r, \textstyle\sum \varepsilon, 0)\bigr)
   \exp\Bigl(\beta(\phi_r - 1) -
   \gamma \ln \frac{1 + \mathrm{wedge}^0_r + \mathrm{fee}_r}{1 + \mathrm{wedge}^0_r}\Bigr), \quad
   W_r := W_r + \lambda(\tau_W)(\mathrm{safe}(u_r, \textstyle\sum u, W^0_r) - W_r) $$
$$ \hat o_s := \hat o_s + \lambda(\tau_q)((w^o_s + w^x_s)/D - \hat o_s) $$
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import STEP
from outlast.engine.draw import Draw
from outlast.engine.ops import anywhere, exp, lane, least, log, positive, safe
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def dispatch(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Send goods, and move fill, shares and expected orders."""
    for s in range(len(plan.site_bloc)):
        ration(plan, draw, state, week, s)
    for r in range(len(plan.origin)):
        load(plan, draw, state, week, r)
    for r in range(plan.bases):
        fill = state.fill[r]
        met = least(1.0, safe(week.sent[r], week.order_route[r] * plan.step, 1.0))
        state.fill[r] = fill + week.rate_fill[0] * (met - fill)
    for s in range(len(plan.site_bloc)):
        move_shares(plan, draw, state, week, s)


def ration(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Divide the goods of a seller among the routes out of its site."""
    goods = state.sellers[s]
    week.on_sale[s] = goods
    for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
        goods = goods + plan.step * week.output[plan.site_process[k]]
    want_own = lane(0.0)
    want_other = lane(0.0)
    for k in range(plan.site_out_ptr[s], plan.site_out_ptr[s + 1]):
        r = plan.site_out[k]
        week.want[r] = (week.legal[r] + week.divert[r]) * plan.step
        if plan.own[r] == 1:
            want_own = want_own + week.want[r]
        else:
            want_other = want_other + week.want[r]
    alike = least(1.0, safe(goods, want_own + want_other, 1.0))
    own_first = least(1.0, safe(goods, want_own, 1.0))
    other_last = least(1.0, safe(positive(goods - own_first * want_own), want_other, 1.0))
    home = draw.home_first
    sent = lane(0.0)
    for k in range(plan.site_out_ptr[s], plan.site_out_ptr[s + 1]):
        r = plan.site_out[k]
        if plan.own[r] == 1:
            week.sent[r] = week.want[r] * (home * own_first + (1.0 - home) * alike)
        else:
            week.sent[r] = week.want[r] * (home * other_last + (1.0 - home) * alike)
        sent = sent + week.sent[r]
    state.sellers[s] = positive(goods - sent)
    ordered = state.ordered[s]
    week.looked_for[s] = ordered
    wanted = (want_own + want_other) / plan.step
    state.ordered[s] = ordered + week.rate_requirement[0] * (wanted - ordered)


def load(plan: Plan, draw: Draw, state: State, week: Week, r: int) -> None:
    """Put the goods sent into the slot of transit that this step emptied."""
    slot = plan.ring_ptr[r] + week.now[STEP] % plan.slots[r]
    sent = week.sent[r]
    if r < plan.bases:
        tied = lane(0.0)
        if plan.queue_row[r] >= 0:
            tied = week.tied_legal[r] * plan.step * safe(sent, week.want[r], 0.0)
        state.transit_tied[slot] = tied
        state.transit_open[slot] = sent - tied
    else:
        week.lost[r] = draw.seized[r] * sent
        state.transit_open[slot] = sent - week.lost[r]


def move_shares(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Move the shares of a site's suppliers to new capacity and to routes that fill orders."""
    begins, ends = plan.site_in_ptr[s], plan.site_in_ptr[s + 1]
    offered = lane(0.0)
    for k in range(begins, ends):
        r = plan.site_in[k]
        if r < plan.bases:
            week.entry[r] = entry(plan, state, week, s, r)
            offered = offered + week.entry[r]
    entered = least(1.0, offered)
    total = lane(0.0)
    for k in range(begins, ends):
        r = plan.site_in[k]
        if r < plan.bases:
            pull = draw.share_weight_fill * (state.fill[r] - 1.0)
            if plan.act_ptr[r + 1] > plan.act_ptr[r] and anywhere(week.fee[r] != 0.0):
                dearer = (1.0 + plan.wedge0[r] + week.fee[r]) / (1.0 + plan.wedge0[r])
                pull = pull - draw.share_weight_price * log(dearer)
            usual = (1.0 - entered) * plan.share0[r]
            if anywhere(offered != 0.0):
                usual = usual + entered * safe(week.entry[r], offered, 0.0)
            week.pull[r] = usual * exp(pull)
            total = total + week.pull[r]
    for k in range(begins, ends):
        r = plan.site_in[k]
        if r < plan.bases:
            share = state.share[r]
            aim = safe(week.pull[r], total, plan.share0[r])
            state.share[r] = share + week.rate_share[0] * (aim - share)


def entry(plan: Plan, state: State, week: Week, s: int, r: int) -> Lane:
    """Return the offer of new capacity on a route, a share of the expected requirement there."""
    added = lane(0.0)
    if plan.offtake[r] <= 0.0:
        return added
    seller = plan.origin[r]
    for k in range(plan.site_process_ptr[seller], plan.site_process_ptr[seller + 1]):
        added = added + week.capacity_added[plan.site_process[k]]
    filled = state.fill[r] * state.fill[r]
    return safe(plan.offtake[r] * filled * filled * added, week.expected[s], 0.0)
