"""Lever effects: what every lever would change at each meaningful value, on the same dice."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.prepare import prepare
from outlast.ensemble.rerun import Rerun
from outlast.ensemble.task_executor import TaskExecutor
from outlast.lower import Lowered
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular
from outlast.results import Results
from outlast.results.odds import Z_95, standard_error
from outlast.results.weights import weighted_mean
from outlast.scenario.adjust import numeric_priors
from outlast.scenario.from_date import PREFIX, from_date_name, is_from_date, levers_from_date
from outlast.scenario.load import Situation
from outlast.scenario.prior import Role
from outlast.study.lever_runs import SCREENED, LeverRuns, LeverStop, sides_first

FUTURES: Final = 192
"""Futures by default: whole lanes of the engine in single precision."""


STRONGEST: Final = 12
"""Levers that are moved with all futures: half as many again as a figure shows."""

COLUMNS: Final = (
    FrameColumn("lever", "key of the lever"),
    FrameColumn("title", "name of the lever"),
    FrameColumn("at", "value of the lever, in its unit"),
    FrameColumn("unit", "unit of the lever"),
    FrameColumn("says", "meaning of the value"),
    FrameColumn("side", "side whose first break is counted"),
    FrameColumn("share", "share of futures in which the side breaks first", "1"),
    FrameColumn("change", "that share less the one with no lever moved", "1"),
    FrameColumn("standard_error", "standard error of the change, over paired futures", "1"),
    FrameColumn("clear", "whether the change lies outside the 95 % interval around zero"),
)
"""The columns of lever effects as a table."""


@dataclass(frozen=True)
class SideChange:
    """The chance that a side breaks first with a lever at a setpoint, and the change in it."""

    side: str
    share: float
    change: float
    error: float
    """The standard error of the change, over pairs of futures with the same luck."""

    @property
    def clear(self) -> bool:
        """Whether the change lies outside the 95 % interval around zero."""
        return abs(self.change) > Z_95 * self.error


@dataclass(frozen=True)
class LeverEffect:
    """A lever at one of its setpoints."""

    lever: str
    title: str
    at: float
    says: str
    """The meaning of the setpoint."""

    changes: tuple[SideChange, SideChange]
    """For each side, in the order in which the record declares them."""

    @property
    def largest(self) -> float:
        """The larger change of the two sides."""
        return max(abs(each.change) for each in self.changes)

    @property
    def clear(self) -> bool:
        """Whether the change of either side is clear of its error."""
        return any(each.clear for each in self.changes)


@dataclass(frozen=True, repr=False)
class LeverEffects(Brief, Tabular):
    """Every lever at its setpoints, beside the answer with none moved."""

    ROW_NAME: ClassVar[str] = "effect"

    base: Results
    """The results with no lever moved."""

    sides: tuple[str, str]
    shares: tuple[float, float]
    """The chance that each side breaks first, with no lever moved."""

    effects: tuple[LeverEffect, ...]
    """In the order in which the priors are declared."""

    from_date: bool = False
    """Whether each lever moves on the scenario's date, and the past stays as it was."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the effects."""
        return COLUMNS

    def frame_rows(self) -> Sequence[dict[str, Any]]:
        """Return one row for each lever, setpoint and side."""
        priors = self.base.situation.priors
        return [
            {
                "lever": each.lever,
                "title": each.title,
                "at": each.at,
                "unit": priors[each.lever].unit,
                "says": each.says,
                "side": change.side,
                "share": change.share,
                "change": change.change,
                "standard_error": change.error,
                "clear": change.clear,
            }
            for each in self.effects
            for change in each.changes
        ]

    def frame_caption(self) -> str:
        """Return the answer with no lever moved."""
        sides = self.base.situation.timeline.sides
        counts = ", ".join(
            f"{sides[side].title} {100 * share:.0f}"
            for side, share in zip(self.sides, self.shares, strict=True)
        )
        found = f"Runs short first with no lever moved, of 100 futures: {counts}"
        date = self.base.situation.scenario.date
        return f"{found}; each lever moves on {date}" if self.from_date else found

    @property
    def ranked(self) -> tuple[LeverEffect, ...]:
        """The setpoint of each lever with the largest change, the largest first."""
        best: dict[str, LeverEffect] = {}
        for each in self.effects:
            if each.lever not in best or each.largest > best[each.lever].largest:
                best[each.lever] = each
        return tuple(sorted(best.values(), key=lambda each: -each.largest))


def lever_effects(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    prepared: Lowered | None = None,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    turn: Callable[[], AbstractContextManager[None]] | None = None,
    only: Collection[str] | None = None,
    from_date: bool = False,
    weights: Reals | None = None,
    executor: TaskExecutor | None = None,
) -> LeverEffects | None:
    """Return how every lever would change the headline's set, or None if cancelled.

    Args:
        situation: The scenario; a reader's settings in it stay.
        futures: The number of futures, in single precision.
        seed: The seed of their luck, the same with and without.
        prepared: The scenario lowered, if the caller has it already.
        progress: Called with the number of runs done, and of all.
        should_cancel: Called between blocks of futures.
        turn: Makes the context of each run, where several callers share the cores; the stops then
            run one after the other.
        only: The levers to move; all if absent.
        from_date: Whether each lever moves on the scenario's date, and the past stays as it was.
        weights: The kept weight of each future, if the weighted answer leads.
        executor: The place where the setpoints are computed, instead of this process.

    Raises:
        RunError: The audit of a future failed.
    """
    moving = Rerun(prepared or prepare(situation), futures, seed)
    stops = _setpoints(situation, moving.lowered, only)
    if from_date:
        known = levers_from_date(situation.priors)
        named = [(from_date_name(key), prior, setpoint) for key, prior, setpoint in stops]
        stops = [each for each in named if each[0] in known]
    runs = LeverRuns(moving, situation, progress, should_cancel, turn)
    at_once = executor is None and runs.at_once
    base = runs.base(stops if at_once else ())
    if base is None:
        return None
    if executor is not None:
        ends = runs.ends_elsewhere(stops, executor)
    else:
        ends = runs.ends(stops) if at_once else runs.ends_by_group(stops)
    return None if ends is None else _effects(base, stops, ends, weights)


def strongest_effects(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    seed: int = 1,
    prepared: Lowered | None = None,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    weights: Callable[[int], Reals | None] | None = None,
) -> LeverEffects | None:
    """Return the effects of the levers that matter most, or None if cancelled.

    All levers are moved with few futures on equal dice, then the strongest with the rest of
    `FUTURES`: that takes a third of the time of moving all with as many.

    Args:
        situation: The scenario; a reader's settings in it stay.
        seed: The seed of the futures' luck.
        prepared: The scenario lowered, if the caller has it already.
        progress: Called with the number of runs done, and of all, in each of the two passes.
        should_cancel: Called between blocks of futures.
        weights: Returns the kept weights of a number of futures, if the weighted answer leads.

    Raises:
        RunError: The audit of a future failed.
    """
    few = Rerun(prepared or prepare(situation), SCREENED, seed)
    stops = _setpoints(situation, few.lowered)
    runs = LeverRuns(few, situation, progress, should_cancel, None)
    base = runs.base(stops)
    ends = None if base is None else runs.ends(stops)
    if base is None or ends is None:
        return None
    first = _effects(base, stops, ends, weights(SCREENED) if weights else None)
    strongest = {each.lever for each in first.ranked[:STRONGEST]}
    again = [place for place, (key, _, _) in enumerate(stops) if key in strongest]
    stops, ends = [stops[place] for place in again], [ends[place] for place in again]
    rest = replace(runs, moving=few.over(range(SCREENED, FUTURES)))
    more = rest.ends(stops) if rest.begin(stops) else None
    base = None if more is None else replace(runs, moving=few.over(range(FUTURES))).base(())
    if base is None or more is None:
        return None
    ends = [np.concatenate(pair) for pair in zip(ends, more, strict=True)]
    return _effects(base, stops, ends, weights(FUTURES) if weights else None)


def _effects(
    base: Results, stops: Sequence[LeverStop], ends: Sequence[Reals], weights: Reals | None
) -> LeverEffects:
    """Return the effect of each stop, from the sides that break first there in each future."""
    before, effects = sides_first(base), list[LeverEffect]()
    for (key, prior, setpoint), after in zip(stops, ends, strict=True):
        changes = _changes(before, after, base.sides, weights)
        lever = key.removeprefix(PREFIX)
        effects.append(LeverEffect(lever, prior.title, setpoint.at, setpoint.says, changes))
    one, other = (float(share) for share in weighted_mean(before, weights))
    on_the_date = any(is_from_date(key) for key, _, _ in stops)
    return LeverEffects(base, base.sides, (one, other), tuple(effects), on_the_date)


def _setpoints(
    situation: Situation, lowered: Lowered, only: Collection[str] | None = None
) -> list[LeverStop]:
    """Return every setpoint of every lever that acts, without those at which levers stand."""
    return [
        (key, prior, setpoint)
        for key, prior in numeric_priors(situation).items()
        if prior.kind is Role.LEVER and key not in lowered.drawing.priors_without_rows
        if only is None or key in only
        for setpoint in prior.stops
        if prior.distribution.fixed is None or prior.distribution.fixed.value != setpoint.at
    ]


def _changes(
    before: Reals, after: Reals, sides: tuple[str, str], weights: Reals | None
) -> tuple[SideChange, SideChange]:
    """Return the change for each side, future by future."""
    one, other = (
        SideChange(
            side,
            float(weighted_mean(after[:, place], weights)),
            float(weighted_mean(after[:, place] - before[:, place], weights)),
            standard_error(after[:, place] - before[:, place], weights),
        )
        for place, side in enumerate(sides)
    )
    return one, other
