"""Months of cover left: how long the stock of each good would last if nothing more came."""

from typing import Any, Final

import numpy as np

from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, good_name, is_installed, used_sites
from outlast.present.display.voice import MONTH, Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed

HOLDERS: Final = ("users", "sellers", "reserve", "transit")
"""Who holds stock, in the order of the record."""

LONG: Final = 24.0
"""Months at which a bar is cut; the number beside it tells all."""

LATER: Final = 52
"""Weeks after the date at which the users' stock is looked at again."""


def cover(outcome: Outcome, voice: Voice) -> View:
    """Return the view of months of cover, on the date and a year on."""
    clock = outcome.situation.clock
    held = np.asarray(outcome.record["cover_date"], np.float64) / MONTH
    means = held.mean(axis=0)
    low, high = np.quantile(held.sum(axis=2), (0.1, 0.9), axis=0)
    series = outcome.bands["cover"].quantile(0.5) / MONTH
    later = series[:, min(round(LATER / clock.step), series.shape[1]) - 1]
    bars: list[Row] = []
    table: list[Row] = []
    for site, where, what in used_sites(outcome):
        if is_installed(outcome, what):
            continue
        good, bloc = good_name(outcome, what, voice), bloc_name(outcome, where, voice)
        begin = 0.0
        for number, holder in enumerate(HOLDERS):
            months = float(means[site, number])
            bars.append(
                {
                    "bloc": bloc,
                    "good": good,
                    "holder": voice.say(f"holder.{holder}"),
                    "begin": round(min(LONG, begin), 3),
                    "finish": round(min(LONG, begin + months), 3),
                    "later": round(float(later[site]), 3),
                    "total": voice.number(round(float(means[site].sum()), 1))
                    + (" →" if means[site].sum() > LONG else "")
                    if number == len(HOLDERS) - 1
                    else None,
                }
            )
            begin += months
        table.append(
            {
                "bloc": bloc,
                "good": good,
                **{holder: round(float(means[site, n]), 2) for n, holder in enumerate(HOLDERS)},
                "total": round(begin, 2),
                "low": round(float(low[site]), 2),
                "high": round(float(high[site]), 2),
                "later": round(float(later[site]), 2),
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
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def _finding(table: list[Row], voice: Voice) -> str:
    least = sorted(table, key=lambda row: float(row["total"] or 0.0))[:3]
    told = [
        voice.say(
            "cover.one",
            good=str(row["good"]),
            bloc=str(row["bloc"]),
            months=voice.number(round(float(row["total"] or 0.0), 1)),
        )
        for row in least
    ]
    return voice.say("cover.finding", least=voice.say("list.clause").join(told))


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    rows = view.data["cover"]
    blocs = list(dict.fromkeys(str(row["bloc"]) for row in rows))
    most = max((float(row["finish"] or 0.0) for row in rows), default=1.0)
    holders = [voice.say(f"holder.{holder}") for holder in HOLDERS]
    labels = 110 if look.narrow else 150
    panels: list[Any] = []
    for number, bloc in enumerate(blocs):
        last = number == len(blocs) - 1
        base = alt.Chart(alt.NamedData(name="cover")).transform_filter(alt.datum.bloc == bloc)
        goods = alt.Y(
            "good:N",
            sort=list(dict.fromkeys(str(row["good"]) for row in rows if row["bloc"] == bloc)),
            axis=alt.Axis(title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 6),
        )
        bar = base.mark_bar(height={"band": 0.72}, stroke=theme.faint, strokeWidth=0.5).encode(
            x=alt.X(
                "begin:Q",
                scale=alt.Scale(domain=[0, most * 1.1], nice=False),
                axis=alt.Axis(title=voice.say("cover.axis") if last else None),
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
            base.mark_tick(color=colour, thickness=thick, bandSize=15, clip=True).encode(
                x="later:Q", y=goods
            )
            for colour, thick in ((theme.paper, 6), (theme.ink, 2.5))
        ]
        text = base.transform_filter("isValid(datum.total)").mark_text(align="left", dx=7)
        total = text.encode(x="finish:Q", y=goods, text="total:N")
        panels.append(
            alt.layer(bar, *ticks, total).properties(
                width=look.width - labels - 24,
                height=alt.Step(18),
                title=alt.TitleParams(bloc, fontSize=12, offset=4, anchor="start"),
            )
        )
    return alt.vconcat(*panels, spacing=14)
