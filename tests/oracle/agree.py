"""Where two engines differ: the oracle runs a Plan and a Draw, and its results are compared."""

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from outlast.engine.arrays import Rows
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from tests.oracle.contest import Contest
from tests.oracle.engine import run


def plan_of(plan: Plan) -> SimpleNamespace:
    """Return a Plan as lists of plain numbers."""
    values = plan._asdict().items()
    return SimpleNamespace(
        **{
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in values
        }
    )


def draw_of(draw: Draw, future: int) -> SimpleNamespace:
    """Return one future of a Draw as lists of plain numbers."""
    values = {
        name: value.values if isinstance(value, Rows) else value
        for name, value in draw._asdict().items()
    }
    return SimpleNamespace(**{name: value[..., future].tolist() for name, value in values.items()})


def literal(plan: Plan, draw: Draw, future: int = 0) -> Contest:
    """Run one future by the oracle."""
    return run(plan_of(plan), draw_of(draw, future))


def differences(
    contest: Contest, workspace: Workspace, future: int = 0, relative: float = 1e-9
) -> list[str]:
    """Return the differences between the oracle and a run of the engine, in words."""
    found: list[str] = []
    groups: tuple[tuple[NamedTuple, SimpleNamespace], ...] = (
        (workspace.state, contest.state),
        (workspace.record, contest.record),
    )
    for group, ours in groups:
        for name, rows in group._asdict().items():
            mine: dict[Any, float] = getattr(ours, name)
            theirs = rows.values[..., future]
            scale = float(np.max(np.abs(theirs[np.isfinite(theirs)]), initial=0.0))
            if name == "reserve":  # it buys the rounding that is left of the arrivals
                scale = max([scale, *contest.plan.site_inflow0])
            if name in {"cost", "cost_free", "sellers"}:  # they hold roundings of flows
                scale = max([scale, *(0.01 * flow for flow in contest.plan.site_inflow0)])
            if name in {"short", "short_free"}:  # they add what is missing of whole weeks
                scale = max(scale, 1.0)
            for where in np.ndindex(theirs.shape):
                key = where[0] if len(where) == 1 else where
                if key not in mine:
                    continue  # the ring of a line is as long as its own window
                a, b = mine[key], float(theirs[where])
                if not abs(a - b) <= relative * max(abs(a), abs(b), 0.1 * scale, 1e-12):
                    found.append(f"{name}[{key}]: oracle {a!r}, engine {b!r}")
    return found
