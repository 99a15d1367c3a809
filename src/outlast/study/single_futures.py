"""Single futures: the paths of some, run again by themselves from their own luck."""

import os
from collections.abc import Sequence

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import run_blocks
from outlast.engine.workspace import Room
from outlast.results import Results


def singles(results: Results, futures: Sequence[int]) -> Reals:
    """Return the mean level of each line over its window: [future, line, step].

    Args:
        results: What the futures came to.
        futures: The numbers of those wanted.
    """
    lowered = results.lowered
    draw = lowered.sample(results.points()[list(futures)])
    lines, horizon = len(lowered.names.lines), results.situation.clock.horizon
    found = np.zeros((len(futures), lines, horizon))

    def each(room: Room, first: int, count: int) -> None:
        levels = room.series.level.values[..., :count]
        found[first : first + count] = np.moveaxis(levels, -1, 0)

    run_blocks(lowered.plan, draw, each, threads=os.cpu_count() or 1)
    return found
