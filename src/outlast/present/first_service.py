"""The service with which a side's first breaks usually begin, and the goods that it lacks."""

from dataclasses import dataclass

import numpy as np

from outlast.engine.arrays import Ints
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_thing
from outlast.results import FirstBreaks, LineOdds, Results
from outlast.results.first_breaks import line_times


@dataclass(frozen=True)
class FirstService:
    """The service that breaks first most often where its side breaks first."""

    line: LineOdds
    name: str
    share: float
    """The share of the side's futures in which it is the first."""

    future: int
    """The future whose time is the middle one of these."""


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
    middle = theirs[np.argsort(breaks.weeks[theirs], kind="stable")[len(theirs) // 2]]
    line = lines[most]
    return FirstService(
        line=line,
        name=short_thing("service", line.service, line.title, voice),
        share=float(counts[most] / counts.sum()),
        future=int(middle),
    )


def _first_lines(
    results: Results, breaks: FirstBreaks, lines: tuple[LineOdds, ...], futures: Ints
) -> Ints:
    """Return the place of the line that breaks first in each future; the deeper where two do."""
    rows = [results.row_of(line.service, line.definition) for line in lines]
    times = np.floor(line_times(results.record, breaks.clock)[futures][:, rows])
    depth = results.record["depth"][futures][:, rows]
    earliest = times == times.min(axis=1, keepdims=True)
    return np.where(earliest, depth, -1.0).argmax(axis=1).astype(np.int32)
