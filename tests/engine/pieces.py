"""A run in pieces: one piece hands the state to the next, in NumPy or compiled."""

from collections.abc import Callable

import numpy as np

from outlast.engine.compiled.compile import entry
from outlast.engine.compiled.run import load_block, make_worker
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.step import resume
from outlast.engine.workspace import Workspace, make_workspace

Piece = Callable[[Plan, Draw, Workspace | None, int, int], Workspace]
"""Runs from one step up to another; state and record come from the run before, if there is one."""


def hand_over(before: Workspace | None, after: Workspace) -> None:
    """Copy state and record, and nothing else, from one workspace to another."""
    if before is not None:
        for old, new in ((before.state, after.state), (before.record, after.record)):
            for theirs, mine in zip(old, new, strict=True):
                mine.values[...] = theirs.values


def plain_piece(
    plan: Plan, draw: Draw, before: Workspace | None, first: int, last: int
) -> Workspace:
    """Run a piece in NumPy."""
    workspace = make_workspace(plan, draw)
    hand_over(before, workspace)
    workspace.week.span[:] = first, last
    with np.errstate(all="ignore"):
        resume(plan, draw, *workspace)
    return workspace


def compiled_piece(
    plan: Plan, draw: Draw, before: Workspace | None, first: int, last: int
) -> Workspace:
    """Run a piece compiled; the futures are one block at most."""
    worker = make_worker(plan, draw, np.float64)
    load_block(worker, draw, 0)
    hand_over(before, worker.workspace)
    worker.workspace.week.span[:] = first, last
    entry().run_piece(*worker.tables)
    return worker.workspace
