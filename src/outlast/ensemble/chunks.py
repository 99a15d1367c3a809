"""Chunks: the unit of futures that is run, counted and kept as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.engine.codes import COMPUTE
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series
from outlast.engine.workspace import Workspace
from outlast.results.bands import SCALES, Bands

CHUNK: Final = 1000
"""Futures in a chunk: eight designs."""


@dataclass
class Chunk:
    """The record of some futures in a row, and their series as counts."""

    record: dict[str, NDArray[Any]]
    """By field, futures first."""

    bands: dict[str, Bands]


class SumInOrder:
    """The sum of parts by their place among futures, whichever comes first.

    Rounding makes a sum depend on its order. A part waits for those before it, so that memory holds
    the few that came too early, and not one for each block.
    """

    def __init__(self) -> None:
        self.total: Reals = np.zeros(())
        self.after = 0
        """The number of futures that are in the sum."""

        self.early: dict[int, tuple[Reals, int]] = {}

    def add(self, part: Reals, first: int, count: int) -> None:
        """Add the part of `count` futures from `first` on."""
        self.early[first] = part, count
        while self.after in self.early:
            found, more = self.early.pop(self.after)
            if self.after:
                self.total += found
            else:
                self.total = found.copy()
            self.after += more


class ChunkBuilder:
    """Collects finished blocks, in any order, into one chunk, which is the same in any order."""

    def __init__(
        self, plan: Plan, futures: int, series: Sequence[str] = tuple(Series._fields)
    ) -> None:
        self.plan, self.futures, self.series = plan, futures, frozenset(series)
        self.done = 0
        self.record: dict[str, NDArray[Any]] = {}
        self.bands: dict[str, Bands] = {}
        self.sums = {name: SumInOrder() for name in Series._fields}
        self.rows = rows_counted(plan)

    def add(self, block: Workspace, first: int, count: int) -> None:
        """Add the first `count` futures of a block, which begins at future `first`."""
        for name, rows in zip(Record._fields, block.record, strict=True):
            values = np.moveaxis(rows.values[..., :count], -1, 0)
            if name not in self.record:
                self.record[name] = np.zeros((self.futures, *values.shape[1:]), values.dtype)
            self.record[name][first : first + count] = values
        for name, rows in zip(Series._fields, block.series, strict=True):
            if name not in self.series:
                continue
            values = rows.values[..., :count].astype(np.float64)
            if name not in self.bands:
                self.bands[name] = Bands.empty(SCALES[name], *values.shape[:2], most=self.futures)
            self.bands[name].add(values, self.rows[name])
            self.sums[name].add(values.sum(axis=2), first, count)
        self.done += count

    def chunk(self) -> Chunk:
        """Return the chunk."""
        for name, bands in self.bands.items():
            bands.total = self.sums[name].total
        return Chunk(self.record, self.bands)


def rows_counted(plan: Plan) -> dict[str, NDArray[np.intp]]:
    """Return the rows of each series that carry information in this world."""
    every = {
        "level": len(plan.line_service),
        "spot": len(plan.site_bloc),
        "cover": len(plan.site_bloc),
        "met": len(plan.site_bloc),
    }
    return {
        **{name: np.arange(count) for name, count in every.items()},
        "usable": np.flatnonzero(plan.service_kind == COMPUTE),
    }
