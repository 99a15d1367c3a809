r"""Histories: the moves of the states in each future, drawn event by event, docs/model/moves.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Bools, Ints, Reals
from outlast.facts import Ledger, Quantity
from outlast.lower.draws.dice import Dice, Numbers
from outlast.lower.draws.quantiles import EDGE, ranged, rounded
from outlast.scenario.clock import DAYS_A_WEEK
from outlast.scenario.load import Situation
from outlast.scenario.move_fit import MoveFit, fit, reply_weights
from outlast.scenario.moves import MarkClass, MoveProcess

MOST: Final = 200
"""The most events of one kind in one future; a rate of thirty a year for six years stays below."""

DEALS: Final = 4
"""The most deals of one future."""

EXTENSIONS: Final = 4
"""The stated ends at which a suspension may be extended; one extended at each holds for good."""

ACTS, OWN, REPLIES, LENGTHS, DEALT, COVERED, REGIME = range(1, 8)
"""The kinds of throws."""

TIME, CLASS, LADDER, ANSWER, WAIT = range(5)
"""The throws of one event."""

REACH, COVERS, LENGTH, EXTENDED, EARLY = range(5)
"""The numbers that are drawn once a future."""


class Events(NamedTuple):
    """The events of one kind: [future, event]."""

    days: Reals
    """Days since the last known day; infinite where there are no more."""

    classes: Ints
    """The class of the mark, by number."""

    ladders: Ints
    """The ladder of the mark, by number."""


@dataclass(frozen=True)
class Deal:
    """One deal of each future."""

    days: Reals
    """Days since the last known day; infinite for none."""

    reach: Reals
    """Days before it in which the measures were announced that it can suspend."""

    until: Reals
    """The day on which its suspensions end; infinite for never."""

    covers: Bools
    """Whether it covers a ladder: [ladder, future]."""


@dataclass(frozen=True)
class Histories:
    """The moves of many futures."""

    ladders: tuple[str, ...]
    sides: tuple[str, ...]
    """The side of each ladder."""

    days: Reals
    """Days since the last known day on which each event falls; infinite for none."""

    marks: Ints
    """The ladder of each event, by number, of the same shape: [future, event]."""

    deals: tuple[Deal, ...]

    replies: Reals
    """Days since the last known day of the replies: [future, event]."""

    escalated: Bools
    """The futures that begin in an escalation, a regime whose factor is above 1."""

    began_escalated: bool
    """Whether the record stood in one on its last known day."""

    regime_length: Reals
    """Days for which the first regime lasts."""

    def of_ladder(self, ladder: str, number: int) -> Reals:
        """Return the days of the first events on a ladder: [event, future]."""
        row = self.ladders.index(ladder)
        left = np.where(self.marks == row, self.days, np.inf)
        found: list[Reals] = []
        for _ in range(number):
            at = left.argmin(axis=1)
            found.append(np.take_along_axis(left, at[:, None], axis=1)[:, 0])
            np.put_along_axis(left, at[:, None], np.inf, axis=1)
        return np.array(found)

    def of_side(self, side: str) -> Reals:
        """Return the day of the first event of a side in each future."""
        mine = np.array([each == side for each in self.sides])
        return np.where(mine[self.marks], self.days, np.inf).min(axis=1, initial=np.inf)


@dataclass(frozen=True)
class MoveSampler:
    """Draws the moves of a scenario's futures."""

    process: MoveProcess
    fitted: MoveFit
    ledger: Ledger
    span: float
    """Days from the last known day to the end of the run."""

    known: date
    """The last known day."""

    @property
    def of_class(self) -> list[list[int]]:
        """The numbers of the ladders, by side and class: acts first, class by class."""
        sides, ladders = (self.process.acts, self.process.replies), self.process.ladders
        return [
            [
                number
                for number, ladder in enumerate(ladders.values())
                if (ladder.side, ladder.class_) == (side, mark)
            ]
            for side in sides
            for mark in MarkClass
        ]

    def draw(self, points: Reals, regimes: Mapping[str, Bools]) -> Histories:
        """Return the moves of futures.

        Args:
            points: The luck of each future; one at one half is a median future, without moves.
            regimes: The futures in which each regime holds after the last known day.
        """
        dice, quiet = Dice(points), points == 0.5  # noqa: PLR2004  the median point
        factor, length = self._regime(dice, regimes)
        count = self.fitted.counts
        acts = self._times(dice, ACTS, count.acted, factor, length)
        own = self._times(dice, OWN, count.own, factor, length)
        urns = _Urns(self, len(points))
        first = urns.marked(dice, ACTS, acts, 0)
        second = urns.marked(dice, OWN, own, 1)
        third = urns.replies(dice, first)
        days = np.concatenate([each.days for each in (first, second, third)], axis=1)
        marks = np.concatenate([each.ladders for each in (first, second, third)], axis=1)
        days[quiet] = np.inf
        ladders = self.process.ladders
        begun = self._is_escalation(self.process.regimes.on(self.known))
        return Histories(
            tuple(ladders),
            tuple(each.side for each in ladders.values()),
            days,
            marks,
            tuple(self._deals(dice, quiet)),
            np.where(quiet[:, None], np.inf, third.days),
            np.where(quiet, begun, self._escalated(regimes, len(points))),
            begun,
            np.where(quiet, np.inf, length),
        )

    def number(self, quantity: Quantity, unit: str, points: Reals) -> Reals:
        """Return a number at points of its 90 % range."""
        value, ends = self.ledger.value(quantity, unit), self.ledger.ends(quantity, unit)
        if not ends or ends[0] == ends[-1]:
            return np.full(len(points), value)
        inside = np.clip(points, EDGE, 1.0 - EDGE)
        return rounded(ranged(inside, value, ends[0], ends[-1]))

    def _regime(self, dice: Dice, regimes: Mapping[str, Bools]) -> tuple[Reals, Reals]:
        """Return the factor on the rates, and the days for which it holds."""
        declared = self.process.regimes
        luck = dice.throw(REGIME, 0)
        factor = np.ones(len(luck))
        for name, held in regimes.items():
            factor = np.where(held, self.number(declared.factors[name], "1", luck), factor)
        weeks = self.number(declared.length, "week", dice.throw(REGIME, 1))
        return factor, weeks * DAYS_A_WEEK

    def _is_escalation(self, regime: str) -> bool:
        """Return whether states act more often in a regime than on average."""
        factor = self.process.regimes.factors.get(regime)
        return factor is not None and self.ledger.value(factor, "1") > 1.0

    def _escalated(self, regimes: Mapping[str, Bools], futures: int) -> Bools:
        """Return the futures that begin in an escalation."""
        found = np.zeros(futures, np.bool_)
        for name, held in regimes.items():
            if self._is_escalation(name):
                found |= held
        return found

    def _times(self, dice: Dice, kind: int, seen: int, factor: Reals, length: Reals) -> Reals:
        """Return the days of the events of a rate: [future, event], infinite after the end."""
        prior, days = self.process.rate, self.fitted.counts.days
        passed = np.zeros(len(factor))
        found: list[Reals] = []
        for number in range(MOST):
            luck = dice.throw(kind, number, TIME)
            shape, scale = prior.events + seen + number, prior.days + days
            passed = passed + (scale + passed) * np.expm1(-np.log(luck) / shape)
            held = factor * length
            at = np.where(passed <= held, passed / factor, length + passed - held)
            found.append(np.where(at <= self.span, rounded(at), np.inf))
            if not np.isfinite(found[-1]).any():
                break
        return np.stack(found, axis=1)

    def _deals(self, dice: Dice, quiet: Bools) -> list[Deal]:
        """Return the deals of the futures, in order."""
        stated, numbers = self.process.deals, [dice.throw(LENGTHS, each) for each in range(5)]
        reach = self.number(stated.reach, "week", numbers[REACH]) * DAYS_A_WEEK
        length = self.number(stated.length, "week", numbers[LENGTH]) * DAYS_A_WEEK
        covers, extended, early = (
            np.clip(self.number(each, "1", numbers[at]), 0.0, 1.0)
            for each, at in (
                (stated.covers, COVERS),
                (stated.extended, EXTENDED),
                (stated.early, EARLY),
            )
        )
        early = np.minimum(early, 1.0 - extended)
        passed, found = np.zeros(len(reach)), list[Deal]()
        for number in range(DEALS):
            luck = dice.throw(DEALT, number, 0)
            shape = stated.rate.events + self.fitted.deals + number
            scale = stated.rate.days + self.fitted.counts.days
            passed = passed + (scale + passed) * np.expm1(-np.log(luck) / shape)
            days = np.where((passed <= self.span) & ~quiet, rounded(passed), np.inf)
            lasts, alive = length, np.ones(len(length), np.bool_)
            for end in range(EXTENSIONS):
                throw = dice.throw(DEALT, number, 1 + 2 * end)
                short = alive & (throw >= extended) & (throw < extended + early)
                share = dice.throw(DEALT, number, 2 + 2 * end)
                alive = alive & (throw < extended)
                lasts = lasts + np.where(alive, length, np.where(short, -length * share, 0.0))
            until = np.where(alive, np.inf, days + lasts)
            rows = range(len(self.process.ladders))
            thrown = [dice.throw(COVERED, number, ladder) < covers for ladder in rows]
            found.append(Deal(days, reach, until, np.array(thrown)))
        return found


class _Urns:
    """The urns from which marks are drawn, each future its own."""

    def __init__(self, sampler: MoveSampler, futures: int) -> None:
        process, fitted = sampler.process, sampler.fitted
        self.sampler, self.futures = sampler, futures
        weight = process.weight
        self.classes = self._urn([weight + fitted.classes[mark] for mark in MarkClass])
        self.answers = [
            self._urn([weight + fitted.reply_classes[trigger][mark] for mark in MarkClass])
            for trigger in MarkClass
        ]
        counts = list(fitted.ladders.values())
        self.numbers = [np.array(each, np.int32) for each in sampler.of_class]
        self.ladders = [
            self._urn([weight + counts[number] for number in numbers]) for numbers in self.numbers
        ]

    def marked(self, dice: Dice, kind: int, days: Reals, side: int) -> Events:
        """Return the events of a side that answer nothing, with their marks."""
        classes, ladders = (np.zeros(days.shape, np.int32) for _ in range(2))
        for number in range(days.shape[1]):
            rows = np.flatnonzero(np.isfinite(days[:, number]))
            drawn = _drawn(self.classes, dice.throw(kind, number, CLASS, of=rows), rows)
            classes[rows, number] = drawn
            luck = dice.throw(kind, number, LADDER, of=rows)
            ladders[rows, number] = self._ladder(luck, drawn, side, rows)
        return Events(days, classes, ladders)

    def replies(self, dice: Dice, acts: Events) -> Events:
        """Return the replies to the events of the first side."""
        process, count = self.sampler.process, self.sampler.fitted.counts
        prior, waits = process.reply, np.cumsum(reply_weights(process.reply.window))
        yes = np.full(self.futures, prior.answered + count.answered)
        days = np.full_like(acts.days, np.inf)
        classes, ladders = (np.zeros(days.shape, np.int32) for _ in range(2))
        for number in range(acts.days.shape[1]):
            rows = np.flatnonzero(np.isfinite(acts.days[:, number]))
            tried = prior.answered + prior.unanswered + count.open_ + number
            rows = rows[dice.throw(REPLIES, number, ANSWER, of=rows) < yes[rows] / tried]
            yes[rows] += 1.0
            wait = np.searchsorted(waits, dice.throw(REPLIES, number, WAIT, of=rows), side="right")
            at = acts.days[rows, number] + np.minimum(wait, prior.window)
            inside = at <= self.sampler.span
            rows, at = rows[inside], at[inside]
            days[rows, number] = at
            luck = dice.throw(REPLIES, number, CLASS, of=rows)
            for trigger, urn in enumerate(self.answers):
                mine = acts.classes[rows, number] == trigger
                classes[rows[mine], number] = _drawn(urn, luck[mine], rows[mine])
            luck = dice.throw(REPLIES, number, LADDER, of=rows)
            ladders[rows, number] = self._ladder(luck, classes[rows, number], 1, rows)
        return Events(days, classes, ladders)

    def _ladder(self, luck: Reals, classes: Ints, side: int, rows: Numbers) -> Ints:
        """Return the ladder of the marks of some futures.

        Args:
            luck: The throw of each.
            classes: The class of each mark.
            side: The number of the side.
            rows: The futures.
        """
        found = np.zeros(len(rows), np.int32)
        for mark in range(len(MarkClass)):
            place = side * len(MarkClass) + mark
            mine, numbers = classes == mark, self.numbers[place]
            if len(numbers):
                found[mine] = numbers[_drawn(self.ladders[place], luck[mine], rows[mine])]
        return found

    def _urn(self, weights: list[float]) -> Reals:
        """Return an urn for each future: [future, kind]."""
        return np.tile(np.array(weights, np.float64), (self.futures, 1))


def _drawn(urn: Reals, luck: Reals, rows: Numbers) -> Ints:
    """Return the kind drawn from the urn of each of some futures, and add one of it to each."""
    if urn.shape[1] <= 1:
        return np.zeros(len(rows), np.int32)
    ends = np.cumsum(urn[rows], axis=1)
    found = np.minimum((luck[:, None] * ends[:, -1:] >= ends).sum(axis=1), urn.shape[1] - 1)
    urn[rows, found] += 1.0
    return found.astype(np.int32)


def move_sampler(situation: Situation) -> MoveSampler | None:
    """Return how the moves of a scenario are drawn; None where the record stands still."""
    process = situation.moves
    if process is None:
        return None
    known = situation.scenario.knows_until
    span = max(0, (situation.clock.end - known).days)
    return MoveSampler(process, fit(process, known), situation.ledger, float(span), known)
