r"""Price: the spot price of each market goes to the price that clears it; contracts follow.

With $x = \ln P$, every site a market, and sums over its edges and routes:
$$ f(x) = E + R e^{-\varepsilon x} + \min\bigl(b_{max}, (T e^{-\eta (x - \ln P^e)} - M)/\tau_b\bigr)
   - S, \quad \ln P^e = \ln P^u + \nu_E E_s $$
$f$ falls in $x$. The clearing price is the cap if $f(\ln\bar P) > 0$, else the sixth step of Newton
from the spot price, inside a bracket that closes on the root.
$$ \ln P^s := \ln P^s + \lambda(1/k_P)(x - \ln P^s), \quad
   \ln P^u := \ln P^u + \lambda(\tau_u)(\ln P^s - \ln P^u), \quad
   \ln P^c := \ln P^c + \lambda(\tau_c)(\omega^S \ln P^s - \ln P^c) $$
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    BUFFER_AIM,
    BUFFER_HELD,
    FIRM_USE,
    MARKET_SUMS,
    OPEN_ELASTICITY,
    OPEN_USE,
    RESIDUAL,
    STEP,
    SUPPLY,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import TINY, exp, lane, least, log, most, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

NEWTON = 6
"""Steps of Newton to the clearing price; the spot price of last week is near."""
LEAST_SLOPE = 0.01
"""Least slope of a step, as a share of use and of the flow of the buffer aimed at."""
ROUNDING = 1e-12
"""Excess under this share of the same is rounding, and moves no price."""


def price(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Move spot, usual and contract prices of every market."""
    for s in range(len(plan.site_bloc)):
        for k in range(MARKET_SUMS):
            week.market[s, k] = 0.0
    add_uses(plan, draw, state, week)
    for s in range(len(plan.site_bloc)):
        g = plan.site_good[s]
        add_supply(plan, week, s)
        add_buffer(plan, draw, state, week, s)
        spot = log(state.spot[s])
        clearing = clear(draw, state, week, s, spot)
        week.clearing[s] = exp(clearing)
        spot = spot + week.rate_price[g] * (clearing - spot)
        state.spot[s] = exp(spot)
        usual = log(state.usual[s])
        state.usual[s] = exp(usual + week.rate_usual[0] * (spot - usual))
        week.paid[s] = state.contract[s]
        contract = week.log_contract[s]
        contract = contract + week.rate_contract[g] * (draw.pass_through[g] * spot - contract)
        state.contract[s] = exp(contract)


def add_uses(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Add the uses of every market, and the elasticity of its residual users.

    A process that makes the good out of the good passes it on: it counts with its use alone.
    """
    for p in range(len(plan.process_site)):
        for e in range(plan.process_edge_ptr[p], plan.process_edge_ptr[p + 1]):
            s = plan.edge_site[e]
            use = week.requirement[e]
            if s == plan.process_site[p]:
                use = week.used[e] / plan.step
            week.market[s, FIRM_USE] = week.market[s, FIRM_USE] + use
    for u in range(len(plan.service_kind)):
        for e in range(plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1]):
            s = plan.edge_site[e]
            if plan.service_kind[u] == RESIDUAL:
                intensity = plan.intensity[e] * state.thrift[e] / state.directed_factor[e]
                use = intensity * week.need[u]
                week.market[s, OPEN_USE] = week.market[s, OPEN_USE] + use
                weighed = week.market[s, OPEN_ELASTICITY] + draw.elasticity[u] * use
                week.market[s, OPEN_ELASTICITY] = weighed
            else:
                week.market[s, FIRM_USE] = week.market[s, FIRM_USE] + week.requirement[e]


def add_supply(plan: Plan, week: Week, s: int) -> None:
    """Set the goods made in a market, or released, plus those sent in less those sent out."""
    supply = week.released[s] - week.bought[s]
    row = plan.delivery_row[s]
    if row >= 0:
        supply = supply + plan.delivery[row, week.now[STEP]]
    for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
        supply = supply + plan.step * week.output[plan.site_process[k]]
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        supply = supply + week.sent[r]
        if r >= plan.bases:
            supply = supply - week.lost[r]
    for k in range(plan.site_out_ptr[s], plan.site_out_ptr[s + 1]):
        supply = supply - week.sent[plan.site_out[k]]
    week.market[s, SUPPLY] = supply / plan.step


def add_buffer(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Set the buffer of a market, and the buffer that is aimed at while the price is as usual."""
    users = lane(0.0)
    held = state.sellers[s]
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        cover = lane(0.0)
        for j in range(len(plan.cohort_weight)):
            cover = cover + plan.cohort_weight[j] * draw.cover[e, j]
            held = held + state.stock[e, j]
        users = users + cover * state.required[e]
    travel = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r < plan.bases:
            travel = travel + state.share[r] * (int(plan.slots[r]) * plan.step)
        for i in range(plan.ring_ptr[r], plan.ring_ptr[r + 1]):
            held = held + (state.transit_open[i] + state.transit_tied[i])
    usual = lane(0.0)
    for k in range(plan.site_out_ptr[s], plan.site_out_ptr[s + 1]):
        r = plan.site_out[k]
        if r < plan.bases:
            usual = usual + state.share[r] * week.expected[plan.destination[r]]
    rise = 1.0 + draw.hoarding * draw.storability[plan.site_good[s]] * state.fear[s]
    aim = users * rise + week.expected[s] * travel
    aim = aim + plan.site_finished[s] * least(state.ordered[s], usual)
    week.market[s, BUFFER_HELD] = held
    week.market[s, BUFFER_AIM] = aim


def clear(draw: Draw, state: State, week: Week, s: int, start: Lane) -> Lane:
    """Return the log of the price that clears a market, from that of its spot price."""
    firm = week.market[s, FIRM_USE] - week.market[s, SUPPLY]
    free = week.market[s, OPEN_USE]
    bend = safe(week.market[s, OPEN_ELASTICITY], free, 0.0)
    eta = draw.buffer_elasticity
    expected = log(state.usual[s]) + draw.premium * state.fear[s]
    aim = week.market[s, BUFFER_AIM] * exp(eta * expected) / draw.buffer_time
    held = week.market[s, BUFFER_HELD] / draw.buffer_time
    most_built = (draw.order_cap - 1.0) * (week.market[s, FIRM_USE] + free)
    scale = week.market[s, FIRM_USE] + free + aim
    flat = LEAST_SLOPE * scale + TINY
    noise = ROUNDING * scale
    cap = log(draw.price_cap)
    high = cap
    low = -cap
    built = least(most_built, aim * exp(-eta * cap) - held)
    short = firm + free * exp(-bend * cap) + built > 0.0
    x = start
    for _ in range(NEWTON):
        use = free * exp(-bend * x)
        wanted = aim * exp(-eta * x)
        built = wanted - held
        excess = firm + use + least(most_built, built)
        excess = where(most(excess, -excess) > noise, excess, 0.0)
        slope = bend * use + where(built < most_built, eta * wanted, 0.0)
        low = where(excess > 0.0, x, low)
        high = where(excess > 0.0, high, x)
        guess = x + excess / most(slope, flat)
        middle = 0.5 * (low + high)
        x = where(guess < low, middle, where(guess > high, middle, guess))
    return where(short, cap, x)
