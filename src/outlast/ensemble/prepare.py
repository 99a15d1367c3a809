"""Preparation: a scenario as the engine runs it, lowered and with its planned need anchored."""

from dataclasses import replace

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.codes import NEED_PLAN
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.ensemble.future_audit import (
    failed_futures,
    faulty_draws,
    refuse_median,
    refuse_plan,
)
from outlast.lower import AxisNames, Lowered, lower
from outlast.scenario.load import Situation


def anchored_plan(lowered: Lowered) -> Plan:
    """Return the plan with planned need of compute anchored in the median future (decision 22).

    Raises:
        RunError: The median future failed its audit.
    """
    if not has_planned_need(lowered.plan):
        return lowered.plan
    middle = lowered.sample(median_point(lowered))
    return anchored_in(lowered.plan, lowered.names, middle)


def has_planned_need(plan: Plan) -> bool:
    """Return whether any line measures compute against a plan."""
    return bool((plan.line_definition == NEED_PLAN).any())


def median_point(lowered: Lowered) -> Reals:
    """Return the luck of the median future: one row of points, one half in each dimension."""
    return np.full((1, max(len(lowered.drawing.dimensions), 1)), 0.5)


def anchored_in(plan: Plan, names: AxisNames, middle: Draw) -> Plan:
    """Return the plan with planned need of compute anchored in one future.

    Raises:
        RunError: That future failed its audit.
    """
    # Stocks on the date depend neither on later steps nor on the run without denial.
    begun = plan._replace(paired=0, steps=plan.start + 1, horizon=1)
    refuse_plan(plan)
    refuse_median(faulty_draws(middle, range(1)))
    pilot = run_compiled(begun, middle)
    refuse_median(failed_futures(begun, names, pilot, range(1)))
    mark = pilot.state.mark.values[:, 0]
    return plan._replace(need_start=mark[plan.line_service])


def prepare(situation: Situation) -> Lowered:
    """Return a scenario as the engine runs it: lowered, its planned need anchored.

    Raises:
        InputError: Everything that cannot be lowered, all at once.
    """
    lowered = lower(situation)
    return replace(lowered, plan=anchored_plan(lowered))


def prepare_again(prepared: Lowered, situation: Situation) -> Lowered:
    """Return the same as `prepare`, for a situation with other distributions of priors alone."""
    plan = prepared.plan._replace(need_start=np.zeros_like(prepared.plan.need_start))
    lowered = replace(prepared.with_priors(situation), plan=plan)
    return replace(lowered, plan=anchored_plan(lowered))
