"""Passes over the inputs of all industries in blocks of sectors that fit a processor's cache."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""Values in the precision of a run, float64 or float32."""

BLOCK: Final = 1 << 18
"""Bytes of one array of a block."""


def blocks(sectors: int, bytes_each: int) -> list[slice]:
    """Return slices of sectors whose arrays have about `BLOCK` bytes."""
    step = max(1, min(sectors, BLOCK // max(bytes_each, 1)))
    return [slice(at, min(at + step, sectors)) for at in range(0, sectors, step)]


def by_sector(values: Floats, regions: int, sectors: int) -> Floats:
    """Return values by industry, shape (industries, runs), as a view by sector and region."""
    return values.reshape(regions, sectors, values.shape[1]).swapaxes(0, 1)


def is_close(difference: Floats, to: Floats, relative: float, absolute: float) -> NDArray[np.bool_]:
    """Return for each run whether all differences of a block are within NumPy's closeness."""
    within = np.abs(difference) <= absolute + relative * np.abs(to)
    found: NDArray[np.bool_] = np.all(within, axis=(0, 1))
    return found


Progress: TypeAlias = Callable[[int, int], None] | None
"""Told how much is done, and of how much."""
