"""Bands: a series over weeks as counts over futures, so that memory does not grow with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.reading import Brief
from outlast.scenario.clock import MOST_FUTURES

BINS: Final = 128
"""Bins of a series."""

INT32: Final = np.dtype(np.int32)


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
        place = np.maximum(values, 1e-30) if self.log else values.copy()
        if self.log:
            np.log(place, out=place)
        place -= self.low
        place /= self.width
        return np.clip(place, 0, BINS - 1, out=place).astype(np.int64)

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
    counts: NDArray[np.integer[Any]]
    """Futures in each bin: [row, step, bin], in a type that holds their number."""

    total: Reals
    """The sum over futures: [row, step]."""

    least: Reals
    most: Reals

    @classmethod
    def empty(cls, scale: Scale, rows: int, steps: int, most: int = MOST_FUTURES) -> "Bands":
        """Return bands of no future, to which `most` futures may be added."""
        shape, narrow = (rows, steps), np.min_scalar_type(most)
        return cls(
            scale,
            np.zeros((*shape, BINS), narrow if narrow.itemsize < INT32.itemsize else INT32),
            np.zeros(shape),
            np.full(shape, np.inf),
            np.full(shape, -np.inf),
        )

    def add(self, values: Reals, rows: NDArray[np.intp]) -> None:
        """Count some rows of futures.

        Args:
            values: The series: [row, step, future].
            rows: The rows to count, in order and each once.
        """
        cells = np.arange(values.shape[1], dtype=np.int64)[:, None] * BINS
        for row in rows.tolist():  # one row and its counts lie in the processor's cache
            one = values[row]
            at = self.scale.bins(one)
            at += cells
            # NumPy is quick here only with a flat index and a 1 of the type of the counts.
            np.add.at(self.counts[row].reshape(-1), at.reshape(-1), self.counts.dtype.type(1))
            self.total[row] += one.sum(axis=1)
            turned = np.ascontiguousarray(one.T)  # extremes of whole steps, not of single numbers
            np.minimum(self.least[row], turned.min(axis=0), out=self.least[row])
            np.maximum(self.most[row], turned.max(axis=0), out=self.most[row])

    def merge(self, other: "Bands") -> None:
        """Add the counts of other futures of the same series."""
        self.counts = self.wide
        self.counts += other.counts
        self.total += other.total
        np.minimum(self.least, other.least, out=self.least)
        np.maximum(self.most, other.most, out=self.most)

    @property
    def wide(self) -> NDArray[np.int32]:
        """The counts for any number of futures, as files hold them."""
        return self.counts.astype(np.int32, copy=False)

    @property
    def nbytes(self) -> int:
        """The bytes of all arrays."""
        return sum(each.nbytes for each in (self.counts, self.total, self.least, self.most))

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
        below = np.cumsum(self.counts, axis=2, dtype=np.int32)
        wanted = q * below[..., -1:]
        at = np.minimum((below < wanted).sum(axis=2), BINS - 1)[..., None]
        inside = np.take_along_axis(self.counts, at, 2)
        before = np.take_along_axis(below, at, 2) - inside
        place = at + (wanted - before) / np.maximum(inside, 1)
        value = np.clip(self.scale.value(place[..., 0]), self.least, self.most)
        return np.where(below[..., -1] > 0, value, 0.0)


def add_counts(bands: dict[str, Bands], counted: Mapping[str, Bands]) -> None:
    """Add the counts of a chunk to those of the chunks before."""
    for name, each in counted.items():
        if name in bands:
            bands[name].merge(each)
        else:
            bands[name] = each
