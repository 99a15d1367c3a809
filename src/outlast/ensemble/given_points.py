"""Futures at given points: a prepared scenario run on luck that a study has made."""

from collections.abc import Callable
from functools import partial

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.audited_chunk import audited_chunk
from outlast.ensemble.chunked_record import ChunkedRecord
from outlast.ensemble.rerun import PRECISION, SERIES
from outlast.lower import Lowered
from outlast.results import Results, manifest
from outlast.scenario.load import Situation


def run_points(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    lowered: Lowered,
    points: Reals,
    seed: int,
    should_cancel: Callable[[], bool] = never_cancel,
    *,
    threads: int | None = None,
) -> Results | None:
    """Return the results of futures at points of the unit cube, or None if cancelled.

    Args:
        situation: The scenario.
        lowered: The scenario as `prepare` gives it.
        points: The luck of the futures: [future, dimension].
        seed: The seed behind the points, for the manifest and for a fault.
        should_cancel: Called between blocks of futures.
        threads: Threads to run on; all processors that the process may use if absent.

    Raises:
        RunError: The audit of the plan or of a future failed.
    """
    futures = len(points)
    chunk = audited_chunk(
        lowered,
        lowered.in_spans(points),
        range(futures),
        seed,
        precision=PRECISION,
        series=SERIES,
        threads=threads,
        should_cancel=should_cancel,
    )
    if chunk is None:
        return None
    described = manifest(situation, futures, seed, PRECISION)
    record = ChunkedRecord([chunk.record])
    return Results(situation, lowered, described, record, chunk.bands, partial(_some, points))


def _some(points: Reals, futures: range) -> Reals:
    """Return the points of some futures."""
    return points[futures.start : futures.stop]
