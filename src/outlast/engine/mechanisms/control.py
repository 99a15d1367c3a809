r"""Control: each route's orders pass, wait or are refused.

Normal orders are $o^n = \min(\mathrm{order}, W_r \sum \hat q)$; $\mathrm{free} = (1 - \kappa)(o^n +
\mathrm{fungible}(\mathrm{order} - o^n))$, all of the order if $\kappa = 0$; of the rest $a$ the
part $\kappa^D/\kappa$ is refused and the part $\kappa^L/\kappa$ applied for. The queue, with
$k = \min(1, 2D/\mathrm{review})$ and $h = e^{-D/\tau_{lapse}}$:
$$ o^1 = k h v^1, \quad o^2 = k h v^2, \quad B^+ = hB + o^2, \quad
   p_c = \min(B^+_c, \mu \kappa^L X^0_r \mathrm{class}_{s,c} D), \quad \mathrm{granted} = \pi p $$
$$ v^1 := h v^1 - o^1 + a^L_c D + \zeta(1 - \pi)p, \quad v^2 := h v^2 - o^2 + o^1, \quad
   B := B^+ - p $$
A quota acts on the whole legal flow $\ell$:
$(1 - \kappa^Q)\ell + \kappa^Q \min(\ell, \bar q X^0_r)$.

Reference: an Erlang-2 queue with a server of limited rate.
"""

from outlast.engine.codes import CLASSES, DEFENCE
from outlast.engine.draw import Draw
from outlast.engine.ops import UNBOUNDED, anywhere, lane, least, positive, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import State
from outlast.engine.week import Week


def control(plan: Plan, draw: Draw, state: State, week: Week) -> None:
    """Set the legal and the refused orders of each base route, and its legal capacity."""
    for r in range(plan.bases):
        asked = week.order_route[r]
        if plan.act_ptr[r + 1] == plan.act_ptr[r]:
            week.legal[r] = asked
            week.refused[r] = 0.0
            week.tied_legal[r] = 0.0
            week.headroom_cap[r] = UNBOUNDED
        else:
            covered = week.covered[r]
            normal = least(asked, state.share[r] * week.expected[plan.destination[r]])
            loose = (1.0 - covered) * (normal + draw.fungible * (asked - normal))
            week.legal[r] = where(covered > 0.0, loose, asked)
            held_back = asked - week.legal[r]
            week.refused[r] = held_back * safe(week.denied[r], covered, 0.0)
            week.tied_legal[r] = 0.0
            if plan.queue_row[r] >= 0:
                if anywhere(week.licensed[r] != 0.0):
                    license_route(plan, draw, state, week, r)
                else:
                    close_queue(plan, state, r)
            if anywhere(week.quota[r] != 0.0):
                meter(plan, week, r)
            headroom(plan, week, r)


def close_queue(plan: Plan, state: State, r: int) -> None:
    """Empty the licence queue of a route on which no future at hand has a licence in force."""
    row = plan.queue_row[r]
    for c in range(CLASSES):
        state.review1[row, c] = 0.0
        state.review2[row, c] = 0.0
        state.ready[row, c] = 0.0


def license_route(plan: Plan, draw: Draw, state: State, week: Week, r: int) -> None:
    """Move the licence queue of a route, and add the licences granted to its legal flow."""
    row = plan.queue_row[r]
    s = plan.destination[r]
    licensed = week.licensed[r]
    held_back = week.order_route[r] - week.legal[r]
    applied = held_back * safe(licensed, week.covered[r], 0.0)
    stage = least(1.0, safe(2.0 * plan.step, week.review[r], 1.0))
    keep = week.rate_keep[0]
    base = licensed * plan.flow0[r] * plan.step
    granted_all = lane(0.0)
    granted_tied = lane(0.0)
    refused = lane(0.0)
    for c in range(CLASSES):
        part = applied * plan.site_class[s, c]
        exempt = week.exempt[r, c]
        week.legal[r] = week.legal[r] + part * exempt
        first = state.review1[row, c]
        second = state.review2[row, c]
        ready = state.ready[row, c]
        out1 = stage * keep * first
        out2 = stage * keep * second
        most_ready = keep * ready + out2
        passed = least(most_ready, week.ceiling[r] * base * plan.site_class[s, c])
        granted = week.approval[r, c] * passed
        turned = passed - granted
        new1 = keep * first - out1 + part * (1.0 - exempt) * plan.step + draw.refile * turned
        state.review1[row, c] = where(licensed > 0.0, new1, 0.0)
        state.review2[row, c] = where(licensed > 0.0, keep * second - out2 + out1, 0.0)
        state.ready[row, c] = where(licensed > 0.0, most_ready - passed, 0.0)
        lapsed = (1.0 - keep) * (first + second + ready)
        refused = refused + ((1.0 - draw.refile) * turned + lapsed)
        granted_all = granted_all + granted
        if c != DEFENCE:
            granted_tied = granted_tied + granted
    live = where(licensed > 0.0, lane(1.0) / plan.step, 0.0)
    week.legal[r] = week.legal[r] + live * granted_all
    week.refused[r] = week.refused[r] + live * refused
    week.tied_legal[r] = live * draw.tied * week.tie[r] * granted_tied


def meter(plan: Plan, week: Week, r: int) -> None:
    """Cut the legal flow of a route to its quota, if the flow exceeds it."""
    legal = week.legal[r]
    over = week.quota[r] * positive(legal - week.quota_rate[r] * plan.flow0[r])
    passed = legal - over
    week.tied_legal[r] = week.tied_legal[r] * safe(passed, legal, 0.0)
    week.refused[r] = week.refused[r] + over
    week.legal[r] = passed


def headroom(plan: Plan, week: Week, r: int) -> None:
    """Set the flow that the route may carry under its own rule."""
    covered = week.covered[r]
    base = plan.flow0[r]
    granted = lane(0.0)
    for c in range(CLASSES):
        granted = granted + plan.site_class[plan.destination[r], c] * week.approval[r, c]
    bound = (1.0 - covered) * base + week.ceiling[r] * week.licensed[r] * base * granted
    bound = where(covered > 0.0, bound, UNBOUNDED)
    quota = week.quota[r]
    metered = (1.0 - quota) * bound + quota * least(bound, week.quota_rate[r] * base)
    week.headroom_cap[r] = where(quota > 0.0, metered, bound)
