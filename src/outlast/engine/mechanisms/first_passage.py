r"""First passage: breaks, recovery and depth, counted as the weeks go by.

$$ \bar s_x = \tfrac1n \sum_i \mathrm{ring}_{x,i}, \quad
   T = t^+ + D \frac{\bar s^- - \varphi}{\bar s^- - \bar s}
   \text{ where } \bar s^- \ge \varphi > \bar s, \quad t^+ = (w - w_0) D $$

On three clocks: since denial began, all breaks; from the date, a line that is below on it breaks in
week 0; new breaks only, such a line is armed when it has crossed up. Never is $H + 1$. Quorum: the
first step with $\sum w_x [1 - \bar s_x / \varphi_x]^+ > q$.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    ARRIVED,
    BLOCKS,
    IN_RESERVE,
    IN_TRANSIT,
    STEP,
    WITH_SELLERS,
    WITH_USERS,
)
from outlast.engine.cover import cover
from outlast.engine.ops import lane, least, most, positive, safe, where
from outlast.engine.plan import Plan
from outlast.engine.state import Record, State
from outlast.engine.week import Week

STOPPED = 0.05 - 1e-9
"""Share of stopped users from which a service counts as stopped."""


def reach_date(plan: Plan, state: State, record: Record) -> None:
    """Record the state on the scenario's date."""
    for x in range(len(plan.line_service)):
        before = state.mean_level[x]
        under = before < plan.threshold[x]
        record.level0[x] = before
        record.level_least[x] = 1.0
        record.since[x] = where(under, plan.start * plan.step - state.spell[x], 0.0)
        state.armed[x] = where(under, 0.0, 1.0)
        record.first[x] = where(under, 0.0, record.first[x])
    for i in range(len(plan.set_quorum)):
        passed = where(short_of(plan, state, i) > plan.set_quorum[i], 0.0, record.quorum[i])
        record.quorum[i] = passed
    for s in range(len(plan.site_bloc)):
        users = lane(0.0)
        expected = lane(0.0)
        for k in range(plan.site_edge_ptr[s], plan.site_edge_ptr[s + 1]):
            expected = expected + state.required[plan.site_edge[k]]
            for j in range(len(plan.cohort_weight)):
                users = users + state.stock[plan.site_edge[k], j]
        transit = lane(0.0)
        for k in range(plan.site_in_ptr[s], plan.site_in_ptr[s + 1]):
            r = plan.site_in[k]
            for i in range(plan.ring_ptr[r], plan.ring_ptr[r + 1]):
                transit = transit + (state.transit_open[i] + state.transit_tied[i])
        record.cover_date[s, WITH_USERS] = cover(users, expected)
        record.cover_date[s, WITH_SELLERS] = cover(state.sellers[s], state.ordered[s])
        record.cover_date[s, IN_RESERVE] = cover(state.reserve[s], expected)
        record.cover_date[s, IN_TRANSIT] = cover(transit, expected)
    for i in range(len(state.spot)):
        record.spot_date[i] = state.spot[i]
        record.contract_date[i] = state.contract[i]
    for h in range(len(plan.holding_bloc)):
        for y in range(plan.good_performance.shape[1]):
            record.installed_date[h, y] = state.installed[h, y]


def first_passage(plan: Plan, state: State, week: Week, record: Record) -> None:
    """Count the breaks, stops, quorums, prices and tallies of the step."""
    w = week.now[STEP]
    for x in range(len(plan.line_service)):
        cross(plan, state, week, record, x)
    never = plan.steps * plan.step + 1.0
    for u in range(len(plan.service_kind)):
        stop = where(week.stopped[u] >= STOPPED, w * plan.step, never)
        record.first_stop[u] = least(record.first_stop[u], stop)
    for i in range(len(plan.set_quorum)):
        count_quorum(plan, state, week, record, i)
    if w >= plan.start:
        for i in range(len(state.spot)):
            record.spot_most[i] = most(record.spot_most[i], state.spot[i])
    for f in range(len(plan.tally_kind)):
        if plan.tally_from[f] <= w <= plan.tally_to[f]:
            for k in range(plan.tally_ptr[f], plan.tally_ptr[f + 1]):
                r = plan.tally_route[k]
                flow = week.sent[r]
                if plan.tally_kind[f] == ARRIVED:
                    flow = week.arrived[r] + week.arrived_tied[r]
                record.tally[f] = record.tally[f] + flow


def cross(plan: Plan, state: State, week: Week, record: Record, x: int) -> None:
    """Move the mean level of a line, and record its crossings."""
    w = week.now[STEP]
    n = plan.window[x]
    state.ring_s[x, w % n] = least(1.0, week.line_level[x])
    total = lane(0.0)
    for i in range(n):
        total = total + state.ring_s[x, i]
    before = state.mean_level[x]
    after = total / n
    state.mean_level[x] = after
    line = plan.threshold[x]
    down = (before >= line) & (after < line)
    up = (before < line) & (after >= line)
    t = (w - plan.start) * plan.step
    fell = t + plan.step * safe(before - line, before - after, 0.0)
    rose = t + plan.step * safe(line - before, after - before, 0.0)
    since = fell + plan.start * plan.step
    state.spell[x] = where(down, since, where(up, -1.0, state.spell[x]))
    horizon = plan.horizon * plan.step
    record.first_ever[x] = where(
        down & (record.first_ever[x] > horizon), fell, record.first_ever[x]
    )
    if w >= plan.start:
        armed = state.armed[x]
        first = record.first[x]
        record.first[x] = where(down & (first > horizon), fell, first)
        fresh = where(record.first_new[x] > horizon, armed, 0.0)
        record.first_new[x] = where(down & (fresh > 0.0), fell, record.first_new[x])
        open_spell = (first <= horizon) & (record.recovered[x] > horizon)
        record.recovered[x] = where(up & open_spell, rose - first, record.recovered[x])
        state.armed[x] = where(up, 1.0, armed)
        depth = positive(line - after) * plan.step
        record.depth[x] = record.depth[x] + depth
        record.below[x] = record.below[x] + where(after < line, plan.step, 0.0)
        record.level_least[x] = least(record.level_least[x], after)
        record.level_end[x] = after
        record.ratio_end[x] = week.line_ratio[x]


def short_of(plan: Plan, state: State, i: int) -> Lane:
    """Return the weighted shortfall of all lines of a set."""
    lack = lane(0.0)
    for k in range(plan.set_ptr[i], plan.set_ptr[i + 1]):
        x = plan.set_line[k]
        short = positive(1.0 - state.mean_level[x] / plan.threshold[x])
        lack = lack + plan.set_weight[k] * short
    return lack


def count_quorum(plan: Plan, state: State, week: Week, record: Record, i: int) -> None:
    """Record on each clock the first step in which a set passes its quorum."""
    w = week.now[STEP]
    never = plan.horizon * plan.step + 1.0
    t = (w - plan.start) * plan.step + plan.step
    passed = where(short_of(plan, state, i) > plan.set_quorum[i], t, never)
    record.quorum_ever[i] = least(record.quorum_ever[i], passed)
    if w >= plan.start:
        record.quorum[i] = least(record.quorum[i], passed)
        lack = lane(0.0)
        for k in range(plan.set_ptr[i], plan.set_ptr[i + 1]):
            x = plan.set_line[k]
            short = positive(1.0 - state.mean_level[x] / plan.threshold[x])
            lack = lack + plan.set_weight[k] * state.armed[x] * short
        fresh = where(lack > plan.set_quorum[i], t, never)
        record.quorum_new[i] = least(record.quorum_new[i], fresh)


def conclude(plan: Plan, state: State, record: Record) -> None:
    """Record strict breaks, costs and compute at the end of a future."""
    never = plan.horizon * plan.step + 1.0
    for i in range(len(plan.set_quorum)):
        strict = lane(never)
        ever = lane(never)
        fresh = lane(never)
        line = lane(-1.0)
        for k in range(plan.set_ptr[i], plan.set_ptr[i + 1]):
            x = plan.set_line[k]
            sooner = record.first[x] < strict
            line = where(sooner, x * 1.0, line)
            strict = where(sooner, record.first[x], strict)
            ever = least(ever, record.first_ever[x])
            fresh = least(fresh, record.first_new[x])
        record.strict[i] = strict
        record.strict_ever[i] = ever
        record.strict_new[i] = fresh
        record.strict_line[i] = line
    for b in range(len(plan.research0)):
        for k in range(BLOCKS):
            record.cost[b, k] = state.cost[b, k]
    for k in range(state.short.shape[0]):
        for y in range(state.short.shape[1]):
            record.short[k, y] = state.short[k, y]
    for h in range(len(plan.holding_bloc)):
        for y in range(plan.good_performance.shape[1]):
            record.installed_end[h, y] = state.installed[h, y]
