"""Runs of the same futures at each stop of levers: from common snapshots, none of them twice."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np

from outlast.engine.arrays import Reals
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

LeverStop: TypeAlias = tuple[str, Prior, Setpoint]
"""A lever by its key, and one of its setpoints."""


@dataclass(frozen=True)
class LeverRuns:
    """Runs the same futures at each stop of levers."""

    moving: Rerun
    situation: Situation
    progress: Callable[[int, int], None] | None
    should_cancel: Callable[[], bool]
    turn: Callable[[], AbstractContextManager[None]]

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
        with self.turn():
            return self.moving.begin(self.situation, values, self.should_cancel)

    def begin(self, stops: Sequence[LeverStop]) -> bool:
        """Run what stops that are not kept go on from; return False if cancelled."""
        return not self._lacking(stops) or self.base(stops) is not None

    def _lacking(self, stops: Sequence[LeverStop]) -> list[LeverStop]:
        """Return the stops that are not kept."""
        return [each for each in stops if place_of(each) not in self.kept]

    def ends(self, stops: Sequence[LeverStop]) -> list[Reals] | None:
        """Return which side breaks first at each stop: [future, side]; None if cancelled."""
        try:
            for done, each in enumerate(stops):
                if self.progress:
                    self.progress(done, len(stops))
                if place_of(each) not in self.kept and not self._run(*place_of(each)):
                    return None
        finally:
            self.kept.keep()  # also where an interrupt ends the work, which then goes on from here
        if self.progress:
            self.progress(len(stops), len(stops))
        return [self.kept[place_of(each)] for each in stops]

    def _run(self, key: str, at: float) -> bool:
        """Run a lever at one of its setpoints; return False if cancelled."""
        with self.turn():
            moved = self.moving.run(self.situation, {key: at}, self.should_cancel, counted=())
        if moved is not None:
            self.kept.put((key, at), sides_first(moved))
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
            if self.progress:
                self.progress(done, len(stops))
            after = next(moved, None)
            if after is None:
                return None
            found.append(after)
        if self.progress:
            self.progress(len(stops), len(stops))
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
