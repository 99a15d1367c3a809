"""Audited chunks: drawn futures are audited, run and counted as one chunk."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from outlast.engine.compiled.run import Precision, never_cancel, run_blocks
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.draw import Draw
from outlast.engine.state import Series
from outlast.engine.workspace import Workspace
from outlast.ensemble.chunks import Chunk, ChunkBuilder
from outlast.ensemble.future_audit import failed_futures, faulty_draws, refuse, refuse_plan
from outlast.ensemble.processors import processors
from outlast.lower import Lowered

PRECISIONS: Final[dict[str, Precision]] = {"float64": np.float64, "float32": np.float32}
"""The precision of the engine's state, by name."""


def audited_chunk(  # noqa: PLR0913  each is a choice of the caller's
    lowered: Lowered,
    draw: Draw,
    futures: range,
    seed: int,
    *,
    precision: str,
    series: Sequence[str] = Series._fields,
    counted: Sequence[str] | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    snapshot: Snapshot | None = None,
) -> Chunk | None:
    """Return the chunk of drawn futures, or None if the run was cancelled before it was whole.

    Args:
        lowered: The scenario as arrays.
        draw: The draws of the futures.
        futures: The numbers of the futures, for the message of a fault.
        seed: The seed of their luck, likewise.
        precision: One of `PRECISIONS`.
        series: The series that are audited.
        counted: The series that are counted; those that are audited if absent.
        threads: Threads to run on; all processors that the process may use if absent.
        progress: Called with the number of futures counted so far.
        should_cancel: Called between blocks; True ends the run.
        snapshot: Blocks that it holds go on from its step; it keeps the others as they pass it.

    Raises:
        RunError: The audit of the plan or of a future failed.
    """
    plan = lowered.plan
    builder = ChunkBuilder(plan, len(futures), series if counted is None else counted)
    failed = faulty_draws(draw, futures)
    refuse_plan(plan)
    refuse(failed, len(futures), seed)

    def on_block(block: Workspace, first: int, count: int) -> None:
        here = futures[first : first + count]
        failed.extend(failed_futures(plan, lowered.names, block, here, series))
        if failed:
            return  # there is no answer, and nothing counts numbers that failed
        builder.add(block, first, count)
        if progress:
            progress(builder.done)

    run_blocks(
        plan,
        draw,
        on_block,
        precision=PRECISIONS[precision],
        threads=threads or processors(),
        should_cancel=should_cancel,
        snapshot=snapshot,
    )
    refuse(failed, len(futures), seed)
    return builder.chunk() if builder.done == len(futures) else None
