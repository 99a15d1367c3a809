"""Causes of a missed aim: the objects that it comes from, and on which side the model errs."""

from collections.abc import Callable
from typing import Final

from outlast.truth.backtest.central import MODEL
from outlast.truth.backtest.objects import ObjectScore, TrackScore
from outlast.truth.backtest.scorecard import PointScore

NAMED: Final = 3
"""Objects that are named, the worst first."""


def ratio_causes(track: TrackScore, kind: str | None = None) -> str:
    """Return the objects with the largest CRPS over the pool, in words.

    Args:
        track: The scores of a track.
        kind: The kind of objects that count; all if absent.
    """
    counted = [each for each in track.objects if kind in (None, each.kind)]
    worst = sorted(counted, key=lambda each: -each.ratios[MODEL])[:NAMED]
    return "largest: " + ", ".join(f"{each.title} {each.ratios[MODEL]:.2f}" for each in worst)


def share_causes(track: TrackScore, holds: Callable[[PointScore], bool]) -> str:
    """Return the objects with the most observations outside, and on which side, in words.

    Args:
        track: The scores of a track.
        holds: Whether an observation lies inside.
    """
    rows = [(each, _outside(each, track, holds)) for each in track.objects]
    missed = sum(above + below for _, (above, below) in rows)
    worst = sorted(rows, key=lambda row: -sum(row[1]))[:NAMED]
    named = ", ".join(
        f"{each.title} {above + below} of {each.points} ({_side(above, below)})"
        for each, (above, below) in worst
        if above + below
    )
    return f"{missed} outside, most of {named}" if named else "none outside"


def _outside(
    scored: ObjectScore, track: TrackScore, holds: Callable[[PointScore], bool]
) -> tuple[int, int]:
    """Return the observations of an object outside and above the median, and below it."""
    points = [
        point for score in track.card.scores if score.key in scored.series for point in score.points
    ]
    out = [point for point in points if not holds(point)]
    above = sum(point.observed.value > point.median for point in out)
    return above, len(out) - above


def _side(above: int, below: int) -> str:
    if not (above and below):
        return "above the forecast" if above else "below the forecast"
    return f"{above} above, {below} below"
