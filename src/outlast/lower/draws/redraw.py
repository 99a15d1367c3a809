"""Redrawn draws: the same futures with some priors at other values, without drawing all again."""

from collections.abc import Mapping

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.draw import Draw
from outlast.lower.draws.draw_source import DrawnValues
from outlast.lower.draws.drawing import Drawing
from outlast.lower.draws.quantiles import draws
from outlast.scenario.distribution import Distribution, Fixed


class RedrawnDraws:
    """The draws of some futures, which can be had again with priors at other values.

    Args:
        drawing: How draws are made.
        points: The luck of the futures: [future, dimension].
    """

    def __init__(self, drawing: Drawing, points: Reals) -> None:
        self.drawing, self.points = drawing, np.asfortranarray(points)
        self.drawn: DrawnValues = {}
        self.values = {
            name: drawing.values_of(name, self.points, self.drawn) for name in drawing.sources
        }
        self.events = drawing.events(self.points)
        self.draws_of: dict[str, list[str]] = {}
        """The draws that each prior sets or multiplies."""

        for name, sources in drawing.sources.items():
            factors = [factor for row in drawing.factors[name] for factor in row]
            for origin in dict.fromkeys(source.origin for source in [*sources, *factors]):
                self.draws_of.setdefault(origin, []).append(name)

    @property
    def nbytes(self) -> int:
        """The bytes of the luck and of all that is drawn from it."""
        drawn = (self.drawn, self.values, self.events)
        return self.points.nbytes + sum(each.nbytes for of in drawn for each in of.values())

    def at(self, values: Mapping[str, float]) -> Draw:
        """Return the draws with priors at values: those of a situation that fixes them there.

        Args:
            values: By prior, in its unit; for a choice the number of its branch.
        """
        return self.drawing.finished(self._rows(values), self.events)

    def both_at(self, values: Mapping[str, float]) -> tuple[Draw, Draw]:
        """Return the same with the moves of the states, and without any."""
        rows = self._rows(values)
        moved = self.drawing.finished(rows, self.events)
        return moved, self.drawing.without_moves(moved, rows, self.events)

    def _rows(self, values: Mapping[str, float]) -> dict[str, Reals]:
        """Return all rows of each draw with priors at values."""
        priors, middle = self.drawing.situation.priors, np.full(len(self.points), 0.5)
        fixed = {
            key: draws(Distribution(fixed=Fixed(value=value)), middle, priors[key].bounds)
            for key, value in values.items()
        }
        drawn = {key: fixed.get(key[0], before) for key, before in self.drawn.items()}
        changed = {name for key in values for name in self.draws_of.get(key, [])}
        return {
            name: self.drawing.values_of(name, self.points, drawn)
            if name in changed
            else before.copy()
            for name, before in self.values.items()
        }
