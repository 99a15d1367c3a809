"""The heat strip: what share of each good's need could be met, good by good, over time."""

from typing import Any, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, good_name, used_sites
from outlast.present.display.time_axis import day_at, time_axis
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed

CELLS: Final = 72
"""About how many cells a strip is divided into."""

SHORT: Final = 0.99
"""The share of need under which a good counts as short."""


def met(outcome: Outcome, voice: Voice, *, future: Reals | None = None) -> View:
    """Return the view of the heat strip.

    Args:
        outcome: What the futures came to.
        voice: The language.
        future: The share met in one future, [site, step]; the middle over futures unless given.
    """
    values = outcome.bands["met"].quantile(0.5) if future is None else future
    clock = outcome.situation.clock
    wide = max(1, round(values.shape[1] / CELLS))
    cells: list[Row] = []
    table: list[Row] = []
    for site, where, what in used_sites(outcome):
        good, bloc = good_name(outcome, what, voice), bloc_name(outcome, where, voice)
        path = values[site]
        least = int(np.argmin(path))
        table.append(
            {
                "bloc": bloc,
                "good": good,
                "least": round(float(path[least]), 3),
                "month": voice.month(day_at(clock, (least + 1) * clock.step)),
                "short": round(float((path < SHORT).sum()) * clock.step),
            }
        )
        if path[least] >= SHORT:
            continue
        for begin in range(0, len(path), wide):
            part = path[begin : begin + wide]
            cells.append(
                {
                    "bloc": bloc,
                    "good": good,
                    "from": round(begin * clock.step, 2),
                    "until": round((begin + len(part)) * clock.step, 2),
                    "met": round(float(np.clip(part.mean(), 0.0, 1.0)), 3),
                    "least": round(float(path[least]), 3),
                }
            )

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(outcome, voice, view, look)

    columns = ("bloc", "good", "least", "month", "short")
    return View(
        name="met",
        title=voice.say("met.title"),
        finding=_finding(table, voice, single=future is not None),
        data={"met": cells},
        table=listed(voice, columns, table),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def _finding(table: list[Row], voice: Voice, *, single: bool) -> str:
    short = [row for row in table if float(row["least"] or 0.0) < SHORT]
    which = voice.say("met.future" if single else "met.middle")
    if not short:
        return voice.say("met.none", which=which)
    worst = sorted(short, key=lambda row: float(row["least"] or 0.0))[:3]
    told = [
        voice.say(
            "met.one",
            good=str(row["good"]),
            bloc=str(row["bloc"]),
            share=voice.percent(float(row["least"] or 0.0)),
            month=str(row["month"]),
        )
        for row in worst
    ]
    return voice.say(
        "met.finding",
        which=which,
        n=len(short),
        of=len(table),
        worst=voice.say("list.clause").join(told),
    )


def _drawn(outcome: Outcome, voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    clock, theme = outcome.situation.clock, look.theme
    rows = view.data["met"]
    blocs = list(dict.fromkeys(str(row["bloc"]) for row in rows))
    labels = 110 if look.narrow else 150
    panels: list[Any] = []
    for number, bloc in enumerate(blocs):
        mine = [row for row in rows if row["bloc"] == bloc]
        last = number == len(blocs) - 1
        goods = list(
            dict.fromkeys(
                str(row["good"]) for row in sorted(mine, key=lambda row: float(row["least"] or 0.0))
            )
        )
        panels.append(
            alt.Chart(alt.NamedData(name="met"))
            .transform_filter(alt.datum.bloc == bloc)
            .mark_rect(stroke=theme.paper, strokeWidth=0.4)
            .encode(
                x=alt.X(
                    "from:Q",
                    scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
                    axis=time_axis(clock, voice, look.width - labels, title=last),
                ),
                x2="until:Q",
                y=alt.Y(
                    "good:N",
                    sort=goods,
                    axis=alt.Axis(
                        title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 6
                    ),
                ),
                color=alt.Color(
                    "met:Q",
                    scale=alt.Scale(domain=[0, 1], range=list(theme.scale), interpolate="lab"),
                    legend=alt.Legend(
                        title=voice.say("met.legend"),
                        orient="top",
                        format=".0%",
                        gradientLength=180,
                        titleLimit=300,
                    ),
                ),
                tooltip=[
                    alt.Tooltip("good:N"),
                    alt.Tooltip("from:Q"),
                    alt.Tooltip("met:Q", format=".0%"),
                ],
            )
            .properties(
                width=look.width - labels - 24,
                height=alt.Step(17),
                title=alt.TitleParams(bloc, fontSize=12, offset=4, anchor="start"),
            )
        )
    return alt.vconcat(*panels, spacing=14)
