"""The gap: one service's level less another's, where two fans would lie over each other."""

from typing import Any, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import line_name
from outlast.present.display.time_axis import day_at, time_axis
from outlast.present.display.voice import Voice
from outlast.present.reads import LineOdds, Outcome
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.present.views.paths import chosen_lines, thinned
from outlast.results import Results
from outlast.study.single_futures import singles

APART: Final = 64
"""Futures from which the spread of a gap is read."""


def gap(
    outcome: Outcome,
    voice: Voice,
    one: tuple[str, str],
    other: tuple[str, str],
    *,
    each: Reals | None = None,
) -> View:
    """Return the view of the gap between two lines, each named by service and definition.

    The mean of the gap is exact. Its spread needs the levels of each future, [future, line, step],
    since two fans do not say how their futures go together.
    """
    lines = outcome.lowered.names.lines
    rows_of = {(line.service, line.definition): n for n, line in enumerate(lines)}
    here, there = rows_of[one], rows_of[other]
    mean = outcome.bands["level"].mean()
    difference = mean[here] - mean[there]
    spread = None
    if each is not None:
        spread = np.quantile(each[:, here] - each[:, there], (0.05, 0.95), axis=0)
    week = outcome.situation.clock.step
    rows: list[Row] = [
        {
            "week": round((step + 1) * week, 2),
            "mean": round(float(difference[step]), 4),
            "low": round(float(spread[0, step]), 4) if spread is not None else None,
            "high": round(float(spread[1, step]), 4) if spread is not None else None,
        }
        for step in thinned(len(difference))
    ]
    first, second = (
        line_name(outcome, odds, voice) for odds in chosen_lines(outcome, (one, other))
    )
    widest = int(np.argmax(np.abs(difference)))
    leads = difference[widest] >= 0
    finding = voice.say(
        "gap.finding",
        one=first if leads else second,
        other=second if leads else first,
        points=voice.hundred(abs(float(difference[widest]))),
        month=voice.month(day_at(outcome.situation.clock, (widest + 1) * week)),
    )

    def draw(view: View, look: Look) -> Drawn:
        del view
        return _drawn(outcome, voice, look)

    return View(
        name="gap",
        title=voice.say("gap.title", one=first, other=second),
        finding=finding,
        data={"gap": rows},
        table=listed(voice, ("week", "mean", "low", "high"), rows),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def between(results: Results, voice: Voice) -> View | None:
    """Return the view of the gap between the likeliest lines of the two sides to break.

    Its spread is read from a few futures that are run again; there is none where a side has no
    service in the headline's contest.
    """
    pair = rivals(results)
    if pair is None:
        return None
    some = range(min(results.futures, APART))
    return gap(results, voice, *pair, each=singles(results, some))


def rivals(outcome: Outcome) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the likeliest line of each side to break in the headline's contest, if both have one.

    They are named by service and definition, the sides in the order of the record.
    """
    world, sides = outcome.situation.world, list(outcome.situation.timeline.sides)[:2]
    likeliest: dict[str, LineOdds] = {}
    for line in chosen_lines(outcome, None):
        side = world.blocs[world.services[line.service].bloc].side or ""
        if side not in likeliest or line.p_break > likeliest[side].p_break:
            likeliest[side] = line
    if any(side not in likeliest for side in sides):
        return None
    one, other = (likeliest[side] for side in sides)
    return (one.service, one.definition), (other.service, other.definition)


def _drawn(outcome: Outcome, voice: Voice, look: Look) -> Drawn:
    import altair as alt

    theme, clock = look.theme, outcome.situation.clock
    base = alt.Chart(alt.NamedData(name="gap"))
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
        axis=time_axis(clock, voice, look.width),
    )
    level: dict[str, Any] = {
        "scale": alt.Scale(domain=[-1, 1]),
        "axis": alt.Axis(format="+.0%", title=voice.say("gap.axis"), tickCount=5),
    }
    area = base.mark_area(color=theme.neither, opacity=0.3).encode(
        x=x, y=alt.Y("low:Q", **level), y2="high:Q"
    )
    line = base.mark_line(color=theme.ink, strokeWidth=2.4).encode(x=x, y=alt.Y("mean:Q", **level))
    zero = base.mark_rule(color=theme.mark, strokeDash=[2, 2]).encode(y=alt.datum(0))
    return alt.layer(area, zero, line).properties(width=look.width - 80, height=200)
