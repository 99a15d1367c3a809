r"""Begin: the base year becomes the state of the common start, and the weights of a run are set.

Stock $\omega_j c_{ej} q^0_e$, sellers $f^0_s \sum Y^0$, transit $X^0_r D$ in each slot, shares
$W^0$, expected orders $\sum_{r\ \text{out}} X^0$, usable $Y^0/K^0$; indices and fill 1; all else 0.
"""

from outlast.engine.codes import (
    BLOCKS,
    CLASSES,
    COLLAPSED,
    COMPUTE,
    SOUND,
    STAGES,
    STOCK_PLACES,
    WITHOUT_DENIAL,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import YEAR, exp, lane, log, most, weight, where
from outlast.engine.plan import Plan
from outlast.engine.state import Record, State
from outlast.engine.week import Week

LOG_TWO = 0.6931471805599453
"""The natural logarithm of 2."""


def begin(plan: Plan, draw: Draw, state: State, week: Week, record: Record) -> None:
    """Set the state of the common start, and an empty record."""
    set_rates(plan, draw, week)
    begin_users(plan, draw, state)
    begin_routes(plan, state)
    begin_makers(plan, draw, state)
    begin_status(plan, week, record)
    begin_record(plan, state, record)


def set_rates(plan: Plan, draw: Draw, week: Week) -> None:
    """Set the weights of first-order approaches and all else that a run keeps."""
    step = plan.step
    week.rate_fear_up[0] = weight(draw.fear_up, step)
    week.rate_fear_down[0] = weight(draw.fear_down, step)
    week.rate_requirement[0] = weight(draw.requirement_time, step)
    week.rate_book[0] = 1.0 - exp(-(step + draw.open_orders) / draw.stock_time)
    week.rate_fill[0] = weight(draw.fill_time, step)
    week.rate_share[0] = weight(draw.share_time, step)
    week.rate_detour_up[0] = weight(draw.detour_up, step)
    week.rate_detour_down[0] = weight(draw.detour_down, step)
    week.rate_idle[0] = weight(draw.idle_time, step)
    week.rate_thrift_down[0] = weight(draw.thrift_time, step)
    week.rate_thrift_up[0] = weight(4.0 * draw.thrift_time, step)
    week.rate_keep[0] = exp(-step / draw.lapse_time)
    week.rate_arbitrage[0] = weight(draw.arbitrage_time, step)
    week.rate_usual[0] = weight(draw.usual_time, step)
    week.rate_buffer[0] = 1.0 / draw.buffer_time
    week.rate_sellers[0] = 1.0 / draw.finished_time
    week.rate_cap[0] = most(draw.price_cap, 1.0)
    week.log_cap[0] = log(week.rate_cap[0])
    for e in range(len(plan.edge_site)):
        cover = lane(0.0)
        for j in range(len(plan.cohort_weight)):
            cover = cover + plan.cohort_weight[j] * draw.cover[e, j]
        week.mean_cover[e] = cover
    for g in range(len(plan.price0)):
        week.rate_price[g] = weight(1.0 / draw.price_speed[g], step)
        week.rate_contract[g] = weight(draw.contract_time[g], step)
        week.log_fewest[g] = log(draw.arbitrage_least[g])
        week.log_farthest[g] = log(draw.arbitrage_most[g])
    for h in range(len(plan.holding_bloc)):
        week.rate_ageing[h] = exp(-draw.ageing[h] * (step / YEAR))
    for k in range(len(plan.yield0)):
        week.rate_learning[k] = -log(1.0 - draw.learning_rate[k]) / LOG_TWO
        parent = plan.learner_parent[k]
        week.rate_experience0[k] = plan.made0[k]
        if parent >= 0:
            inherited = draw.carry[k] * plan.made0[parent]
            week.rate_experience0[k] = week.rate_experience0[k] + inherited


def begin_users(plan: Plan, draw: Draw, state: State) -> None:
    """Set users' stocks and requirements, levels and prices."""
    for e in range(len(plan.edge_site)):
        for j in range(len(plan.cohort_weight)):
            part = plan.cohort_weight[j] * plan.requirement0[e]
            state.stock[e, j] = part * draw.cover[e, j]
        state.required[e] = plan.requirement0[e]
        state.thrift[e] = 1.0
        state.directed_factor[e] = 1.0
    for u in range(len(plan.service_kind)):
        state.mark[u] = 0.0
        if plan.service_kind[u] == COMPUTE:
            usable = lane(0.0)
            for h in range(len(plan.holding_bloc)):
                held = draw.compute0[h, plan.service_profile[u]]
                usable = usable + plan.holding_share[u, h] * held
            state.mark[u] = usable
    for x in range(len(plan.line_service)):
        for i in range(plan.window[x]):
            state.ring_s[x, i] = 1.0
        state.spell[x] = -1.0
        state.armed[x] = 1.0
        state.mean_level[x] = 1.0
    for i in range(len(state.spot)):
        state.spot[i] = 1.0
        state.usual[i] = 0.0
        state.contract[i] = 1.0


def begin_routes(plan: Plan, state: State) -> None:
    """Fill transit with base flows; the queue is empty and no detour carries anything."""
    for r in range(len(plan.origin)):
        for i in range(plan.ring_ptr[r], plan.ring_ptr[r + 1]):
            state.transit_open[i] = plan.flow0[r] * plan.step
            state.transit_tied[i] = 0.0
        state.wait[r] = 0.0
        state.diverted[r] = 0.0
        state.share[r] = plan.share0[r]
        state.fill[r] = 1.0
        state.arbitrage[r] = 0.0
        row = plan.queue_row[r]
        if row >= 0:
            for c in range(CLASSES):
                state.review1[row, c] = 0.0
                state.review2[row, c] = 0.0
                state.ready[row, c] = 0.0


def begin_makers(plan: Plan, draw: Draw, state: State) -> None:
    """Set sellers' stocks, capacity, experience, compute and the accounts."""
    for s in range(len(plan.site_bloc)):
        ordered = 0.0
        for k in range(plan.site_out_ptr[s], plan.site_out_ptr[s + 1]):
            ordered = ordered + plan.flow0[plan.site_out[k]]
        state.ordered[s] = ordered
        state.sellers[s] = plan.site_finished[s] * plan.site_output0[s]
        state.reserve[s] = plan.reserve0[s]
        state.fear[s] = 0.0
        state.idle_weeks[s] = 0.0
        state.smuggled[s] = 0.0
    for p in range(len(plan.process_site)):
        usable = 1.0
        if plan.capacity0[p] > 0.0:
            usable = plan.output0[p] / plan.capacity0[p]
        state.usable[p] = usable
        for stage in range(STAGES):
            state.building[p, stage] = 0.0
        state.built[p] = 0.0
        state.lifted[p] = 0.0
        state.hazard[p] = 0.0
    for n in range(len(plan.project_process)):
        state.project_lifted[n] = 0.0
    for k in range(len(plan.yield0)):
        state.made[k] = plan.made0[k]
    for h in range(len(plan.holding_bloc)):
        for y in range(plan.good_performance.shape[1]):
            state.installed[h, y] = draw.compute0[h, y]
    begin_accounts(plan, state)


def begin_accounts(plan: Plan, state: State) -> None:
    """Set the accounts of blocs and services to nothing."""
    for b in range(len(plan.research0)):
        state.lead[b] = 0.0
        state.kept_out[b] = 0.0
        state.lost_sales[b] = 0.0
        for k in range(BLOCKS):
            state.cost[b, k] = 0.0
    for k in range(state.short.shape[0]):
        for y in range(state.short.shape[1]):
            state.short[k, y] = 0.0


def begin_status(plan: Plan, week: Week, record: Record) -> None:
    """Clear the status, except a fault of the paired run without denial."""
    if plan.paired == 1 and week.now[WITHOUT_DENIAL] == 0:
        fault = record.status[0] > COLLAPSED + 0.5
        record.status_step[0] = where(fault, record.status_step[0], -1.0)
        record.status_good[0] = where(fault, record.status_good[0], -1.0)
        record.status[0] = where(fault, record.status[0], SOUND)
    else:
        record.status[0] = SOUND
        record.status_step[0] = -1.0
        record.status_good[0] = -1.0


def begin_record(plan: Plan, state: State, record: Record) -> None:
    """Empty the record; a time that never comes is one week past the horizon."""
    never = plan.horizon * plan.step + 1.0
    for x in range(len(plan.line_service)):
        record.first[x] = never
        record.first_ever[x] = never
        record.first_new[x] = never
        record.recovered[x] = never
        record.depth[x] = 0.0
        record.below[x] = 0.0
        record.since[x] = 0.0
        record.level0[x] = 1.0
        record.level_least[x] = 1.0
        record.level_end[x] = 1.0
        record.ratio_end[x] = 1.0
    for u in range(len(plan.service_kind)):
        record.first_stop[u] = plan.steps * plan.step + 1.0
    for i in range(len(plan.set_quorum)):
        record.quorum[i] = never
        record.quorum_ever[i] = never
        record.quorum_new[i] = never
    for s in range(len(plan.site_bloc)):
        for k in range(STOCK_PLACES):
            record.cover_date[s, k] = 0.0
    for i in range(len(state.spot)):
        record.spot_date[i] = 1.0
        record.contract_date[i] = 1.0
        record.spot_most[i] = 0.0
    for f in range(len(plan.tally_kind)):
        record.tally[f] = 0.0
