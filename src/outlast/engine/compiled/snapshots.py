"""Snapshots: the blocks of a run before one step, from which later runs go on bit for bit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engine.codes import COMPUTE
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace


class Snapshot:
    """The blocks of a run with denial before one step.

    State and record hold all that a step hands on, with the results of the paired run; of the week
    the compute of the paired run is kept. Series begin on the scenario's date, so a snapshot of a
    step after it has none of the weeks between.

    Args:
        plan: The plan of every run that goes on from it.
        step: The step, not after the scenario's date.
        later: Snapshots of later steps of the same run, which its blocks fill as they pass them.
    """

    def __init__(self, plan: Plan, step: int, later: Sequence["Snapshot"] = ()) -> None:
        self.step, self.later = step, tuple(later)
        self.compute = np.flatnonzero(plan.service_kind == COMPUTE)
        self.blocks: dict[int, list[NDArray[Any]]] = {}

    @property
    def nbytes(self) -> int:
        """The bytes of all blocks."""
        blocks = tuple(self.blocks.values())  # other threads keep blocks meanwhile
        return sum(each.nbytes for block in blocks for each in block)

    def keep(self, first: int, workspace: Workspace) -> None:
        """Keep the block that begins at a future, if it is not kept already."""
        if first in self.blocks:
            return
        kept = [rows.values.copy() for rows in (*workspace.state, *workspace.record)]
        kept.append(workspace.week.free_compute.values[self.compute])
        self.blocks[first] = kept

    def restore(self, first: int, workspace: Workspace) -> bool:
        """Bring back the block that begins at a future; return False if it was not kept."""
        kept = self.blocks.get(first)
        if kept is None:
            return False
        for rows, values in zip((*workspace.state, *workspace.record), kept[:-1], strict=True):
            rows.values[...] = values
        workspace.week.free_compute.values[self.compute] = kept[-1]
        return True
