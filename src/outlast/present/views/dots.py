"""Fifty dots: fifty equally likely futures by which side runs out of breath first, and when.

Futures in which a service is short on the date stand in a block of their own before the axis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import end_names
from outlast.present.display.theme import BOTH as BOTH_SHAPE
from outlast.present.display.theme import NEITHER as NEITHER_SHAPE
from outlast.present.display.theme import SHAPES
from outlast.present.display.time_axis import date_at, day_at, time_axis
from outlast.present.display.voice import Voice
from outlast.present.headline import sentence
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER

Places: TypeAlias = NDArray[np.intp]
"""Places in an array."""

DOTS: Final = 50
"""Dots in the figure."""

PLACES: Final = 36
"""Columns of dots between the date and the horizon."""

ROWS: Final = 8
"""Dots on top of each other before a stack is pressed together."""

BLOCK: Final = 7
"""Columns of the dots that are short on the date, and of those in which neither side breaks."""

APART: Final = 3
"""Empty columns between a block and the time from the date to the horizon."""

ALREADY_AT: Final = -(APART + BLOCK)
"""The first column of the dots that are short on the date; column 0 begins on it."""

NEVER_AT: Final = PLACES + APART
"""The first column of the dots in which neither side breaks."""

COLUMNS: Final = NEVER_AT + BLOCK - ALREADY_AT
"""Columns of dots in all."""


@dataclass(frozen=True)
class _Dot:
    """One dot with its place in the figure: x in weeks, y in dots."""

    end: int
    weeks: float
    x: float
    y: float


def dots(
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
    baseline: Results | None = None,
) -> View:
    """Return the view of fifty dots.

    Args:
        results: The results.
        voice: The language.
        service_set: The set of services; the default one if absent.
        definition: The definition of need that counts for compute; the first if absent.
        baseline: Other results, whose dots stand behind as outlines.

    Raises:
        InputError: There is no such set or definition.
    """
    breaks = results.first_breaks(service_set, definition)
    ends = end_names(results, voice)
    clock = results.situation.clock
    picked = dealt(breaks)
    ghosts: list[_Dot] = []
    if baseline is not None:
        before = baseline.first_breaks(breaks.service_set, breaks.definition)
        ghosts = _placed(dealt(before), clock.horizon_weeks)
    rows: list[Row] = [
        {**_mark(dot, ends), "said": _when(results, voice, dot.weeks)}
        for dot in _placed(picked, clock.horizon_weeks)
    ]
    table: list[Row] = [
        {
            "dot": number,
            "end": ends[end],
            "weeks": None if weeks > clock.horizon_weeks else round(weeks, 1),
            "day": None if weeks > clock.horizon_weeks else f"{day_at(clock, weeks)}",
            "on-date": is_already(weeks),
        }
        for number, (end, weeks) in enumerate(picked, 1)
    ]

    def draw(view: View, look: Look) -> Drawn:
        del view
        return _drawn(results, voice, ends, look)

    return View(
        name="dots",
        title=voice.say("dots.title"),
        finding=sentence(results, breaks, voice),
        data={"dots": rows, "ghost": [_mark(dot, ends) for dot in ghosts]},
        table=listed(voice, ("dot", "end", "weeks", "day", "on-date"), table),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def dealt(breaks: FirstBreaks, count: int = DOTS) -> list[tuple[int, float]]:
    """Return dots as (end, weeks): ends in their shares, within each its times evenly spread."""
    return [(end, weeks) for end, weeks, _ in dealt_futures(breaks, count)]


def dealt_futures(breaks: FirstBreaks, count: int = DOTS) -> list[tuple[int, float, int]]:
    """Return dots as (end, weeks, future): the future that stands for each dot with its time."""
    wanted = np.array(breaks.shares) * count
    given = np.floor(wanted).astype(int)
    order = np.argsort(-(wanted - given), kind="stable")
    given[order[: count - int(given.sum())]] += 1
    picked: list[tuple[int, float, int]] = []
    for end, number in enumerate(given):
        if not number:
            continue
        futures = np.flatnonzero(breaks.ends == end)
        futures = futures[np.argsort(breaks.weeks[futures], kind="stable")]
        shares: list[float] = [(dot + 0.5) / number for dot in range(int(number))]
        places = _places(shares, futures, breaks.weights)
        picked += [(end, float(breaks.weeks[f]), int(f)) for f in futures[places]]
    return picked


def _places(at: Sequence[float], futures: Places, weights: Reals | None) -> Places:
    """Return the places of the shares of futures in the order of their weeks, by weight if any."""
    last = len(futures) - 1
    if weights is None:
        return np.quantile(np.arange(last + 1), at, method="nearest").astype(np.intp)
    passed: Reals = np.cumsum(weights[futures])
    wanted: Reals = np.asarray(at, dtype=np.float64) * float(passed[-1])
    return np.minimum(np.searchsorted(passed, wanted), last).astype(np.intp)


def lying(end: int, place: int, width: int, used: Mapping[tuple[int, int], int]) -> int:
    """Return the end in whose row a dot lies: on the axis for both, or beside it once that is full.

    Args:
        end: How the future of the dot ends.
        place: Its column.
        width: The dots that the axis holds in a column.
        used: The dots that lie there already, by end and column.
    """
    if end != BOTH or used.get((BOTH, place), 0) < width:
        return end
    return min((ONE, OTHER), key=lambda side: used.get((side, place), 0))


def is_already(weeks: float) -> bool:
    """Return whether a break counts as week 0 because a service is short on the date."""
    return weeks == 0


def column_of(weeks: float, horizon: float) -> int:
    """Return the column in which a time falls."""
    return min(PLACES - 1, int(weeks / horizon * PLACES))


def _placed(picked: list[tuple[int, float]], horizon: float) -> list[_Dot]:
    """Return dots with their places, stack by stack; a stack too tall is pressed together."""
    width = horizon / PLACES
    tall: dict[int, int] = {}
    for end, weeks in picked:
        if end != NEITHER and not is_already(weeks):
            column = column_of(weeks, horizon)
            tall[column] = tall.get(column, 0) + 1
    pressed = min(1.0, ROWS / max(tall.values(), default=1))
    used: dict[int, int] = {}
    placed: list[_Dot] = []
    # One side stands at the bottom of a stack, breaks of both sides in the middle.
    for end, weeks in sorted(picked, key=lambda dot: (dot[0] == OTHER, dot[0])):
        if end == NEITHER or is_already(weeks):
            block = NEVER_AT if end == NEITHER else ALREADY_AT
            row, column = divmod(used.get(block, 0), BLOCK)
            used[block] = used.get(block, 0) + 1
            x, y = (block + column + 0.5) * width, row + 0.5
        else:
            column = column_of(weeks, horizon)
            y = (used.get(column, 0) + 0.5) * pressed
            used[column] = used.get(column, 0) + 1
            x = (column + 0.5) * width
        placed.append(_Dot(end, weeks, x, y))
    return placed


def _mark(dot: _Dot, ends: tuple[str, ...]) -> Row:
    """Return a dot as a row of the chart's data."""
    return {"end": ends[dot.end], "x": round(dot.x, 2), "y": round(dot.y, 3)}


def _when(results: Results, voice: Voice, weeks: float) -> str:
    """Return the time of a dot in words."""
    clock = results.situation.clock
    if weeks > clock.horizon_weeks:
        return voice.say("axis.never")
    if is_already(weeks):
        return voice.say("dots.already", day=clock.on)
    return voice.say("dots.said", span=voice.span(weeks), month=date_at(clock, weeks, voice))


def _drawn(results: Results, voice: Voice, ends: tuple[str, ...], look: Look) -> Drawn:
    """Draw the dots over the outlines of a baseline."""
    import altair as alt

    clock, theme = results.situation.clock, look.theme
    width = look.width - 24
    pixels = width / COLUMNS
    left, already, never, right = (
        clock.horizon_weeks * column / PLACES
        for column in (
            ALREADY_AT,
            ALREADY_AT + BLOCK / 2,
            NEVER_AT + BLOCK / 2,
            ALREADY_AT + COLUMNS,
        )
    )
    scale = alt.Scale(domain=[left, right], nice=False)
    axis = time_axis(clock, voice, round(PLACES * pixels), beyond=(already, never))
    columns = 2 if look.narrow else 4
    marks: dict[str, Any] = {
        "x": alt.X("x:Q", scale=scale, axis=axis),
        "y": alt.Y("y:Q", scale=alt.Scale(domain=[0, ROWS]), axis=None),
        "shape": alt.Shape(
            "end:N",
            scale=alt.Scale(domain=list(ends), range=[*SHAPES, BOTH_SHAPE, NEITHER_SHAPE]),
            legend=alt.Legend(title=None, orient="top", columns=columns),
        ),
        "color": alt.Color(
            "end:N",
            scale=alt.Scale(domain=list(ends), range=[*theme.sides, theme.both, theme.neither]),
        ),
    }
    size = (pixels * 0.86) ** 2
    ghost = (
        alt.Chart(alt.NamedData(name="ghost"))
        .mark_point(size=size * 1.3, filled=False, strokeWidth=1, opacity=0.55)
        .encode(**marks)
    )
    solid = (
        alt.Chart(alt.NamedData(name="dots"))
        .mark_point(size=size, filled=True, opacity=1)
        .encode(**marks, tooltip=[alt.Tooltip("end:N"), alt.Tooltip("said:N")])
    )
    return alt.layer(ghost, solid).properties(width=width, height=round(ROWS * pixels))
