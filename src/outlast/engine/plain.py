"""The reference back end: the same mechanisms over NumPy rows, all futures at once."""

import numpy as np

from outlast.engine.codes import SPAN_AFTER, SPAN_FIRST, WITHOUT_DENIAL
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.step import resume, run
from outlast.engine.workspace import Workspace, make_workspace, set_flags


def run_plain(plan: Plan, draw: Draw, later: Draw | None = None) -> Workspace:
    """Run every future of a Draw to the end.

    Args:
        plan: The plan.
        draw: The draws of all futures.
        later: The draws from the scenario's date on; they stay if absent.
    """
    workspace = make_workspace(plan, draw)
    with np.errstate(all="ignore"):
        if later is None:
            run(plan, draw, *workspace)
        else:
            set_flags((draw, later), workspace.week)
            _run_spans(plan, ((draw, 0, plan.start), (later, plan.start, plan.steps)), workspace)
    return workspace


def _run_spans(plan: Plan, spans: tuple[tuple[Draw, int, int], ...], workspace: Workspace) -> None:
    """Run steps with the draws of each span, the pair without denial first."""
    week = workspace.week
    for denial in range(1 - plan.paired, 2):
        week.now[WITHOUT_DENIAL] = 1 - denial
        for draw, first, after in spans:
            if first < after:
                week.span[SPAN_FIRST], week.span[SPAN_AFTER] = first, after
                resume(plan, draw, *workspace)
