"""A loss in a network as a picture: its path step by step, and the industries that lose most."""

from typing import Any, Final

from outlast.economy.network.choices import STEPS_A_YEAR
from outlast.economy.network.network_loss import NetworkLoss
from outlast.present.display.voice import Voice
from outlast.present.dot_rows import EDGE, DotRows, dot_rows
from outlast.present.network_words import (
    STATES,
    changed_line,
    industry_name,
    table_name,
    unit_name,
    worst_line,
)
from outlast.present.panels import panel_title
from outlast.present.view import APART, Drawn, Look, Row, View, listed

SHOWN: Final = 10
"""Industries in the picture; the table has all whose value added changes."""

LABELS: Final = (300, 150)
"""Pixels for the names of industries, wide and narrow."""

PARTS: Final = ("change", "direct")
"""The change of an industry, and the part of it that events took away."""

AXES: Final = {"week": "network.axis-week", "day": "network.axis-day"}


def network_figure(found: NetworkLoss, voice: Voice, version: str) -> View:
    """Return the view of a loss in a network.

    Args:
        found: The loss.
        voice: The language.
        version: The version of the program.
    """
    asked = found.asked
    a_step = found.value_added / STEPS_A_YEAR[asked.step]
    path: list[Row] = [
        {"step": number, "share": round(100 * change / a_step, 4) if a_step else 0.0}
        for number, change in enumerate(found.path)
    ]
    rows: list[Row] = [
        {
            "row": industry_name(each, voice),
            "change": round(each.change, 6),
            "direct": round(each.direct, 6),
        }
        for each in found.industries
        if each.change or each.direct
    ]
    marks: list[Row] = [
        {
            "panel": voice.say("network.most"),
            "industry": row["row"],
            "part": voice.say(f"network.{part}"),
            "at": row[part],
        }
        for row in rows[:SHOWN]
        for part in PARTS
        if row[part] or part == "change"
    ]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(found, voice, view, look)

    warned = [voice.say(STATES[found.outcome.state][1])] if found.outcome.state in STATES else []
    events = voice.say("list.comma").join((*asked.events, *asked.routes, *asked.capital))
    return View(
        name="network",
        title=voice.say("network.figure"),
        finding=voice.sentences([changed_line(found, voice), worst_line(found, voice), *warned]),
        data={"path": path, "industries": marks},
        table=listed(voice, ("row", "change", "direct"), rows),
        caption=(
            voice.say(
                "network.run", title=table_name(found, voice), events=events, version=version
            ),
        ),
        stamp={"table": found.title, "unit": found.unit, "events": events, "version": version},
        draw=draw,
    )


def _drawn(found: NetworkLoss, voice: Voice, view: View, look: Look) -> Drawn:
    """Draw the path, and under it the industries."""
    import altair as alt

    base = alt.Chart(alt.NamedData(name="path"))
    line = base.mark_line(color=look.theme.sides[0], strokeWidth=2, interpolate="step-after")
    steps = alt.X("step:Q", axis=alt.Axis(title=voice.say(AXES[found.asked.step]), tickMinStep=1))
    share = alt.Y("share:Q", axis=alt.Axis(title=None, tickCount=4), scale=alt.Scale(zero=True))
    path = line.encode(
        x=steps, y=share, tooltip=[alt.Tooltip("step:Q"), alt.Tooltip("share:Q")]
    ).properties(
        width=look.width - LABELS[look.narrow] - EDGE,
        height=120,
        title=panel_title(voice.say("network.path")),
    )
    parts = tuple(voice.say(f"network.{part}") for part in PARTS)
    axis = unit_name(found.unit, voice)
    if not view.data["industries"]:
        return path
    rows = DotRows("industries", "industry", axis, parts, labels=LABELS)
    apart: dict[str, Any] = dict.fromkeys(APART, "independent")
    whole = alt.vconcat(path, dot_rows(view, look, rows), spacing=20)
    return whole.resolve_legend(**apart).resolve_scale(**apart)
