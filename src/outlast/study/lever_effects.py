"""Stops: what every lever would change at each value that means something, on the same dice."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never
from outlast.ensemble.ensemble import prepare
from outlast.ensemble.rerun import Moving
from outlast.lower import Lowered
from outlast.results import Results
from outlast.results.odds import error
from outlast.scenario.adjust import fixed, numbers
from outlast.scenario.load import Situation
from outlast.scenario.prior import Role

FUTURES: Final = 192
"""Futures unless told otherwise: whole lanes of the engine in single precision."""


@dataclass(frozen=True)
class Change:
    """The chance that a side is first with a lever at a stop, and what the lever changes in it."""

    side: str
    share: float
    change: float
    error: float
    """The standard error of the change, over pairs of futures with the same luck."""


@dataclass(frozen=True)
class Tried:
    """A lever at one of its stops."""

    lever: str
    title: str
    at: float
    says: str
    changes: tuple[Change, Change]
    """Of each side, in the order in which the record declares them."""

    @property
    def most(self) -> float:
        """The greatest change of either side."""
        return max(abs(each.change) for each in self.changes)


@dataclass(frozen=True)
class Stops:
    """Every lever at its stops, beside what stands without."""

    base: Results
    """What the futures come to with no lever moved."""

    sides: tuple[str, str]
    shares: tuple[float, float]
    """The chance that each side is first, with no lever moved."""

    tried: tuple[Tried, ...]
    """As the priors declare them."""

    @property
    def ranked(self) -> tuple[Tried, ...]:
        """The stop of each lever that changes most, the most first."""
        best: dict[str, Tried] = {}
        for each in self.tried:
            if each.lever not in best or each.most > best[each.lever].most:
                best[each.lever] = each
        return tuple(sorted(best.values(), key=lambda each: -each.most))


def stops(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    prepared: Lowered | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = never,
    turn: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Stops | None:
    """Return what every lever would change in the headline's contest, or nothing if asked to stop.

    Args:
        situation: The scenario; what a reader gave stays given.
        futures: How many, in single precision.
        seed: The seed of their luck, the same with and without.
        prepared: The scenario lowered, where somebody kept it.
        progress: Told how many runs are done, and of how many.
        stop: Asked between blocks of futures.
        turn: What each run waits for, where several share the cores.

    Raises:
        RunError: The audit of a future failed.
    """
    lowered = prepared or prepare(situation)
    moving = Moving(lowered, futures, seed)
    wanted = [
        (key, prior, each)
        for key, prior in numbers(situation).items()
        if prior.kind is Role.LEVER and key not in lowered.drawing.idle
        for each in prior.stops
        if prior.distribution.fixed is None or prior.distribution.fixed.value != each.at
    ]
    with turn():
        base = moving.run(situation, {}, stop)
    if base is None:
        return None
    sides = list(situation.timeline.sides)[:2]
    before = _first(base, sides)
    tried: list[Tried] = []
    for done, (key, prior, each) in enumerate(wanted):
        if progress:
            progress(done, len(wanted))
        values = {key: each.at}
        with turn():
            found = moving.run(fixed(situation, values), values, stop)
        if found is None:
            return None
        changes = _changes(before, _first(found, sides), sides)
        tried.append(Tried(key, prior.title, each.at, each.says, changes))
    shares = tuple(float(share) for share in before.mean(axis=0))
    return Stops(base, (sides[0], sides[1]), (shares[0], shares[1]), tuple(tried))


def _changes(before: Reals, after: Reals, sides: list[str]) -> tuple[Change, Change]:
    """Return what changes for each side, future by future."""
    one, other = (
        Change(
            side,
            float(after[:, place].mean()),
            float((after[:, place] - before[:, place]).mean()),
            error(after[:, place] - before[:, place]),
        )
        for place, side in enumerate(sides)
    )
    return one, other


def _first(results: Results, sides: list[str]) -> Reals:
    """Return whether each side is first in the headline's contest: [future, side]."""
    contest = list(results.situation.contests)[-1]
    halves = [half for half in results.lowered.names.sets if half.contest == contest]
    definition = halves[0].definition
    order = [half.side for half in halves if half.definition == definition]
    ends = results.ends(contest, definition)
    return np.stack(
        [ends[:, order.index(side)] if side in order else np.zeros(len(ends)) for side in sides],
        axis=1,
    )
