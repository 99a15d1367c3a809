"""The record of many chunks by field; fields beyond what memory should hold stand in a file."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from tempfile import TemporaryFile
from typing import Any, Final, Protocol, TypeAlias
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from outlast.engine.state import Record

HELD: Final = 2**28
"""Bytes of the record that stay in memory once read."""

Field: TypeAlias = NDArray[Any]
"""A field of the record: [future, …]."""


class ReadsFields(Protocol):
    """A chunk on a disk or in a store, which reads a field of its record when it is needed."""

    def values(self, name: str, /) -> Field:
        """Return a field of the record."""
        ...


@dataclass(frozen=True)
class _MappedField:
    """A field in a temporary file, each column in one piece, so that a reader touches its own."""

    file: Any
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @classmethod
    def of(
        cls, shape: tuple[int, ...], dtype: np.dtype[Any], parts: Iterable[Field]
    ) -> "_MappedField | None":
        """Return the field of these parts, or None where the disk has no room for it."""
        file = TemporaryFile(buffering=0)  # noqa: SIM115  it closes with its field
        futures, size = shape[0], dtype.itemsize
        try:
            _reserve(file.fileno(), prod(shape) * size)
        except OSError:
            file.close()
            return None
        first = 0
        for part in parts:
            for number, column in enumerate(np.reshape(part, (len(part), -1), order="F").T):
                file.seek((number * futures + first) * size)
                file.write(column.tobytes())
            first += len(part)
        field = cls(file, shape, dtype)
        finalize(field, file.close)
        return field

    def mapped(self) -> Field:
        """Return the field; its pages leave memory with the last array that is cut from it."""
        where: Any = np.memmap
        return np.asarray(where(self.file, self.dtype, "r", shape=self.shape, order="F"))


class ChunkedRecord(Mapping[str, Field]):
    """The record of many chunks by field, futures first; files are read when a field is needed.

    Memory holds fields up to `HELD` bytes. Further ones are written to temporary files, once.
    """

    def __init__(self, parts: Sequence[ReadsFields | Mapping[str, Field]]) -> None:
        self.parts = tuple(parts)
        self.held: dict[str, Field] = {}
        self.mapped: dict[str, _MappedField] = {}

    def __getitem__(self, name: str) -> Field:
        if name not in Record._fields:
            raise KeyError(name)
        if name in self.mapped:
            return self.mapped[name].mapped()
        if name not in self.held:
            return self._read(name)
        return self.held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(Record._fields)

    def __len__(self) -> int:
        return len(Record._fields)

    __eq__ = object.__eq__  # arrays have no single truth
    __hash__ = object.__hash__  # pyright: ignore[reportAssignmentType]

    def _read(self, name: str) -> Field:
        """Return a field that was not read before, and keep it in memory or in a file."""
        first = self._part(0, name)
        if len(self.parts) == 1:
            self.held[name] = first
            return first
        shape = (self._futures, *first.shape[1:])
        held = sum(values.nbytes for values in self.held.values())
        if held + prod(shape) * first.itemsize > HELD:
            mapped = _MappedField.of(shape, first.dtype, self._all(name))
            if mapped is not None:
                self.mapped[name] = mapped
                return mapped.mapped()
            self.held.clear()  # a full disk makes long runs slow, no more
        self.held[name] = np.concatenate(list(self._all(name)))
        return self.held[name]

    @cached_property
    def _futures(self) -> int:
        return sum(len(self._part(number, "status")) for number in range(len(self.parts)))

    def _all(self, name: str) -> Iterator[Field]:
        return (self._part(number, name) for number in range(len(self.parts)))

    def _part(self, number: int, name: str) -> Field:
        part = self.parts[number]
        return part[name] if isinstance(part, Mapping) else part.values(name)


def _reserve(file: int, size: int) -> None:
    """Make a file as large as that, so that a full disk is noticed now and not while it is written.

    Raises:
        OSError: The disk has no room.
    """
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    else:
        os.truncate(file, size)
