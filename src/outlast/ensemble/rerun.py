"""Rerun: the same futures run again and again while priors change, as a slider moves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import block_starts, never_cancel
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.from_date import Draws, in_two_spans
from outlast.engine.plan import Plan
from outlast.ensemble.audited_chunk import PRECISIONS, audited_chunk
from outlast.ensemble.chunked_record import ChunkedRecord
from outlast.ensemble.kept_snapshots import KeptSnapshots
from outlast.ensemble.prepare import anchored_in, has_planned_need, median_point
from outlast.ensemble.streams import luck
from outlast.lower import Lowered
from outlast.lower.draws.redraw import RedrawnDraws
from outlast.results import Results, manifest
from outlast.scenario.adjust import with_values
from outlast.scenario.from_date import split_values, values_from_date
from outlast.scenario.load import Situation

PRECISION: Final = "float32"
"""The precision of reruns."""

SERIES: Final = ("level",)
"""The series that reruns count: the page draws the fan of services from it."""


HELD: Final = 256
"""Values whose planned need is kept: all stops of the levers of a contest."""


class Rerun:
    """Futures of a prepared scenario that stay drawn, so that a changed prior costs the run alone.

    Args:
        prepared: The scenario lowered, with its own priors.
        futures: Number of futures.
        seed: Seed of their luck.
        first: The number of the first future.
    """

    def __init__(self, prepared: Lowered, futures: int, seed: int, first: int = 0) -> None:
        self.lowered, self.futures, self.seed = prepared, futures, seed
        self.numbers = range(first, first + futures)
        self.names = tuple(prepared.drawing.dimensions)
        self.draws = RedrawnDraws(prepared.drawing, luck(self.names, self.numbers, seed))
        self.median_draw = RedrawnDraws(prepared.drawing, median_point(prepared))
        self.later = values_from_date(prepared.drawing.situation.scenario)
        """The values that hold from the date on in the scenario itself, by prior."""

        self.snapshots = KeptSnapshots(self.draws.at({}))
        self.needs: dict[tuple[tuple[str, float], ...], Reals] = {}
        """The planned need at values that were asked for; it is the same for any futures."""

    @property
    def nbytes(self) -> int:
        """The bytes of draws and snapshots."""
        return self.draws.nbytes + self.median_draw.nbytes + self.snapshots.nbytes

    @property
    def blocks(self) -> int:
        """The blocks of a run, each of which one thread runs."""
        return len(block_starts(self.futures, PRECISIONS[PRECISION]))

    def over(self, numbers: range) -> "Rerun":
        """Return the same for other futures, by their numbers."""
        found = Rerun(self.lowered, len(numbers), self.seed, numbers.start)
        found.needs = self.needs
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the parts from which a copy is made: its futures are drawn there again."""
        return Rerun, (self.lowered, self.futures, self.seed, self.numbers.start)

    def begin(
        self,
        situation: Situation,
        values: Iterable[Mapping[str, float]],
        should_cancel: Callable[[], bool] = never_cancel,
    ) -> Results | None:
        """Return the results with no prior changed, before runs at known values; see `run`.

        This run keeps the snapshots from which those go on. Their record of the paired run without
        denial may then be that of this one; everything else is that of a whole run.

        Args:
            situation: The scenario with its own priors.
            values: The priors that change and their values, for each run that will come.
            should_cancel: Called between blocks; True ends the run.

        Raises:
            RunError: The audit of a future failed.
        """
        plan = self.plan({})
        snapshot = self.snapshots.before(plan, map(self.draws_at, values))
        return self._results((situation, {}), (plan, self.draws_at({})), snapshot, should_cancel)

    def run(
        self,
        situation: Situation,
        values: Mapping[str, float],
        should_cancel: Callable[[], bool] = never_cancel,
        *,
        threads: int | None = None,
        counted: Sequence[str] = SERIES,
    ) -> Results | None:
        """Return the results of the futures in single precision, or None if cancelled.

        Args:
            situation: The scenario with its own priors.
            values: The priors that change and their values, in their units; a lever that moves on
                the date by its name there.
            should_cancel: Called between blocks; True ends the run.
            threads: Threads to run on; all processors that the process may use if absent.
            counted: The series that the results hold; all of `SERIES` are audited.

        Raises:
            RunError: The audit of a future failed.
        """
        arrays = self.plan(values), self.draws_at(values)
        snapshot = self.snapshots.at(*arrays)
        return self._results(
            (situation, values), arrays, snapshot, should_cancel, threads=threads, counted=counted
        )

    def draws_at(self, values: Mapping[str, float]) -> Draws:
        """Return the draws of the futures with priors at values."""
        throughout, later = split_values(values)
        later = {**self.later, **later}
        draw = self.draws.at(throughout)
        if not later:
            return Draws(draw)
        return in_two_spans(self.lowered.plan, draw, self.draws.at({**throughout, **later}))

    def plan(self, values: Mapping[str, float]) -> Plan:
        """Return the plan with planned need anchored in the median future at values."""
        plan = self.lowered.plan
        if not has_planned_need(plan):
            return plan
        values, _ = split_values(values)  # the need on the date is that of the past
        key = tuple(sorted(values.items()))
        need = self.needs.get(key)
        if need is None:
            blank = plan._replace(need_start=np.zeros_like(plan.need_start))
            need = anchored_in(blank, self.lowered.names, self.median_draw.at(values)).need_start
            if len(self.needs) < HELD:
                self.needs[key] = need
        return plan._replace(need_start=need)

    def _results(  # noqa: PLR0913  the parts of one run
        self,
        asked: tuple[Situation, Mapping[str, float]],
        arrays: tuple[Plan, Draws],
        snapshot: Snapshot | None,
        should_cancel: Callable[[], bool],
        *,
        threads: int | None = None,
        counted: Sequence[str] = SERIES,
    ) -> Results | None:
        """Return the results of one run, or None if cancelled."""
        (situation, values), (plan, draws) = asked, arrays
        lowered = replace(self.lowered, plan=plan)
        chunk = audited_chunk(
            lowered,
            draws,
            self.numbers,
            self.seed,
            precision=PRECISION,
            series=SERIES,
            counted=counted,
            threads=threads,
            should_cancel=should_cancel,
            snapshot=snapshot,
        )
        if chunk is None:
            return None
        names, numbers, seed = self.names, self.numbers, self.seed
        changed = with_values(situation, values)
        return Results(
            changed,
            lowered,
            manifest(changed, self.futures, seed, PRECISION),
            ChunkedRecord([chunk.record]),
            chunk.bands,
            partial(_luck_from, numbers.start, names, seed),
        )


def _luck_from(first: int, names: Sequence[str], seed: int, futures: range) -> Reals:
    """Return the luck of futures that are counted from a first one."""
    return luck(names, range(first + futures.start, first + futures.stop), seed)
