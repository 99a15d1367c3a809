"""Lazy packages: a public name is imported from its home when it is first asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package whose names are read when they are first asked for.

    A name that is also the name of a module of the package is not lazy: Python would find the
    module in its place.

    Args:
        package: The package.
        homes: The module of each public name, within the package.
    """

    def __getattr__(name: str) -> Any:  # noqa: ANN401, N807  as Python asks for it
        """Return a public name from its home, and keep it."""
        if name not in homes:
            raise AttributeError(f'module "{package}" has no attribute "{name}"')
        found = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(import_module(package), name, found)
        return found

    return __getattr__
