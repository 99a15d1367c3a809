"""Draws in two spans: those of the record up to the scenario's date, and others from it on."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Reals, Rows
from outlast.engine.draw import Draw
from outlast.engine.first_difference import first_difference
from outlast.engine.plan import Plan

COUNTED_FROM_THE_START: Final = frozenset(
    {
        *("begins", "pauses", "returns", "project_on", "project_growth", "patience"),
        *("growth_now", "growth_far", "growth_decay"),
        *("capacity_growth_now", "capacity_growth_far", "capacity_growth_decay"),
        *("plan_growth_now", "plan_growth_far", "plan_growth_decay"),
        *("compute0", "learning_rate", "yield_best", "carry", "performance_gain", "frontier"),
    }
)
"""Draws that act once at the common start, or on all that came since: another value from the date
on would rewrite the weeks before it in one step."""


class Draws(NamedTuple):
    """The draws of futures, and others from the scenario's date on."""

    draw: Draw
    later: Draw | None = None
    """The draws from the scenario's date on; None if they stay."""

    in_both: bool = False
    """Whether those may change the paired run without denial too."""

    def at(self, plan: Plan, step: int) -> Draw:
        """Return the draws of a step."""
        return self.draw if self.later is None or step < plan.start else self.later

    def changes(self, plan: Plan) -> tuple[int, ...]:
        """Return the steps before which the draws change."""
        return () if self.later is None else (plan.start,)


def spans(plan: Plan, draw: Draw, later: Draw | None) -> Draws:
    """Return draws up to the scenario's date and from it on."""
    return Draws(draw, later, later is not None and first_difference(plan, draw, later) is None)


def in_two_spans(plan: Plan, draw: Draw, later: Draw) -> Draws:
    """Return draws that change on the scenario's date.

    Another delay of a project counts from the date on alone: a project that has opened stays open,
    and one that is late has the part of its delay still ahead longer or shorter in proportion.
    """
    slip = _slip_from(plan, draw.project_slip.values, later.project_slip.values)
    return spans(plan, draw, later._replace(project_slip=Rows(slip)))


def _slip_from(plan: Plan, before: Reals, after: Reals) -> Reals:
    """Return the delay of each project, in weeks after its plan: [project, future]."""
    date = plan.start * plan.step
    planned = np.asarray(plan.project_start, float)[:, None]
    ahead = planned + before - date
    in_delay = np.minimum(before, ahead)  # all of it where the plan lies after the date
    share = np.divide(after, before, out=np.ones_like(after), where=before > 0.0)
    moved = np.where(before > 0.0, before - in_delay + in_delay * share, after)
    return np.where(ahead > 0.0, moved, before)
