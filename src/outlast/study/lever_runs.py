"""Runs of the same futures at each stop of levers: from common snapshots, none of them twice."""

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import ceil
from threading import Event
from typing import Final, TypeAlias

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble.processors import processors
from outlast.ensemble.remote_task import Place
from outlast.ensemble.rerun import Rerun
from outlast.ensemble.task_executor import TaskExecutor
from outlast.results import Results
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior, Setpoint
from outlast.study.kept_ends import KeptEnds

SCREENED: Final = 64
"""Futures that run together first: with these the strongest levers are found."""

GROUP: Final = 192
"""Futures up to which the next run, and so on: snapshots of a group take some 50 MB."""

BESIDE: Final = 4
"""Stops that run beside each other at most: the draws and results of each take memory."""

LeverStop: TypeAlias = tuple[str, Prior, Setpoint]
"""A lever by its key, and one of its setpoints."""


@dataclass(frozen=True)
class LeverRuns:
    """Runs the same futures at each stop of levers."""

    moving: Rerun
    situation: Situation
    progress: Callable[[int, int], None] | None
    should_cancel: Callable[[], bool]
    turn: Callable[[], AbstractContextManager[None]] | None
    """Makes the context of each run, one after the other; stops run side by side if absent."""

    @property
    def at_once(self) -> bool:
        """Whether all futures run together."""
        return len(groups(self.moving.futures)) == 1

    @cached_property
    def kept(self) -> KeptEnds:
        """The ends that were computed before on the same futures."""
        return KeptEnds(self.moving)

    def base(self, stops: Sequence[LeverStop]) -> Results | None:
        """Return the results with no lever moved, or None if cancelled.

        Args:
            stops: The stops of levers that `ends` will run on the same futures.
        """
        values = [{key: setpoint.at} for key, _, setpoint in self._lacking(stops)]
        with self.turn() if self.turn else nullcontext():
            return self.moving.begin(self.situation, values, self.should_cancel)

    def begin(self, stops: Sequence[LeverStop]) -> bool:
        """Run what stops that are not kept go on from; return False if cancelled."""
        return not self._lacking(stops) or self.base(stops) is not None

    def _lacking(self, stops: Sequence[LeverStop]) -> list[LeverStop]:
        """Return the stops that are not kept."""
        return [each for each in stops if place_of(each) not in self.kept]

    def ends(self, stops: Sequence[LeverStop]) -> list[Reals] | None:
        """Return which side breaks first at each stop: [future, side]; None if cancelled."""
        lacking = [place_of(each) for each in self._lacking(stops)]
        done = len(stops) - len(lacking)
        self._report(done, len(stops))
        try:
            beside = 1 if self.turn else min(processors(), BESIDE, len(lacking))
            with closing(
                self._side_by_side(lacking, beside) if beside > 1 else self._in_turn(lacking)
            ) as runs:
                for whole in runs:
                    if not whole:
                        return None
                    done += 1
                    self._report(done, len(stops))
        finally:
            self.kept.keep()  # also where an interrupt ends the work, which then goes on from here
        return [self.kept[place_of(each)] for each in stops]

    def _report(self, done: int, of: int) -> None:
        if self.progress:
            self.progress(done, of)

    def _in_turn(self, places: Sequence[tuple[str, float]]) -> Generator[bool, None, None]:
        """Run one stop after the other, each in its turn; yield False for one cancelled."""
        for each in places:
            with self.turn() if self.turn else nullcontext():
                whole = self._run(each, None, self.should_cancel)
            yield whole

    def _side_by_side(
        self, places: Sequence[tuple[str, float]], beside: int
    ) -> Generator[bool, None, None]:
        """Run stops beside each other, so that no processor waits; yield False for one cancelled.

        The parts of a run before and after its futures are those of one processor.
        """
        threads, ended = ceil(processors() / beside), Event()

        def cancelled() -> bool:
            return ended.is_set() or self.should_cancel()

        with ThreadPoolExecutor(max_workers=beside) as pool:
            try:
                runs = [pool.submit(self._run, each, threads, cancelled) for each in places]
                yield from (run.result() for run in as_completed(runs))
            finally:
                ended.set()
                pool.shutdown(wait=False, cancel_futures=True)

    def _run(
        self, place: tuple[str, float], threads: int | None, cancelled: Callable[[], bool]
    ) -> bool:
        """Run a lever at one of its setpoints; return False if cancelled."""
        key, at = place
        moved = self.moving.run(self.situation, {key: at}, cancelled, threads=threads, counted=())
        if moved is not None:
            self.kept.put(place, sides_first(moved))
        return moved is not None

    def ends_by_group(self, stops: Sequence[LeverStop]) -> list[Reals] | None:
        """Return the same, group by group of futures, so that all snapshots of one fit."""
        found: list[list[Reals]] = []
        for group in groups(self.moving.futures):

            def tell(done: int, of: int, group: range = group) -> None:
                if self.progress:
                    share = (group.start * of + len(group) * done) // self.moving.futures
                    self.progress(share, of)

            part = replace(self, moving=self.moving.over(group), progress=tell)
            ends = part.ends(stops) if part.begin(stops) else None
            if ends is None:
                return None
            found.append(ends)
        return [np.concatenate(parts) for parts in zip(*found, strict=True)]

    def ends_elsewhere(
        self, stops: Sequence[LeverStop], executor: TaskExecutor
    ) -> list[Reals] | None:
        """Return the same, computed by an executor."""
        found: list[Reals] = []
        moved = executor.results(
            self.situation,
            (self.moving, self.situation),
            _moved_there,
            [{key: setpoint.at} for key, _, setpoint in stops],
            should_cancel=self.should_cancel,
        )
        for done in range(len(stops)):
            self._report(done, len(stops))
            after = next(moved, None)
            if after is None:
                return None
            found.append(after)
        self._report(len(stops), len(stops))
        return found


def groups(futures: int) -> list[range]:
    """Return the futures that run together; the first groups are the same for any number."""
    begins = [each for each in (0, SCREENED, *range(GROUP, futures, GROUP)) if each < futures]
    return [range(*pair) for pair in pairwise([*begins, futures])]


def place_of(of: LeverStop) -> tuple[str, float]:
    """Return the lever of a stop and its value."""
    return of[0], of[2].at


def sides_first(results: Results) -> Reals:
    """Return which side breaks first in each future: [future, side]."""
    return results.first_breaks().indicators[:, :2]


def _moved_there(
    shared: tuple[Rerun, Situation], values: Mapping[str, float], place: Place
) -> Reals | None:
    """Return which side breaks first in each future of one run, as a worker computes it."""
    moving, situation = shared
    moved = moving.run(situation, values, place.should_cancel, threads=place.threads, counted=())
    return None if moved is None else sides_first(moved)
