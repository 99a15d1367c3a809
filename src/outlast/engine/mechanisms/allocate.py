r"""Allocate: users divide the goods that came, by contract and by worth; reserves come last.

Per edge and cohort $n = \omega_j q_e D$, $T^0 = \omega_j c_{ej} \hat q_e$ and
$T = (1 + \chi \varsigma_{g(s)} E_s) T^0$. With `got` for all that a cohort has received so far:
$$ \mathrm{line} = [n - M - \mathrm{got}]^+, \quad \mathrm{claim} = [T + n - M - \mathrm{got}]^+ $$
$$ \mathrm{booked} = [n + \min(T^0 - M, \beta(T^0 - M)) - \mathrm{got}]^+, \quad
   \beta = 1 - e^{-(D + L)/\tau_S} $$
Tied goods are divided first, over all classes but class 0, then open goods over all: rated orders,
contracts, needs by worth, stocks, and the rest by need. Resale and the release follow.
To give x is to give $x \min(1, \mathrm{safe}(\mathrm{avail}, \sum x, 1))$.

Edges ask in sweeps: each sweep gives the goods of the pass before it, and asks for the next. A pass
in which no future at hand has goods to give, or asks for any, is left out: it would add 0.
"""

from outlast.engine.codes import (
    CIVIL,
    CLASS_RATED,
    DEFENCE,
    FIRST_CLASS,
    RATED_USERS,
    TIED_TAKERS,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import anywhere, least
from outlast.engine.plan import Plan
from outlast.engine.sharing.contracts import deliver_contracts
from outlast.engine.sharing.ranked_needs import grant_by_worth
from outlast.engine.sharing.rated_orders import serve_rated_orders
from outlast.engine.sharing.refill import refill
from outlast.engine.sharing.release import release
from outlast.engine.sharing.resale import resell
from outlast.engine.state import State
from outlast.engine.week import Week


def allocate(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Divide the goods that came among users and cohorts, and release reserves."""
    for s in range(len(plan.site_bloc)):
        aim(plan, draw, state, week, s)
        week.avail[s] = week.came[s]
        if plan.site_tied[s] == 1 and anywhere(week.came_tied[s] != 0.0):
            divide_tied(plan, draw, state, week, s)
        week.now[FIRST_CLASS] = DEFENCE
        serve_rated_orders(plan, draw, week, s)
        divide(plan, draw, state, week, s)
        resell(plan, draw, state, week, s)
        release(plan, state, week, s)


def divide_tied(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Divide tied goods; without a user that may take them they join the open ones."""
    if week.now[TIED_TAKERS] == 0:
        week.avail[s] = week.came[s] + week.came_tied[s]
    else:
        week.now[FIRST_CLASS] = CIVIL
        week.avail[s] = week.came_tied[s]
        divide(plan, draw, state, week, s)
        week.avail[s] = week.came[s]


def divide(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Divide goods among the classes allowed, by contract, by worth, and for stocks."""
    asked = deliver_contracts(plan, draw, week, s)
    if anywhere(asked != 0.0):
        grant_by_worth(plan, draw, week, s)
    refill(plan, state, week, s)


def aim(plan: Plan, draw: Draw, state: State, week: Week, s: int) -> None:
    """Set what each cohort lacks for the step, has on the order book, and lacks of its target."""
    booked = week.rate_book[0]
    fear = draw.hoarding * draw.storability[plan.site_good[s]] * state.fear[s]
    week.now[TIED_TAKERS] = 0
    week.now[RATED_USERS] = 0
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        e = plan.site_edge[k]
        i = k - plan.site_edge_ptr[s]
        if plan.edge_class[e] >= CIVIL:
            week.now[TIED_TAKERS] = 1
        if week.now[CLASS_RATED + plan.edge_class[e]] == 1:
            week.now[RATED_USERS] = 1
        need = week.requirement[e] * plan.step
        for j in range(len(plan.cohort_weight)):
            part = plan.cohort_weight[j]
            stock = state.stock[e, j]
            target = part * draw.cover[e, j] * state.required[e]
            gap = target - stock
            week.line_gap[i, j] = part * need - stock
            week.book_gap[i, j] = part * need + least(gap, booked * gap)
            week.goal_gap[i, j] = part * need + gap + fear * target
            week.got[i, j] = 0.0
            week.free[i, j] = 0.0
