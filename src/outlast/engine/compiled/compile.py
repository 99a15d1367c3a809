"""The entry to machine code, and the arrays of a group as compiled code takes them."""

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Bytes, DoubleRows, Ints, Rows, variables
from outlast.engine.compiled.fields import AddressTable, Field, Group
from outlast.engine.compiled.simd import Opaque, types
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan

ROWS: tuple[object, ...] = (Rows, DoubleRows)
"""Kinds of field that hold rows of futures."""


def width_of(precision: type[np.floating[Any]]) -> int:
    """Return the number of futures in the lanes of a block."""
    return 32 if precision is np.float32 else 16


def entry() -> ModuleType:
    """Return the module of compiled entries; their first call compiles the code."""
    return import_module("outlast.engine.compiled.blocks")


def element(kind: object, precision: type[np.floating[Any]]) -> Opaque:
    """Return the element type of a field of a kind; shared values are float64 always."""
    single = types.float32 if precision is np.float32 else types.float64
    known: dict[object, Opaque] = {
        int: types.int64,
        float: types.float64,
        Ints: types.int32,
        Bytes: types.int8,
        Rows: single,
    }
    return known.get(kind, types.float64)


@cache
def group_of(declaration: type, precision: type[np.floating[Any]]) -> Group:
    """Return the compiled type of a group."""
    fixed = int(declaration in (Plan, Draw))
    fields: list[tuple[str, Field]] = []
    for name, variable in variables(declaration).items():
        held = (
            Rows if declaration is Draw else variable.kind
        )  # a lane has the type of shared values
        width = width_of(precision) if held in ROWS else 0
        fields.append((name, Field(element(held, precision), width, len(variable.axes), fixed)))
    return Group(declaration.__name__, tuple(fields))


def address_table(
    group: tuple[Rows | NDArray[Any] | float, ...], precision: type[np.floating[Any]]
) -> AddressTable:
    """Return the addresses of a group's arrays, which compiled code uses in place."""
    arrays: list[NDArray[Any]] = []
    for value in group:
        array = value.values if isinstance(value, Rows) else value
        if isinstance(array, (int, float)):
            array = np.array([array])
        arrays.append(np.ascontiguousarray(array))
    return AddressTable(group_of(type(group), precision), arrays)
