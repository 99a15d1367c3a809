"""Chunks: the unit of futures that is run, counted and kept as one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.engine.codes import COMPUTE, ZONES
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series
from outlast.engine.workspace import Workspace
from outlast.reading.writing import write_whole
from outlast.results.bands import SCALES, Bands

CHUNK: Final = 1000
"""Futures in a chunk: eight designs."""

HELD: Final = 2**28
"""Bytes of the record that stay in memory once read."""


@dataclass
class Chunk:
    """The record of some futures in a row, and their series as counts."""

    record: dict[str, NDArray[Any]]
    """By field, futures first."""

    bands: dict[str, Bands]


class ChunkBuilder:
    """Collects finished blocks, in any order, into one chunk, which is the same in any order."""

    def __init__(
        self, plan: Plan, futures: int, series: Sequence[str] = tuple(Series._fields)
    ) -> None:
        self.plan, self.futures, self.series = plan, futures, frozenset(series)
        self.done = 0
        self.record: dict[str, NDArray[Any]] = {}
        self.bands: dict[str, Bands] = {}
        self.sums: dict[str, dict[int, Reals]] = {name: {} for name in Series._fields}
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
                self.bands[name] = Bands.empty(SCALES[name], *values.shape[:2])
            self.bands[name].add(values, self.rows[name])
            self.sums[name][first] = values.sum(axis=2)
        self.done += count

    def chunk(self) -> Chunk:
        """Return the chunk; sums are added in the order of futures, whichever block came first."""
        for name, bands in self.bands.items():
            parts = self.sums[name]
            bands.total = np.sum([parts[first] for first in sorted(parts)], axis=0)
        return Chunk(self.record, self.bands)


def rows_counted(plan: Plan) -> dict[str, NDArray[np.intp]]:
    """Return the rows of each series that carry information in this world."""
    every = {
        "level": len(plan.line_service),
        "spot": ZONES * len(plan.price0),
        "cover": len(plan.site_bloc),
        "met": len(plan.site_bloc),
    }
    return {
        **{name: np.arange(count) for name, count in every.items()},
        "usable": np.flatnonzero(plan.service_kind == COMPUTE),
    }


PARTS: Final = ("counts", "total", "least", "most")
"""The arrays of bands, in order."""


def write(chunk: Chunk, path: Path) -> None:
    """Write a chunk to a file, whole or not at all."""
    arrays: dict[str, NDArray[Any]] = {f"record/{k}": v for k, v in chunk.record.items()}
    for name, bands in chunk.bands.items():
        for part in PARTS:
            arrays[f"bands/{name}/{part}"] = getattr(bands, part)

    def save(draft: Path) -> None:
        with draft.open("wb") as file:
            np.savez_compressed(file, **arrays)  # pyright: ignore[reportArgumentType]

    write_whole(path, save)


def read_bands(path: Path) -> dict[str, Bands]:
    """Return the bands of a chunk from its file."""
    with np.load(path, allow_pickle=False) as file:
        return {
            name: Bands(scale, *(file[f"bands/{name}/{part}"] for part in PARTS))
            for name, scale in SCALES.items()
        }


class ChunkedRecord(Mapping[str, NDArray[Any]]):
    """The record of many chunks by field, futures first; files are read when a field is needed.

    So memory holds the fields used last, not all fields of a long run.
    """

    def __init__(self, parts: Sequence[Path | Mapping[str, NDArray[Any]]]) -> None:
        self.parts = tuple(parts)
        self.last: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in Record._fields:
            raise KeyError(name)
        if name not in self.last:
            if sum(values.nbytes for values in self.last.values()) > HELD:
                self.last.clear()
            self.last[name] = np.concatenate([self._part(part, name) for part in self.parts])
        return self.last[name]

    def __iter__(self) -> Iterator[str]:
        return iter(Record._fields)

    def __len__(self) -> int:
        return len(Record._fields)

    @staticmethod
    def _part(part: Path | Mapping[str, NDArray[Any]], name: str) -> NDArray[Any]:
        if not isinstance(part, Path):
            return part[name]
        with np.load(part, allow_pickle=False) as file:
            return file[f"record/{name}"]
