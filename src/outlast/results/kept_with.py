"""Values kept with results: computed once for each object of results, and dropped with it."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import finalize

from outlast.results.results import Results

Value = TypeVar("Value")


class KeptWith(Generic[Value]):
    """A value of each object of results.

    Equal results may have other weights or another record, so that the object itself is the key.

    Args:
        make: Returns the value of results.
    """

    def __init__(self, make: Callable[[Results], Value]) -> None:
        self._make, self._kept = make, dict[int, Value]()

    def __call__(self, results: Results) -> Value:
        """Return the value of results, made if it is asked for the first time."""
        key = id(results)
        if key not in self._kept:
            self._kept[key] = self._make(results)
            finalize(results, self._kept.pop, key, None)
        return self._kept[key]
