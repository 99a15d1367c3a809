r"""Account: the costs of the week to each bloc, in four blocks, from `start` on.

Direct: $VA_u D\,([d_u - x_u]^+ + \tfrac12 [D^o_u - d_u]^+) / D^o_u$ for services of flow; of it
$D\,[d_u - x_u]^+ / D^o_u$ is the forced shortfall of the year, in weeks.
Terms of trade, on goods that arrive between blocs at contract prices, with the base price of the
step, $p = p^0 \mathrm{trend}$, and $\omega = \mathrm{wedge} + \mathrm{fee}$: the importer bears
$p A [P(1 + \omega) - (1 + \mathrm{wedge}^0)]$, the exporter has $p A (P - 1)$, the wedge's bloc
$p A (P\,\mathrm{wedge} - \mathrm{wedge}^0)$, a fee's bloc its part; the four sum to 0. Sender: the
margin on $(1 - \mathrm{resold}_g)[(1 - \mathrm{buy}_r) W^0_r \sum \hat q D - \mathrm{sent}_r -
\sum_v \mathrm{sent}_v]^+$ of covered routes.
Fiscal: purchases less releases, and the difference to a promised price at home.
"""

from outlast.engine.arrays import Index
from outlast.engine.codes import (
    ACCOUNT_YEAR,
    DIRECT,
    FEE,
    FISCAL,
    PRICE_FLOOR,
    RESIDUAL,
    SENDER,
    STEP,
    TERMS_OF_TRADE,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, positive, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def account(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Add the week to the costs of each bloc."""
    for b in range(len(plan.research0)):
        week.missed[b] = 0.0
        week.kept[b] = 0.0
        week.usual[b] = 0.0
    for r in range(plan.bases):
        miss_sales(plan, draw, state, week, r)
    for b in range(len(plan.research0)):
        state.lost_sales[b] = week.missed[b] / plan.step
        state.kept_out[b] = safe(week.kept[b], week.usual[b], 0.0)
    if week.now[STEP] >= plan.start:
        for u in range(len(plan.service_kind)):
            lose_output(plan, state, week, u)
        for r in range(len(plan.origin)):
            trade(plan, draw, state, week, r)
        spend(plan, state, week)


def base_price(plan: Plan, week: Week, g: Index) -> float:
    """Return the base price of a good in this step."""
    return plan.price0[g] * plan.price_trend[g, week.now[STEP]]


def lose_output(plan: Plan, state: State, week: Week, u: int) -> None:
    """Add the direct loss of a service of flow, and its forced shortfall in weeks of its need."""
    if plan.service_kind[u] != RESIDUAL and plan.value_added[u] > 0.0:
        need = week.need[u]
        demand = week.demand[u]
        forced = positive(demand - week.ration[u] * demand)
        chosen = positive(need - demand)
        lost = safe(forced + 0.5 * chosen, need, 0.0) * plan.value_added[u] * plan.step
        b = plan.service_bloc[u]
        state.cost[b, DIRECT] = state.cost[b, DIRECT] + lost
        k = plan.valued_row[u]
        if k >= 0:
            y = int((week.now[STEP] - plan.start) * plan.step / ACCOUNT_YEAR)
            state.short[k, y] = state.short[k, y] + safe(forced, need, 0.0) * plan.step


def trade(plan: Plan, draw: Draw, state: State, week: Week, r: int) -> None:
    """Add the goods that arrived by a route between blocs to the terms of trade."""
    seller = plan.site_bloc[plan.origin[r]]
    s = plan.destination[r]
    buyer = plan.site_bloc[s]
    if seller == buyer:
        return
    price = week.paid[s]
    value = base_price(plan, week, plan.site_good[s]) * (week.arrived[r] + week.arrived_tied[r])
    wedge0 = 0.0
    if r < plan.bases:
        wedge0 = plan.wedge0[r]
    wedge = lane(wedge0)
    if r >= plan.bases:
        wedge = draw.detour_wedge[r]
    fees = lane(0.0)
    if r < plan.bases:
        for a in range(plan.act_ptr[r], plan.act_ptr[r + 1]):
            if plan.act_kind[a] == FEE or plan.act_kind[a] == PRICE_FLOOR:
                fee = week.levy[a]
                fees = fees + fee
                b = plan.act_bloc[a]
                state.cost[b, TERMS_OF_TRADE] = state.cost[b, TERMS_OF_TRADE] - value * price * fee
    paid = value * (price * (1.0 + wedge + fees) - (1.0 + wedge0))
    state.cost[buyer, TERMS_OF_TRADE] = state.cost[buyer, TERMS_OF_TRADE] + paid
    state.cost[seller, TERMS_OF_TRADE] = state.cost[seller, TERMS_OF_TRADE] - value * (price - 1.0)
    broker = plan.wedge_bloc[r]
    state.cost[broker, TERMS_OF_TRADE] = state.cost[broker, TERMS_OF_TRADE] - value * (
        price * wedge - wedge0
    )


def miss_sales(plan: Plan, draw: Draw, state: State, week: Week, r: int) -> None:
    """Add the sales that a covered route between blocs missed to its sender's losses."""
    b = plan.site_bloc[plan.origin[r]]
    s = plan.destination[r]
    buyer = plan.site_bloc[s]
    if b == buyer:
        return
    g = plan.site_good[s]
    followed = plan.good_maker[g] >= 0 and plan.good_maker[g] != buyer
    if followed:
        usual = plan.share0[r] * week.expected[s] * plan.step * base_price(plan, week, g)
        week.usual[buyer] = week.usual[buyer] + usual
    if plan.act_ptr[r + 1] == plan.act_ptr[r]:
        return
    sent = week.sent[r]
    for v in range(plan.detour_ptr[r], plan.detour_ptr[r + 1]):
        sent = sent + week.sent[v]
    wanted = plan.share0[r] * week.expected[s] * plan.step
    value = where(week.covered[r] > 0.0, base_price(plan, week, g), 0.0)
    if followed:
        week.kept[buyer] = week.kept[buyer] + value * positive(wanted - sent)
    allowed = wanted * (1.0 - week.buyers_ban[r])
    lost = value * positive(allowed - sent) * (1.0 - draw.resold[g])
    week.missed[b] = week.missed[b] + lost
    if week.now[STEP] >= plan.start:
        state.cost[b, SENDER] = state.cost[b, SENDER] + plan.margin[g] * lost


def spend(plan: Plan, state: State, week: Week) -> None:
    """Add purchases less releases, and the difference that the state pays to plants at home."""
    for s in range(len(plan.site_bloc)):
        if plan.reserve0[s] > 0.0 or plan.purchase_row[s] >= 0:
            price = base_price(plan, week, plan.site_good[s]) * week.paid[s]
            b = plan.site_bloc[s]
            outlay = price * (week.bought[s] - week.released[s])
            state.cost[b, FISCAL] = state.cost[b, FISCAL] + outlay
    for r in range(plan.bases):
        if plan.own[r] == 1:
            s = plan.destination[r]
            for a in range(plan.act_ptr[r], plan.act_ptr[r + 1]):
                if plan.act_kind[a] == PRICE_FLOOR:
                    value = base_price(plan, week, plan.site_good[s]) * week.arrived[r]
                    b = plan.site_bloc[s]
                    state.cost[b, FISCAL] = state.cost[b, FISCAL] + value * week.levy[a]
