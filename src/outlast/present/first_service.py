"""The service with which a side's first breaks usually begin, and the goods that it lacks."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Ints
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_thing
from outlast.results import FirstBreaks, LineOdds, Results
from outlast.results.first_breaks import line_times
from outlast.study.trace import TOGETHER

TRACED: Final = 2 * TOGETHER
"""Futures whose causes are traced: two blocks of the engine, each of which takes half a second."""


@dataclass(frozen=True)
class FirstService:
    """The service that breaks first most often where its side breaks first."""

    line: LineOdds
    name: str
    share: float
    """The share of the side's futures in which it is the first."""

    futures: tuple[int, ...]
    """Some of these, spread evenly over their times; a heavy one stands more than once."""


def first_service(
    results: Results, breaks: FirstBreaks, end: int, voice: Voice
) -> FirstService | None:
    """Return the usual first service of a side; None where the side never breaks first.

    Args:
        results: The results.
        breaks: The first breaks of a set.
        end: The end of the futures in which the side breaks first.
        voice: The language.
    """
    futures = np.flatnonzero(breaks.ends == end).astype(np.int32)
    lines = results.lines_of(breaks.service_set, breaks.definition, breaks.sides[end])
    if not len(futures) or not lines:
        return None
    first = _first_lines(results, breaks, lines, futures)
    weights = None if breaks.weights is None else breaks.weights[futures]
    counts = np.bincount(first, weights=weights, minlength=len(lines))
    most = int(counts.argmax())
    theirs = futures[first == most]
    line = lines[most]
    return FirstService(
        line=line,
        name=short_thing("service", line.service, line.title, voice),
        share=float(counts[most] / counts.sum()),
        futures=_spread(breaks, theirs),
    )


def _spread(breaks: FirstBreaks, futures: Ints) -> tuple[int, ...]:
    """Return futures at even shares of their weight, in the order of their first breaks."""
    ordered = futures[np.argsort(breaks.weeks[futures], kind="stable")]
    weights = np.ones(len(ordered)) if breaks.weights is None else breaks.weights[ordered]
    below = np.cumsum(weights) / weights.sum()
    places = np.searchsorted(below, (np.arange(TRACED) + 0.5) / TRACED)
    return tuple(ordered[places].tolist())


def _first_lines(
    results: Results, breaks: FirstBreaks, lines: tuple[LineOdds, ...], futures: Ints
) -> Ints:
    """Return the place of the line that breaks first in each future; the deeper where two do."""
    rows = [results.row_of(line.service, line.definition) for line in lines]
    times = np.floor(line_times(results.record, breaks.clock)[futures][:, rows])
    depth = results.record["depth"][futures][:, rows]
    earliest = times == times.min(axis=1, keepdims=True)
    return np.where(earliest, depth, -1.0).argmax(axis=1).astype(np.int32)
