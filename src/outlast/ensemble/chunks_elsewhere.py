"""Chunks that workers compute, in tasks of half a minute, and store as they are finished."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from outlast.ensemble.audited_chunk import audited_chunk
from outlast.ensemble.chunk_files import ChunkFault, ChunkIdentity
from outlast.ensemble.chunk_store import (
    ChunkContent,
    ChunkStore,
    decode,
    encode,
)
from outlast.ensemble.kept_chunks import Counted
from outlast.ensemble.remote_task import Place
from outlast.ensemble.streams import luck
from outlast.ensemble.task_executor import TaskExecutor
from outlast.errors import InputError
from outlast.lower import Lowered

SECONDS: Final = 20.0
"""The time that a task aims at."""

Made: TypeAlias = list[tuple[ChunkIdentity, ChunkContent | str]]
"""The chunks of a task: the name of each one that is stored, else its content."""


@dataclass(frozen=True)
class ChunkWork:
    """The values that all tasks of an ensemble share."""

    lowered: Lowered
    store: ChunkStore | None
    beacon: str
    """The file by which a worker sees whether it reaches the store; empty without a store."""


def chunks_of(shared: ChunkWork, task: Sequence[ChunkIdentity], place: Place) -> Made:
    """Return the chunks of a task, up to the end or a cancellation."""
    found: Made = []
    lowered, store = shared.lowered, shared.store
    reaches = store is not None and store.sees(shared.beacon)
    for identity in task:
        futures = range(identity.first, identity.after)
        chunk = audited_chunk(
            lowered,
            lowered.in_spans(luck(lowered.drawing.dimensions, futures, identity.seed)),
            futures,
            identity.seed,
            precision=identity.precision,
            threads=place.threads,
            should_cancel=place.should_cancel,
        )
        if chunk is None:
            break
        content = encode(chunk, identity)
        made = store.write(content, identity) if store and reaches else content
        found.append((identity, made))
    return found


@dataclass
class ChunksElsewhere:
    """The chunks of a run in order, computed by the workers of an executor.

    Args:
        executor: The executor.
        lowered: The scenario as arrays, its planned need anchored.
        wanted: The chunks that are not kept.
        store: The place where workers write them, if there is one.
        kept: The futures that are kept already, for the progress.
        progress: Called with the number of finished futures.
        should_cancel: Asked several times a second; true ends the run.
    """

    executor: TaskExecutor
    lowered: Lowered
    wanted: Sequence[ChunkIdentity]
    store: ChunkStore | None
    kept: int
    progress: Callable[[int], None]
    should_cancel: Callable[[], bool]
    pace: float = field(default=0.0, init=False)
    """Seconds of a chunk, as the last task took."""

    def __post_init__(self) -> None:
        self.names = frozenset(self.wanted)
        self.left = list(self.wanted)
        self.stream = self._run(self._tasks())

    def chunk(self, identity: ChunkIdentity) -> Counted | None:
        """Return a chunk; None if the run was cancelled before it was whole.

        One that was kept but is damaged comes out of turn, and is computed by itself.
        """
        if identity not in self.names:
            return next(self._run(iter([(identity,)])), None)
        return next(self.stream, None)

    def close(self) -> None:
        """Take back the tasks that do not run yet."""
        self.stream.close()

    def _tasks(self) -> Iterator[tuple[ChunkIdentity, ...]]:
        """Yield tasks: of one chunk until the pace is known, then of so many as take `SECONDS`."""
        while self.left:
            count = int(SECONDS / self.pace) if self.pace else 1
            fair = -(-len(self.left) // max(1, self.executor.workers()))
            size = max(1, min(count, fair))
            task, self.left = tuple(self.left[:size]), self.left[size:]
            yield task

    def _run(self, tasks: Iterator[tuple[ChunkIdentity, ...]]) -> Generator[Counted, None, None]:
        """Yield the chunks of tasks in order."""
        store = self.store
        beacon = store.beacon() if store else ""
        work = ChunkWork(self.lowered, store, beacon)
        done = self.executor.results(
            self.lowered.drawing.situation,
            work,
            chunks_of,
            tasks,
            should_cancel=self.should_cancel,
            received=self._received,
        )
        try:
            for found in done:
                for identity, made in found:
                    yield self._counted(identity, made)
        finally:
            done.close()
            if store:
                store.put_out(beacon)

    def _received(self, task: Sequence[ChunkIdentity], made: Made, seconds: float) -> Made:
        """Note a task that is finished; write the chunks that its worker could not write."""
        self.pace = seconds / len(task)
        self.kept += sum(identity.count for identity, _ in made)
        self.progress(self.kept)
        store = self.store
        if store is None:
            return made
        return [
            (each, found if isinstance(found, str) else store.write(found, each))
            for each, found in made
        ]

    def _counted(self, identity: ChunkIdentity, made: ChunkContent | str) -> Counted:
        """Return a chunk that is stored, or was received."""
        if isinstance(made, ChunkContent):
            chunk = decode(made)
            return chunk.bands, chunk.record
        if self.store is None:
            raise InputError.of(f'the chunk "{made}" was stored at no address.')
        try:
            return self.store.read(made, identity)
        except ChunkFault as fault:
            what = f'"{self.store.path(made)}" {fault}, though it was written just now.'
            raise InputError.of(what, "See whether that disk is sound, and continue.") from fault
