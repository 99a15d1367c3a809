"""Moved draws: priors set at values while the same futures stay drawn; little is drawn anew."""

from collections.abc import Mapping

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.draw import Draw
from outlast.lower.draws.draw_source import Drawn
from outlast.lower.draws.quantiles import draws
from outlast.lower.draws.sampler import Drawing
from outlast.scenario.prior import Distribution, Fixed


class Moved:
    """The draws of some futures, to be had again with priors at other values.

    Args:
        drawing: How draws are made.
        points: The luck of the futures: [future, dimension].
    """

    def __init__(self, drawing: Drawing, points: Reals) -> None:
        self.drawing, self.points = drawing, np.asfortranarray(points)
        self.drawn: Drawn = {}
        self.rows = {
            name: drawing.rows_at(name, self.points, self.drawn) for name in drawing.sources
        }
        self.events = drawing.events(self.points)
        self.touched: dict[str, list[str]] = {}
        for name, sources in drawing.sources.items():
            gates = [gate for row in drawing.gates[name] for gate in row]
            for origin in dict.fromkeys(source.origin for source in [*sources, *gates]):
                self.touched.setdefault(origin, []).append(name)

    def at(self, values: Mapping[str, float]) -> Draw:
        """Return the draws with priors at values: those of a situation that fixes them there.

        Args:
            values: By prior, in its unit; for a choice the number of its branch.
        """
        priors, middle = self.drawing.situation.priors, np.full(len(self.points), 0.5)
        fixed = {
            key: draws(Distribution(fixed=Fixed(value=value)), middle, priors[key].bounds)
            for key, value in values.items()
        }
        drawn = {key: fixed.get(key[0], kept) for key, kept in self.drawn.items()}
        again = {name for key in values for name in self.touched.get(key, [])}
        rows = {
            name: self.drawing.rows_at(name, self.points, drawn) if name in again else kept.copy()
            for name, kept in self.rows.items()
        }
        return self.drawing.finished(rows, self.events)
