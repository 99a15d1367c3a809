"""The gap: the level of one service less that of another, where two fans would overlap."""

from typing import Any, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import line_name
from outlast.present.display.theme import SMALL
from outlast.present.display.time_axis import date_at, thinned, time_axis
from outlast.present.display.voice import Voice
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.results import LineOdds, Results
from outlast.study.single_futures import single_futures

FUTURES: Final = 64
"""Futures from which the spread of a gap is read."""


def gap(
    results: Results,
    voice: Voice,
    one: LineOdds,
    other: LineOdds,
    *,
    levels: Reals | None = None,
) -> View:
    """Return the view of the gap between two services.

    The mean of the gap is exact. Its spread needs the levels of single futures, because two fans
    do not show how their futures go together.

    Args:
        results: The results.
        voice: The language.
        one: A service under one definition of need.
        other: The service to subtract.
        levels: Levels of some futures: [future, line, step]; without them no spread is shown.
    """
    here, there = (results.row_of(line.service, line.definition) for line in (one, other))
    mean = results.bands["level"].mean()
    difference = mean[here] - mean[there]
    spread = None
    if levels is not None:
        spread = np.quantile(levels[:, here] - levels[:, there], (0.05, 0.95), axis=0)
    clock = results.situation.clock
    rows = _rows(difference, spread, clock.step)
    first, second = (line_name(results, line, voice) for line in (one, other))
    widest = int(np.argmax(np.abs(difference)))
    leads, points = difference[widest] >= 0, abs(float(difference[widest]))
    finding = voice.say(
        "gap.finding",
        one=first if leads else second,
        other=second if leads else first,
        points=voice.hundred(points),
        n=round(100 * points),
        month=date_at(clock, (widest + 1) * clock.step, voice),
    )

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(results, voice, view, look)

    return View(
        name="gap",
        title=voice.say("gap.title", one=first, other=second),
        finding=finding,
        data={"gap": rows},
        table=listed(voice, ("week", "mean", "low", "high"), rows),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _rows(mean: Reals, spread: Reals | None, week: float) -> list[Row]:
    """Return the gap over time as rows.

    Args:
        mean: The mean gap: [step].
        spread: Its 5th and 95th of a hundred futures: [2, step]; none if unknown.
        week: Weeks in a step.
    """
    return [
        {
            "week": round((step + 1) * week, 2),
            "mean": round(float(mean[step]), 4),
            "low": round(float(spread[0, step]), 4) if spread is not None else None,
            "high": round(float(spread[1, step]), 4) if spread is not None else None,
        }
        for step in thinned(len(mean))
    ]


def likeliest_gap(results: Results, voice: Voice) -> View:
    """Return the view of the gap in the use of both sides that breaks most often.

    Its spread is read from a few futures, which are run again.

    Raises:
        InputError: A side has no service in the default set.
    """
    pair = likeliest(results)
    if pair is None:
        raise InputError("the two sides have no use in common in this set.")
    some = range(min(results.futures, FUTURES))
    return gap(results, voice, *pair, levels=single_futures(results, some))


def likeliest(results: Results) -> tuple[LineOdds, LineOdds] | None:
    """Return the use that both sides have and that breaks most often in the default set, if any.

    Only the same use of both sides is compared: it has the same title. The sides stand in the order
    of the record.
    """
    services = results.situation.world.services
    here, there = (results.lines_of(side=side) for side in results.sides)
    pairs = [
        (one, other)
        for one in here
        for other in there
        if services[one.service].title == services[other.service].title
        and one.definition == other.definition
    ]
    return max(pairs, key=lambda pair: pair[0].p_break + pair[1].p_break, default=None)


def _drawn(results: Results, voice: Voice, view: View, look: Look) -> Drawn:
    """Draw the mean gap and its spread around zero."""
    import altair as alt

    theme, clock = look.theme, results.situation.clock
    has_spread = any(row["low"] is not None for row in view.data["gap"])
    title = wrapped(voice.say("gap.axis-spread" if has_spread else "gap.axis"), 200, SMALL)
    base = alt.Chart(alt.NamedData(name="gap"))
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
        axis=time_axis(clock, voice, look.width),
    )
    level: dict[str, Any] = {
        "scale": alt.Scale(domain=[-1, 1]),
        "axis": alt.Axis(format="+.0%", title=title, tickCount=5),
    }
    area = base.mark_area(color=theme.neither, opacity=0.3).encode(
        x=x, y=alt.Y("low:Q", **level), y2="high:Q"
    )
    line = base.mark_line(color=theme.ink, strokeWidth=2.4).encode(x=x, y=alt.Y("mean:Q", **level))
    zero = base.mark_rule(color=theme.mark, strokeDash=[2, 2]).encode(y=alt.datum(0))
    return alt.layer(area, zero, line).properties(width=look.width - 80, height=200)
