"""The imports and the machine code that each child process finds ready, because it is a fork."""

import importlib
import pkgutil

import outlast
from outlast.engine.compiled.run import run_compiled
from tests.engine.lilliput import arrays

ABSENT = "outlast.__main__"
"""A module that runs the program when it is imported."""

LIBRARIES = ("h5netcdf", "pandas", "xarray")
"""Libraries that the program imports late."""


def warm_up() -> None:
    """Import every module of the program, and compile or load its engine."""
    for library in LIBRARIES:
        importlib.import_module(library)
    for module in pkgutil.walk_packages(outlast.__path__, "outlast."):
        if module.name != ABSENT:
            importlib.import_module(module.name)
    run_compiled(*arrays(weeks=4.0))


warm_up()
