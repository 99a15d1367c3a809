"""Service paths: the level of each service over weeks, with the line below which breath is out."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import line_name
from outlast.present.display.theme import DASHES
from outlast.present.display.time_axis import time_axis
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import firsts
from outlast.present.reads import LineOdds, Outcome
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.scenario.clock import Clock

if TYPE_CHECKING:
    import altair as alt

QUANTILES: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
"""What a fan shows."""

POINTS: Final = 80
"""About how many points a path is drawn with."""

PANEL: Final = 290
"""Pixels over which the name of a panel breaks."""

TOLD: Final = 4
"""Lines that the finding names."""

Chosen = Sequence[tuple[str, str]]
"""Lines as service and definition."""


def paths(
    outcome: Outcome,
    voice: Voice,
    *,
    lines: Chosen | None = None,
    singles: Mapping[int, Reals] | None = None,
    points: int = POINTS,
) -> View:
    """Return the view of service paths, one panel a service.

    Args:
        outcome: What the futures came to.
        voice: The language.
        lines: The lines to show; those of the headline's contest unless told.
        singles: Levels of single futures by number, each [line, step], drawn as thin lines.
        points: About how many points a path is drawn with.
    """
    odds = chosen_lines(outcome, lines)
    rows_of = {
        (line.service, line.definition): n for n, line in enumerate(outcome.lowered.names.lines)
    }
    chosen = [rows_of[line.service, line.definition] for line in odds]
    steps = thinned(outcome.situation.clock.horizon, points)
    level = outcome.bands["level"].part(chosen, steps)
    bands = {key: level.quantile(q) for key, q in QUANTILES.items()}
    names = [line_name(outcome, line, voice) for line in odds]
    panels = ["|".join(wrapped(name, PANEL, 12)) for name in names]
    fan: list[Row] = []
    for place, (name, panel, line) in enumerate(zip(names, panels, odds, strict=True)):
        row = chosen[place]
        known: Row = {"panel": panel, "line": name, "side": _side(outcome, line)}
        threshold = round(float(outcome.lowered.plan.threshold[row]), 4)
        for point, step in enumerate(steps):
            at: Row = {**known, "week": round((step + 1) * outcome.situation.clock.step, 2)}
            shown: Row = {key: round(float(band[place, point]), 4) for key, band in bands.items()}
            fan.append({**at, **shown, "threshold": threshold})
            for number, levels in (singles or {}).items():
                level_then = round(float(levels[row, step]), 4)
                fan.append({**at, "future": number, "level": level_then})

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(outcome, voice, view, panels, look)

    return View(
        name="paths",
        title=voice.say("paths.title"),
        finding=_finding(odds, names, list(singles or ()), voice),
        data={"paths": fan},
        table=listed(
            voice,
            ("line", "week", *QUANTILES, "threshold"),
            [row for row in fan if "future" not in row],
        ),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def chosen_lines(outcome: Outcome, wanted: Chosen | None) -> list[LineOdds]:
    """Return the odds of lines: those named, else those of the headline's contest."""
    odds = {(line.service, line.definition): line for line in outcome.lines()}
    if wanted is not None:
        return [odds[line] for line in wanted]
    found = firsts(outcome)
    names, plan = outcome.lowered.names, outcome.lowered.plan
    rows = [
        int(row)
        for number, half in enumerate(names.sets)
        if (half.contest, half.definition) == (found.contest, found.definition)
        for row in plan.set_line[plan.set_ptr[number] : plan.set_ptr[number + 1]]
    ]
    return [odds[names.lines[row].service, names.lines[row].definition] for row in rows]


def thinned(steps: int, points: int = POINTS) -> list[int]:
    """Return about as many steps as points, the first and the last among them."""
    return sorted({int(step) for step in np.linspace(0, steps - 1, min(steps, points)).round()})


def _side(outcome: Outcome, line: LineOdds) -> int:
    """Return which side a line stands on: 0, 1, or 2 for neither."""
    world = outcome.situation.world
    side = world.blocs[world.services[line.service].bloc].side
    sides = list(outcome.situation.timeline.sides)
    return sides.index(side) if side in sides[:2] else 2


def _finding(
    odds: Sequence[LineOdds], names: Sequence[str], futures: list[int], voice: Voice
) -> str:
    told = [
        voice.say(
            "paths.line",
            line=name,
            share=voice.hundred(line.p_break),
            typical=voice.say("paths.typical", span=voice.span(line.t50)) if line.t50 else "",
        )
        for line, name in sorted(
            zip(odds, names, strict=True), key=lambda pair: (-pair[0].p_break, pair[1])
        )[:TOLD]
    ]
    alone = voice.say("paths.single", future=f"{futures[0]}") if len(futures) == 1 else ""
    lines = voice.say("paths.finding", lines=voice.say("list.clause").join(told))
    return voice.sentences([lines, alone])


def _drawn(outcome: Outcome, voice: Voice, view: View, panels: list[str], look: Look) -> Drawn:
    import altair as alt

    columns = 1 if look.narrow or len(panels) == 1 else 2
    width = (look.width - 24) // columns - 62
    clock = outcome.situation.clock
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0, clock.horizon_weeks], nice=False),
        axis=time_axis(clock, voice, width, title=False),
    )

    def y(field: str) -> "alt.Y":
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, 1.1], clamp=True),
            axis=alt.Axis(format=".0%", tickCount=5, title=None, minExtent=34, maxExtent=34),
        )

    marks = _marks(voice, clock, view, (x, y), look)
    header = alt.Header(
        title=None, labelExpr="split(datum.value, '|')", labelAnchor="start", labelLimit=0
    )
    panel = alt.Facet("panel:N", sort=panels, header=header)
    fanned: Any = alt.layer(*marks, data=alt.NamedData(name="paths"))  # untyped from here in Altair
    whole = fanned.properties(width=width, height=130).facet(facet=panel, columns=columns)
    return cast("Drawn", whole.resolve_axis(x="independent", y="independent"))


def _marks(
    voice: Voice, clock: Clock, view: View, at: tuple[Any, Callable[[str], Any]], look: Look
) -> list[Any]:
    """Return the marks of one panel: the fan, single futures, the middle, the threshold."""
    import altair as alt

    theme, (x, y) = look.theme, at
    sides = [0, 1, 2]
    colour = alt.Color(
        "side:N",
        scale=alt.Scale(domain=sides, range=[*theme.sides, theme.neither]),
        legend=None,
    )
    dash = alt.StrokeDash(
        "side:N", scale=alt.Scale(domain=sides, range=[*DASHES, DASHES[0]]), legend=None
    )
    fan = alt.Chart().transform_filter("!isValid(datum.future)")
    single = alt.Chart().transform_filter("isValid(datum.future)")
    alone = len({row["future"] for row in view.data["paths"] if "future" in row}) == 1
    stroke, strong = (1.3, 0.9) if alone else (0.6, 0.35)
    last = fan.transform_filter(alt.datum.week >= clock.horizon_weeks - clock.step / 2)
    marks: list[Any] = [
        fan.mark_area(opacity=opacity).encode(x=x, y=y(low), y2=f"{high}:Q", color=colour)
        for low, high, opacity in (("q05", "q95", 0.16), ("q25", "q75", 0.3))
    ]
    marks += [
        fan.mark_line(strokeWidth=0.7, opacity=0.8).encode(x=x, y=y(edge), color=colour)
        for edge in ("q05", "q95")
    ]
    marks += [
        single.mark_line(color=theme.ink, strokeWidth=stroke, opacity=strong).encode(
            x=x, y=y("level"), detail="future:N"
        ),
        fan.mark_line(strokeWidth=2.4).encode(x=x, y=y("q50"), color=colour, strokeDash=dash),
        fan.mark_line(color=theme.mark, strokeWidth=1, strokeDash=[2, 2]).encode(
            x=x, y=y("threshold")
        ),
        last.mark_text(color=theme.faint, align="right", baseline="top", dy=4, fontSize=10).encode(
            x=x, y=y("threshold"), text=alt.value(voice.say("paths.threshold"))
        ),
    ]
    return marks
