"""Kept traces: why a service fell short in futures of results, run again only once."""

from collections.abc import Sequence
from typing import Final
from weakref import finalize

import numpy as np

from outlast.results import LineOdds, Results
from outlast.study.trace import TOGETHER, Trace, traces

_KEPT: Final[dict[int, dict[tuple[int, str, str], Trace]]] = {}
"""The traces so far, by results: sentence, chains, and the texts of each language share them."""


def kept_trace(results: Results, line: LineOdds, future: int) -> Trace:
    """Return why a line fell short in a future of results; see `kept_traces`."""
    return kept_traces(results, line, (future,))[0]


def kept_traces(results: Results, line: LineOdds, futures: Sequence[int]) -> list[Trace]:
    """Return why a line fell short in each of some futures of results.

    Args:
        results: The results.
        line: The line: a service, by a definition of need.
        futures: The numbers of the futures.

    Raises:
        RunError: A future failed its audit.
    """
    if id(results) not in _KEPT:
        _KEPT[id(results)] = {}
        finalize(results, _KEPT.pop, id(results), None)
    kept, at = _KEPT[id(results)], (line.service, line.definition)
    lacking = [each for each in dict.fromkeys(futures) if (each, *at) not in kept]
    for first in range(0, len(lacking), TOGETHER):
        some = lacking[first : first + TOGETHER]
        points = np.array([results.point(each) for each in some])
        found = traces(results.lowered, points, some, *at)
        kept.update({(each.future, *at): each for each in found})
    return [kept[each, *at] for each in futures]
