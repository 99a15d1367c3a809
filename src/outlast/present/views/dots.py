"""Fifty dots: fifty equally likely futures by who runs out of breath first, and when."""

from typing import Any, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.theme import BOTH as BOTH_SHAPE
from outlast.present.display.theme import NEITHER as NEITHER_SHAPE
from outlast.present.display.theme import SHAPES
from outlast.present.display.time_axis import day_at, time_axis
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import NEITHER, Firsts, end_names, firsts
from outlast.present.headline import sentence
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed

DOTS: Final = 50
"""Dots in the figure."""

PLACES: Final = 36
"""Columns of dots between the date and the horizon."""

ROWS: Final = 8
"""Dots on top of each other before a stack is pressed together."""

NEVER_COLUMNS: Final = 7
"""Dots beside each other among those that never come."""

AFTER: Final = 3
"""Empty columns between the horizon and those that never come."""

COLUMNS: Final = PLACES + AFTER + NEVER_COLUMNS
"""Columns of dots in all."""


def dots(
    outcome: Outcome,
    voice: Voice,
    *,
    contest: str | None = None,
    definition: str | None = None,
    baseline: Outcome | None = None,
) -> View:
    """Return the view of fifty dots.

    Args:
        outcome: What the futures came to.
        voice: The language.
        contest: The set of services that is compared.
        definition: The definition of need that counts for compute.
        baseline: Another outcome, whose dots stand behind as outlines.
    """
    found = firsts(outcome, contest, definition)
    ends = end_names(outcome, found, voice)
    clock = outcome.situation.clock
    picked = dealt(found)
    rows = _placed(picked, ends, clock.horizon_weeks)
    ghost: list[Row] = []
    if baseline is not None:
        ghost = _placed(
            dealt(firsts(baseline, found.contest, found.definition)), ends, clock.horizon_weeks
        )
    for row, (_, weeks) in zip(rows, picked, strict=True):
        row["said"] = _said(outcome, voice, weeks)
    table = [
        {
            "dot": number,
            "end": ends[end],
            "weeks": None if weeks > clock.horizon_weeks else round(weeks, 1),
            "day": None if weeks > clock.horizon_weeks else f"{day_at(clock, weeks)}",
        }
        for number, (end, weeks) in enumerate(picked, 1)
    ]

    def draw(view: View, look: Look) -> Drawn:
        del view
        return _drawn(outcome, voice, ends, look)

    return View(
        name="dots",
        title=voice.say("dots.title"),
        finding=sentence(outcome, found, voice),
        data={"dots": rows, "ghost": ghost},
        table=listed(voice, ("dot", "end", "weeks", "day"), table),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def dealt(found: Firsts, count: int = DOTS) -> list[tuple[int, float]]:
    """Return dots as (end, weeks): ends in their shares, within each its times evenly spread."""
    wanted = np.array(found.shares) * count
    given = np.floor(wanted).astype(int)
    order = np.argsort(-(wanted - given), kind="stable")
    given[order[: count - int(given.sum())]] += 1
    dealt_: list[tuple[int, float]] = []
    for end, number in enumerate(given):
        times: Reals = np.sort(found.weeks[found.ends == end])
        if number:
            at: list[float] = [(dot + 0.5) / number for dot in range(int(number))]
            dealt_ += [(end, float(np.quantile(times, q, method="nearest"))) for q in at]
    return dealt_


def column_of(weeks: float, horizon: float) -> int:
    """Return the column in which a time falls."""
    return min(PLACES - 1, int(weeks / horizon * PLACES))


def _placed(picked: list[tuple[int, float]], ends: tuple[str, ...], horizon: float) -> list[Row]:
    """Return the dots with their places; a stack too tall is pressed together."""
    width = horizon / PLACES
    tall: dict[int, int] = {}
    for end, weeks in picked:
        if end != NEITHER:
            column = column_of(weeks, horizon)
            tall[column] = tall.get(column, 0) + 1
    pressed = min(1.0, ROWS / max(tall.values(), default=1))
    used: dict[int, int] = {}
    rows: list[Row] = []
    # One side stands at the bottom of a stack, what happens to both in the middle.
    for end, weeks in sorted(picked, key=lambda dot: (dot[0] == 1, dot[0])):
        if end == NEITHER:
            row, column = divmod(used.get(-1, 0), NEVER_COLUMNS)
            used[-1] = used.get(-1, 0) + 1
            x, y = horizon + (AFTER + column + 0.5) * width, row + 0.5
        else:
            column = column_of(weeks, horizon)
            y = (used.get(column, 0) + 0.5) * pressed
            used[column] = used.get(column, 0) + 1
            x = (column + 0.5) * width
        rows.append({"end": ends[end], "x": round(x, 2), "y": round(y, 3)})
    return rows


def _said(outcome: Outcome, voice: Voice, weeks: float) -> str:
    clock = outcome.situation.clock
    if weeks > clock.horizon_weeks:
        return voice.say("axis.never")
    return voice.say("dots.said", span=voice.span(weeks), month=voice.month(day_at(clock, weeks)))


def _drawn(outcome: Outcome, voice: Voice, ends: tuple[str, ...], look: Look) -> Drawn:
    import altair as alt

    clock, theme = outcome.situation.clock, look.theme
    width = look.width - 24
    pixels = width / COLUMNS
    right = clock.horizon_weeks * COLUMNS / PLACES
    middle = clock.horizon_weeks * (PLACES + AFTER + NEVER_COLUMNS / 2) / PLACES
    scale = alt.Scale(domain=[0, right], nice=False)
    axis = time_axis(clock, voice, look.width, never=middle)
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
