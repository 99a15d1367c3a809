"""Snapshots: the blocks of a run before one step, from which later runs go on bit for bit."""

from collections.abc import Container, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.codes import COLLAPSED, COMPUTE
from outlast.engine.plan import Plan
from outlast.engine.state import Record, State
from outlast.engine.workspace import Workspace

PAIRED: Final = frozenset(
    name for name in Record._fields if name.endswith("_free") or name.startswith("status")
)
"""The fields of the record in which the paired run leaves its results."""

HALF: Final = 0.5
"""Statuses are whole numbers in floating point."""


class Snapshot:
    """The blocks of a run with denial before one step.

    State and record hold all that a step hands on, with the results of the paired run; of the week
    the compute of the paired run is kept. Series begin on the scenario's date, so a snapshot of a
    step after it has none of the weeks between.

    Args:
        plan: The plan of every run that goes on from it.
        step: The step, not after the scenario's date.
        later: Snapshots of later steps of the same run, which its blocks fill as they pass them.
        paired: Whether the paired run before the step is kept too, for draws that change in both.
    """

    def __init__(
        self, plan: Plan, step: int, later: Sequence["Snapshot"] = (), *, paired: bool = False
    ) -> None:
        self.step, self.later, self.paired = step, tuple(later), paired
        self.compute = np.flatnonzero(plan.service_kind == COMPUTE)
        self.blocks: dict[int, list[NDArray[Any]]] = {}
        self.paired_blocks: dict[int, list[NDArray[Any]]] = {}

    @property
    def nbytes(self) -> int:
        """The bytes of all blocks."""
        # Other threads keep blocks meanwhile.
        blocks = (*tuple(self.blocks.values()), *tuple(self.paired_blocks.values()))
        return sum(each.nbytes for block in blocks for each in block)

    def keep(self, first: int, workspace: Workspace, denial: int) -> None:
        """Keep the block that begins at a future, if it is wanted and not kept already.

        Args:
            first: The future.
            workspace: The block.
            denial: 1 in the run with denial, 0 in the paired one.
        """
        blocks = self.blocks if denial else self.paired_blocks
        if first in blocks or not (denial or self.paired):
            return
        kept = [rows.values.copy() for rows in (*workspace.state, *workspace.record)]
        if denial:
            kept.append(workspace.week.free_compute.values[self.compute])
        blocks[first] = kept

    def restore(self, first: int, workspace: Workspace) -> bool:
        """Bring back the block that begins at a future; return False if it was not kept."""
        kept = self.blocks.get(first)
        if kept is None:
            return False
        _copy(kept, workspace)
        workspace.week.free_compute.values[self.compute] = kept[-1]
        return True

    def restore_paired(self, first: int, workspace: Workspace) -> None:
        """Bring back state and record of the paired run; the block is restored already."""
        _copy(self.paired_blocks[first], workspace)

    def restore_beside(self, first: int, workspace: Workspace) -> None:
        """Bring back state and record of the run with denial after another paired run.

        Its results stay, and so does a fault in it.
        """
        _copy(self.blocks[first], workspace, besides=PAIRED)
        fault = workspace.record.status.values > COLLAPSED + HALF
        kept = self.blocks[first][len(State._fields) :]
        for name, values in zip(Record._fields, kept, strict=False):
            if name.startswith("status"):
                rows = getattr(workspace.record, name).values
                rows[...] = np.where(fault, rows, values)


def _copy(kept: list[NDArray[Any]], workspace: Workspace, besides: Container[str] = ()) -> None:
    """Copy kept values to state and record, besides fields of the record."""
    names = (*State._fields, *Record._fields)
    groups = (*workspace.state, *workspace.record)
    for name, rows, values in zip(names, groups, kept, strict=False):
        if name not in besides:
            rows.values[...] = values
