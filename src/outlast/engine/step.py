"""The model on one screen: the mechanisms of a week, in order, and a run of weeks.

One function holds all mechanisms and calls them by itself, because LLVM optimises a function again
with everything that it calls at each level of calls.
"""

from outlast.engine.balance import balance, open_books
from outlast.engine.codes import BLOCKS, SPAN_AFTER, SPAN_FIRST, STEP, WITHOUT_DENIAL
from outlast.engine.common_start import begin, set_rates
from outlast.engine.draw import Draw
from outlast.engine.mechanisms.account import account
from outlast.engine.mechanisms.allocate import allocate
from outlast.engine.mechanisms.arbitrage import arbitrage
from outlast.engine.mechanisms.arrive import arrive
from outlast.engine.mechanisms.build import build
from outlast.engine.mechanisms.clock import clock
from outlast.engine.mechanisms.compute import compute
from outlast.engine.mechanisms.control import control
from outlast.engine.mechanisms.dispatch import dispatch
from outlast.engine.mechanisms.divert import divert
from outlast.engine.mechanisms.duty import duty
from outlast.engine.mechanisms.first_passage import conclude, first_passage, reach_date
from outlast.engine.mechanisms.learn import learn
from outlast.engine.mechanisms.need import need
from outlast.engine.mechanisms.order import order
from outlast.engine.mechanisms.practice import practice
from outlast.engine.mechanisms.price import price
from outlast.engine.mechanisms.produce import produce
from outlast.engine.mechanisms.record_series import record_series
from outlast.engine.mechanisms.rules import rules
from outlast.engine.mechanisms.serve import serve
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.week import Week


def resume(
    plan: Plan, draw: Draw, state: State, week: Week, record: Record, series: Series
) -> None:
    """Run the piece that `Week.span` names, of the run without denial or of the one with it.

    The first piece begins at the common start. The last one concludes the run; without denial it
    keeps the results for the comparison.
    """
    if week.span[SPAN_FIRST] == 0:
        begin(plan, draw, state, week, record)
    else:
        set_rates(plan, draw, week)
    open_books(plan, state, week)
    for w in range(week.span[SPAN_FIRST], week.span[SPAN_AFTER]):
        week.now[STEP] = w
        if w == plan.start:
            reach_date(plan, state, record)
        clock(plan, draw, state, week)
        arrive(plan, state, week)
        duty(plan, state, week)
        need(plan, draw, state, week)
        allocate(plan, draw, state, week)
        produce(plan, state, week)
        serve(plan, state, week)
        compute(plan, draw, state, week)
        practice(plan, draw, week)
        rules(plan, draw, week)
        arbitrage(plan, draw, state, week)
        order(plan, draw, state, week)
        control(plan, draw, state, week)
        divert(plan, draw, state, week)
        dispatch(plan, draw, state, week)
        balance(plan, draw, state, week, record)
        build(plan, draw, state, week)
        learn(plan, draw, state, week)
        price(plan, draw, state, week)
        account(plan, draw, state, week)
        first_passage(plan, state, week, record)
        record_series(plan, state, week, series)
    if week.span[SPAN_AFTER] == plan.steps:
        if week.now[WITHOUT_DENIAL] > 0:
            keep_free(plan, state, record)
        else:
            conclude(plan, state, record)


def run(plan: Plan, draw: Draw, state: State, week: Week, record: Record, series: Series) -> None:
    """Run a block of futures from the common start to the end, the pair without denial first."""
    week.span[SPAN_FIRST] = 0
    week.span[SPAN_AFTER] = plan.steps
    for denial in range(1 - plan.paired, 2):
        week.now[WITHOUT_DENIAL] = 1 - denial
        resume(plan, draw, state, week, record, series)


def keep_free(plan: Plan, state: State, record: Record) -> None:
    """Keep first breaks and costs of the run without denial beside those of the run with it."""
    for x in range(len(plan.line_service)):
        record.first_free[x] = record.first[x]
        record.first_ever_free[x] = record.first_ever[x]
        record.first_new_free[x] = record.first_new[x]
    for b in range(len(plan.research0)):
        for k in range(BLOCKS):
            record.cost_free[b, k] = state.cost[b, k]
    for k in range(state.short.shape[0]):
        for y in range(state.short.shape[1]):
            record.short_free[k, y] = state.short[k, y]
