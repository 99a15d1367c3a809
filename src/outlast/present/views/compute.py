"""Compute by source, on the date and at the end, and the gap between rivals over time."""

from typing import Any, Final

import numpy as np

from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, service_name
from outlast.present.display.theme import DASHES
from outlast.present.display.time_axis import date_at, thinned, time_axis
from outlast.present.display.voice import Voice
from outlast.present.panels import (
    Panel,
    distinct,
    label_axis,
    label_expression,
    panels,
    stacked,
)
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results import Results
from outlast.results.compute import compute_gaps, compute_holdings

HELD: Final = 3
"""Holdings that the finding names."""

PAIRS: Final = 2
"""Gaps that the finding names."""


def compute(results: Results, voice: Voice) -> View:
    """Return the view of compute; it is empty in a world without any."""
    blocs = results.situation.world.blocs
    order = list(blocs)
    rows: list[Row] = []
    for holding in sorted(compute_holdings(results), key=lambda each: order.index(each.bloc)):
        if blocs[holding.bloc].side is None:
            continue
        for when, values in (("date", holding.on_date), ("end", holding.at_end)):
            low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
            if high > 0:
                rows.append(
                    {
                        "bloc": bloc_name(results, holding.bloc, voice),
                        "source": voice.name("holding", holding.source),
                        "when": voice.say(f"compute.{when}"),
                        "low": float(f"{low:.4g}"),
                        "middle": float(f"{middle:.4g}"),
                        "high": float(f"{high:.4g}"),
                        "label": voice.number(float(f"{middle:.3g}")),
                    }
                )
    gap, pairs = _gap(results, voice)
    tolerated = results.situation.gap

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(results, voice, view, look)

    columns = ("bloc", "source", "when", "low", "middle", "high")
    return View(
        name="compute",
        title=voice.say("compute.title"),
        finding=_finding(results, rows, pairs, voice),
        data={
            "compute": rows,
            "gap": gap,
            "tolerated": [{"ratio": tolerated}] if tolerated else [],
        },
        table=listed(voice, columns, rows),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _gap(results: Results, voice: Voice) -> tuple[list[Row], list[tuple[str, float, float]]]:
    """Return the gap of each compared service over time, and its first and last value."""
    world, week = results.situation.world, results.situation.clock.step
    rows: list[Row] = []
    pairs: list[tuple[str, float, float]] = []
    for gap in compute_gaps(results):
        name = service_name(results, gap.service, voice)
        side = world.blocs[world.services[gap.service].bloc].side
        rows.extend(
            {
                "pair": name,
                "side": side,
                "week": round((step + 1) * week, 2),
                "ratio": float(f"{gap.ratio[step]:.4g}"),
            }
            for step in thinned(len(gap.ratio))
        )
        pairs.append((name, float(gap.ratio[0]), float(gap.ratio[-1])))
    return rows, pairs


def _finding(
    results: Results, rows: list[Row], pairs: list[tuple[str, float, float]], voice: Voice
) -> str:
    """Return the largest holdings on the date, and the widest gaps at the end."""
    clock = results.situation.clock
    gaps = [
        voice.say("compute.gap-one", service=name, first=first, last=last)
        for name, first, last in sorted(pairs, key=lambda pair: -pair[2])[:PAIRS]
    ]
    held = [
        voice.say(
            "compute.held",
            bloc=str(row["bloc"]),
            source=str(row["source"]),
            label=str(row["label"]),
        )
        for row in sorted(rows, key=lambda row: -float(row["middle"] or 0.0))
        if row["when"] == voice.say("compute.date")
    ][:HELD]
    clause = voice.say("list.clause")
    month = date_at(clock, clock.horizon_weeks, voice)
    return voice.sentences(
        [
            voice.say("compute.finding", held=clause.join(held)),
            voice.say("compute.gap", month=month, pairs=clause.join(gaps)) if gaps else "",
        ]
    )


def _drawn(results: Results, voice: Voice, view: View, look: Look) -> Drawn:
    """Draw holdings bloc by bloc on one logarithmic scale, and the gaps below them."""
    import altair as alt

    theme = look.theme
    labels = 120 if look.narrow else 190
    whens = [voice.say("compute.date"), voice.say("compute.end")]
    rows = view.data["compute"]
    floor = min((float(row["middle"] or 0.0) for row in rows if row["middle"]), default=1.0)
    begin = max(1.0, floor / 3)
    end = 1.5 * max((float(row["high"] or 0.0) for row in rows), default=10.0)
    scale = alt.Scale(type="log", domain=[begin, end], clamp=True, nice=False)

    def draw(panel: Panel) -> Any:  # noqa: ANN401  Altair's charts have no common type
        sources = panel.distinct("source")
        y = alt.Y("source:N", sort=sources, axis=label_axis(labels, sources))
        values = [10.0**n for n in range(13) if begin <= 10.0**n <= end]
        axis = alt.Axis(
            title=voice.say("compute.axis") if panel.last else None,
            labelExpr=label_expression({each: voice.large(each) for each in values}),
            values=values,
        )
        shade = alt.Color(
            "when:N",
            scale=alt.Scale(domain=whens, range=[theme.neither, theme.ink]),
            legend=alt.Legend(title=None, orient="top"),
        )
        offset = alt.YOffset("when:N", sort=whens)
        bar = panel.base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, yOffset=offset, color=shade
        )
        point = panel.base.mark_point(filled=True, size=64, opacity=1).encode(
            x=alt.X("middle:Q", scale=scale, axis=axis),
            y=y,
            yOffset=offset,
            color=shade,
            shape=alt.Shape("when:N", scale=alt.Scale(domain=whens, range=["circle", "square"])),
            tooltip=[alt.Tooltip(f"{name}:N") for name in ("source", "when", "label")],
        )
        return alt.layer(bar, point).properties(height=38 * len(sources))

    width = look.width - labels - 24
    holdings = stacked(panels("compute", "bloc", rows), draw, width=width, spacing=16)
    if not view.data["gap"]:
        return holdings
    return alt.vconcat(holdings, _gap_panel(results, voice, view, look, labels), spacing=16)


def _gap_panel(results: Results, voice: Voice, view: View, look: Look, labels: int) -> Drawn:
    """Draw the gap of each service over time, with the gap that is tolerated."""
    import altair as alt

    theme, clock = look.theme, results.situation.clock
    gap = view.data["gap"]
    ratios = [float(row["ratio"] or 1.0) for row in (*gap, *view.data["tolerated"])]
    pairs = distinct(gap, "pair")
    side_of = {str(row["pair"]): str(row["side"]) for row in gap}
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
        axis=time_axis(clock, voice, look.width - labels),
    )
    y = alt.Y(
        "ratio:Q",
        scale=alt.Scale(type="log", domain=[min(ratios) / 1.5, max(ratios) * 1.5], nice=False),
        axis=alt.Axis(
            title=None,
            minExtent=labels,
            format="~g",
            values=[0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
        ),
    )
    colours = [theme.sides[results.sides.index(side_of[pair])] for pair in pairs]
    twins = [[other for other in pairs if side_of[other] == side_of[pair]] for pair in pairs]
    dashes = [list(DASHES[mine.index(pair) % 2]) for pair, mine in zip(pairs, twins, strict=True)]
    legend = alt.Legend(title=None, orient="bottom", columns=1, symbolSize=300)
    line = (
        alt.Chart(alt.NamedData(name="gap"))
        .mark_line(strokeWidth=2.2)
        .encode(
            x=x,
            y=y,
            color=alt.Color("pair:N", scale=alt.Scale(domain=pairs, range=colours), legend=legend),
            strokeDash=alt.StrokeDash(
                "pair:N", scale=alt.Scale(domain=pairs, range=dashes), legend=legend
            ),
        )
    )
    tolerated = alt.Chart(alt.NamedData(name="tolerated"))
    rule = tolerated.mark_rule(color=theme.mark, strokeDash=[2, 2]).encode(y="ratio:Q")
    text = tolerated.mark_text(align="right", dy=10, color=theme.faint).encode(
        x=alt.value(look.width - labels - 28),
        y="ratio:Q",
        text=alt.value(voice.say("compute.tolerated")),
    )
    title = alt.TitleParams(voice.say("compute.panel"), fontSize=12, offset=6, anchor="start")
    return (
        alt.layer(line, rule, text)
        .properties(width=look.width - labels - 24, height=150, title=title)
        .resolve_scale(color="independent", strokeDash="independent")
    )
