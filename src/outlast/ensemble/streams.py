r"""Streams: the luck of each future, by the name of each dimension that is drawn.

Futures stand in designs of `DESIGN`. Within one, each named dimension takes each of `DESIGN` equal
cells of the unit interval once, in an order of its own (a Latin hypercube, McKay, Beckman and
Conover 1979):

$$ u_{i,n} = \frac{\pi_{n,b}(i \bmod N) + j_{i,n}}{N}, \quad b = \lfloor i / N \rfloor $$

Order and place within the cell are hashes of seed, name and number alone. So a future is the same
in any batch and beside any other dimensions, two scenarios throw the same dice in the dimensions
that they share, and designs are independent of each other, so that errors between them are honest
(decision 28).
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.draws.dice import PRECISION, Words, mixed
from outlast.results.odds import DESIGN


def luck(names: Sequence[str], futures: range, seed: int) -> Reals:
    """Return points of the unit cube for futures, one row each: [future, dimension]."""
    keys = np.array([_key(name, seed) for name in names], np.uint64)
    points = np.empty((len(futures), len(keys)))
    for design in range(futures.start // DESIGN, -(-futures.stop // DESIGN)):
        first = design * DESIGN
        inside = range(max(first, futures.start), min(first + DESIGN, futures.stop))
        whole = _design(keys, design)
        points[inside.start - futures.start : inside.stop - futures.start] = whole[
            inside.start - first : inside.stop - first
        ]
    return points


def _key(name: str, seed: int) -> int:
    """Return the 64 bits that seed the luck of a dimension."""
    return int.from_bytes(sha256(f"{seed}:{name}".encode()).digest()[:8], "little")


def _design(keys: Words, design: int) -> Reals:
    """Return the points of one design: [future of the design, dimension]."""
    rows = np.arange(DESIGN, dtype=np.uint64)[:, None] + np.uint64(design * DESIGN)
    ranks = np.argsort(mixed(keys[None, :], 2 * rows), axis=0, kind="stable")
    cells = np.empty_like(ranks)
    np.put_along_axis(cells, ranks, np.arange(DESIGN)[:, None], axis=0)
    places = mixed(keys[None, :], 2 * rows + np.uint64(1)) >> np.uint64(64 - PRECISION)
    return (cells + places * 2.0**-PRECISION) / DESIGN
