"""Months of cover left: how long the stock of each good would last if nothing more came."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from outlast.engine.codes import HOLDERS
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, good_name, is_installed
from outlast.present.display.theme import SMALL
from outlast.present.display.voice import MONTH, Voice
from outlast.present.panels import Panel, label_axis, label_width, panels, row_step, stacked
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.results import Results
from outlast.results.supply import used_sites

LONG: Final = 24.0
"""Months at which a bar is cut; the number beside it is whole."""

LATER: Final = 52
"""Weeks after the date at which the users' stock is shown again."""

BAR: Final = 0.72
"""The height of a bar, a share of its row."""

NAMED: Final = 3
"""Goods that the finding names."""


def cover(results: Results, voice: Voice) -> View:
    """Return the view of months of cover, on the date and a year later."""
    clock = results.situation.clock
    held = np.asarray(results.record["cover_date"], np.float64) / MONTH
    means = held.mean(axis=0)
    low, high = np.quantile(held.sum(axis=2), (0.1, 0.9), axis=0)
    series = results.bands["cover"].quantile(0.5) / MONTH
    later = series[:, min(round(LATER / clock.step), series.shape[1]) - 1]
    bars: list[Row] = []
    table: list[Row] = []
    for used in used_sites(results):
        if is_installed(results, used.good):
            continue
        names: Row = {
            "bloc": bloc_name(results, used.bloc, voice),
            "good": good_name(results, used.good, voice),
        }
        months = [float(mean) for mean in means[used.row]]
        ends = (float(low[used.row]), float(high[used.row]))
        bars += _bars(names, months, ends, float(later[used.row]), voice)
        table.append(
            {
                **names,
                **{holder: round(months[n], 2) for n, holder in enumerate(HOLDERS)},
                "total": round(sum(months), 2),
                "low": round(ends[0], 2),
                "high": round(ends[1], 2),
                "later": round(float(later[used.row]), 2),
            }
        )

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    columns = ("bloc", "good", *HOLDERS, "total", "low", "high", "later")
    return View(
        name="cover",
        title=voice.say("cover.title"),
        finding=_finding(table, voice),
        data={"cover": bars},
        table=listed(voice, columns, table),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _bars(
    names: Row, months: Sequence[float], ends: tuple[float, float], later: float, voice: Voice
) -> list[Row]:
    """Return the bars of one good, one a holder; the last one has the total and its spread."""
    whole, begin, bars = sum(months), 0.0, list[Row]()
    total = voice.number(round(whole, 1)) + (" →" if whole > LONG else "")
    low, high = (round(min(LONG, end), 3) for end in ends)
    for number, holder in enumerate(HOLDERS):
        finish, is_last = min(LONG, begin + months[number]), number == len(HOLDERS) - 1
        bars.append(
            {
                **names,
                "holder": voice.say(f"holder.{holder}"),
                "begin": round(min(LONG, begin), 3),
                "finish": round(finish, 3),
                "later": round(later, 3),
                "total": total if is_last else None,
                "low": low if is_last else None,
                "high": high if is_last else None,
                "edge": round(max(finish, high), 3),
            }
        )
        begin += months[number]
    return bars


def _finding(table: list[Row], voice: Voice) -> str:
    """Return the goods with the least cover."""
    least = sorted(table, key=lambda row: float(row["total"] or 0.0))[:NAMED]
    clauses = [
        voice.say(
            "cover.one",
            good=str(row["good"]),
            bloc=str(row["bloc"]),
            n=round(float(row["total"] or 0.0), 1),
        )
        for row in least
    ]
    return voice.say("cover.finding", least=voice.say("list.clause").join(clauses))


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw a bar of stock by holder for each good, with a mark of the users' stock a year later."""
    import altair as alt

    theme, labels = look.theme, label_width(look)
    most = max((float(row["edge"] or 0.0) for row in view.data["cover"]), default=1.0)
    holders = [voice.say(f"holder.{holder}") for holder in HOLDERS]

    def draw(panel: Panel) -> Any:  # noqa: ANN401  Altair's charts have no common type
        names = panel.distinct("good")
        step = row_step(labels, names, 20)
        goods = alt.Y("good:N", sort=names, axis=label_axis(labels, names))
        bars = panel.base.mark_bar(height={"band": BAR}, stroke=theme.faint, strokeWidth=0.5)
        bar = bars.encode(
            x=alt.X(
                "begin:Q",
                scale=alt.Scale(domain=[0, most * 1.1], nice=False),
                axis=alt.Axis(
                    title=wrapped(voice.say("cover.axis"), look.width - labels, SMALL)
                    if panel.last
                    else None
                ),
            ),
            x2="finish:Q",
            y=goods,
            color=alt.Color(
                "holder:N",
                scale=alt.Scale(domain=holders, range=list(theme.scale[:4])),
                legend=alt.Legend(title=None, orient="top", columns=2 if look.narrow else 4),
            ),
            tooltip=[alt.Tooltip("good:N"), alt.Tooltip("holder:N"), alt.Tooltip("finish:Q")],
        )
        ticks = [
            panel.base.mark_tick(color=colour, thickness=thick, bandSize=15, clip=True).encode(
                x="later:Q", y=goods
            )
            for colour, thick in ((theme.paper, 6), (theme.ink, 2.5))
        ]
        whole = panel.base.transform_filter("isValid(datum.total)")
        below = whole.mark_rule(color=theme.ink, yOffset=round(step * BAR / 2) + 1)
        spread = below.encode(x="low:Q", x2="high:Q", y=goods)
        text = whole.mark_text(align="left", dx=7)
        total = text.encode(x="edge:Q", y=goods, text="total:N")
        return alt.layer(bar, spread, *ticks, total).properties(height=alt.Step(step))

    blocs = panels("cover", "bloc", view.data["cover"])
    return stacked(blocs, draw, width=look.width - labels - 24)
