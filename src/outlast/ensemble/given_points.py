"""Futures at given points: a prepared scenario run on luck that a study has made."""

from collections.abc import Callable

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never_cancel, run_blocks
from outlast.engine.workspace import Workspace
from outlast.ensemble.chunk_files import ChunkedRecord
from outlast.ensemble.chunks import ChunkBuilder
from outlast.ensemble.future_audit import FailedFuture, failed_futures, faulty_draws, refuse
from outlast.ensemble.processors import processors
from outlast.ensemble.rerun import PRECISION
from outlast.lower import Lowered
from outlast.results import Results, manifest
from outlast.scenario.load import Situation

LEAST_SERIES = ("level",)
"""The one series that is counted: results need some, and a study reads none."""


def run_points(
    situation: Situation,
    lowered: Lowered,
    points: Reals,
    seed: int,
    should_cancel: Callable[[], bool] = never_cancel,
) -> Results | None:
    """Return the results of futures at points of the unit cube, or None if cancelled.

    Args:
        situation: The scenario.
        lowered: The scenario as `prepare` gives it.
        points: The luck of the futures: [future, dimension].
        seed: The seed behind the points, for the manifest and for a fault.
        should_cancel: Called between blocks of futures.

    Raises:
        RunError: The audit of a future failed.
    """
    futures, plan = len(points), lowered.plan
    builder = ChunkBuilder(plan, futures, LEAST_SERIES)
    draw = lowered.sample(points)
    failed: list[FailedFuture] = faulty_draws(draw, range(futures))
    refuse(failed, futures, seed)

    def on_block(block: Workspace, first: int, count: int) -> None:
        here = range(first, first + count)
        failed.extend(failed_futures(plan, lowered.names, block, here, LEAST_SERIES))
        if not failed:  # nothing counts numbers that failed
            builder.add(block, first, count)

    run_blocks(
        plan,
        draw,
        on_block,
        precision=np.float32,
        threads=processors(),
        should_cancel=should_cancel,
    )
    refuse(failed, futures, seed)
    if builder.done < futures:
        return None
    chunk, described = builder.chunk(), manifest(situation, futures, seed, PRECISION)
    record = ChunkedRecord([chunk.record])
    return Results(situation, lowered, described, record, chunk.bands, lambda: points)
