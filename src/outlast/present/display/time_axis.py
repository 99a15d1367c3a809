"""The axis of time: weeks from the scenario's date, labelled in months with calendar dates."""

import json
from calendar import monthrange
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Final

import numpy as np

from outlast.present.display.fonts import cells
from outlast.present.display.voice import MONTH, SOON, Voice
from outlast.scenario.clock import DAYS_A_WEEK, Clock

if TYPE_CHECKING:
    import altair as alt

PACES: Final = ((15, 3), (40, 6), (1000, 12))
"""Months between ticks, by the longest horizon in months for which that is not too dense."""

SHORT_TICKS: Final = 4
"""Ticks after the first of a horizon that is labelled in weeks, at most."""

LETTER: Final = 6.8
"""Pixels of a letter of a label."""

APART: Final = 10
"""Pixels between two labels; where they do not fit, every other tick is left out."""

POINTS: Final = 80
"""About as many points as a line over weeks is drawn with."""


def day_at(clock: Clock, weeks: float) -> date:
    """Return the day that lies some weeks after the scenario's date."""
    return clock.on + timedelta(days=round(weeks * DAYS_A_WEEK))


def date_at(clock: Clock, weeks: float, voice: Voice) -> str:
    """Return the date some weeks after the scenario's: a month, or a day of a short horizon."""
    day = day_at(clock, weeks)
    return voice.day(day) if clock.horizon_weeks < SOON else voice.month(day)


def named_end(clock: Clock, weeks: float) -> float:
    """Return the weeks until the end of what `date_at` names: a month, or a day."""
    day = day_at(clock, weeks)
    if clock.horizon_weeks >= SOON:
        day = day.replace(day=monthrange(day.year, day.month)[1])
    return ((day - clock.on).days + 0.5) / DAYS_A_WEEK


def break_time(weeks: float, voice: Voice) -> str:
    """Return the time of a break in words: after the date, on it already, or before it."""
    if weeks == 0:
        return voice.say("axis.already")
    return voice.span(weeks) if weeks > 0 else voice.say("span.before", span=voice.span(-weeks))


def thinned(steps: int, points: int = POINTS) -> list[int]:
    """Return about as many steps as points, evenly spaced, with the first and the last."""
    return sorted({int(step) for step in np.linspace(0, steps - 1, min(steps, points)).round()})


def ticks(clock: Clock, voice: Voice, width: int = 680) -> list[tuple[float, list[str]]]:
    """Return weeks with their labels: months from the date, and the month of the calendar.

    Args:
        clock: The scenario's clock.
        voice: The language.
        width: Pixels from the date to the horizon.
    """
    if clock.horizon_weeks < SOON:
        return _weekly_ticks(clock, voice)
    months = round(clock.horizon_weeks / MONTH)
    pace = next(pace for most, pace in PACES if months <= most)
    widest = max(cells(voice.month(clock.on)), cells(voice.say("axis.months", n=months)))
    while pace < months and width * pace / months < LETTER * widest + APART:
        pace *= 2
    found = [(0.0, [voice.say("axis.date"), voice.month(clock.on)])]
    for month in range(pace, months + 1, pace):
        weeks = round(month * MONTH, 2)
        label = voice.say("axis.months", n=month)
        found.append((weeks, [label, voice.month(day_at(clock, weeks))]))
    return found


def _weekly_ticks(clock: Clock, voice: Voice) -> list[tuple[float, list[str]]]:
    """Return weeks of a short horizon with their labels: weeks from the date, and the day."""
    found = [(0.0, [voice.say("axis.date"), voice.day(clock.on)])]
    pace = ceil(clock.horizon_weeks / SHORT_TICKS)
    weeks = range(pace, clock.horizon_weeks + 1, pace)
    labels = [[voice.say("span.weeks", n=week), date_at(clock, week, voice)] for week in weeks]
    return found + list(zip(map(float, weeks), labels, strict=True))


def time_axis(
    clock: Clock,
    voice: Voice,
    width: int,
    *,
    beyond: tuple[float, float] | None = None,
    title: bool = True,
) -> "alt.Axis":
    """Return the axis of time.

    Args:
        clock: The scenario's clock.
        voice: The language.
        width: Pixels from the date to the horizon.
        beyond: The places of "already" and of "never" on the axis, weeks; none if it has none.
        title: Whether the axis has a title.
    """
    import altair as alt

    found = ticks(clock, voice, width)
    if beyond is not None:
        already, never = beyond
        found = [tick for tick in found if tick[0] < clock.horizon_weeks - MONTH]
        found.append((round(never, 2), [voice.say("axis.never"), horizon(clock, voice)]))
        found.insert(0, (round(already, 2), [voice.say("axis.already")]))
    places = [weeks for weeks, _ in found]
    labels = [label for _, label in found]
    return alt.Axis(
        values=places,
        labelExpr=f"{json.dumps(labels, ensure_ascii=False)}"
        f"[indexof({json.dumps(places)}, datum.value)]",
        title=voice.say("axis.title", day=clock.on) if title else None,
        grid=True,
        labelOverlap=False,
        labelFlush=False,
    )


def horizon(clock: Clock, voice: Voice) -> str:
    """Return "within" the horizon, in whole years if it has them."""
    months = round(clock.horizon_weeks / MONTH)
    if months and months % 12 == 0:
        return voice.say("axis.within-years", n=months // 12)
    return voice.say("axis.within", span=voice.span(clock.horizon_weeks))
