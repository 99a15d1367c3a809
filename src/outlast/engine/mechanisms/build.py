r"""Build: price and unfilled orders start plants, and idle capacity comes back slowly.

$$ \mathrm{signal}_p =
   \max\bigl(P^c_{s(p)}(1 + \mathrm{shelter}_s), \mathrm{support}_s,
   1 + \xi(1 - \textstyle\sum_{r \to s} W^0_r \phi_r)\bigr), \quad
   H_p := H_p + \mathrm{cancel}_p \tfrac{D}{\mathrm{yr}} \mathbb 1[\mathrm{signal}_p < P_{floor}] $$
$$ \mathrm{start}_p = \frac{\max(K^0_p, \mathrm{entry}_p X_s)}{\mathrm{yr}}
   \min\bigl(\iota[\mathrm{signal}_p / P_{floor} - 1]^+, \iota_{max}\bigr)\,
   \mathrm{resolve}_p\,\mathbb 1[H_p < \mathrm{patience}_p] $$
Tools that come, $T_p = \sum_{r \to \mathrm{tool}(p)} W^0_r \phi_r$, bring growth:
$A_p := A_p + \mathrm{lift}_p [1 - \mathrm{reach}(1 - T_p)]^+ D / \mathrm{yr}$.
Three stages leave at $k = \min(1, 3D/\mathrm{build\_time}_p)$.
$$ \mathrm{usable}_p := \mathrm{usable}_p +
   \lambda(\tau_u)\bigl(\min(\bar u_p, u^0_p P^{\varepsilon_s}) - \mathrm{usable}_p\bigr), \quad
   \bar u = \bigl(u^0 + (1 - u^0)\,\mathrm{idle\_share}_p\bigr)\varrho_p $$
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import STAGES, STEP
from outlast.engine.draw import Draw
from outlast.engine.ops import YEAR, lane, least, most, positive, power, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def build(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Start, advance and finish capacity, and bring idle capacity back."""
    for p in range(len(plan.process_site)):
        s = plan.process_site[p]
        price = state.contract[s]
        unmet = 1.0 + draw.unmet_signal * (1.0 - mean_fill(plan, state, s))
        sheltered = most(price * (1.0 + week.shelter[s]), week.support[s])
        signal = most(sheltered, unmet)
        started = starts(plan, draw, state, p, signal)
        pace = least(1.0, STAGES * plan.step / draw.build_time[p])
        carried = started * plan.step
        for stage in range(STAGES):
            under = state.building[p, stage]
            out = pace * under
            state.building[p, stage] = under - out + carried
            carried = out
        state.built[p] = state.built[p] + carried
        lift(plan, draw, state, p)
        base = plan.output0[p] / plan.capacity0[p] if plan.capacity0[p] > 0.0 else 1.0
        ceiling = (base + (1.0 - base) * draw.idle_share[p]) * draw.recovery[p]
        aim = least(ceiling, base * power(price, draw.idle_elasticity))
        usable = state.usable[p]
        state.usable[p] = usable + week.rate_idle[0] * (aim - usable)
    lift_projects(plan, draw, state, week)


def mean_fill(plan: Plan, state: State, s: int) -> Lane:
    """Return the mean fill of the buyers of a site, 1 if no route comes in."""
    fill = lane(0.0)
    bases = 0
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        r = plan.site_in[k]
        if r < plan.bases:
            bases = bases + 1
            fill = fill + plan.share0[r] * state.fill[r]
    if bases == 0:
        return lane(1.0)
    return fill


def starts(plan: Plan, draw: Draw, state: State, p: int, signal: Lane) -> Lane:
    """Return the capacity that private capital starts, units a week per week."""
    least_price = draw.invest_floor[plan.site_good[plan.process_site[p]]]
    hazard = draw.cancel[p] * plan.step / YEAR
    state.hazard[p] = state.hazard[p] + where(signal < least_price, hazard, 0.0)
    excess = positive(signal / least_price - 1.0)
    wanted = least(draw.invest * excess, draw.invest_max) * draw.resolve[p]
    wanted = where(state.hazard[p] >= draw.patience[p], 0.0, wanted)
    inflow = plan.site_inflow0[plan.process_site[p]]
    return most(plan.capacity0[p], draw.entry[p] * inflow) / YEAR * wanted


def gained(plan: Plan, draw: Draw, state: State, p: int) -> Lane:
    """Return the growth that the tools which come add to a process's capacity in the step."""
    missing = 1.0 - mean_fill(plan, state, plan.tool_site[p])
    return draw.tool_lift[p] * positive(1.0 - draw.tool_reach * missing) * plan.step / YEAR


def lift(plan: Plan, draw: Draw, state: State, p: int) -> None:
    """Add the growth of base capacity that tools bring in the step."""
    if plan.tool_site[p] >= 0:
        state.lifted[p] = state.lifted[p] + gained(plan, draw, state, p)


def lift_projects(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Add the growth of projects past their ramp that tools bring in the step."""
    middle = (week.now[STEP] + 0.5) * plan.step
    for n in range(len(plan.project_process)):
        p = plan.project_process[n]
        if plan.tool_site[p] >= 0:
            more = gained(plan, draw, state, p)
            since = middle - plan.project_start[n] - draw.project_slip[n] - plan.project_ramp[n]
            state.project_lifted[n] = state.project_lifted[n] + where(since > 0.0, more, 0.0)
