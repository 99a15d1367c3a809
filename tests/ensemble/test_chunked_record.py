"""The record of many chunks: the same arrays in memory, in files, and on a full disk."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from outlast.ensemble import chunked_record
from outlast.ensemble.chunked_record import ChunkedRecord
from tests.small_disk import small_disk

SIZES = (5, 5, 3)
FIELDS = {"status": (1,), "first": (4,), "cost": (2, 3), "tally": (7,)}


class Kept:
    """A chunk on a disk, which counts how often it is read."""

    def __init__(self, record: Mapping[str, NDArray[Any]]) -> None:
        self.record, self.reads = record, list[str]()

    def values(self, name: str) -> NDArray[Any]:
        """Return a field, and note that it was read."""
        self.reads.append(name)
        return self.record[name]


def parts() -> list[Kept]:
    dice = np.random.default_rng(3)
    kinds = {"cost": np.float64}
    return [
        Kept(
            {
                name: dice.random((size, *shape)).astype(kinds.get(name, np.float32))
                for name, shape in FIELDS.items()
            }
        )
        for size in SIZES
    ]


@pytest.mark.parametrize("held", [0, 60, 10**6], ids=["all in files", "some", "none"])
def test_a_field_is_the_same_in_memory_and_in_a_file(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunked_record, "HELD", held)
    chunks = parts()
    record = ChunkedRecord(chunks)
    for name in (*FIELDS, *reversed(FIELDS)):
        whole = np.concatenate([each.record[name] for each in chunks])
        found = record[name]
        assert found.dtype == whole.dtype
        assert found.shape == whole.shape
        assert found.tobytes() == whole.tobytes()
        assert (found[:, 0] == whole[:, 0]).all()
    assert bool(record.mapped) == (held < 10**6)
    assert sum(values.nbytes for values in record.held.values()) <= held
    for each in chunks:
        assert each.reads.count("cost") <= 2, "a field is assembled once"


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk with room for a few pages."""
    yield from small_disk(tmp_path / "small", "64k")


def test_a_full_disk_makes_it_slow_and_no_more(
    full_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunked_record, "HELD", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(full_disk))
    large = {"status": np.zeros((10_000, 1)), "first": np.ones((10_000, 4))}
    record = ChunkedRecord([large, large])
    assert (record["first"] == np.ones((20_000, 4))).all()
    assert not record.mapped
