"""Sensitivity: the total effect of each group of inputs, and the answer in each branch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np

from outlast.engine.arrays import Bools, Reals
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import luck
from outlast.ensemble.given_points import run_points
from outlast.ensemble.prepare import prepare
from outlast.ensemble.remote_task import Place
from outlast.ensemble.task_executor import TaskExecutor
from outlast.lower import Lowered
from outlast.lower.draws.quantiles import draws
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular
from outlast.results import Manifest, Results
from outlast.results.costs import KINDS
from outlast.results.first_breaks import NEITHER, ONE, OTHER
from outlast.results.odds import DESIGN, PLUS_MINUS
from outlast.scenario.load import Situation
from outlast.study.input_groups import GroupedInputs, grouped, load_groups
from outlast.study.inputs import acting_inputs, moves_input
from outlast.study.pick_freeze import Effect, effect

FUTURES: Final = 1000
"""Futures of each sample by default: eight designs."""

NEITHER_FIRST: Final = "neither"
COST: Final = "log cost"
"""The outcomes beside those of the sides."""

LEAST_COST: Final = 1e6
"""A smaller cost counts as a million USD: the log of nothing is not a number."""

DECIDING: Final = 3
"""Groups that decide an answer."""


@dataclass(frozen=True)
class GroupEffect:
    """One group of inputs with its effect on each outcome."""

    group: GroupedInputs
    effects: Mapping[str, Effect]
    """By outcome; an outcome without spread is left out."""


@dataclass(frozen=True)
class BranchAnswer:
    """The answer of the futures in which a question has one of its answers."""

    question: str
    """The switch of the record, or the prior that is a choice."""

    title: str
    """The question, for readers."""

    branch: str
    chance: float
    """The share of futures with this answer."""

    means: Mapping[str, float]
    """The mean of each outcome."""

    errors: Mapping[str, float]
    """Their standard errors."""


@dataclass(frozen=True, repr=False)
class Sensitivity(Brief, Tabular):
    """The effects of groups of inputs on an answer, with the answer in each branch."""

    ROW_NAME: ClassVar[str] = "effect_row"

    manifest: Manifest
    """The run of the first sample."""

    service_set: str
    definition: str
    sides: tuple[str, str]
    outcomes: Mapping[str, str]
    """The sides, `neither`, and `log cost`, each with its words for readers."""

    means: Mapping[str, float]
    """The mean of each outcome over both samples."""

    groups: tuple[GroupEffect, ...]
    branches: tuple[BranchAnswer, ...]

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the effects."""
        return (
            FrameColumn("group", "key of the group of inputs"),
            FrameColumn("title", "name of the group"),
            FrameColumn("outcome", "outcome on which the effect is counted"),
            FrameColumn("first", "share of the variance by the group alone", "1"),
            FrameColumn("total", "share of the variance with all its interactions", "1"),
            FrameColumn("first_standard_error", "standard error of first", "1"),
            FrameColumn("total_standard_error", "standard error of total", "1"),
        )

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return one row for each group and outcome."""
        return [
            {
                "group": each.group.key,
                "title": each.group.title,
                "outcome": outcome,
                "first": effect.first,
                "total": effect.total,
                "first_standard_error": effect.first_error,
                "total_standard_error": effect.total_error,
            }
            for each in self.groups
            for outcome, effect in each.effects.items()
        ]


@dataclass(frozen=True)
class DecidingGroup:
    """A group of inputs that decides which side breaks first."""

    key: str
    title: str
    effect: float
    """Its larger total effect on the two sides' chances to break first."""

    error: float


def deciding_groups(found: Sensitivity, count: int = DECIDING) -> tuple[DecidingGroup, ...]:
    """Return the groups with the largest total effect on either side's chance to break first."""
    rows: list[DecidingGroup] = []
    for each in found.groups:
        effects = [each.effects[side] for side in found.sides if side in each.effects]
        if effects:
            best = max(effects, key=lambda one: one.total)
            group = each.group
            rows.append(DecidingGroup(group.key, group.title, best.total, best.total_error))
    return tuple(sorted(rows, key=lambda row: (-row.effect, row.key))[:count])


def sensitivity(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    prepared: Lowered | None = None,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    executor: TaskExecutor | None = None,
) -> Sensitivity | None:
    """Return the effects of all groups of inputs, or None if cancelled.

    Each group's draws are exchanged between two independent samples of futures, on the same dice.

    Args:
        situation: The scenario; a reader's settings in it stay.
        futures: The number of futures of each sample, in single precision.
        seed: The seed of their luck.
        prepared: The scenario lowered, if the caller has it already.
        progress: Called with the number of futures run, and of all.
        should_cancel: Called between blocks of futures.
        turn: Makes the context of each run, where several callers share the cores.
        executor: The place where the samples after the first are computed.

    Raises:
        InputError: The contest's groups of inputs are not sound.
        RunError: The audit of a future failed.
    """
    lowered = prepared or prepare(situation)
    declared = load_groups(situation.origin.contest.layers)
    inputs = (*acting_inputs(lowered.drawing), *moves_input(lowered.drawing))
    groups = grouped(situation, inputs, declared)
    one, other = samples(lowered.drawing.dimensions, futures, seed)
    whole = (len(groups) + 2) * futures
    if progress:
        progress(0, whole)
    with turn():
        first = run_points(situation, lowered, one, seed, should_cancel)
    if first is None:
        return None
    drawn = _Samples(situation, lowered, one, other, seed)
    rest = _outcomes(drawn, groups, should_cancel, turn, executor)
    found: list[Mapping[str, Reals]] = [outcomes(first)]
    while len(found) < len(groups) + 2:
        if progress:
            progress(len(found) * futures, whole)
        each = next(rest, None)
        if each is None:
            return None
        found.append(each)
    return _studied(drawn, first, found, groups)


def _studied(
    drawn: "_Samples",
    first: Results,
    found: Sequence[Mapping[str, Reals]],
    groups: Sequence[GroupedInputs],
) -> Sensitivity:
    """Return the effects, given the outcomes of both samples and of each exchange."""
    situation, (a, b, *mixed) = drawn.situation, found
    pairs = zip(groups, mixed, strict=True)
    both = {name: np.concatenate([a[name], b[name]]) for name in a}
    breaks = first.first_breaks()
    return Sensitivity(
        first.manifest,
        breaks.service_set,
        breaks.definition,
        first.sides,
        {name: _words(name, situation) for name in a},
        {name: float(values.mean()) for name, values in both.items()},
        tuple(GroupEffect(group, _effects(a, b, each)) for group, each in pairs),
        tuple(_branches(drawn.lowered, np.concatenate([drawn.one, drawn.other]), both)),
    )


def samples(names: Sequence[str], futures: int, seed: int) -> tuple[Reals, Reals]:
    """Return two independent samples of luck: the futures of a run, and later whole designs."""
    begin = -(-futures // DESIGN) * DESIGN
    return luck(names, range(futures), seed), luck(names, range(begin, begin + futures), seed)


@dataclass(frozen=True)
class _Samples:
    """Two samples of luck for one scenario, and the seed behind them."""

    situation: Situation
    lowered: Lowered
    one: Reals
    other: Reals
    seed: int

    def points(self, group: tuple[int, ...] | None) -> Reals:
        """Return the first sample with the draws of a group from the other one, or that one."""
        if group is None:
            return self.other
        points, columns = self.one.copy(), list(group)
        points[:, columns] = self.other[:, columns]
        return points

    def outcomes(
        self, group: tuple[int, ...] | None, should_cancel: Callable[[], bool], threads: int | None
    ) -> dict[str, Reals] | None:
        """Return the outcomes of a sample, or None if cancelled."""
        points = self.points(group)
        found = run_points(
            self.situation, self.lowered, points, self.seed, should_cancel, threads=threads
        )
        return None if found is None else outcomes(found)


def _outcomes(
    drawn: _Samples,
    groups: Sequence[GroupedInputs],
    should_cancel: Callable[[], bool],
    turn: Callable[[], AbstractContextManager[None]],
    executor: TaskExecutor | None,
) -> Iterator[dict[str, Reals] | None]:
    """Return the outcomes of each sample after the first, computed here or elsewhere."""
    wanted = [None, *(tuple(group.dimensions) for group in groups)]
    if executor is None:
        return _outcomes_here(drawn, wanted, should_cancel, turn)
    return executor.results(
        drawn.situation, drawn, _outcomes_there, wanted, should_cancel=should_cancel
    )


def _outcomes_here(
    drawn: _Samples,
    groups: Sequence[tuple[int, ...] | None],
    should_cancel: Callable[[], bool],
    turn: Callable[[], AbstractContextManager[None]],
) -> Iterator[dict[str, Reals] | None]:
    """Yield the outcomes of each sample."""
    for group in groups:
        with turn():
            found = drawn.outcomes(group, should_cancel, None)
        yield found


def _outcomes_there(
    drawn: _Samples, group: tuple[int, ...] | None, place: Place
) -> dict[str, Reals] | None:
    """Return the outcomes of a sample, as a worker computes it."""
    return drawn.outcomes(group, place.should_cancel, place.threads)


def outcomes(results: Results) -> dict[str, Reals]:
    """Return the outcomes of each future: which side breaks first, neither, and the log of cost."""
    indicators = results.first_breaks().indicators
    cost = results.record["cost"] - results.record["cost_free"]
    direct = np.asarray(cost[:, _blocs_of_cost(results), KINDS.index("direct")], np.float64)
    one, other = results.sides
    return {
        one: indicators[:, ONE],
        other: indicators[:, OTHER],
        NEITHER_FIRST: indicators[:, NEITHER],
        COST: np.log(np.maximum(direct.sum(axis=1), LEAST_COST)),
    }


def _blocs_of_cost(results: Results) -> list[int]:
    """Return the rows of blocs whose account is that of industries: all where there is no bridge.

    The account of a companion is a mean of its own, and no table stands behind it.
    """
    bridge, blocs = results.situation.bridge, results.lowered.names.blocs
    return [row for row, bloc in enumerate(blocs) if bridge is None or bloc == bridge.bloc]


def _words(outcome: str, situation: Situation) -> str:
    """Return an outcome in words."""
    side = situation.timeline.sides.get(outcome)
    return f"{side.title} first" if side else outcome


def _effects(
    a: Mapping[str, Reals], b: Mapping[str, Reals], mixed: Mapping[str, Reals]
) -> dict[str, Effect]:
    """Return the effect of a group on each outcome that has a spread."""
    found = {name: effect(a[name], b[name], mixed[name]) for name in a}
    return {name: each for name, each in found.items() if each is not None}


def _branches(
    lowered: Lowered, points: Reals, values: Mapping[str, Reals]
) -> Iterator[BranchAnswer]:
    """Yield the answer in each branch of each question, those of the record first."""
    situation = lowered.drawing.situation
    for question, branch, chosen in _questions(lowered, points):
        if chosen.any():
            switch = situation.timeline.switches.get(question)
            here = {name: each[chosen] for name, each in values.items()}
            yield BranchAnswer(
                question,
                switch.question if switch else situation.priors[question].title,
                branch,
                float(chosen.mean()),
                {name: float(each.mean()) for name, each in here.items()},
                {name: _mean_error(name, each) for name, each in here.items()},
            )


def _mean_error(name: str, values: Reals) -> float:
    """Return the standard error of the mean of an outcome in futures of any design.

    Of a share that is 0 or 1 in all of them it is the reach of Wilson's interval.
    """
    count = len(values)
    error = float(values.std() / np.sqrt(count))
    return error if name == COST or error > 0.0 else PLUS_MINUS / (count + PLUS_MINUS**2)


def _questions(lowered: Lowered, points: Reals) -> Iterator[tuple[str, str, Bools]]:
    """Yield each branch of each question with the futures that have it."""
    drawing = lowered.drawing
    for switch, branches in drawing.switch_branches(points).items():
        for branch, chosen in branches:
            yield switch, branch, chosen
    for each in acting_inputs(drawing):
        prior = drawing.situation.priors.get(each.name)
        choice = prior.distribution.choice if prior else None
        if prior is None or choice is None or len(each.dimensions) != 1:
            continue
        drawn = draws(prior.distribution, points[:, each.dimensions[0]], prior.bounds)
        for number, branch in enumerate(choice):
            yield each.name, branch, drawn == number
