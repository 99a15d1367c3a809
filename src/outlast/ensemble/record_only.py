"""The same futures without drawn moves, each chunk run on from the step in which moves may begin.

They are run with the arrays of the run with moves, in which no rung ever begins: the answer is that
of the situation without moves, bit for bit (a test compares them).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import floor
from pathlib import Path
from typing import Final

from outlast.ensemble.chunk_files import ChunkFile, ChunkIdentity, write
from outlast.ensemble.chunked_record import ChunkedRecord
from outlast.ensemble.chunks import Chunk
from outlast.ensemble.kept_chunks import Counted, KeptChunks, RecordPart
from outlast.ensemble.streams import luck
from outlast.lower import Lowered
from outlast.results import Bands, Manifest, Results, manifest
from outlast.results.bands import add_counts
from outlast.scenario.adjust import without_moves
from outlast.scenario.load import Situation

PREFIX: Final = "record-only-"
"""The beginning of the names of these chunks' files, which lie beside those with moves."""


@dataclass
class RecordOnly:
    """The chunks without drawn moves that belong to a run with them."""

    situation: Situation
    """The situation without moves."""

    lowered: Lowered
    """The situation with moves, as arrays."""

    made: Manifest
    kept: KeptChunks
    records: list[RecordPart] = field(default_factory=list[RecordPart])
    """The records of the chunks that are counted, in order; one that has a file stays there."""

    bands: dict[str, Bands] = field(default_factory=dict[str, Bands])
    """Their counted series."""

    counted: int = 0
    """The number of futures that are counted."""

    @property
    def step(self) -> int | None:
        """The step from which draws without moves go on; None where any step may differ."""
        plan, moves = self.lowered.plan, self.lowered.drawing.moves
        if moves is None:
            return None
        step = min(plan.start, floor(moves.first_week / plan.step) - 1)
        return step if step >= max(plan.free_from, 1) else None

    def add(self, chunk: Chunk, beside: ChunkIdentity) -> None:
        """Keep the chunk of the same futures as one with moves, and count it in its turn.

        A chunk that comes before its turn is read again from its file: sums depend on the order.

        Raises:
            WriteError: The system refuses.
        """
        identity = replace(beside, run=self.made.digest)
        path = self.kept.path(identity)
        if path is not None:
            write(chunk, path, identity)
        if identity.first == self.counted:
            self._count(identity, (chunk.bands, ChunkFile.at(path) if path else chunk.record))

    def _count(self, identity: ChunkIdentity, counted: Counted) -> None:
        """Count the chunk whose turn it is."""
        add_counts(self.bands, counted[0])
        self.records.append(counted[1])
        self.counted = identity.after

    def results(
        self, run_alone: Callable[[ChunkIdentity], Chunk | None], beside: Sequence[ChunkIdentity]
    ) -> Results | None:
        """Return the results of all chunks, or None if the run of one was cancelled.

        Args:
            run_alone: Runs a chunk that was neither run beside the one with moves nor kept; returns
                None if it was cancelled.
            beside: The chunks with moves.

        Raises:
            RunError: The audit of a future failed.
            WriteError: A chunk cannot be written.
        """
        for each in beside:
            if each.first < self.counted:
                continue
            found = self.kept.read(replace(each, run=self.made.digest))
            if found is not None:
                self._count(each, found)
                continue
            chunk = run_alone(each)
            if chunk is None:
                return None
            self.add(chunk, each)
        throw = partial(luck, self.lowered.drawing.dimensions, seed=self.made.seed)
        record = ChunkedRecord(self.records)
        return Results(self.situation, self.lowered, self.made, record, self.bands, throw)


def record_only(
    situation: Situation, lowered: Lowered, with_moves: Manifest, folder: Path | None
) -> RecordOnly:
    """Return the run without moves that belongs to a run with them, none of its chunks run yet.

    Args:
        situation: The situation with moves.
        lowered: The same as arrays.
        with_moves: The manifest of the run with them.
        folder: The folder of its finished chunks, if it has one.
    """
    still = without_moves(situation)
    made = manifest(still, with_moves.futures, with_moves.seed, with_moves.precision)
    kept = KeptChunks(folder, None, storing=False, only_kept=False, prefix=PREFIX)
    return RecordOnly(still, lowered, made, kept)
