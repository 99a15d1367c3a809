"""Compute by source, on the date and at the end, and the gap between rivals over time."""

from typing import Any

import numpy as np

from outlast.lower.index import DEFINITIONS
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, service_name
from outlast.present.display.theme import DASHES
from outlast.present.display.time_axis import day_at, time_axis
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.present.views.paths import thinned


def compute(outcome: Outcome, voice: Voice) -> View | None:
    """Return the view of compute, or None in a world without any."""
    names, world = outcome.lowered.names, outcome.situation.world
    order = list(world.blocs)
    if not names.holdings:
        return None
    profile = int(np.argmax(names.profiles))
    rows: list[Row] = []
    for number, (bloc, source) in enumerate(names.holdings):
        date, end = (
            np.quantile(outcome.record[field][:, number, profile], (0.1, 0.5, 0.9))
            for field in ("installed_date", "installed_end")
        )
        rows.extend(
            [
                {
                    "bloc": bloc_name(outcome, bloc, voice),
                    "source": voice.name("holding", source),
                    "when": voice.say(f"compute.{when}"),
                    "low": float(f"{low:.4g}"),
                    "middle": float(f"{middle:.4g}"),
                    "high": float(f"{high:.4g}"),
                    "label": voice.number(float(f"{middle:.3g}")),
                }
                for when, (low, middle, high) in (("date", date), ("end", end))
                if world.blocs[bloc].side is not None and high > 0
            ]
        )
    rows.sort(
        key=lambda row: [bloc_name(outcome, key, voice) for key in order].index(str(row["bloc"]))
    )
    gap, pairs = _gap(outcome, voice)
    tolerated = outcome.situation.gap

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(outcome, voice, view, look)

    columns = ("bloc", "source", "when", "low", "middle", "high")
    return View(
        name="compute",
        title=voice.say("compute.title"),
        finding=_finding(outcome, rows, pairs, voice),
        data={
            "compute": rows,
            "gap": gap,
            "tolerated": [{"ratio": tolerated}] if tolerated else [],
        },
        table=listed(voice, columns, rows),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def _gap(outcome: Outcome, voice: Voice) -> tuple[list[Row], list[tuple[str, float, float]]]:
    """Return how many times a rival's usable compute is one's own, and its first and last value."""
    plan, names = outcome.lowered.plan, outcome.lowered.names
    usable = outcome.bands["usable"].quantile(0.5)
    rows: list[Row] = []
    pairs: list[tuple[str, float, float]] = []
    defined = DEFINITIONS.index("gap")
    compared = set(plan.set_line.tolist())
    for line in np.flatnonzero(plan.line_definition == defined):
        own = usable[plan.line_service[line]]
        rivals = plan.rival[plan.rival_ptr[line] : plan.rival_ptr[line + 1]]
        if line not in compared or not len(rivals) or (own <= 0).any():
            continue
        ratio = usable[rivals].max(axis=0) / own
        name = service_name(outcome, names.lines[line].service, voice)
        world = outcome.situation.world
        bloc = world.services[names.lines[line].service].bloc
        rows.extend(
            [
                {
                    "pair": name,
                    "side": world.blocs[bloc].side,
                    "week": round((step + 1) * outcome.situation.clock.step, 2),
                    "ratio": float(f"{ratio[step]:.4g}"),
                }
                for step in thinned(len(ratio))
            ]
        )
        pairs.append((name, float(ratio[0]), float(ratio[-1])))
    return rows, pairs


def _finding(
    outcome: Outcome, rows: list[Row], pairs: list[tuple[str, float, float]], voice: Voice
) -> str:
    clock = outcome.situation.clock
    told = [
        voice.say("compute.gap-one", service=name, first=first, last=last)
        for name, first, last in sorted(pairs, key=lambda pair: -pair[2])[:2]
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
    ][:3]
    clause = voice.say("list.clause")
    return voice.sentences(
        [
            voice.say("compute.finding", held=clause.join(held)),
            voice.say(
                "compute.gap",
                month=voice.month(day_at(clock, clock.horizon_weeks)),
                pairs=clause.join(told),
            )
            if told
            else "",
        ]
    )


def _drawn(outcome: Outcome, voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    labels = 120 if look.narrow else 190
    whens = [voice.say("compute.date"), voice.say("compute.end")]
    rows = view.data["compute"]
    panels: list[Any] = []
    blocs = list(dict.fromkeys(str(row["bloc"]) for row in rows))
    floor = min((float(row["middle"] or 0.0) for row in rows if row["middle"]), default=1.0)
    most = max((float(row["high"] or 0.0) for row in rows), default=10.0)
    scale_from = max(1.0, floor / 3)
    scale = alt.Scale(type="log", domain=[scale_from, most * 1.5], clamp=True, nice=False)
    for number, bloc in enumerate(blocs):
        base = alt.Chart(alt.NamedData(name="compute")).transform_filter(alt.datum.bloc == bloc)
        y = alt.Y(
            "source:N",
            sort=list(dict.fromkeys(str(row["source"]) for row in rows if row["bloc"] == bloc)),
            axis=alt.Axis(title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 8),
        )
        last = number == len(blocs) - 1
        axis = alt.Axis(
            title=voice.say("compute.axis") if last else None,
            format="~s",
            values=[10.0**n for n in range(13) if scale_from <= 10.0**n <= most * 1.5],
        )
        shade = alt.Color(
            "when:N",
            scale=alt.Scale(domain=whens, range=[theme.neither, theme.ink]),
            legend=alt.Legend(title=None, orient="top"),
        )
        offset = alt.YOffset("when:N", sort=whens)
        bar = base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, yOffset=offset, color=shade
        )
        point = base.mark_point(filled=True, size=64, opacity=1).encode(
            x=alt.X("middle:Q", scale=scale, axis=axis),
            y=y,
            yOffset=offset,
            color=shade,
            shape=alt.Shape("when:N", scale=alt.Scale(domain=whens, range=["circle", "square"])),
            tooltip=[alt.Tooltip(f"{name}:N") for name in ("source", "when", "label")],
        )
        panels.append(
            alt.layer(bar, point).properties(
                width=look.width - labels - 24,
                height=38 * len({row["source"] for row in rows if row["bloc"] == bloc}),
                title=alt.TitleParams(bloc, fontSize=12, offset=4, anchor="start"),
            )
        )
    if view.data["gap"]:
        panels.append(_gap_panel(outcome, voice, view, look, labels))
    return alt.vconcat(*panels, spacing=16)


def _gap_panel(outcome: Outcome, voice: Voice, view: View, look: Look, labels: int) -> Drawn:
    import altair as alt

    theme, clock = look.theme, outcome.situation.clock
    ratios = (*view.data["gap"], *view.data["tolerated"])
    seen = [float(row["ratio"] or 1.0) for row in ratios]
    pairs = list(dict.fromkeys(str(row["pair"]) for row in view.data["gap"]))
    side_of = {str(row["pair"]): str(row["side"]) for row in view.data["gap"]}
    sides = list(outcome.situation.timeline.sides)
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
        axis=time_axis(clock, voice, look.width - labels),
    )
    y = alt.Y(
        "ratio:Q",
        scale=alt.Scale(type="log", domain=[min(seen) / 1.5, max(seen) * 1.5], nice=False),
        axis=alt.Axis(
            title=None,
            minExtent=labels,
            format="~g",
            values=[0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
        ),
    )
    colours = [theme.sides[sides.index(side_of[pair]) % 2] for pair in pairs]
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
    text = tolerated.mark_text(align="left", dy=10, fontSize=10, color=theme.faint).encode(
        x=alt.value(4), y="ratio:Q", text=alt.value(voice.say("compute.tolerated"))
    )
    title = alt.TitleParams(voice.say("compute.panel"), fontSize=12, offset=6, anchor="start")
    return (
        alt.layer(line, rule, text)
        .properties(width=look.width - labels - 24, height=150, title=title)
        .resolve_scale(color="independent", strokeDash="independent")
    )
