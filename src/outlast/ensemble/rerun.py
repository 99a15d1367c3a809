"""Rerun: the same futures run again and again while priors change, as a slider moves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.audited_chunk import audited_chunk
from outlast.ensemble.chunk_files import ChunkedRecord
from outlast.ensemble.kept_snapshots import KeptSnapshots
from outlast.ensemble.prepare import anchored_in, has_planned_need, median_point
from outlast.ensemble.streams import luck
from outlast.lower import Lowered
from outlast.lower.draws.redraw import RedrawnDraws
from outlast.results import Results, manifest
from outlast.scenario.adjust import with_values
from outlast.scenario.load import Situation

PRECISION: Final = "float32"
"""The precision of reruns."""

SERIES: Final = ("level",)
"""The series that reruns count: the page draws the fan of services from it."""


class Rerun:
    """Futures of a prepared scenario that stay drawn, so that a changed prior costs the run alone.

    Args:
        prepared: The scenario lowered, with its own priors.
        futures: Number of futures.
        seed: Seed of their luck.
    """

    def __init__(self, prepared: Lowered, futures: int, seed: int) -> None:
        self.lowered, self.futures, self.seed = prepared, futures, seed
        self.names = tuple(prepared.drawing.dimensions)
        self.draws = RedrawnDraws(prepared.drawing, luck(self.names, range(futures), seed))
        self.median_draw = RedrawnDraws(prepared.drawing, median_point(prepared))
        self.snapshots = KeptSnapshots(self.draws.at({}))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the parts from which a copy is made: its futures are drawn there again."""
        return Rerun, (self.lowered, self.futures, self.seed)

    def run(
        self,
        situation: Situation,
        values: Mapping[str, float],
        should_cancel: Callable[[], bool] = never_cancel,
        *,
        threads: int | None = None,
    ) -> Results | None:
        """Return the results of the futures in single precision, or None if cancelled.

        Args:
            situation: The scenario with its own priors.
            values: The priors that change and their values, in their units.
            should_cancel: Called between blocks; True ends the run.
            threads: Threads to run on; all processors that the process may use if absent.

        Raises:
            RunError: The audit of a future failed.
        """
        plan = self.lowered.plan
        if has_planned_need(plan):
            blank = plan._replace(need_start=np.zeros_like(plan.need_start))
            plan = anchored_in(blank, self.lowered.names, self.median_draw.at(values))
        lowered, draw = replace(self.lowered, plan=plan), self.draws.at(values)
        chunk = audited_chunk(
            lowered,
            draw,
            range(self.futures),
            self.seed,
            precision=PRECISION,
            series=SERIES,
            threads=threads,
            should_cancel=should_cancel,
            snapshot=self.snapshots.at(plan, draw),
        )
        if chunk is None:
            return None
        names, futures, seed = self.names, self.futures, self.seed
        changed = with_values(situation, values)
        return Results(
            changed,
            lowered,
            manifest(changed, futures, seed, PRECISION),
            ChunkedRecord([chunk.record]),
            chunk.bands,
            partial(luck, names, seed=seed),
        )
