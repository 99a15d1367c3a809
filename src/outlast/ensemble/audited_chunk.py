"""Audited chunks: drawn futures are audited, run and counted as one chunk."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from outlast.engine.compiled.run import Precision, Variant, never_cancel, run_blocks
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.from_date import Draws
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
    draws: Draws,
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
        draws: The draws of the futures, and those from the scenario's date on.
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
    audit = _Audit(lowered, draws, futures, seed, series=series, counted=counted, progress=progress)
    run_blocks(
        lowered.plan,
        draws.draw,
        audit.on_block,
        precision=PRECISIONS[precision],
        threads=threads or processors(),
        should_cancel=should_cancel,
        snapshot=snapshot,
        later=draws.later,
    )
    return audit.chunk()


def audited_chunks(  # noqa: PLR0913  each is a choice of the caller's
    lowered: Lowered,
    draws: Draws,
    other: tuple[Draws, int],
    futures: range,
    seed: int,
    *,
    precision: str,
    counted: Sequence[str],
    threads: int,
    progress: Callable[[int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
) -> tuple[Chunk, Chunk] | None:
    """Return the chunks of futures with two draws each, the second run on from where it differs.

    Both are equal, bit for bit, to those of `audited_chunk`; see there for arguments and errors.
    `other` is the second draws, and the first step in which they may differ.
    """
    audit = _Audit(lowered, draws, futures, seed, counted=counted)
    still, step = other
    second = _Audit(lowered, still, futures, seed, counted=counted, progress=progress)
    run_blocks(
        lowered.plan,
        draws.draw,
        audit.on_block,
        precision=PRECISIONS[precision],
        threads=threads,
        should_cancel=should_cancel,
        variant=Variant(still.draw, step, second.on_block, still.later),
        later=draws.later,
    )
    found, beside = audit.chunk(), second.chunk()
    return (found, beside) if found and beside else None


class _Audit:
    """The audit of futures, block by block, into a chunk.

    Raises:
        RunError: A draw is faulty, or the plan is.
    """

    def __init__(  # noqa: PLR0913  as above
        self,
        lowered: Lowered,
        draws: Draws,
        futures: range,
        seed: int,
        *,
        series: Sequence[str] = Series._fields,
        counted: Sequence[str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.plan, self.names, self.futures, self.seed = lowered.plan, lowered.names, futures, seed
        self.series, self.progress = series, progress
        wanted = series if counted is None else counted
        self.builder = ChunkBuilder(lowered.plan, len(futures), wanted)
        both = (draws.draw,) if draws.later is None else (draws.draw, draws.later)
        failed = {each.number: each for draw in both for each in faulty_draws(draw, futures)}
        self.failed = [failed[number] for number in sorted(failed)]
        refuse_plan(lowered.plan)
        refuse(self.failed, len(futures), seed)

    def on_block(self, block: Workspace, first: int, count: int) -> None:
        """Audit and count a finished block."""
        here = self.futures[first : first + count]
        self.failed.extend(failed_futures(self.plan, self.names, block, here, self.series))
        if self.failed:
            return  # there is no answer, and nothing counts numbers that failed
        self.builder.add(block, first, count)
        if self.progress:
            self.progress(self.builder.done)

    def chunk(self) -> Chunk | None:
        """Return the chunk, or None if the run was cancelled before it was whole.

        Raises:
            RunError: A future failed.
        """
        refuse(self.failed, len(self.futures), self.seed)
        return self.builder.chunk() if self.builder.done == len(self.futures) else None
