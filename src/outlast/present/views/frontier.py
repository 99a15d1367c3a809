"""The frontier of stock and ramp: whether each stock lasts until other supply has grown."""

from typing import Any, Final

from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, good_name
from outlast.present.display.theme import SMALL
from outlast.present.display.voice import MONTH, Voice
from outlast.present.panels import Panel, panels, stacked
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.results import Results
from outlast.study.stock_frontier import middle_line, needed_stock, stock_positions

SLOWEST: Final = 96
"""Months at the right edge; a slower ramp, or none, stands there."""

TALL: Final = 48
"""Months at the top; a stock that lasts longer stands there, with its number."""

TOP: Final = TALL * 1.15
"""Months at the end of the upright axis."""

HEIGHT: Final = 240
"""Pixels of a panel's height."""

LETTER: Final = 11
"""Pixels between two labels."""

BESIDE: Final = 26
"""Months along the axis that a label covers."""


def frontier(results: Results, voice: Voice) -> View:
    """Return the view of the frontier with the position of each good on the date."""
    threshold, window = middle_line(results)
    horizon = results.situation.clock.horizon_weeks
    rows: list[Row] = []
    for each in stock_positions(results):
        ramp = each.missing / each.ramp / MONTH if each.ramp > 0 else None
        need = needed_stock(each.others, each.ramp, threshold, window)
        lasts = each.stock / each.missing / MONTH
        holds = each.stock >= need or lasts * MONTH >= horizon
        name = good_name(results, each.good, voice)
        beyond = voice.say("frontier.beyond", good=name, months=round(lasts))
        rows.append(
            {
                "bloc": bloc_name(results, each.bloc, voice),
                "good": name,
                "name": name if lasts <= TALL else beyond,
                "ramp": round(ramp, 1) if ramp is not None else None,
                "x": round(min(SLOWEST, ramp), 1) if ramp is not None else SLOWEST,
                "lasts": round(lasts, 2),
                "y": round(min(TALL, lasts), 2),
                "needed": round(need / each.missing / MONTH, 2) if ramp is not None else None,
                "others": round(each.others, 3),
                "holds": holds,
                "state": voice.say("frontier.holds" if holds else "frontier.fails"),
            }
        )
    _label(rows)
    edge: list[Row] = [{"x": 0, "y": 0}, {"x": SLOWEST, "y": SLOWEST / 2}]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    columns = ("bloc", "good", "others", "ramp", "lasts", "needed", "holds")
    return View(
        name="frontier",
        title=voice.say("frontier.title"),
        finding=_finding(results, rows, voice),
        data={"frontier": rows, "edge": edge},
        table=listed(voice, columns, rows),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _label(rows: list[Row]) -> None:
    """Give each row the height of its label, so that labels near each other do not overlap.

    Many goods stand at the right edge: their marks have no label.
    """
    gap = TOP * LETTER / HEIGHT
    placed: list[tuple[str, float, float]] = []
    for row in sorted(rows, key=lambda row: float(row["y"] or 0.0)):
        if float(row["x"] or 0.0) >= SLOWEST:  # the lines above the panel name these
            row["name"], row["label"] = "", row["y"]
            continue
        x, y, bloc = float(row["x"] or 0.0), float(row["y"] or 0.0), str(row["bloc"])
        near = [other for at, left, other in placed if at == bloc and abs(left - x) < BESIDE]
        y = max([y, *(other + gap for other in near)])
        placed.append((bloc, x, y))
        row["label"] = round(y, 3)


def _finding(results: Results, rows: list[Row], voice: Voice) -> str:
    """Return how many stocks last long enough, and how that is counted."""
    threshold, window = middle_line(results)
    return voice.say(
        "frontier.finding",
        holds=sum(bool(row["holds"]) for row in rows),
        of=len(rows),
        none=sum(row["ramp"] is None for row in rows),
        threshold=voice.percent(threshold),
        window=voice.say("span.weeks", n=round(window)),
        span=voice.span(results.situation.clock.horizon_weeks),
    )


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw one panel a bloc: the edge without slack, and the goods around it."""
    import altair as alt

    theme = look.theme
    states = [voice.say("frontier.holds"), voice.say("frontier.fails")]
    more = f"datum.value >= {SLOWEST} ? '{voice.say('frontier.more')}' : datum.label"
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, SLOWEST * 1.32], nice=False),
        axis=alt.Axis(
            title=voice.say("frontier.x"), values=list(range(0, SLOWEST + 1, 24)), labelExpr=more
        ),
    )
    scale = alt.Scale(domain=[0, TOP], nice=False)  # marks beyond it are cut, not moved

    def draw(panel: Panel) -> Any:  # noqa: ANN401  Altair's charts have no common type
        y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=voice.say("frontier.y")))
        edge = alt.Chart(alt.NamedData(name="edge"))
        area = edge.mark_area(color=theme.neither, opacity=0.14, clip=True).encode(x=x, y=y)
        line = edge.mark_line(color=theme.mark, strokeWidth=1.6, clip=True).encode(x=x, y=y)
        point = panel.base.mark_point(filled=True, size=70, opacity=1).encode(
            x=x,
            y=alt.Y("y:Q", scale=scale),
            shape=alt.Shape(
                "state:N",
                scale=alt.Scale(domain=states, range=["circle", "cross"]),
                legend=alt.Legend(title=None, orient="top", columns=1 if look.narrow else 2),
            ),
            color=alt.Color(
                "state:N", scale=alt.Scale(domain=states, range=[theme.neither, theme.ink])
            ),
            tooltip=[
                alt.Tooltip("good:N"),
                *(alt.Tooltip(f"{name}:Q") for name in ("ramp", "lasts", "needed")),
            ],
        )
        named = panel.base.encode(x=x, y=alt.Y("label:Q", scale=scale), text="name:N")
        text = named.mark_text(fontSize=11, align="left", dx=9)
        halo = named.mark_text(fontSize=11, align="left", dx=9, stroke=theme.paper, strokeWidth=4)
        return alt.layer(area, line, halo, point, text).properties(height=HEIGHT)

    blocs = panels("frontier", "bloc", view.data["frontier"])
    width = look.width - 70

    def note(bloc: str) -> list[str]:
        at_edge = [
            voice.say(
                "frontier.beyond", good=str(row["good"]), months=round(float(row["lasts"] or 0.0))
            )
            for row in view.data["frontier"]
            if row["bloc"] == bloc and float(row["x"] or 0.0) >= SLOWEST
        ]
        goods = voice.say("list.comma").join(at_edge)
        return wrapped(voice.say("frontier.edge", goods=goods), width, SMALL) if at_edge else []

    return stacked(blocs, draw, width=width, note=note, spacing=20)
