r"""Price: one pair of indices for each good, inside and outside its controller's market.

$$ \mathrm{scarce} = \min\Bigl(\ln \bar P, \frac{\ln \max(1, \mathrm{safe}(\mathrm{Dn},
   \max(\mathrm{Sn}, \epsilon_0 X), 1))}{\varepsilon_d + \varepsilon_s}\Bigr), \quad
   \mathrm{glut} = \psi \ln
   \frac{\max(\sum f^0 \hat o, \epsilon_0 F^b)}{\max(\sum F, \epsilon_0 F^b)} $$
$\ln P^* = \mathrm{scarce} + \nu_E \bar E + \min(0, \mathrm{glut})$ outside, glut inside, within the
cap;
$$ \ln P^s := \ln P^s + \lambda(1/k_P)(\ln P^* - \ln P^s) + \nu \bar\Delta [z = 1], \quad
   \ln P^c := \ln P^c + \lambda(\tau_c)(\omega^S \ln P^s - \ln P^c) $$

Dn is the expected requirement, not orders; Sn is the goods sent and not seized.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    INSIDE,
    MARKET_AIM,
    MARKET_BASE,
    MARKET_DEMAND,
    MARKET_FEAR,
    MARKET_HELD,
    MARKET_HELD_BASE,
    MARKET_SUMS,
    MARKET_SUPPLY,
    MARKET_SURPRISE,
    OUTSIDE,
    ZONES,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import FLOOR, exp, lane, least, log, most, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def price(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Move spot and contract prices of every market."""
    for i in range(len(state.spot)):
        for k in range(MARKET_SUMS):
            week.market[i, k] = 0.0
    for s in range(len(plan.site_bloc)):
        add_to_market(plan, state, week, s)
    cap = log(draw.price_cap)
    for i in range(len(state.spot)):
        g = i // ZONES
        target = least(cap, most(-cap, aim(plan, draw, week, i)))
        week.target_price[i] = exp(target)
        spot = log(state.spot[i])
        moved = spot + week.rate_price[g] * (target - spot)
        if i % ZONES == OUTSIDE:
            base = week.market[i, MARKET_BASE]
            moved = moved + draw.panic * safe(week.market[i, MARKET_SURPRISE], base, 0.0)
        moved = least(cap, most(-cap, moved))
        state.spot[i] = exp(moved)
        week.paid[i] = state.contract[i]
        contract = week.log_contract[i]
        contract = contract + week.rate_contract[g] * (draw.pass_through[g] * moved - contract)
        state.contract[i] = exp(contract)


def add_to_market(plan: Plan, state: State, week: Week, s: int) -> None:
    """Add a site to the sums of its market."""
    i = plan.site_price[s]
    base = plan.site_inflow0[s]
    supply = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        supply = supply + week.sent[r]
        if r >= plan.bases:
            supply = supply - week.lost[r]
    finished = plan.site_finished[s]
    week.market[i, MARKET_DEMAND] = week.market[i, MARKET_DEMAND] + plan.step * week.expected[s]
    week.market[i, MARKET_SUPPLY] = week.market[i, MARKET_SUPPLY] + supply
    week.market[i, MARKET_BASE] = week.market[i, MARKET_BASE] + base
    week.market[i, MARKET_FEAR] = week.market[i, MARKET_FEAR] + base * state.fear[s]
    week.market[i, MARKET_SURPRISE] = week.market[i, MARKET_SURPRISE] + base * week.surprise[s]
    week.market[i, MARKET_AIM] = week.market[i, MARKET_AIM] + finished * state.ordered[s]
    week.market[i, MARKET_HELD] = week.market[i, MARKET_HELD] + state.sellers[s]
    week.market[i, MARKET_HELD_BASE] = (
        week.market[i, MARKET_HELD_BASE] + finished * plan.site_output0[s]
    )


def aim(plan: Plan, draw: Draw, week: Week, i: int) -> Lane:
    """Return the log of the price to which a market tends, before the cap."""
    g = i // ZONES
    held0 = FLOOR * week.market[i, MARKET_HELD_BASE]
    ratio = safe(
        most(week.market[i, MARKET_AIM], held0), most(week.market[i, MARKET_HELD], held0), 1.0
    )
    glut = where(held0 > 0.0, draw.glut * log(ratio), 0.0)
    if i % ZONES == INSIDE:
        return glut
    base = week.market[i, MARKET_BASE]
    supply = most(week.market[i, MARKET_SUPPLY], FLOOR * plan.step * base)
    tight = log(most(1.0, safe(week.market[i, MARKET_DEMAND], supply, 1.0)))
    scarce = tight / (draw.demand_elasticity[g] + draw.supply_elasticity[g])
    scarce = least(log(draw.price_cap), scarce)
    fear = safe(week.market[i, MARKET_FEAR], base, 0.0)
    return scarce + draw.premium * fear + least(0.0, glut)
