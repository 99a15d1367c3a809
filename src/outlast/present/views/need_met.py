"""The heat strip: what share of each good's need could be met, good by good, over time."""

from typing import Any, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, good_name
from outlast.present.display.time_axis import date_at, time_axis
from outlast.present.display.voice import Voice
from outlast.present.panels import Panel, label_axis, label_width, panels, row_step, stacked
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results import Results
from outlast.results.supply import used_sites

CELLS: Final = 72
"""About as many cells as a strip has."""

SHORT: Final = 0.99
"""A good is short if a smaller share of need than this could be met."""

NAMED: Final = 3
"""Goods that the finding names."""

STEPS: Final = (0.0, 0.4, 0.8, 0.98, 1.0)
"""The shares at the steps of the scale of colours: a missing fifth stands out from paper."""


def need_met(results: Results, voice: Voice, *, future: Reals | None = None) -> View:
    """Return the view of the heat strip.

    Args:
        results: The results.
        voice: The language.
        future: The share met in one future, [site, step]; the middle over futures if absent.
    """
    values = results.bands["met"].quantile(0.5) if future is None else future
    clock = results.situation.clock
    wide = max(1, round(values.shape[1] / CELLS))
    cells: list[Row] = []
    table: list[Row] = []
    for used in used_sites(results):
        good, bloc = good_name(results, used.good, voice), bloc_name(results, used.bloc, voice)
        path = values[used.row]
        least = int(np.argmin(path))
        table.append(
            {
                "bloc": bloc,
                "good": good,
                "least": round(float(path[least]), 3),
                "month": date_at(clock, (least + 1) * clock.step, voice),
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
        return _drawn(results, voice, view, look)

    columns = ("bloc", "good", "least", "month", "short")
    return View(
        name="met",
        title=voice.say("met.title"),
        finding=_finding(table, voice, single=future is not None),
        data={"met": cells},
        table=listed(voice, columns, table),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _finding(table: list[Row], voice: Voice, *, single: bool) -> str:
    """Return how many goods run short, and the shortest of them."""
    short = [row for row in table if float(row["least"] or 0.0) < SHORT]
    which = voice.say("met.future" if single else "met.middle")
    if not short:
        return voice.say("met.none", which=which)
    worst = sorted(short, key=lambda row: float(row["least"] or 0.0))[:NAMED]
    clauses = [
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
        worst=voice.say("list.clause").join(clauses),
    )


def _drawn(results: Results, voice: Voice, view: View, look: Look) -> Drawn:
    """Draw a strip of cells for each good, bloc by bloc, the shortest good first."""
    import altair as alt

    clock, theme, labels = results.situation.clock, look.theme, label_width(look)

    def draw(panel: Panel) -> Any:  # noqa: ANN401  Altair's charts have no common type
        shortest = sorted(panel.rows, key=lambda row: float(row["least"] or 0.0))
        goods = list(dict.fromkeys(str(row["good"]) for row in shortest))
        x = alt.X(
            "from:Q",
            scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
            axis=time_axis(clock, voice, look.width - labels, title=panel.last),
        )
        colour = alt.Color(
            "met:Q",
            scale=alt.Scale(domain=list(STEPS), range=list(theme.scale), interpolate="lab"),
            legend=alt.Legend(
                title=voice.say("met.legend"),
                orient="top",
                format=".0%",
                gradientLength=180,
                titleLimit=300,
            ),
        )
        cell = panel.base.mark_rect(stroke=theme.paper, strokeWidth=0.4).encode(
            x=x,
            x2="until:Q",
            y=alt.Y("good:N", sort=goods, axis=label_axis(labels, goods)),
            color=colour,
            tooltip=[
                alt.Tooltip("good:N"),
                alt.Tooltip("from:Q"),
                alt.Tooltip("met:Q", format=".0%"),
            ],
        )
        return cell.properties(height=alt.Step(row_step(labels, goods, 17)))

    blocs = panels("met", "bloc", view.data["met"])
    return stacked(blocs, draw, width=look.width - labels - 24)
