r"""Draws of practice: the path of each office at each destination, docs/model/practice.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.draw import OF_PATHS
from outlast.engine.draw_limits import FARTHEST
from outlast.engine.plan import Plan
from outlast.facts import Quantity
from outlast.lower.draws.dice import Dice
from outlast.lower.draws.histories import Histories
from outlast.lower.draws.quantiles import EDGE, normal, ranged, rounded
from outlast.lower.index import AxisNames
from outlast.lower.rules.rule_arrays import KNOT
from outlast.scenario.clock import DAYS_A_WEEK
from outlast.scenario.load import Situation

PRACTICE: Final = "practice"
"""The name of the dimension of luck from which all shocks of practice come."""

SHOCK, COMMON, LENGTH = range(20, 23)
"""The kinds of throws."""

LOOKS: Final = 4
"""The days of a stretch between two knots on which the regime is looked at."""

SHOCKS: Final = "practice_shock"
"""The name of the shocks among events: [path, knot, future]."""

ESCALATED: Final = "practice_escalation"
"""The name of the regime's share of the stretch before each knot, among events, less that of the
last known day: [path, knot, future]."""


@dataclass(frozen=True)
class PracticeDraws:
    """How the paths of practice are drawn."""

    situation: Situation
    paths: tuple[tuple[str, str], ...]
    """Office and destination of each."""

    knots: int
    """Knots of a path, the last known day among them."""

    dimension: int
    """The number of the dimension of luck."""

    def events(self, points: Reals, histories: Histories | None) -> dict[str, Reals]:
        """Return the shocks and the regimes of practice: [path, knot, future].

        Args:
            points: The luck of the futures: [future, dimension].
            histories: The moves of the states; None where the record stands still.
        """
        luck = points[:, self.dimension]
        dice, quiet = Dice(luck), luck == 0.5  # noqa: PLR2004  the median point
        shape = (len(self.paths), self.knots, len(luck))
        shocks, escalated = np.zeros(shape), np.zeros(shape)
        rho = self._number(self.situation.conduct.common_shock, "1", np.full(len(luck), 0.5))
        sides, blocs = list(self.situation.timeline.sides), list(self.situation.world.blocs)
        offices = list(self.situation.conduct.offices)
        regimes = self._regimes(dice, histories, len(luck))
        of_sides = {sides.index(self.situation.conduct.offices[office].side) for office in offices}
        common = {
            (side, knot): normal(dice.throw(COMMON, side, knot))
            for side in of_sides
            for knot in range(1, self.knots)
        }
        for row, (office, bloc) in enumerate(self.paths):
            number, place = offices.index(office), blocs.index(bloc)
            side = sides.index(self.situation.conduct.offices[office].side)
            escalated[row] = regimes[office]
            for knot in range(1, self.knots):
                own = normal(dice.throw(SHOCK, number, place, knot))
                mixed = np.sqrt(rho) * common[side, knot] + np.sqrt(1.0 - rho) * own
                shocks[row, knot] = np.where(quiet, 0.0, rounded(mixed))
        return {SHOCKS: shocks, ESCALATED: escalated}

    def _regimes(self, dice: Dice, histories: Histories | None, futures: int) -> dict[str, Reals]:
        """Return the regime of each office: [knot, future], 0 where it is that of the last day."""
        flat = np.zeros((self.knots, futures))
        offices = dict.fromkeys(office for office, _ in self.paths)
        if histories is None:
            return dict.fromkeys(offices, flat)
        length = self._number(self.situation.conduct.escalation, "week", dice.throw(LENGTH))
        return {
            office: self._escalation(histories, length * DAYS_A_WEEK, office) for office in offices
        }

    def _escalation(self, histories: Histories, length: Reals, office: str) -> Reals:
        """Return how far the regime of an office differs from that of the last known day."""
        futures, stretch = len(length), KNOT * DAYS_A_WEEK
        looks = (np.arange((self.knots - 1) * LOOKS) + 0.5) / LOOKS * stretch
        begins = [np.where(histories.escalated, 0.0, np.inf), *histories.replies.T]
        lengths = [histories.regime_length, *(length for _ in histories.replies.T)]
        rows = [n for n, name in enumerate(histories.ladders) if name == office]
        on = np.zeros((len(looks), futures), np.bool_)
        for since, lasts in zip(begins, lengths, strict=True):
            there = np.flatnonzero(np.isfinite(since))  # few futures have a late reply
            begun, ends = since[there], since[there] + lasts[there]
            held = (looks[:, None] >= begun) & (looks[:, None] < ends)
            for row in rows:
                for deal in histories.deals:
                    day = deal.days[there]
                    over = deal.covers[row][there] & (day >= begun)
                    held &= ~(over & (looks[:, None] >= day))
            on[:, there] |= held
        for row in rows:
            for deal in histories.deals:
                inside = (looks[:, None] >= deal.days) & (looks[:, None] < deal.until)
                on &= ~(inside & deal.covers[row])
        share = on.reshape(self.knots - 1, LOOKS, futures).mean(axis=1)
        before = float(histories.began_escalated)
        moved = np.zeros((self.knots, futures))
        moved[2:] = share[:-1] - before  # one knot later: no path moves before its cause
        return moved

    def _number(self, quantity: Quantity | None, unit: str, points: Reals) -> Reals:
        """Return a number of the conduct at points of its range; 0 where none is stated."""
        if quantity is None:
            return np.zeros(len(points))
        ledger = self.situation.ledger
        value, ends = ledger.value(quantity, unit), ledger.ends(quantity, unit)
        if ends[0] == ends[-1]:
            return np.full(len(points), value)
        return rounded(ranged(np.clip(points, EDGE, 1.0 - EDGE), value, ends[0], ends[-1]))


def practice_paths(draws: Mapping[str, Reals], events: Mapping[str, Reals], plan: Plan) -> Reals:
    r"""Return the path of practice at each knot: [path, knot, future].

    Args:
        draws: The draws, with spread, time and turn of each path.
        events: The events, with shocks and regimes where there are paths.
        plan: The Plan.
    """
    spread, time, turn = (draws[name] for name in OF_PATHS)
    knots = int(plan.knot.max(initial=-2.0)) + 2
    shocks = events.get(SHOCKS)
    if shocks is None:
        return np.zeros((len(spread), knots, spread.shape[-1]))
    keep = np.exp(-KNOT / time)
    jolt = spread * np.sqrt(-np.expm1(-2.0 * KNOT / time))
    path = np.zeros_like(shocks)
    for knot in range(1, knots):
        mean = -turn * events[ESCALATED][:, knot]
        path[:, knot] = mean + (path[:, knot - 1] - mean) * keep + jolt * shocks[:, knot]
    return rounded(np.clip(path, -FARTHEST, FARTHEST))


def practice_draws(
    situation: Situation, names: AxisNames, plan: Plan, dimensions: Mapping[str, int]
) -> PracticeDraws | None:
    """Return how the paths of practice of a scenario are drawn; None where it has none."""
    if PRACTICE not in dimensions:
        return None
    knots = int(plan.knot.max(initial=-2.0)) + 2
    return PracticeDraws(situation, names.paths, knots, dimensions[PRACTICE])
