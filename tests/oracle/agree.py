"""Where two engines differ: the oracle runs a Plan and a Draw, and its results are compared."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np

from outlast.engine.arrays import Rows
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from tests.engine.rounding import allowance, nudged
from tests.oracle.contest import Contest
from tests.oracle.engine import run

RELATIVE = 1e-9
"""The relative difference that oracle and engine may have, summing in other orders."""


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


def differences(contest: Contest, workspace: Workspace, future: int = 0) -> list[str]:
    """Return the differences over 1e-9 between the oracle and a run of the engine, in words."""
    return list(further(contest, workspace, future, []))


def apart(plan: Plan, draw: Draw, *runs: Workspace) -> list[str]:
    """Return the differences between the oracle and each run of these futures, in words.

    In a world that makes roundings large, differences of their size are none.
    """
    others: list[Workspace] = []
    found: list[str] = []
    for future in range(len(draw.hoarding)):
        contest = literal(plan, draw, future)
        for workspace in runs:
            if not differences(contest, workspace, future):
                continue
            others = others or [run_compiled(plan, each) for each in nudged(draw)]
            lines = further(contest, workspace, future, others)
            found += [f"future {future}, {line}" for line in lines]
    return found


def further(
    contest: Contest, workspace: Workspace, future: int, others: list[Workspace]
) -> Iterator[str]:
    """Yield each number further apart than 1e-9, and than nudged runs from each other."""
    for part in ("state", "record"):
        ours, group = getattr(contest, part), getattr(workspace, part)
        moved = [getattr(other, part) for other in others]
        for name, rows in group._asdict().items():
            mine: dict[Any, float] = getattr(ours, name)
            theirs = rows.values[..., future]
            near = RELATIVE * scale_of(name, theirs, contest.plan)
            near += allowance([getattr(each, name).values[..., future] for each in moved])
            for where in np.ndindex(theirs.shape):
                key = where[0] if len(where) == 1 else where
                if key not in mine:
                    continue  # the ring of a line is as long as its own window
                a, b = mine[key], float(theirs[where])
                if not abs(a - b) <= max(near, RELATIVE * max(abs(a), abs(b))):
                    yield f"{name}[{key}]: oracle {a!r}, engine {b!r}"


def scale_of(name: str, values: np.ndarray, plan: SimpleNamespace) -> float:
    """Return the size of which numbers near zero are a rounding."""
    scale = 0.1 * float(np.max(np.abs(values[np.isfinite(values)]), initial=0.0))
    if name == "reserve":  # it buys the rounding that is left of the arrivals
        scale = max([scale, *(0.1 * flow for flow in plan.site_inflow0)])
    if name in {"short", "short_free"}:  # they add what is missing of whole weeks
        scale = max(scale, 0.1)
    return max(scale, 1e-12 / RELATIVE)
