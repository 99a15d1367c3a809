"""An ensemble: many futures of a scenario, in chunks that can be cancelled, kept and resumed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from outlast.engine.compiled.run import never_cancel
from outlast.engine.state import Series
from outlast.ensemble.audited_chunk import PRECISIONS, audited_chunk, audited_chunks
from outlast.ensemble.chunk_files import ChunkFile, ChunkIdentity, write
from outlast.ensemble.chunked_record import ChunkedRecord
from outlast.ensemble.chunks import CHUNK, Chunk
from outlast.ensemble.kept_chunks import Counted, KeptChunks, RecordPart, run_address
from outlast.ensemble.prepare import prepare
from outlast.ensemble.processors import processors
from outlast.ensemble.record_only import RecordOnly, record_only
from outlast.ensemble.streams import luck
from outlast.errors import InputError
from outlast.lower import Lowered
from outlast.results import Bands, Manifest, Results, manifest
from outlast.results.bands import add_counts
from outlast.scenario.adjust import without_moves
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

    @property
    def chunks(self) -> list[ChunkIdentity]:
        """The identities of all chunks, in order."""
        return [self.chunk(first) for first in range(0, self.futures, CHUNK)]


class HowToRun(TypedDict):
    """The arguments that all ways to run a chunk share."""

    precision: str
    counted: Sequence[str]
    threads: int
    progress: Callable[[int], None]
    should_cancel: Callable[[], bool]


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
    lowered, cores = prepared or prepare(situation), threads or processors()
    described = manifest(situation, futures, seed, precision)
    settings = RunSettings(
        *(futures, seed, cores, folder, progress, should_cancel, described, only_kept),
        *(executor, store and run_address(store, described), counted),
    )
    return _results(situation, lowered, settings, None)


def run_with_and_without_moves(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int,
    seed: int,
    precision: str,
    threads: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    executor: "TaskExecutor | None" = None,
    store: str | None = None,
) -> tuple[Results, Results | None]:
    """Return the results of a scenario, and those in which no state moves, on the same dice.

    The second are None where no move is drawn, and where the run was cancelled before its end. See
    `run_ensemble` for the arguments and the errors.
    """
    if situation.moves is None or executor is not None:
        there = partial(
            run_ensemble,
            futures=futures,
            seed=seed,
            precision=precision,
            threads=threads,
            should_cancel=should_cancel,
            executor=executor,
        )
        found = there(situation, folder=folder, progress=progress, store=store)
        if situation.moves is None or found.futures < futures:
            return found, None
        try:
            held = there(without_moves(situation))
        except InputError:
            if should_cancel():  # the futures with moves are finished and stay kept
                return found, None
            raise
        return found, held if held.futures == futures else None
    _check(futures, precision)
    lowered, cores = prepare(situation), threads or processors()
    described = manifest(situation, futures, seed, precision)
    address = store and run_address(store, described)
    settings = RunSettings(
        *(futures, seed, cores, folder, progress, should_cancel, described),
        *(False, None, address, Series._fields),
    )
    beside = record_only(situation, lowered, described, folder)
    found = _results(situation, lowered, settings, beside)
    if found.futures < futures:
        return found, None
    run_alone = partial(_run_chunk_without_moves, lowered, settings)
    return found, beside.results(run_alone, settings.chunks)


def _results(
    situation: Situation, lowered: Lowered, settings: RunSettings, beside: RecordOnly | None
) -> Results:
    """Return the results of all chunks, up to the end or a cancellation; see `_run_chunks`."""
    record, bands = _run_chunks(lowered, settings, beside)
    done = len(record["status"])
    described = replace(settings.identity, futures=done)
    throw = partial(luck, lowered.drawing.dimensions, seed=settings.seed)
    return Results(situation, lowered, described, record, bands, throw)


def _run_chunks(
    lowered: Lowered, settings: RunSettings, beside: RecordOnly | None
) -> tuple[ChunkedRecord, Mapping[str, Bands]]:
    """Return the record and the counted series of all chunks, up to the end or a cancellation.

    Args:
        lowered: The scenario as arrays.
        settings: The settings of the run.
        beside: The run without drawn moves, which receives its chunks; None if nobody wants it.

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
    compute, end = _source(lowered, settings, kept, beside)
    try:
        for identity in settings.chunks:
            found = kept.read(identity) or compute(identity)
            if found is None:
                break
            parts.append(found[1])
            add_counts(bands, found[0])
            if settings.progress and settings.executor is None:
                settings.progress(identity.after, settings.futures)
    finally:
        end()
    if not parts:
        raise InputError("stopped before any future was finished.")
    return ChunkedRecord(parts), bands


def _source(
    lowered: Lowered, settings: RunSettings, kept: KeptChunks, beside: RecordOnly | None
) -> tuple[Callable[[ChunkIdentity], Counted | None], Callable[[], None]]:
    """Return the function that computes a chunk, here or elsewhere, and the one that ends it."""
    if settings.executor is None:
        return partial(_run_here, lowered, settings, kept, beside), lambda: None
    from outlast.ensemble.chunks_elsewhere import ChunksElsewhere  # noqa: PLC0415  rarely needed

    wanted = [each for each in settings.chunks if not kept.holds(each)]
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
    lowered: Lowered,
    settings: RunSettings,
    kept: KeptChunks,
    beside: RecordOnly | None,
    identity: ChunkIdentity,
) -> Counted | None:
    """Return a chunk that this process computes and keeps; None if the run was cancelled before."""
    chunk, still = _run_chunk(lowered, settings, identity, beside)
    if chunk is None:
        return None
    path = kept.path(identity)
    if path is not None:
        write(chunk, path, identity)
    if beside and still:
        beside.add(still, identity)
    return chunk.bands, ChunkFile.at(path) if path else chunk.record


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


def _run_chunk(
    lowered: Lowered, settings: RunSettings, identity: ChunkIdentity, beside: RecordOnly | None
) -> tuple[Chunk | None, Chunk | None]:
    """Return a chunk, and the same without moves where it can go on from the first.

    Both are None if the run was cancelled before they were whole.
    """
    futures = range(identity.first, identity.after)
    points = luck(lowered.drawing.dimensions, futures, settings.seed)
    how = _how(settings, identity)
    step = beside.step if beside else None
    if step is None:
        return audited_chunk(lowered, lowered.in_spans(points), futures, settings.seed, **how), None
    moved, still = lowered.both_in_spans(points)
    found = audited_chunks(lowered, moved, (still, step), futures, settings.seed, **how)
    return found or (None, None)


def _run_chunk_without_moves(
    lowered: Lowered, settings: RunSettings, identity: ChunkIdentity
) -> Chunk | None:
    """Return a chunk without moves that is run whole, or None if the run was cancelled before."""
    futures = range(identity.first, identity.after)
    _, still = lowered.both_in_spans(luck(lowered.drawing.dimensions, futures, settings.seed))
    return audited_chunk(lowered, still, futures, settings.seed, **_how(settings, identity))


def _how(settings: RunSettings, identity: ChunkIdentity) -> HowToRun:
    """Return the arguments that all ways to run a chunk share."""
    progress = settings.progress
    return HowToRun(
        precision=settings.identity.precision,
        counted=settings.counted,
        threads=settings.threads,
        progress=lambda done: progress(identity.first + done, identity.after) if progress else None,
        should_cancel=settings.should_cancel,
    )
