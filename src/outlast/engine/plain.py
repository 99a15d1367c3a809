"""The reference back end: the same mechanisms over NumPy rows, all futures at once."""

import numpy as np

from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.step import run
from outlast.engine.workspace import Workspace, make_workspace


def run_plain(plan: Plan, draw: Draw) -> Workspace:
    """Run every future of a Draw to the end."""
    workspace = make_workspace(plan, draw)
    with np.errstate(all="ignore"):
        run(plan, draw, *workspace)
    return workspace
