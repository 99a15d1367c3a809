"""Single futures: the paths of a few futures, run again from their own luck."""

import os
from collections.abc import Sequence

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import run_blocks
from outlast.engine.workspace import Workspace
from outlast.results import Results


def single_futures(results: Results, futures: Sequence[int]) -> Reals:
    """Return the mean level of each line over its window: [future, line, step].

    Args:
        results: The results that the futures belong to.
        futures: Their numbers.
    """
    lowered = results.lowered
    draw = lowered.sample(results.points()[list(futures)])
    lines, horizon = len(lowered.names.lines), results.situation.clock.horizon
    paths = np.zeros((len(futures), lines, horizon))

    def each(room: Workspace, first: int, count: int) -> None:
        levels = room.series.level.values[..., :count]
        paths[first : first + count] = np.moveaxis(levels, -1, 0)

    run_blocks(lowered.plan, draw, each, threads=os.cpu_count() or 1)
    return paths
