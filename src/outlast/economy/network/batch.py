"""Losses of many runs in array passes: chunk by chunk, so that memory stays bounded."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from outlast.economy.network.events import EventSet
from outlast.economy.network.flows import FlowTable
from outlast.economy.network.passes import Floats, Progress
from outlast.economy.network.step_values import StepValues
from outlast.engine.arrays import Reals

MEMORY: Final = 1 << 28
"""Bytes that the state of one chunk may take."""

MOST_RUNS: Final = 64
"""Runs of a chunk; more make no pass faster."""


class FlowModel(Protocol):
    """A model of industries: it yields the values of each step of several runs."""

    @property
    def table(self) -> FlowTable:
        """The table of flows."""
        ...

    @property
    def output(self) -> Floats:
        """Output of a step before the events, shape (industries, 1)."""
        ...

    def bytes_a_run(self) -> int:
        """Return the memory that the state of one run takes, bytes."""
        ...

    def steps(
        self, runs: Sequence[EventSet], count: int, *, keeps_stock: bool = False
    ) -> Iterator[StepValues]:
        """Yield the values of each step of several runs."""
        ...


@dataclass(frozen=True)
class BatchLosses:
    """The change of value added in several runs, in the unit of the table; a loss is negative."""

    total: Reals
    """By industry, shape (runs, industries)."""

    direct: Reals
    """By industry: value added of the capacity that events take away."""

    path: Reals
    """By step, shape (runs, steps)."""

    direct_path: Reals
    aborted: NDArray[np.bool_]
    """The runs in which an inventory fell below nothing; BoARIO would have ended them."""


def batch_losses(  # noqa: PLR0913  each is a choice of the caller's
    model: FlowModel,
    runs: Sequence[EventSet],
    steps: int,
    *,
    progress: Progress = None,
    should_cancel: Callable[[], bool] | None = None,
    memory: int = MEMORY,
) -> BatchLosses | None:
    """Return the losses of several runs; None if a caller cancels them.

    Args:
        model: The model; it keeps nothing between calls.
        runs: The events of each run.
        steps: The number of steps.
        progress: Told how many steps are done, and of how many.
        should_cancel: Asked after each step whether to end early.
        memory: Bytes that the state of the runs at hand may take.
    """
    size = max(1, min(MOST_RUNS, memory // max(model.bytes_a_run(), 1)))
    chunks = [runs[at : at + size] for at in range(0, len(runs), size)]
    share = model.table.value_share[:, None]
    before = model.output.astype(np.float64)
    found: list[BatchLosses] = []
    for number, chunk in enumerate(chunks):
        shape = (len(before), len(chunk))
        total, direct = np.zeros(shape), np.zeros(shape)
        path, direct_path = np.zeros((2, len(chunk), steps))
        aborted = np.zeros(len(chunk), dtype=bool)
        for values in model.steps(chunk, steps):
            lost = share * (values.made - before)
            cut = -share * before * values.lost
            total += lost
            direct += cut
            path[:, values.step], direct_path[:, values.step] = lost.sum(0), cut.sum(0)
            if values.aborted is not None:
                aborted = values.aborted
            if progress is not None:
                progress(number * steps + values.step + 1, len(chunks) * steps)
            if should_cancel is not None and should_cancel():
                return None
        found.append(BatchLosses(total.T, direct.T, path, direct_path, aborted.copy()))
    return BatchLosses(
        *(
            np.concatenate([getattr(each, name) for each in found])
            for name in ("total", "direct", "path", "direct_path", "aborted")
        )
    )
