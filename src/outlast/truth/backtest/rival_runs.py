"""The runs of a forecast's rivals: each on the same draws, here or in pieces by workers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final, TypeAlias

import numpy as np

from outlast.engine.compiled.run import never_cancel
from outlast.engine.draw import Draw
from outlast.ensemble import luck
from outlast.ensemble.remote_task import Place
from outlast.ensemble.task_executor import TaskExecutor
from outlast.errors import InputError
from outlast.lower import Lowered
from outlast.truth.backtest.forecast_runs import ForecastRun, run_forecast

PIECE: Final = 128
"""Futures of a task."""

Change: TypeAlias = Callable[[Draw], Draw] | None
"""A change of the draws; none leaves them."""


@dataclass(frozen=True)
class RivalDice:
    """A frozen scenario as arrays, and the dice of its futures."""

    lowered: Lowered
    """With the plan to run."""

    futures: int
    seed: int

    def draw(self, futures: range) -> Draw:
        """Return the draws of some futures."""
        lowered = self.lowered
        return lowered.sample(luck(lowered.drawing.dimensions, futures, self.seed))


def rival_runs(
    dice: RivalDice,
    changes: Mapping[str, Change],
    threads: int,
    should_cancel: Callable[[], bool] = never_cancel,
    executor: TaskExecutor | None = None,
) -> dict[str, ForecastRun]:
    """Return the run with each change of the draws, by name.

    Args:
        dice: The scenario and its dice.
        changes: The changes, functions of a module, by name.
        threads: Threads to run on here.
        should_cancel: Called between pieces of a run; True ends it.
        executor: The place where the futures are computed, instead of this process.

    Raises:
        RunError: A future failed its audit.
        InputError: The run was cancelled.
    """
    plan, names = dice.lowered.plan, dice.lowered.names
    if executor is None:
        draw = dice.draw(range(dice.futures))
        return {
            name: run_forecast(
                plan,
                names,
                change(draw) if change else draw,
                dice.seed,
                threads=threads,
                should_cancel=should_cancel,
            )
            for name, change in changes.items()
        }
    pieces = [
        range(first, min(first + PIECE, dice.futures)) for first in range(0, dice.futures, PIECE)
    ]
    tasks = [(change, piece) for change in changes.values() for piece in pieces]
    situation = dice.lowered.drawing.situation
    made = list(
        executor.results(situation, dice, _forecast_there, tasks, should_cancel=should_cancel)
    )
    if len(made) < len(tasks):
        raise InputError("the forecast was cancelled.")
    return {
        name: _joined(made[number * len(pieces) : (number + 1) * len(pieces)])
        for number, name in enumerate(changes)
    }


def _forecast_there(dice: RivalDice, task: tuple[Change, range], place: Place) -> ForecastRun:
    """Return the run of some futures with a change of the draws, as a worker computes it."""
    change, futures = task
    draw = dice.draw(futures)
    return run_forecast(
        dice.lowered.plan,
        dice.lowered.names,
        change(draw) if change else draw,
        dice.seed,
        threads=place.threads,
        should_cancel=place.should_cancel,
        first=futures.start,
    )


def _joined(parts: list[ForecastRun]) -> ForecastRun:
    """Return the runs of futures in a row as one."""
    names = [each.name for each in fields(ForecastRun)]
    return ForecastRun(
        **{name: np.concatenate([getattr(each, name) for each in parts], -1) for name in names}
    )
