"""Forecasts of moves: the chance of each kind of move, its test, and the crowds beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, ClassVar, Final, cast

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble.streams import luck
from outlast.lower import lower
from outlast.lower.draws.histories import Histories, MoveSampler
from outlast.lower.draws.move_draws import DIMENSION
from outlast.lower.rules.move_rows import rungs_left
from outlast.policy.age import RecordAge, age_of
from outlast.policy.forks import forks
from outlast.reading.day import local_day
from outlast.reading.frames import FrameColumn, Tabular
from outlast.scenario.load import Situation
from outlast.scenario.move_fit import MoveFit, fit, rolling_score
from outlast.scenario.moves import CrowdForecast, MoveProcess
from outlast.scenario.scenario import DRAWN
from outlast.truth.scores import brier

FUTURES: Final = 4000
"""Futures from which chances are counted: an error of under one in a hundred."""

DAYS: Final = {3: 91, 6: 182, 12: 365}
"""The days of each number of months."""

ENDS: Final = (0.05, 0.95)
"""The quantiles at the ends of an interval."""


@dataclass(frozen=True)
class MoveChance:
    """The chance that one kind of move comes within some months of the last known day."""

    side: str
    """The side that moves; empty for a deal of both."""

    ladder: str
    """The ladder; empty for any move of the side, and for a deal."""

    title: str
    next_step: str | None
    """The rung that the next move begins; None where none is left or the world holds no good."""

    within: Mapping[int, float]
    """The chance by months."""


@dataclass(frozen=True)
class OpenSwitch:
    """A question that the record leaves open, with the chance of each answer."""

    switch: str
    question: str
    day: date
    """The first day on which its answer has effect."""

    branches: Mapping[str, float]
    fixed: str | None
    """The answer that the scenario supposes; None where it is drawn."""


@dataclass(frozen=True)
class FittedRate:
    """A number of the process, with its 90 % interval."""

    name: str
    unit: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class ProcessTest:
    """The rolling log score of the process and of flat rates, by side."""

    since: date
    until: date
    flat: Mapping[str, float]
    replies: Mapping[str, float]

    @property
    def gain(self) -> float:
        """How much better the process foresees than flat rates."""
        return sum(self.replies.values()) - sum(self.flat.values())


@dataclass(frozen=True)
class CrowdScore:
    """The forecast of a crowd on one question, beside that of the process."""

    question: str
    fact: str
    source: str
    day: date
    until: date
    crowd: float
    process: float | None
    """The chance by the process; None where it has no such move."""

    happened: bool | None
    crowd_brier: float | None
    process_brier: float | None


@dataclass(frozen=True)
class MovesReport(Tabular):
    """Everything that is known of the moves to come in a scenario."""

    ROW_NAME: ClassVar[str] = "move"

    scenario: str
    knows_until: date
    fitted_until: date | None
    """The last day whose events were fitted; None where the contest has no process."""

    drawn: bool
    """Whether the scenario draws moves."""

    chances: tuple[MoveChance, ...]
    switches: tuple[OpenSwitch, ...]
    rates: tuple[FittedRate, ...]
    test: ProcessTest | None
    crowds: tuple[CrowdScore, ...]
    age: RecordAge
    """How far the record of the contest reaches, seen from the day of reading."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the chances of moves."""
        return (
            FrameColumn("side", "side that moves; empty for a deal of both"),
            FrameColumn("title", "kind of move"),
            FrameColumn("next_step", "step that the next move begins"),
            *(
                FrameColumn(f"within_{months}_months", f"chance within {months} months", "1")
                for months in DAYS
            ),
        )

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the chances of moves, one kind a row."""
        return [
            {
                "side": each.side,
                "title": each.title,
                "next_step": each.next_step,
                **{f"within_{months}_months": chance for months, chance in each.within.items()},
            }
            for each in self.chances
        ]


def moves_report(
    situation: Situation, futures: int = FUTURES, seed: int = 1, today: date | None = None
) -> MovesReport:
    """Return the chances of moves in a scenario, its open questions, and the test of the process.

    Args:
        situation: The scenario; where it is `record-only`, the chances are those that it leaves
            out.
        futures: The number of futures that are counted.
        seed: The seed of their luck.
        today: The day of reading, from which the age of the record is seen; this day if absent.
    """
    process, scenario = situation.origin.contest.moves, situation.scenario
    age = age_of(situation.origin.contest.timeline, today or local_day())
    switches = tuple(_switches(situation))
    if process is None:
        return MovesReport(
            scenario.id,
            scenario.knows_until,
            fitted_until=None,
            drawn=False,
            chances=(),
            switches=switches,
            rates=(),
            test=None,
            crowds=(),
            age=age,
        )
    fitted = fit(process, scenario.knows_until)
    chances = _chances(situation, futures, seed) if situation.moves else ()
    return MovesReport(
        scenario.id,
        scenario.knows_until,
        fitted.until,
        situation.moves is not None,
        tuple(chances),
        switches,
        rates(process, fitted),
        ProcessTest(
            process.scored_from,
            process.fitted_until,
            rolling_score(process, replies=False),
            rolling_score(process, replies=True),
        ),
        tuple(_crowd(situation, process, each, futures, seed) for each in process.crowds),
        age,
    )


def rates(process: MoveProcess, fitted: MoveFit) -> tuple[FittedRate, ...]:
    """Return the rates of the process and the chance of a reply, with 90 % intervals."""
    laws = cast("Any", import_module("scipy.stats"))  # slow to import, and without types
    counts, year = fitted.counts, 365.25
    found: list[FittedRate] = []
    shapes = {
        process.acts: (process.rate, counts.acted),
        process.replies: (process.rate, counts.own),
        "deals": (process.deals.rate, fitted.deals),
    }
    for name, (prior, seen) in shapes.items():
        law = laws.gamma(prior.events + seen, scale=year / (prior.days + counts.days))
        low, high = (float(each) for each in law.ppf(ENDS))
        found.append(FittedRate(name, "1/year", float(law.mean()), low, high))
    yes = process.reply.answered + counts.answered
    no = process.reply.unanswered + counts.open_ - counts.answered
    law = laws.beta(yes, no)
    low, high = (float(each) for each in law.ppf(ENDS))
    return (*found, FittedRate("reply", "1", float(law.mean()), low, high))


def _chances(situation: Situation, futures: int, seed: int) -> list[MoveChance]:
    """Return the chances of all kinds of moves, counted in futures."""
    drawing = lower(situation).drawing
    if drawing.moves is None:
        return []
    points = luck(drawing.dimensions, range(futures), seed)
    came = {switch: dict(each) for switch, each in drawing.switch_branches(points).items()}
    drawn, process = drawing.moves.histories(points, came), drawing.moves.sampler.process
    found: list[MoveChance] = []
    for side in (process.acts, process.replies):
        title = situation.timeline.sides[side].title
        found.append(MoveChance(side, "", title, None, _within(drawn.of_side(side))))
        for key, ladder in process.ladders.items():
            if ladder.side == side:
                left = rungs_left(situation, key)
                chance = _within(drawn.of_ladder(key, 1)[0])
                step = left[0] if left else None
                found.append(MoveChance(side, key, ladder.title, step, chance))
    found.append(MoveChance("", "", "A deal that suspends measures", None, _of_deals(drawn)))
    return found


def _of_deals(drawn: Histories) -> dict[int, float]:
    return _within(np.min([deal.days for deal in drawn.deals], axis=0))


def _within(days: Reals) -> dict[int, float]:
    """Return the share of futures in which a day comes within each number of months."""
    return {months: float((days <= span).mean()) for months, span in DAYS.items()}


def _switches(situation: Situation) -> list[OpenSwitch]:
    """Return the questions that the record leaves open, with the chance of each answer."""
    found: dict[str, OpenSwitch] = {}
    for fork in forks(situation.timeline):
        if fork.switch in found:
            continue
        switch = situation.timeline.switches[fork.switch]
        chances = {
            name: situation.ledger.value(chance, "1") for name, chance in switch.branches.items()
        }
        stated = situation.scenario.switches.get(fork.switch, DRAWN)
        fixed = None if stated == DRAWN else stated
        found[fork.switch] = OpenSwitch(fork.switch, fork.question, fork.day, chances, fixed)
    return list(found.values())


def _crowd(
    situation: Situation, process: MoveProcess, each: CrowdForecast, futures: int, seed: int
) -> CrowdScore:
    """Return a crowd's forecast beside that of the process, fitted as ever and begun on its day."""
    fact = situation.ledger.fact(each.fact)
    crowd, foreseen = fact.value, None
    if each.ladders:
        span = float((each.until - each.day).days)
        sampler = MoveSampler(process, fit(process, each.day), situation.ledger, span, each.day)
        points = luck((DIMENSION,), range(futures), seed)[:, 0]
        begun = process.regimes.on(each.day)
        held = {name: np.full(futures, name == begun) for name in process.regimes.factors}
        drawn = sampler.draw(points, held)
        first = np.min([drawn.of_ladder(key, 1)[0] for key in each.ladders], axis=0)
        foreseen = float(np.isfinite(first).mean())
    outcome = each.happened
    scored = [
        brier(chance, happened=outcome) if chance is not None and outcome is not None else None
        for chance in (crowd, foreseen)
    ]
    return CrowdScore(
        each.question, each.fact, fact.source, each.day, each.until, crowd, foreseen, outcome,
        scored[0], scored[1],
    )  # fmt: skip
