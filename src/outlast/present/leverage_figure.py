"""Leverage: the parts of supply, output and use by which two blocs hold each other, by good."""

from typing import Any, Final

from outlast.economy.hold import Direction, Hold, Leverage
from outlast.economy.leverage import TOGETHER
from outlast.present.cost import money
from outlast.present.display.caption import shortened
from outlast.present.display.voice import Voice
from outlast.present.panels import label_axis, panel_title
from outlast.present.view import Drawn, Look, Row, View, listed

LEAST: Final = 0.02
"""The least share of supply that is drawn."""

MOST: Final = 0.5
"""The share of supply from which a hold is counted as one over most of it."""

LABELS: Final = (190, 120)
"""Pixels for the names of goods, wide and narrow."""

EDGE: Final = 30
"""Pixels at the right of the plots."""

PARTS: Final = ("supply", "output_share", "reliance")
"""The parts that are drawn: of the target's supply, of world output, of its use."""

SHAPES: Final = ("circle", "diamond", "stroke")
"""Their marks."""


def leverage_figure(
    found: Leverage, voice: Voice, producers: tuple[str, ...], version: str
) -> View:
    """Return the view of leverage.

    Args:
        found: The holds of two blocs over each other.
        voice: The language, with the names of the contest.
        producers: The publishers behind the numbers.
        version: The version of the program.
    """
    rows = [
        _row(direction, hold, voice)
        for direction in found.directions
        for hold in direction.holds
        if hold.share >= LEAST
    ]
    marks: list[Row] = [
        {
            "panel": row["panel"],
            "good": row["good"],
            "part": voice.say(f"leverage.{part}"),
            "at": max(0.0, float(row[part] or 0.0)),
        }
        for row in rows
        for part in PARTS
        if row[part] is not None
    ]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    columns = ("panel", "good", *PARTS, "hhi", "loss", "first_year")
    return View(
        name="leverage",
        title=voice.say("leverage.title"),
        finding=voice.sentences([_finding(each, voice) for each in found.directions]),
        data={"leverage": marks},
        table=listed(voice, columns, rows),
        caption=(
            voice.say("caption.source", sources=shortened(list(producers), voice)),
            voice.say(
                "leverage.run",
                year=f"{found.year}",
                draws=found.futures,
                seed=f"{found.seed}",
                version=version,
            ),
        ),
        stamp={
            "year": found.year,
            "futures": found.futures,
            "seed": found.seed,
            "version": version,
        },
        draw=draw,
    )


def blocs_name(keys: str, title: str, voice: Voice) -> str:
    """Return the name of a bloc, or of several that act together."""
    parts = keys.split(TOGETHER)
    if len(parts) == 1:
        return voice.name("bloc", keys, title)
    return voice.join([voice.name("bloc", each) for each in parts])


def direction_name(direction: Direction, voice: Voice) -> str:
    """Return both ends of a direction."""
    return voice.say(
        "leverage.over",
        holder=blocs_name(direction.holder, direction.holder_title, voice),
        target=blocs_name(direction.target, direction.target_title, voice),
    )


def _row(direction: Direction, hold: Hold, voice: Voice) -> Row:
    """Return the numbers of a hold, shares in per cent."""
    first = hold.first_year_bn
    bounded = hold.loss_bn is not None and hold.loss_bn.median != float("inf")
    return {
        "panel": direction_name(direction, voice),
        "good": voice.name("good", hold.good, hold.title),
        "supply": round(100 * hold.share, 1),
        "output_share": None if hold.output_share is None else round(100 * hold.output_share, 1),
        "reliance": None if hold.reliance is None else round(100 * hold.reliance, 1),
        "hhi": round(hold.hhi, 3),
        "loss": round(hold.loss_bn.median, 4) if bounded and hold.loss_bn else None,
        "first_year": None if first is None else round(first.median, 4),
    }


def _finding(direction: Direction, voice: Voice) -> str:
    """Return how many goods one bloc holds mostly, and the good with which it stops most."""
    holder = blocs_name(direction.holder, direction.holder_title, voice)
    target = blocs_name(direction.target, direction.target_title, voice)
    if not direction.holds:
        return voice.say("leverage.nothing", holder=holder, target=target)
    most = sum(each.share >= MOST for each in direction.holds)
    said = voice.say(
        "leverage.finding", holder=holder, target=target, n=most, of=len(direction.holds)
    )
    known = [each for each in direction.holds if each.first_year_bn is not None]
    if not known:
        return said
    worst = max(known, key=lambda each: each.first_year_bn.median if each.first_year_bn else 0.0)
    stops = worst.first_year_bn.median if worst.first_year_bn else 0.0
    good = voice.name("good", worst.good, worst.title)
    more = voice.say("leverage.stops", good=good, money=money(stops, voice))
    return voice.sentences([said, more])


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw the parts of each good, a panel for each direction."""
    import altair as alt

    theme, labels = look.theme, LABELS[look.narrow]
    names = [voice.say(f"leverage.{part}") for part in PARTS]
    groups = list(dict.fromkeys(str(row["panel"]) for row in view.data["leverage"]))
    charts: list[Any] = []
    for number, group in enumerate(groups):
        rows = [row for row in view.data["leverage"] if row["panel"] == group]
        goods = list(dict.fromkeys(str(row["good"]) for row in rows))
        base = alt.Chart(alt.NamedData(name="leverage")).transform_filter(alt.datum.panel == group)
        last = number == len(groups) - 1
        marks = base.mark_point(size=60, opacity=1, filled=False, strokeWidth=2).encode(
            y=alt.Y("good:N", sort=goods, axis=label_axis(labels)),
            x=alt.X(
                "at:Q",
                scale=alt.Scale(domain=[0, 100]),
                axis=alt.Axis(title=voice.say("leverage.axis") if last else None),
            ),
            shape=alt.Shape(
                "part:N",
                scale=alt.Scale(domain=names, range=list(SHAPES)),
                legend=alt.Legend(title=None, orient="top", columns=1),
            ),
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=names, range=[*theme.sides, theme.ink]),
                legend=alt.Legend(title=None, orient="top", columns=1),
            ),
            tooltip=[alt.Tooltip("good:N"), alt.Tooltip("part:N"), alt.Tooltip("at:Q")],
        )
        charts.append(
            marks.properties(
                width=look.width - labels - EDGE, height=alt.Step(19), title=panel_title(group)
            )
        )
    return alt.vconcat(*charts, spacing=14)
