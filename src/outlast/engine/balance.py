r"""Balance: the books of the week; the audit changes nothing but the status.

For each good over all blocs, with H the units that users, sellers, reserves and transit hold,
$$ |H + \mathrm{made} + \mathrm{delivery} - \mathrm{used} - \mathrm{lost} - H'| \le
   \epsilon (|H| + \mathrm{made} + 10^{-12} X D) $$
with X the good's base flow. Nothing may be negative, out of range or not finite. A collapse is an
outcome, not a fault.
"""

from outlast.engine.arrays import Bools, Lane
from outlast.engine.codes import (
    BLOCKS,
    BOOK_BASE,
    BOOK_COLUMNS,
    BOOK_HELD,
    BOOK_LOST,
    BOOK_MADE,
    BOOK_USED,
    CLASSES,
    COLLAPSED,
    CRITICAL,
    NEGATIVE,
    NOT_FINITE,
    OPEN_BOOKS,
    OUT_OF_RANGE,
    STEP,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import lane, least, most, where
from outlast.engine.plan import Plan
from outlast.engine.state import Record, State
from outlast.engine.week import Week

NEXT_TO_NOTHING = 1e-12
"""Share of a good's base flow under which its books are rounding errors."""
SMALL = 0.01
"""Share of base output under which a site has collapsed, if it lasts."""
LASTING = 26.0
"""Weeks that it must last."""


def open_books(plan: Plan, state: State, week: Week) -> None:
    """Open the books of a piece with the units that are held."""
    sum_holdings(plan, state, week)
    for g in range(len(plan.price0)):
        week.books[g] = week.ledger[g, BOOK_HELD]


def balance(plan: Plan, draw: Draw, state: State, week: Week, record: Record) -> None:
    """Close the books of the step, and set the status at a fault."""
    worst = sum_holdings(plan, state, week)
    for s in range(len(plan.site_bloc)):
        book_site(plan, week, s)
        watch_collapse(plan, state, week, record, s)
    tolerance = week.rate_tolerance[0]
    for g in range(len(plan.price0)):
        before = week.books[g]
        held = week.ledger[g, BOOK_HELD]
        made = week.ledger[g, BOOK_MADE]
        gap = before + made - week.ledger[g, BOOK_USED] - week.ledger[g, BOOK_LOST] - held
        least_flow = NEXT_TO_NOTHING * plan.step * week.ledger[g, BOOK_BASE]
        allowed = tolerance * (before + made + least_flow)
        flag(week, record, most(gap, -gap) > allowed, OPEN_BOOKS, g)
        week.books[g] = held
    flag(week, record, worst < -week.rate_range_tolerance[0], NEGATIVE, -1)
    excess = out_of_range(plan, draw, state, week)
    flag(week, record, excess > week.rate_range_tolerance[0], OUT_OF_RANGE, -1)
    total = worst + excess
    for g in range(len(plan.price0)):
        total = total + week.books[g]
    total = total + sum_numbers(plan, state)
    flag(week, record, total - total != 0.0, NOT_FINITE, -1)


def flag(week: Week, record: Record, holds: Bools, code: int, good: int) -> None:
    """Set status, step and good where the condition holds and the code is worse than before."""
    old = record.status[0]
    after = where(holds, most(old, code), old)
    record.status_step[0] = where(after > old, week.now[STEP] * 1.0, record.status_step[0])
    record.status_good[0] = where(after > old, good * 1.0, record.status_good[0])
    record.status[0] = after


def sum_holdings(plan: Plan, state: State, week: Week) -> Lane:
    """Sum the units held of each good; return the least of all stocks, in weeks of base inflow."""
    for g in range(len(plan.price0)):
        for k in range(BOOK_COLUMNS):
            week.ledger[g, k] = 0.0
    worst = lane(0.0)
    for s in range(len(plan.site_bloc)):
        g = plan.site_good[s]
        low = least(state.sellers[s], state.reserve[s])
        held = state.sellers[s] + state.reserve[s]
        for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
            for j in range(len(plan.cohort_weight)):
                stock = state.stock[plan.site_edge[k], j]
                low = least(low, stock)
                held = held + stock
        for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
            r = plan.site_in[k]
            for i in range(plan.ring_ptr[r], plan.ring_ptr[r + 1]):
                low = least(low, least(state.transit_open[i], state.transit_tied[i]))
                held = held + (state.transit_open[i] + state.transit_tied[i])
            row = plan.queue_row[r]
            if row >= 0:
                for c in range(CLASSES):
                    queued = least(state.review1[row, c], state.review2[row, c])
                    low = least(low, least(queued, state.ready[row, c]))
        week.ledger[g, BOOK_HELD] = week.ledger[g, BOOK_HELD] + held
        base = max(plan.site_inflow0[s], plan.site_output0[s])
        week.ledger[g, BOOK_BASE] = week.ledger[g, BOOK_BASE] + base
        if base > 0.0:
            worst = least(worst, low / base)
    return worst


def book_site(plan: Plan, week: Week, s: int) -> None:
    """Add the units that a site made, received from outside, used and lost to its good's books."""
    g = plan.site_good[s]
    made = lane(0.0)
    for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
        made = made + plan.step * week.output[plan.site_process[k]]
    row = plan.delivery_row[s]
    if row >= 0:
        made = made + plan.delivery[row, week.now[STEP]]
    used = lane(0.0)
    for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
        used = used + week.used[plan.site_edge[k]]
    lost = lane(0.0)
    for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
        if plan.site_in[k] >= plan.bases:
            lost = lost + week.lost[plan.site_in[k]]
    week.ledger[g, BOOK_MADE] = week.ledger[g, BOOK_MADE] + made
    week.ledger[g, BOOK_USED] = week.ledger[g, BOOK_USED] + used
    week.ledger[g, BOOK_LOST] = week.ledger[g, BOOK_LOST] + lost


def out_of_range(plan: Plan, draw: Draw, state: State, week: Week) -> Lane:
    """Return the greatest distance of any share, level or price from its range."""
    excess = lane(0.0)
    for r in range(plan.bases, len(plan.origin)):
        excess = most(excess, most(-state.diverted[r], state.diverted[r] - 1.0))
    for r in range(plan.bases):
        excess = most(excess, most(-state.fill[r], state.fill[r] - 1.0))
    for p in range(len(plan.process_site)):
        excess = most(excess, most(-state.usable[p], state.usable[p] - draw.recovery[p]))
    for s in range(len(plan.site_bloc)):
        excess = most(excess, most(-state.fear[s], state.fear[s] - 1.0))
        shares = lane(0.0)
        for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
            shares = shares + state.share[plan.site_in[k]]
        if plan.site_inflow0[s] > 0.0:
            excess = most(excess, most(shares - 1.0, 1.0 - shares))
    for i in range(len(state.spot)):
        high = most(state.spot[i], state.contract[i]) / week.rate_cap[0]
        low = 1.0 / (least(state.spot[i], state.contract[i]) * week.rate_cap[0])
        excess = most(excess, most(high, low) - 1.0)
    return excess


def sum_numbers(plan: Plan, state: State) -> Lane:
    """Return a sum that is finite only if every share, index, level and cost is.

    Comparisons lose a number that is none; a sum passes it on.
    """
    total = lane(0.0)
    for r in range(len(plan.origin)):
        total = total + state.diverted[r] + state.share[r]
    for r in range(plan.bases):
        total = total + state.fill[r] + state.wait[r]
    for p in range(len(plan.process_site)):
        total = total + state.usable[p] + state.built[p]
    for s in range(len(plan.site_bloc)):
        total = total + state.fear[s] + state.ordered[s]
    for e in range(len(plan.edge_site)):
        total = total + state.required[e] + state.thrift[e]
    for i in range(len(state.spot)):
        total = total + state.spot[i] + state.contract[i]
    for x in range(len(plan.line_service)):
        total = total + state.mean_level[x]
    for b in range(len(plan.research0)):
        for k in range(BLOCKS):
            total = total + state.cost[b, k]
    return total


def watch_collapse(plan: Plan, state: State, week: Week, record: Record, s: int) -> None:
    """Count the weeks in which a site makes almost nothing although nothing threatens it.

    Sellers who hold more than they aim at make nothing because they lost buyers: no collapse.
    """
    made = lane(0.0)
    severity = lane(0.0)
    critical = False
    for k in range(plan.site_process_ptr[s], plan.site_process_ptr[s + 1]):
        p = plan.site_process[k]
        made = made + week.output[p]
        for e in range(plan.process_edge_ptr[p], plan.process_edge_ptr[p + 1]):
            if plan.essential[e] == CRITICAL:
                critical = True
                severity = most(severity, week.severity[plan.edge_site[e]])
    if critical and plan.site_output0[s] > 0.0:
        weeks = state.idle_weeks[s] + plan.step
        weeks = where(severity > 0.0, 0.0, weeks)
        weeks = where(made < SMALL * plan.site_output0[s], weeks, 0.0)
        aimed = plan.site_finished[s] * state.ordered[s]
        weeks = where(state.sellers[s] > aimed, 0.0, weeks)
        state.idle_weeks[s] = weeks
        flag(week, record, weeks >= LASTING, COLLAPSED, plan.site_good[s])
