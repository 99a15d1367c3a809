r"""Price: one pair of indices for each good, inside and outside its controller's market.

$$ \mathrm{scarce} = \min\Bigl(\ln \bar P, \frac{\ln \max(1, \mathrm{safe}(\mathrm{Dn},
   \max(\mathrm{Sn}, \epsilon_0 X), 1))}{\varepsilon_d + \varepsilon_s}\Bigr), \quad
   \mathrm{glut} = \psi \ln
   \frac{\max(\sum f^0 \hat o, \epsilon_0 F^b)}{\max(\sum F, \epsilon_0 F^b)} $$
$\ln P^* = \mathrm{scarce} + \nu_E \bar E + \min(0, \mathrm{glut})$ outside, glut inside, within the
cap;
$$ \ln P^s := \ln P^s + \lambda(1/k_P)(\ln P^* - \ln P^s) + \nu \bar\Delta [z = 1], \quad
   \ln P^c := \ln P^c + \lambda(\tau_c)(\omega^S \ln P^s - \ln P^c) $$

Dn is what is required, not what is ordered; Sn what was sent and not seized.
"""

from outlast.engine.arrays import Lane
from outlast.engine.draw import Draw
from outlast.engine.ops import FLOOR, exp, lane, least, log, most, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

DEMAND = 0
SUPPLY = 1
BASE = 2
FEAR = 3
SURPRISE = 4
AIM = 5
HELD = 6
HELD0 = 7
SUMS = 8


def price(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Move spot and contract prices of every market."""
    for i in range(len(state.spot)):
        for k in range(SUMS):
            week.market[i, k] = 0.0
    for s in range(len(plan.site_bloc)):
        gather(plan, state, week, s)
    cap = log(draw.price_cap)
    for i in range(len(state.spot)):
        g = i // 2
        outside = i - 2 * g
        aim = tension(plan, draw, week, i)
        target = least(cap, most(-cap, aim))
        week.target_price[i] = exp(target)
        spot = log(state.spot[i])
        moved = spot + week.rate_price[g] * (target - spot)
        if outside == 1:
            base = week.market[i, BASE]
            moved = moved + draw.panic * safe(week.market[i, SURPRISE], base, 0.0)
        moved = least(cap, most(-cap, moved))
        state.spot[i] = exp(moved)
        week.paid[i] = state.contract[i]
        contract = week.log_contract[i]
        contract = contract + week.rate_contract[g] * (draw.pass_through[g] * moved - contract)
        state.contract[i] = exp(contract)


def gather(plan: Plan, state: State, week: Week, s: int) -> None:
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
    week.market[i, DEMAND] = week.market[i, DEMAND] + plan.step * week.expected[s]
    week.market[i, SUPPLY] = week.market[i, SUPPLY] + supply
    week.market[i, BASE] = week.market[i, BASE] + base
    week.market[i, FEAR] = week.market[i, FEAR] + base * state.fear[s]
    week.market[i, SURPRISE] = week.market[i, SURPRISE] + base * week.surprise[s]
    week.market[i, AIM] = week.market[i, AIM] + finished * state.ordered[s]
    week.market[i, HELD] = week.market[i, HELD] + state.sellers[s]
    week.market[i, HELD0] = week.market[i, HELD0] + finished * plan.site_output0[s]


def tension(plan: Plan, draw: Draw, week: Week, i: int) -> Lane:
    """Return the log of the price to which a market tends, before the cap."""
    g = i // 2
    held0 = FLOOR * week.market[i, HELD0]
    ratio = safe(most(week.market[i, AIM], held0), most(week.market[i, HELD], held0), 1.0)
    glut = where(held0 > 0.0, draw.glut * log(ratio), 0.0)
    if i == 2 * g:
        return glut
    base = week.market[i, BASE]
    supply = most(week.market[i, SUPPLY], FLOOR * plan.step * base)
    tight = log(most(1.0, safe(week.market[i, DEMAND], supply, 1.0)))
    scarce = tight / (draw.demand_elasticity[g] + draw.supply_elasticity[g])
    scarce = least(log(draw.price_cap), scarce)
    fear = safe(week.market[i, FEAR], base, 0.0)
    return scarce + draw.premium * fear + least(0.0, glut)
