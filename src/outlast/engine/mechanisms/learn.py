r"""Learn: experience, thrift, directed innovation, and the drift of the frontier.

$$ Q_p := Q_p + Y_p D, \quad \theta^*_e = 1 - (1 - \theta^\infty_e) \min\bigl(1, [\ln P]^+ / \ln 3 +
   (1 - \mathrm{available}_e)\bigr), \quad \theta := \theta + \lambda(\tau)(\theta^* - \theta) $$
with $\tau_\theta$ down and four times that up;
$$ A_e := \max\bigl(A_e, \min(A_e e^{\eta_e [\ln P]^+ D/\mathrm{yr}}, \max(1, \theta_e /
   \underline\theta_e))\bigr) $$
where P is the price that users pay, duties included;
$$ \mathrm{lead}_b := \mathrm{lead}_b + \tfrac{D}{\mathrm{yr}} g_b \bigl([1 - \mathrm{loss} \cdot
   \mathrm{lost\_sales}_b / \mathrm{research0}_b]_{\ge 0}^{\beta_b}
   (1 + \mathrm{gain}_b \kappa^{in}_b)^{\beta_b} - 1\bigr) $$

Reference: Irwin and Klenow (1994) for learning by cumulative output.
"""

from outlast.engine.draw import Draw
from outlast.engine.ops import YEAR, exp, least, log, most, positive, power, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week

LOG_THREE = 1.0986122886681098
"""The log of a price of three times its base, at which thrift is at its strongest."""


def learn(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Add to experience, and move thrift, directed factors and the frontier."""
    for p in range(len(plan.process_site)):
        k = plan.learner[p]
        if k >= 0:
            state.made[k] = state.made[k] + week.output[p] * plan.step
    for i in range(len(state.contract)):
        week.log_contract[i] = log(state.contract[i])
    for e in range(len(plan.edge_site)):
        s = plan.edge_site[e]
        dear = positive(week.log_contract[s] + week.log_duty[s])
        pressed = least(1.0, dear / LOG_THREE + (1.0 - week.available[e]))
        aim = 1.0 - (1.0 - draw.thrift_floor[e]) * pressed
        thrift = state.thrift[e]
        pace = where(aim < thrift, week.rate_thrift_down[0], week.rate_thrift_up[0])
        thrift = thrift + pace * (aim - thrift)
        state.thrift[e] = thrift
        factor = state.directed_factor[e]
        further = factor * exp(draw.directed[e] * dear * plan.step / YEAR)
        bound = most(1.0, thrift / draw.intensity_floor[e])
        state.directed_factor[e] = most(factor, least(further, bound))
    for b in range(len(plan.research0)):
        if plan.research0[b] > 0.0:
            left = positive(1.0 - draw.research_loss[b] * state.lost_sales[b] / plan.research0[b])
            left = left * (1.0 + draw.research_gain[b] * state.kept_out[b])
            factor = where(left > 0.0, power(left, draw.research_beta[b]), 0.0)
            drift = draw.frontier[b] * (factor - 1.0) * plan.step / YEAR
            state.lead[b] = state.lead[b] + drift
