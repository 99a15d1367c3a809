"""The mechanisms as machine code, from the same source, cached in the user's cache folder.

The cache goes by a hash of every source of the engine, the versions of Numba and LLVM, and the name
and features of the processor, because Numba by itself watches one file only.
"""

import os
import sys
from functools import cache
from hashlib import sha256
from importlib import import_module, util
from inspect import getmembers, isfunction
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from outlast import engine
from outlast.engine import mechanisms
from outlast.engine.arrays import Bytes, DoubleRows, Ints, Rows, variables
from outlast.engine.compiled.fields import AddressTable, Field, Group
from outlast.engine.compiled.simd import Opaque, extending, types
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan


def translated() -> list[str]:
    """Return the modules of the engine whose functions become machine code."""
    names = sorted(each.name for each in iter_modules(mechanisms.__path__))
    parts = [f"mechanisms.{name}" for name in names]
    return [*parts, "balance", "cohorts", "common_start", "step"]


ROWS: tuple[object, ...] = (Rows, DoubleRows)
"""Kinds of field that hold rows of futures."""
ENTRY = '''"""The entry to the compiled engine, which the engine itself wrote."""

from numba import njit

from outlast.engine.step import resume, run


@njit(nogil=True, cache=True, error_model="numpy")
def run_block(plan, draw, state, week, record, series):
    """Run a block of futures to the end."""
    run(plan, draw, state, week, record, series)


@njit(nogil=True, cache=True, error_model="numpy")
def run_piece(plan, draw, state, week, record, series):
    """Run a block of futures over the steps of a piece."""
    resume(plan, draw, state, week, record, series)
'''


def width_of(precision: type[np.floating[Any]]) -> int:
    """Return the number of futures in the lanes of a block."""
    return 32 if precision is np.float32 else 16


def fingerprint(folder: Path) -> str:
    """Return the hash of everything that the machine code depends on."""
    llvm = cast("Opaque", import_module("llvmlite"))
    binding = cast("Opaque", import_module("llvmlite.binding"))
    numba = cast("Opaque", import_module("numba"))
    digest = sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(
            path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    processor = f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"
    for text in (numba.__version__, llvm.__version__, sys.version, processor):
        digest.update(str(text).encode() + b"\0")
    return digest.hexdigest()[:32]


def cache_folder() -> Path:
    """Return the folder of cached machine code."""
    stated = os.environ.get("OUTLAST_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(stated) if stated else Path.home() / ".cache") / "outlast"


@cache
def entry() -> ModuleType:
    """Return the module of compiled entries; its first call compiles the code.

    Raises:
        ImportError: The written module cannot be imported.
    """
    import_module("outlast.engine.compiled.simd_math")  # registers `ops` with Numba
    for name in translated():
        module = import_module(f"outlast.engine.{name}")
        for _, function in getmembers(module, isfunction):
            if function.__module__ == module.__name__:
                extending.register_jitable(function)
    folder = cache_folder() / f"engine-{fingerprint(Path(engine.__file__).parent)}"
    path = folder / "entry.py"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"entry-{os.getpid()}.tmp"
        draft.write_text(ENTRY, encoding="utf-8")
        draft.replace(path)
    spec = util.spec_from_file_location("outlast_engine_entry", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    made = util.module_from_spec(spec)
    sys.modules[spec.name] = made  # Numba finds cached code by the name of its module
    spec.loader.exec_module(made)
    return made


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
