"""Bands: a series over weeks as counts over futures, so that memory does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.reading import Brief

BINS: Final = 128
"""Bins of a series."""

TOGETHER: Final = 6
"""Rows that are counted together: their bins over all steps stay in a processor's cache."""


@dataclass(frozen=True)
class Scale:
    """The bins of a series: equal steps of the value, or of its logarithm."""

    low: float
    high: float
    log: bool = False

    @property
    def width(self) -> float:
        """The width of a bin."""
        return (self.high - self.low) / BINS

    def bins(self, values: Reals) -> NDArray[np.int64]:
        """Return the bin of each value; a value beyond an end falls into the last bin there."""
        on = np.log(np.maximum(values, 1e-30)) if self.log else values
        return np.clip((on - self.low) / self.width, 0, BINS - 1).astype(np.int64)

    def value(self, place: Reals) -> Reals:
        """Return the value at a place that is counted in bins."""
        on = self.low + place * self.width
        return np.exp(on) if self.log else on


SCALES: Final = {
    "level": Scale(0.0, 1.28),
    "met": Scale(0.0, 1.28),
    "spot": Scale(-3.4, 3.4, log=True),
    "cover": Scale(0.0, 128.0),
    "usable": Scale(0.0, 25.6, log=True),
}
"""The scale of each field of the engine's Series."""


@dataclass(repr=False, eq=False)
class Bands(Brief):
    """One series, counted: for each row and step, futures by bin, with sum, least and most."""

    scale: Scale
    counts: NDArray[np.int32]
    """Futures in each bin: [row, step, bin]."""

    total: Reals
    """The sum over futures: [row, step]."""

    least: Reals
    most: Reals

    @classmethod
    def empty(cls, scale: Scale, rows: int, steps: int) -> "Bands":
        """Return bands of no future."""
        shape = (rows, steps)
        return cls(
            scale,
            np.zeros((*shape, BINS), np.int32),
            np.zeros(shape),
            np.full(shape, np.inf),
            np.full(shape, -np.inf),
        )

    def add(self, values: Reals, rows: NDArray[np.intp]) -> None:
        """Count some rows of futures.

        Args:
            values: The series: [row, step, future].
            rows: The rows to count.
        """
        chosen = values[rows]
        steps: NDArray[np.int64] = np.arange(values.shape[1], dtype=np.int64)
        cells: NDArray[np.int64] = (rows[:, None] * len(steps) + steps) * BINS
        bins, counts = self.scale.bins(chosen), self.counts.reshape(-1)
        for first in range(0, len(rows), TOGETHER):
            some = slice(first, first + TOGETHER)
            for future in range(values.shape[2]):
                # One future falls into one bin of each row and step, so that no cell comes twice.
                counts[cells[some] + bins[some, :, future]] += 1
        self.total[rows] += chosen.sum(axis=2)
        self.least[rows] = np.minimum(self.least[rows], chosen.min(axis=2))
        self.most[rows] = np.maximum(self.most[rows], chosen.max(axis=2))

    def merge(self, other: "Bands") -> None:
        """Add the counts of other futures of the same series."""
        self.counts += other.counts
        self.total += other.total
        np.minimum(self.least, other.least, out=self.least)
        np.maximum(self.most, other.most, out=self.most)

    def part(self, rows: Sequence[int], steps: Sequence[int]) -> "Bands":
        """Return some rows at some steps."""
        at = np.ix_(rows, steps)
        return Bands(self.scale, self.counts[at], self.total[at], self.least[at], self.most[at])

    @property
    def futures(self) -> int:
        """The number of futures that were counted."""
        return int(self.counts[:, 0].sum(axis=1).max()) if self.counts.size else 0

    def mean(self) -> Reals:
        """Return the mean over futures: [row, step]."""
        return self.total / max(self.futures, 1)

    def quantile(self, q: float, /) -> Reals:
        """Return a quantile over futures, exact to a bin: [row, step]."""
        if not self.counts.size:
            return np.zeros(self.total.shape)
        below = np.cumsum(self.counts, axis=2)
        wanted = q * below[..., -1:]
        at = np.minimum((below < wanted).sum(axis=2), BINS - 1)[..., None]
        inside = np.take_along_axis(self.counts, at, 2)
        before = np.take_along_axis(below, at, 2) - inside
        place = at + (wanted - before) / np.maximum(inside, 1)
        value = np.clip(self.scale.value(place[..., 0]), self.least, self.most)
        return np.where(below[..., -1] > 0, value, 0.0)
