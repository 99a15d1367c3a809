"""Dice: hashes of a key and a counter, from which all luck comes, the same on every machine."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals

PRECISION: Final = 53
"""Bits of a place between 0 and 1."""

Words: TypeAlias = NDArray[np.uint64]

Numbers: TypeAlias = NDArray[np.intp]
"""Numbers of futures."""


def mixed(keys: Words, counters: Words) -> Words:
    """Return a hash of key and counter: the finaliser of SplitMix64 (Steele et al. 2014), twice."""
    words = keys ^ (counters * np.uint64(0x9E3779B97F4A7C15))
    for _ in range(2):
        words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        words = words ^ (words >> np.uint64(31))
    return words


class Dice:
    """The throws of each future, by number: all come from one point of the unit interval.

    Args:
        points: The point of each future.
    """

    def __init__(self, points: Reals) -> None:
        self.keys = (points * 2.0**PRECISION).astype(np.uint64)

    def throw(self, kind: int, *numbers: int, of: Numbers | None = None) -> Reals:
        """Return one throw between 0 and 1 for each future.

        Args:
            kind: The kind of the throw.
            numbers: Up to three numbers below 256 that tell throws of one kind apart.
            of: The futures that throw; all if absent.
        """
        counter = kind
        for number in numbers:
            counter = counter * 256 + number
        keys = self.keys if of is None else self.keys[of]
        words = mixed(keys, np.full(1, counter + 1, np.uint64)) >> np.uint64(64 - PRECISION)
        return (words.astype(np.float64) + 0.5) * 2.0**-PRECISION
