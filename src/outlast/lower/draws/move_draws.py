"""Draws of moves: the weeks in which moves begin, suspend and return each row of measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from outlast.engine.arrays import Bools, Reals
from outlast.engine.draw_limits import NEVER
from outlast.lower.draws.histories import Deal, Histories, MoveSampler, move_sampler
from outlast.lower.rules.measure_row import MeasureRow
from outlast.lower.rules.measure_rows import Rules
from outlast.lower.rules.move_rows import announced_of, rungs_left
from outlast.scenario.clock import DAYS_A_WEEK
from outlast.scenario.load import Situation
from outlast.scenario.scenario import DRAWN

DIMENSION = "moves"
"""The name of the dimension of luck from which all moves of a future come."""


@dataclass(frozen=True)
class MoveDraws:
    """How the weeks of moves are drawn for the rows of measures."""

    situation: Situation
    sampler: MoveSampler
    rows: tuple[MeasureRow, ...]
    dimension: int
    """The number of the dimension of luck."""

    @property
    def first_week(self) -> float:
        """The week after the last known day, since the common start: no move comes before it."""
        return self.situation.clock.weeks(self.situation.scenario.knows_until + timedelta(days=1))

    def histories(self, points: Reals, came: Mapping[str, Mapping[str, Bools]]) -> Histories:
        """Return the moves of futures.

        Args:
            points: The luck of the futures: [future, dimension].
            came: The futures in which each branch of a drawn switch came.
        """
        return self.sampler.draw(points[:, self.dimension], self._regimes(len(points), came))

    def weeks(self, drawn: Histories) -> dict[str, Reals]:
        """Return `begins`, `pauses` and `returns` of every row of measures: [row, future]."""
        shape = (len(self.rows), len(drawn.days))
        begins, pauses, returns = np.zeros(shape), np.full(shape, NEVER), np.full(shape, NEVER)
        known = self.first_week
        ladders = dict.fromkeys(row.ladder for row in self.rows if row.rung >= 0)
        first = {
            name: drawn.of_ladder(name, len(rungs_left(self.situation, name))) for name in ladders
        }
        for number, row in enumerate(self.rows):
            if not row.ladder:
                continue
            since = first[row.ladder][row.rung] if row.rung >= 0 else self._since(row, drawn)
            stops, again = suspension(since, drawn, row.ladder)
            if row.rung >= 0:
                begins[number] = _weeks(since, known)
            pauses[number], returns[number] = _weeks(stops, known), _weeks(again, known)
        return {"begins": begins, "pauses": pauses, "returns": returns}

    def none(self, futures: int) -> dict[str, Reals]:
        """Return the same weeks where no state moves: no rung begins, and nothing is suspended."""
        return no_moves(np.array([row.rung >= 0 for row in self.rows]), futures)

    def _since(self, row: MeasureRow, drawn: Histories) -> Reals:
        """Return the day on which a measure of the record was announced, from the last known."""
        announced = announced_of(self.situation, row.key.measure)
        days = (announced - self.situation.scenario.knows_until).days
        return np.full(len(drawn.days), float(days))

    def _regimes(self, futures: int, came: Mapping[str, Mapping[str, Bools]]) -> dict[str, Bools]:
        """Return the futures in which each regime holds after the last known day."""
        declared, scenario = self.sampler.process.regimes, self.situation.scenario
        begun = declared.on(scenario.knows_until)
        held = {name: np.full(futures, name == begun) for name in declared.factors}
        for switch in self._open():
            fixed = scenario.switches.get(switch, DRAWN)
            for branch, regime in declared.branches[switch].items():
                chosen = came.get(switch, {}).get(branch, np.full(futures, branch == fixed))
                held = {n: np.where(chosen, n == regime, each) for n, each in held.items()}
        return held

    def _open(self) -> list[str]:
        """Return the switches that bring a regime and decide a known measure."""
        measures = self.situation.timeline.measures.values()
        standings = [each for measure in measures for each in measure.status.values()]
        used = {each.when.switch for each in standings if each.when}
        return [switch for switch in self.sampler.process.regimes.branches if switch in used]


def no_moves(rungs: Bools, futures: int) -> dict[str, Reals]:
    """Return the weeks of moves of rows of measures where no state moves: [row, future].

    Args:
        rungs: Whether each row is a rung, which only a move begins.
        futures: The number of futures.
    """
    shape = (len(rungs), futures)
    begins = np.zeros(shape)
    begins[rungs] = NEVER
    return {"begins": begins, "pauses": np.full(shape, NEVER), "returns": np.full(shape, NEVER)}


def suspension(since: Reals, drawn: Histories, ladder: str) -> tuple[Reals, Reals]:
    """Return the days on which the first deal that reaches a measure suspends and returns it.

    Args:
        since: The day on which the measure was announced, in each future.
        drawn: The moves.
        ladder: The measure's ladder.
    """
    stops, again = np.full(len(since), np.inf), np.full(len(since), np.inf)
    row = drawn.ladders.index(ladder)
    for deal in drawn.deals:
        hit = _reached(deal, since) & deal.covers[row] & np.isinf(stops)
        stops = np.where(hit, deal.days, stops)
        again = np.where(hit, deal.until, again)
    return stops, again


def _reached(deal: Deal, since: Reals) -> Bools:
    """Return the futures in which a deal reaches a measure: announced before it, not too long."""
    with np.errstate(invalid="ignore"):
        waited = deal.days - since
    return np.isfinite(deal.days) & (waited > 0.0) & (waited <= deal.reach)


def _weeks(days: Reals, known: float) -> Reals:
    """Return days since the last known day as weeks since the common start."""
    return np.where(np.isfinite(days), known + days / DAYS_A_WEEK, NEVER)


def move_draws(
    situation: Situation, rules: Rules, dimensions: Mapping[str, int]
) -> MoveDraws | None:
    """Return how the moves of a scenario are drawn; None where the record stands still."""
    sampler = move_sampler(situation)
    if sampler is None:
        return None
    return MoveDraws(situation, sampler, rules.rows, dimensions[DIMENSION])
