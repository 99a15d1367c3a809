"""The mechanisms as machine code, from the same source, kept in the private cache under a seal.

The cache goes by a hash of every source of the engine, the versions of Numba and LLVM, and the name
and features of the processor, because Numba by itself watches one file only. Numba's own cache
reads all that stands in its folder, and a pickle runs code as it is read. Here each entry is read
once, and unpickled only if the seal of its bytes is right.
"""

import pickle
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import cast

from outlast import engine
from outlast.engine import mechanisms, sharing
from outlast.engine.compiled.simd import Opaque, extending
from outlast.storage import cache as private

numba = cast("Opaque", import_module("numba"))
caching = cast("Opaque", import_module("numba.core.caching"))
compiler = cast("Opaque", import_module("numba.core.compiler"))
serialize = cast("Opaque", import_module("numba.core.serialize"))

ENDING = ".code"
LEAN = MappingProxyType({"no_rewrites": True, "no_cfunc_wrapper": True})
"""Options that leave out work whose result nothing here uses: a wrapper for C, and rewrites of
constants, which LLVM makes too."""


class MachineCode(caching.NullCache):
    """The machine code of one function, by the types of its arguments."""

    def __init__(self, function: Callable[..., None], folder: str) -> None:
        self.function, self.folder = function, folder

    def load_overload(self, sig: Opaque, target_context: Opaque) -> Opaque:
        """Return the machine code for some types, or None if it has to be compiled."""
        target_context.refresh()
        found = private.read(self._entry(sig))
        if found is None:
            return None
        parts = pickle.loads(found)  # noqa: S301  sealed, and in a folder of the user's alone
        return compiler.CompileResult._rebuild(target_context, *parts)  # noqa: SLF001  Numba's form

    def save_overload(self, sig: Opaque, data: Opaque) -> None:
        """Keep the machine code for some types."""
        private.write(self._entry(sig), serialize.dumps(data._reduce()))  # noqa: SLF001

    def _entry(self, sig: Opaque) -> str:
        """Return the entry for some types, whose names tell all their fields."""
        types = sha256(f"{sig}".encode()).hexdigest()[:16]
        return f"{self.folder}/{self.function.__name__}-{types}{ENDING}"


def machine_code(function: Callable[..., None], folder: str) -> Opaque:
    """Return a function that is compiled when it is first called with some types.

    Args:
        function: The function, in plain Python.
        folder: The folder of its machine code within the private cache.
    """
    compiled = numba.njit(nogil=True, error_model="numpy", **LEAN)(function)
    compiled._cache = MachineCode(function, folder)  # noqa: SLF001  Numba offers no other place
    return compiled


def translated() -> list[str]:
    """Return the modules of the engine whose functions become machine code."""
    parts = [
        f"{title}.{each.name}"
        for title, package in (("mechanisms", mechanisms), ("sharing", sharing))
        for each in sorted(iter_modules(package.__path__), key=lambda each: each.name)
    ]
    return [*parts, "balance", "cohorts", "common_start", "cover", "step"]


def fingerprint(folder: Path) -> str:
    """Return the hash of everything that the machine code depends on."""
    llvm = cast("Opaque", import_module("llvmlite"))
    binding = cast("Opaque", import_module("llvmlite.binding"))
    digest = sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(
            path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    processor = f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"
    for text in (numba.__version__, llvm.__version__, sys.version, processor):
        digest.update(str(text).encode() + b"\0")
    return digest.hexdigest()[:32]


@cache
def code_folder() -> str:
    """Return the folder of the engine's machine code within the private cache."""
    return f"engine-{fingerprint(Path(engine.__file__).parent)}"


def is_compiled() -> bool:
    """Return whether the machine code is cached already, for one precision at least."""
    return private.has_entries(code_folder())


def make_compilable() -> None:
    """Let Numba compile the functions of the engine where compiled code calls them."""
    import_module("outlast.engine.compiled.simd_math")  # registers `ops` with Numba
    for name in translated():
        module = import_module(f"outlast.engine.{name}")
        for _, function in getmembers(module, isfunction):
            if function.__module__ == module.__name__:
                extending.register_jitable(**LEAN, no_cpython_wrapper=True)(function)
