"""Axes, kinds of array, and the declaration of one array of a group."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias, cast, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
"""Indices and counts, shared by all futures."""
Bytes: TypeAlias = NDArray[np.int8]
"""Codes and flags, shared by all futures."""
Reals: TypeAlias = NDArray[np.float64]
"""Values shared by all futures, float64 in any precision of the run."""
Lane: TypeAlias = NDArray[np.float64]
"""One value for each future."""
Bools: TypeAlias = NDArray[np.bool_]
"""Whether something holds, for each future."""
Index: TypeAlias = int | Ints | Bytes
"""A place on an axis; to the type checker, an entry of an array of them is an array."""


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
        """The sizes of the axes without the futures."""
        return self.values.shape[:-1]


class DoubleRows(Rows):
    """Rows of futures that are float64 in any precision."""

    __slots__ = ()


@dataclass(frozen=True)
class Variable:
    """The declaration of one array: all that lowering, the compiler, pages and tests read of it.

    It stands in the annotation of the array's field; the field's docstring is its meaning.
    """

    axes: str = ""
    """One letter of `AXES` an axis, or a digit that is the size; futures are left out."""

    unit: str = ""
    """Empty for indices, codes and flags."""

    default: float | None = None
    """The value where nothing sets it; None where the world always does."""

    low: float = 0.0
    """The least value that a prior may give to a draw."""

    high: float = 1e30
    """The greatest value that a prior may give to a draw."""

    symbol: str = ""
    """Its letters in the equations, as TeX; empty where they are its name."""

    parts: tuple[str, ...] | None = None
    """For a draw that no prior sets: the fields of `DrawParts` that lowering makes it of."""

    kind: object = None
    """The kind of array, filled in by `variables`."""


@cache
def variables(group: type) -> Mapping[str, Variable]:
    """Return the declaration of each array of a group, in order."""
    declared: dict[str, Variable] = {}
    for name, hint in get_type_hints(group, include_extras=True).items():
        kind, variable = get_args(hint)
        declared[name] = replace(variable, kind=kind)
    return MappingProxyType(declared)


def default_of(group: type, name: str) -> float:
    """Return the declared default of an array.

    Raises:
        ValueError: The array has none.
    """
    default = variables(group)[name].default
    if default is None:
        raise ValueError(f"{group.__name__}.{name} has no default")
    return default


AXES = {
    "a": "acts",
    "b": "blocs",
    "c": "priority classes",
    "d": "steps from the scenario's date",
    "e": "use-edges",
    "f": "flow tallies",
    "g": "goods",
    "h": "holdings of compute",
    "i": "sets of service lines",
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
    "t": "threats",
    "u": "services",
    "v": "first and second level of a practice",
    "w": "steps from the common start",
    "x": "service lines",
    "y": "performance profiles",
    "E": "years from the scenario's date",
    "F": "tallies and one more",
    "G": "places of users at the site that has the most",
    "H": "holdings and one more",
    "I": "sets and one more",
    "K": "services with value added",
    "L": "learners",
    "N": "members of a list",
    "Q": "processes and one more",
    "R": "rows of a series",
    "S": "sites and one more",
    "T": "slots of all transit rings",
    "U": "services and one more",
    "V": "routes and one more",
    "W": "knots of a path of practice",
    "X": "lines and one more",
    "Z": "paths of practice: one office at one destination",
}
"""The meaning of each letter of an array's axes."""
