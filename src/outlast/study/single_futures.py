"""Single futures: the paths of a few futures, run again from their own luck."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import run_blocks
from outlast.engine.workspace import Workspace
from outlast.ensemble.future_audit import FailedFuture, failed_futures, refuse
from outlast.ensemble.processors import processors
from outlast.results import Results

SERIES: Final = ("level",)
"""The series that is read."""


def single_futures(results: Results, futures: Sequence[int]) -> Reals:
    """Return the mean level of each line over its window: [future, line, step].

    Args:
        results: The results that the futures belong to.
        futures: Their numbers.

    Raises:
        RunError: A future failed its audit.
    """
    lowered, failed = results.lowered, list[FailedFuture]()
    draws = lowered.in_spans(results.points()[list(futures)])
    lines, horizon = len(lowered.names.lines), results.situation.clock.horizon
    paths = np.zeros((len(futures), lines, horizon))

    def each(room: Workspace, first: int, count: int) -> None:
        here = range(first, first + count)
        failed.extend(failed_futures(lowered.plan, lowered.names, room, here, SERIES))
        levels = room.series.level.values[..., :count]
        paths[first : first + count] = np.moveaxis(levels, -1, 0)

    run_blocks(lowered.plan, draws.draw, each, threads=processors(), later=draws.later)
    refuse(
        [each._replace(number=futures[each.number]) for each in failed],
        len(futures),
        results.manifest.seed,
    )
    return paths
