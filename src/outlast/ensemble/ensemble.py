"""An ensemble: many futures of a scenario, in chunks that can be cancelled, kept and resumed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.codes import NEED_PLAN
from outlast.engine.compiled.run import never_cancel, run_compiled
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.state import Series
from outlast.ensemble.audited_chunk import PRECISIONS, audited_chunk
from outlast.ensemble.chunk_files import ChunkedRecord, ChunkFile, ChunkIdentity, write
from outlast.ensemble.chunks import CHUNK, Chunk
from outlast.ensemble.future_audit import (
    failed_futures,
    faulty_draws,
    refuse_median,
    refuse_plan,
)
from outlast.ensemble.kept_chunks import Counted, KeptChunks, RecordPart, run_address
from outlast.ensemble.processors import processors
from outlast.ensemble.streams import luck
from outlast.errors import InputError
from outlast.lower import AxisNames, Lowered, lower
from outlast.results import Bands, Manifest, Results, manifest
from outlast.scenario.clock import MOST_FUTURES
from outlast.scenario.load import Situation

if TYPE_CHECKING:
    from outlast.ensemble.task_executor import TaskExecutor

Progress = Callable[[int, int], None]
"""Called with the number of finished futures, and of all."""


@dataclass(frozen=True)
class RunSettings:
    """The settings that all chunks of a run share."""

    futures: int
    seed: int
    threads: int
    folder: Path | None
    progress: Progress | None
    should_cancel: Callable[[], bool]
    identity: Manifest
    only_kept: bool
    executor: "TaskExecutor | None"
    """The place where chunks are computed; this process if there is none."""

    store: str | None
    """The address of the store of chunks, instead of the folder."""

    counted: Sequence[str]
    """The series that are counted."""

    def chunk(self, first: int) -> ChunkIdentity:
        """Return the identity of the chunk that begins at a future."""
        return _chunk_of(self.identity, first, min(CHUNK, self.futures - first))


def anchored_plan(lowered: Lowered) -> Plan:
    """Return the plan with planned need of compute anchored in the median future (decision 22).

    Raises:
        RunError: The median future failed its audit.
    """
    if not has_planned_need(lowered.plan):
        return lowered.plan
    middle = lowered.sample(median_point(lowered))
    return anchored_in(lowered.plan, lowered.names, middle)


def has_planned_need(plan: Plan) -> bool:
    """Return whether any line measures compute against a plan."""
    return bool((plan.line_definition == NEED_PLAN).any())


def median_point(lowered: Lowered) -> Reals:
    """Return the luck of the median future: one row of points, one half in each dimension."""
    return np.full((1, max(len(lowered.drawing.dimensions), 1)), 0.5)


def anchored_in(plan: Plan, names: AxisNames, middle: Draw) -> Plan:
    """Return the plan with planned need of compute anchored in one future.

    Raises:
        RunError: That future failed its audit.
    """
    # Stocks on the date depend neither on later steps nor on the run without denial.
    begun = plan._replace(paired=0, steps=plan.start + 1, horizon=1)
    refuse_plan(plan)
    refuse_median(faulty_draws(middle, range(1)))
    pilot = run_compiled(begun, middle)
    refuse_median(failed_futures(begun, names, pilot, range(1)))
    mark = pilot.state.mark.values[:, 0]
    return plan._replace(need_start=mark[plan.line_service])


def prepare(situation: Situation) -> Lowered:
    """Return a scenario as the engine runs it: lowered, its planned need anchored.

    Raises:
        InputError: Everything that cannot be lowered, all at once.
    """
    lowered = lower(situation)
    return replace(lowered, plan=anchored_plan(lowered))


def prepare_again(prepared: Lowered, situation: Situation) -> Lowered:
    """Return the same as `prepare`, for a situation with other distributions of priors alone."""
    plan = prepared.plan._replace(need_start=np.zeros_like(prepared.plan.need_start))
    lowered = replace(prepared.with_priors(situation), plan=plan)
    return replace(lowered, plan=anchored_plan(lowered))


def run_ensemble(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int = CHUNK,
    seed: int = 1,
    precision: str = "float64",
    threads: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    prepared: Lowered | None = None,
    only_kept: bool = False,
    executor: "TaskExecutor | None" = None,
    store: str | None = None,
    counted: Sequence[str] = Series._fields,
) -> Results:
    """Return the results of many futures of a scenario.

    Args:
        situation: The scenario, complete.
        futures: Number of futures.
        seed: Seed of their luck; scenarios with the same seed throw the same dice.
        precision: `float64`, or `float32` for a quicker answer.
        threads: Threads to run on; all processors that the process may use by default.
        folder: Folder of finished chunks; chunks found there are not run again, unless they are
            damaged or belong to another run.
        progress: Called as futures finish.
        should_cancel: Called between blocks; True ends the run without the unfinished chunk.
        prepared: The scenario lowered and anchored, if the caller has it.
        only_kept: Whether a chunk that is not kept whole is refused instead of run.
        executor: The place where chunks are computed, instead of this process.
        store: An address at which chunks are stored, instead of the folder.
        counted: The series that the results hold, where no chunk is kept or computed elsewhere; all
            of them are audited.

    Raises:
        InputError: There are no futures to run, the precision is unknown, or a chunk is not
            kept whole.
        WriteError: A chunk cannot be written.
        RunError: The audit of a future failed; there is no answer.
    """
    _check(futures, precision)
    lowered = prepared or prepare(situation)
    names, cores = lowered.drawing.dimensions, threads or processors()
    described = manifest(situation, futures, seed, precision)
    settings = RunSettings(
        *(futures, seed, cores, folder, progress, should_cancel, described, only_kept),
        *(executor, store and run_address(store, described), counted),
    )
    record, bands = _run_chunks(lowered, settings)
    done = len(record["status"])
    described = replace(described, futures=done)
    throw = partial(luck, names, range(done), seed)
    return Results(situation, lowered, described, record, bands, throw)


def _run_chunks(
    lowered: Lowered, settings: RunSettings
) -> tuple[ChunkedRecord, Mapping[str, Bands]]:
    """Return the record and the counted series of all chunks, up to the end or a cancellation.

    Raises:
        InputError: The run was cancelled before any chunk was whole.
        RunError: The audit of a future failed.
    """
    kept = KeptChunks(
        settings.folder,
        settings.store,
        storing=settings.executor is not None,
        only_kept=settings.only_kept,
    )
    whole = _saved_whole(settings, kept)
    if whole is not None:
        return ChunkedRecord([whole[1]]), whole[0]
    parts: list[RecordPart] = []
    bands: dict[str, Bands] = {}
    identities = [settings.chunk(first) for first in range(0, settings.futures, CHUNK)]
    compute, end = _source(lowered, settings, kept, identities)
    try:
        for identity in identities:
            found = kept.read(identity) or compute(identity)
            if found is None:
                break
            parts.append(found[1])
            _add_counts(bands, found[0])
            if settings.progress and settings.executor is None:
                settings.progress(identity.after, settings.futures)
    finally:
        end()
    if not parts:
        raise InputError("stopped before any future was finished.")
    return ChunkedRecord(parts), bands


def _source(
    lowered: Lowered, settings: RunSettings, kept: KeptChunks, identities: Sequence[ChunkIdentity]
) -> tuple[Callable[[ChunkIdentity], Counted | None], Callable[[], None]]:
    """Return the function that computes a chunk, here or elsewhere, and the one that ends it."""
    if settings.executor is None:
        return partial(_run_here, lowered, settings, kept), lambda: None
    from outlast.ensemble.chunks_elsewhere import ChunksElsewhere  # noqa: PLC0415  rarely needed

    wanted = [each for each in identities if not kept.holds(each)]
    there = settings.futures - sum(each.count for each in wanted)
    progress = settings.progress
    elsewhere = ChunksElsewhere(
        settings.executor,
        lowered,
        wanted,
        kept.store,
        there,
        lambda done: progress(done, settings.futures) if progress else None,
        settings.should_cancel,
    )
    return elsewhere.chunk, elsewhere.close


def _run_here(
    lowered: Lowered, settings: RunSettings, kept: KeptChunks, identity: ChunkIdentity
) -> Counted | None:
    """Return a chunk that this process computes and keeps; None if the run was cancelled before."""
    chunk = _run_chunk(lowered, range(identity.first, identity.after), settings)
    if chunk is None:
        return None
    path = kept.path(identity)
    if path is None:
        return chunk.bands, chunk.record
    write(chunk, path, identity)
    return chunk.bands, ChunkFile.at(path)


def _chunk_of(run: Manifest, first: int, count: int) -> ChunkIdentity:
    """Return the identity of a chunk of a run."""
    return ChunkIdentity(run.digest, run.version, run.seed, run.precision, first, count)


def _saved_whole(settings: RunSettings, kept: KeptChunks) -> Counted | None:
    """Return the futures that `save_whole` wrote, if they are there."""
    identity = _chunk_of(settings.identity, 0, settings.futures)
    path = kept.path(identity)
    if path is None or settings.futures <= CHUNK or not path.exists():
        return None
    return kept.read(identity)


def save_whole(results: Results, folder: Path) -> None:
    """Write all futures of results to a folder as one chunk, from which a run is opened again.

    Raises:
        InputError: The results lack series, as those of a lever that moves do.
        WriteError: The system refuses.
    """
    lacking = [name for name in Series._fields if name not in results.bands]
    if lacking:
        what = f"these results were made without the series {', '.join(lacking)}."
        raise InputError.of(what, "Run the scenario by itself, and save that.")
    identity = _chunk_of(results.manifest, 0, results.futures)
    chunk = Chunk(dict(results.record), dict(results.bands))
    write(chunk, folder / identity.file, identity)


def _check(futures: int, precision: str) -> None:
    if futures < 1:
        raise InputError(f"{futures} futures answer nothing. Ask for at least 1.")
    if futures > MOST_FUTURES:
        raise InputError(f"{futures:,} futures are too many. Ask for at most {MOST_FUTURES:,}.")
    if precision not in PRECISIONS:
        known = ", ".join(PRECISIONS)
        raise InputError.of(f'"{precision}" is not a precision.', f"Known: {known}")


def _add_counts(bands: dict[str, Bands], counted: Mapping[str, Bands]) -> None:
    """Add the counts of a chunk to those of the chunks before."""
    for name, each in counted.items():
        if name in bands:
            bands[name].merge(each)
        else:
            bands[name] = each


def _run_chunk(lowered: Lowered, part: range, settings: RunSettings) -> Chunk | None:
    """Return the chunk of some futures, or None if the run was cancelled before it was whole."""
    progress = settings.progress

    def update(done: int) -> None:
        if progress:
            progress(part.start + done, part.stop)

    return audited_chunk(
        lowered,
        lowered.sample(luck(lowered.drawing.dimensions, part, settings.seed)),
        part,
        settings.seed,
        precision=settings.identity.precision,
        counted=settings.counted,
        threads=settings.threads,
        progress=update,
        should_cancel=settings.should_cancel,
    )
