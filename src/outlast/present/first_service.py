"""The service with which a side's first breaks usually begin, and the goods that it lacks."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_thing
from outlast.results import FirstBreaks, LineOdds, Results
from outlast.results.first_breaks import line_times

TRACED: Final = 32
"""Futures whose causes are traced: a share of one half has a standard error of 9 in 100."""


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
    line, mine = lines[most], None if weights is None else weights[first == most]
    return FirstService(
        line=line,
        name=short_thing("service", line.service, line.title, voice),
        share=float(counts[most] / counts.sum()),
        futures=tuple(theirs[evenly_spread(breaks.weeks[theirs], mine)].tolist()),
    )


def evenly_spread(weeks: Reals, weights: Reals | None) -> Ints:
    """Return the places of `TRACED` futures at even shares of their weight, in order of time.

    A future that weighs more than one of these shares stands more than once.

    Args:
        weeks: The week of each future.
        weights: Its weight; all weigh the same if absent.
    """
    order = np.argsort(weeks, kind="stable").astype(np.int32)
    below = np.cumsum(np.ones(len(order)) if weights is None else weights[order])
    return order[np.searchsorted(below, (np.arange(TRACED) + 0.5) / TRACED * below[-1])]


def _first_lines(
    results: Results, breaks: FirstBreaks, lines: tuple[LineOdds, ...], futures: Ints
) -> Ints:
    """Return the place of the line that breaks first in each future; the deeper where two do."""
    rows = [results.row_of(line.service, line.definition) for line in lines]
    times = np.floor(line_times(results.record, breaks.clock)[futures][:, rows])
    depth = results.record["depth"][futures][:, rows]
    earliest = times == times.min(axis=1, keepdims=True)
    return np.where(earliest, depth, -1.0).argmax(axis=1).astype(np.int32)
