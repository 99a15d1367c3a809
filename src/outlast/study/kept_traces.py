"""Kept traces: why a service fell short in a future of results, run again only once."""

from typing import Final
from weakref import finalize

from outlast.results import LineOdds, Results
from outlast.study.trace import Trace, trace

_KEPT: Final[dict[int, dict[tuple[int, str, str], Trace]]] = {}
"""The traces so far, by results: sentence, chains, and the texts of each language share them."""


def kept_trace(results: Results, line: LineOdds, future: int) -> Trace:
    """Return why a line fell short in a future of results.

    Args:
        results: The results.
        line: The line: a service, by a definition of need.
        future: The number of the future.

    Raises:
        RunError: The future failed its audit.
    """
    if id(results) not in _KEPT:
        _KEPT[id(results)] = {}
        finalize(results, _KEPT.pop, id(results), None)
    kept, key = _KEPT[id(results)], (future, line.service, line.definition)
    if key not in kept:
        kept[key] = trace(results.lowered, results.point(future), *key)
    return kept[key]
