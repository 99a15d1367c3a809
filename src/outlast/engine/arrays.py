"""Axes, kinds of array, and the reading of a group's declaration."""

from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
"""Indices and counts, shared by all futures."""
Bytes: TypeAlias = NDArray[np.int8]
"""Kinds and flags, shared by all futures."""
Reals: TypeAlias = NDArray[np.float64]
"""Values shared by all futures, in the engine's precision."""
Doubles: TypeAlias = NDArray[np.double]
"""Values shared by all futures, always float64."""
Lane: TypeAlias = NDArray[np.float64]
"""One value for each future."""
Claim: TypeAlias = NDArray[np.bool_]
"""Whether something holds, for each future."""
Index: TypeAlias = int | Ints | Bytes
"""A place on an axis; to the types, an entry of an array of them is an array."""


class Rows:
    """Rows of futures, read by value: a row that was read does not change when it is written."""

    __slots__ = ("values",)

    def __init__(self, values: NDArray[np.floating[Any]]) -> None:
        self.values = cast("Lane", values)  # either precision is a Lane to the mechanisms

    def __getitem__(self, where: Index | tuple[Index, ...]) -> Lane:
        return self.values[where].copy()

    def __setitem__(self, where: Index | tuple[Index, ...], value: Lane | float) -> None:
        self.values[where] = value

    def __len__(self) -> int:
        return len(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of the axes, futures left out."""
        return self.values.shape[:-1]


class DoubleRows(Rows):
    """Rows of futures that are float64 in any precision."""

    __slots__ = ()


AXES = {
    "a": "acts",
    "b": "blocs",
    "c": "priority classes",
    "e": "use-edges",
    "f": "flow tallies",
    "g": "goods",
    "h": "holdings of compute",
    "i": "sets of breath lines",
    "j": "cohorts of users",
    "k": "blocks of cost",
    "l": "licence practices",
    "m": "measures",
    "n": "named projects",
    "o": "steps of the widest window",
    "p": "processes",
    "q": "rows of the licence queue",
    "r": "routes",
    "s": "sites",
    "d": "steps from the scenario's date",
    "t": "threats",
    "u": "services",
    "v": "first and second level of a practice",
    "w": "steps",
    "x": "breath lines",
    "y": "performance profiles",
    "F": "tallies and one more",
    "H": "holdings and one more",
    "I": "sets and one more",
    "L": "learners",
    "N": "members of a list",
    "P": "price rows: twice the good, plus the zone",
    "Q": "processes and one more",
    "R": "rows of a series",
    "S": "sites and one more",
    "T": "slots of all transit rings",
    "U": "services and one more",
    "X": "lines and one more",
}
"""What each letter of an array's axes stands for. A digit is a size. Futures are never written."""

CLASSES = 3
"""Priority classes: 0 defence, 1 civil, 2 other."""
BLOCKS = 4
"""Blocks of cost: 0 direct, 1 sender, 2 terms of trade, 3 fiscal."""
