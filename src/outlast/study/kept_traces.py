"""Kept traces: why a service fell short in futures of results, run again only once."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np

from outlast.results import LineOdds, Results
from outlast.results.kept_with import KeptWith
from outlast.study.trace import Trace, traces

Kept: TypeAlias = dict[tuple[int, str, str], Trace]
"""Traces by future, service and definition of need."""


def _none(_: Results) -> Kept:
    return {}


_KEPT: Final = KeptWith(_none)
"""The traces so far: sentence, chains, and the texts of each language share them."""


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
    kept, at = _KEPT(results), (line.service, line.definition)
    lacking = [each for each in dict.fromkeys(futures) if (each, *at) not in kept]
    if lacking:
        points = np.array([results.point(each) for each in lacking])
        found = traces(results.lowered, points, lacking, *at)
        kept.update({(each.future, *at): each for each in found})
    return [kept[each, *at] for each in futures]
