r"""Price: the spot price of each market goes to the price that clears it; contracts follow.

With $x = \ln P$, every site a market, and sums over its edges and routes:
$$ f(x) = E + R e^{-\varepsilon (x + d)} + \min\bigl(b_{max}, A e^{-\eta (x - \ln P^e)} - H\bigr)
   - S, \quad \ln P^e = \ln P^u + \nu_E E_s $$
with the stocks held, $H = M/\tau_b$, and those aimed at, $A = T/\tau_b$.
$f$ is the smaller of two falling functions, and its root the smaller of theirs: one is exact, and
two steps of Newton on $\ln((r + t)/(S - E + H))$ from the spot price find the other.
$$ \ln P^s := \ln P^s + \lambda(1/k_P)(x - \ln P^s), \quad
   \ln P^u := \ln P^u + \lambda(\tau_u)(\ln P^c - \ln P^u), \quad
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

NEWTON = 2
"""Steps of Newton to the clearing price; the spot price of last week is near."""
LEAST_SLOPE = 0.01
"""Least fall of the log of use and building with the log price."""
ROUNDING = 1e-12
"""Excess under this share of the size of the market is rounding, and moves no price."""
SMALLEST = 1e-3
"""Share of the size of the market that smaller flows count as; rounding would set prices else."""


def price(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Move spot, usual and contract prices of every market."""
    for s in range(len(plan.site_bloc)):
        for k in range(MARKET_SUMS):
            week.market[s, k] = 0.0
    add_uses(plan, draw, state, week)
    for s in range(len(plan.site_bloc)):
        g = plan.site_good[s]
        add_offer(plan, week, s)
        size = size_of(week, s)
        clearing = least(clear(draw, state, week, s, size), fullest(draw, week, s, size))
        week.clearing[s] = clearing
        spot = week.log_spot[s]
        spot = spot + week.rate_price[g] * (clearing - spot)
        state.spot[s] = exp(spot)
        usual = state.usual[s]
        state.usual[s] = usual + week.rate_usual[0] * (week.log_contract[s] - usual)
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


def add_offer(plan: Plan, week: Week, s: int) -> None:
    """Set the supply of a market, and the flow that its stocks, held and aimed at, stand for.

    Supply is what makers offer or send and the state releases, plus goods sent in less goods sent
    out.
    """
    made = lane(0.0)
    for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
        made = made + week.output[plan.site_process[k]]
    other = week.released[s] - week.bought[s]
    row = plan.delivery_row[s]
    if row >= 0:
        other = other + plan.delivery[row, week.now[STEP]]
    came = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        came = came + week.sent[r]
        if r >= plan.bases:
            came = came - week.lost[r]
    usual = lane(0.0)
    left = lane(0.0)
    for k in range(plan.site_out_ptr[s], plan.site_out_ptr[s + 1]):
        r = plan.site_out[k]
        left = left + week.sent[r]
        if r < plan.bases:
            usual = usual + week.regular[r]
    sellers = plan.site_finished[s] * least(week.looked_for[s], usual)
    kept = least(week.on_sale[s], sellers)
    offered = least(made, week.looked_for[s]) + week.rate_sellers[0] * (week.on_sale[s] - kept)
    offered = most(offered, left / plan.step)
    week.market[s, SUPPLY] = offered + (other + came - left) / plan.step
    week.market[s, BUFFER_HELD] = week.rate_buffer[0] * (week.in_hand[s] + came + kept)
    week.market[s, BUFFER_AIM] = week.rate_buffer[0] * (week.buffer[s] + sellers)


def size_of(week: Week, s: int) -> Lane:
    """Return the size of a market: its uses, its supply, and the flows of its buffer."""
    uses = week.market[s, FIRM_USE] + week.market[s, OPEN_USE]
    buffer = week.market[s, BUFFER_AIM] + week.market[s, BUFFER_HELD]
    return uses + buffer + most(week.market[s, SUPPLY], 0.0)


def clear(draw: Draw, state: State, week: Week, s: int, size: Lane) -> Lane:
    """Return the log of the price that clears a market whose holders build without limit."""
    firm = week.market[s, FIRM_USE]
    free = week.market[s, OPEN_USE]
    aim = week.market[s, BUFFER_AIM]
    bend = safe(week.market[s, OPEN_ELASTICITY], free, 0.0)
    eta = draw.buffer_elasticity
    offer = week.market[s, SUPPLY] - firm + week.market[s, BUFFER_HELD]
    noise = ROUNDING * size
    smallest = SMALLEST * size + TINY
    x = week.log_spot[s]
    bought = free * exp(-bend * (x + week.log_duty[s]))
    wanted = aim * exp(eta * (state.usual[s] + draw.premium * state.fear[s] - x))
    for k in range(NEWTON):
        both = most(bought + wanted, smallest)
        nearer_offer = offer + most(-noise, least(noise, both - offer))
        gap = log(both / most(nearer_offer, smallest))
        move = both * gap / most(bend * bought + eta * wanted, LEAST_SLOPE * both)
        nearer = most(-week.log_cap[0], least(week.log_cap[0], x + move))
        if k < NEWTON - 1:
            bought = bought * exp(bend * (x - nearer))
            wanted = wanted * exp(eta * (x - nearer))
        x = nearer
    return x


def fullest(draw: Draw, week: Week, s: int, size: Lane) -> Lane:
    """Return the log of the price that clears a market whose holders build at the most."""
    free = week.market[s, OPEN_USE]
    bend = most(safe(week.market[s, OPEN_ELASTICITY], free, 0.0), LEAST_SLOPE)
    most_built = (draw.order_cap - 1.0) * (week.market[s, FIRM_USE] + free)
    left = week.market[s, SUPPLY] - week.market[s, FIRM_USE] - most_built
    x = log(safe(most(free, SMALLEST * size + TINY), left, 1.0)) / bend - week.log_duty[s]
    cap = week.log_cap[0]
    return where(left > 0.0, most(-cap, least(cap, x)), cap)
