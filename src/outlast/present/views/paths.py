"""Service paths: the level of each service over weeks, with the line below which breath is out."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from outlast.engine.arrays import Reals
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import line_name
from outlast.present.display.theme import DASHES
from outlast.present.display.time_axis import POINTS, thinned, time_axis
from outlast.present.display.voice import Voice
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.results import LineOdds, Results

if TYPE_CHECKING:
    import altair as alt

QUANTILES: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
"""The quantiles of a fan, by column."""

PANEL: Final = 240
"""Pixels after which the name of a panel goes to the next line."""

FULL: Final = 0.98
"""The level from which a service is whole: where nearly all futures keep it, nothing is drawn."""

NAMED: Final = 4
"""Services that the finding names."""


def paths(
    results: Results,
    voice: Voice,
    *,
    lines: Sequence[LineOdds] | None = None,
    single_futures: Mapping[int, Reals] | None = None,
    points: int = POINTS,
) -> View:
    """Return the view of service paths, one panel a service.

    Args:
        results: The results.
        voice: The language.
        lines: The services to show; those of the default set if absent.
        single_futures: Levels of futures by their number, each [line, step], as thin lines.
        points: About how many points a path is drawn with.
    """
    shown = results.lines_of() if lines is None else lines
    rows = [results.row_of(line.service, line.definition) for line in shown]
    steps = thinned(results.situation.clock.horizon, points)
    level = results.bands["level"].part(rows, steps)
    bands = {key: level.quantile(q) for key, q in QUANTILES.items()}
    names = [line_name(results, line, voice) for line in shown]
    panels = ["|".join(wrapped(name, PANEL, 12)) for name in names]
    fan: list[Row] = []
    for place, (name, panel, line) in enumerate(zip(names, panels, shown, strict=True)):
        row = rows[place]
        heading: Row = {"panel": panel, "line": name, "side": _side(results, line)}
        threshold = round(results.thresholds[row], 4)
        for point, step in enumerate(steps):
            at: Row = {**heading, "week": round((step + 1) * results.situation.clock.step, 2)}
            spread: Row = {key: round(float(band[place, point]), 4) for key, band in bands.items()}
            fan.append({**at, **spread, "threshold": threshold})
            for number, levels in (single_futures or {}).items():
                fan.append({**at, "future": number, "level": round(float(levels[row, step]), 4)})

    flat = [name for name, low in zip(names, bands["q05"], strict=True) if (low >= FULL).all()]
    drawn = [panel for name, panel in zip(names, panels, strict=True) if name not in flat]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(results, voice, view, drawn or panels, look)

    return View(
        name="paths",
        title=voice.say("paths.title"),
        finding=_finding(shown, names, list(single_futures or ()), flat if drawn else (), voice),
        data={"paths": fan},
        table=listed(
            voice,
            ("line", "week", *QUANTILES, "threshold"),
            [row for row in fan if "future" not in row],
        ),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _side(results: Results, line: LineOdds) -> int:
    """Return the side of a service: 0 or 1, or 2 for neither."""
    return 2 if line.side is None else results.sides.index(line.side)


def _finding(
    lines: Sequence[LineOdds],
    names: Sequence[str],
    futures: list[int],
    flat: Sequence[str],
    voice: Voice,
) -> str:
    """Return how often the services break that break most often, and which have no panel."""
    ranked = sorted(zip(lines, names, strict=True), key=lambda pair: (-pair[0].p_break, pair[1]))
    clauses = [
        voice.say(
            "paths.line",
            line=name,
            share=voice.hundred(line.p_break),
            typical=_typical(line, voice),
        )
        for line, name in ranked[:NAMED]
    ]
    single = voice.say("paths.single", future=f"{futures[0]}") if len(futures) == 1 else ""
    finding = voice.say("paths.finding", lines=voice.say("list.clause").join(clauses))
    return voice.sentences([finding, single, voice.say("paths.threshold"), _flat(flat, voice)])


def _flat(names: Sequence[str], voice: Voice) -> str:
    """Return which services have no panel, because their level stays whole."""
    if not names:
        return ""
    return voice.say("paths.flat", lines=voice.say("list.clause").join(names))


def _typical(line: LineOdds, voice: Voice) -> str:
    """Return the middle of the times after which a service breaks; nothing if seldom."""
    if line.t50 is None:
        return ""
    if line.t50 == 0:
        return voice.say("paths.already")
    return voice.say("paths.typical", span=voice.span(line.t50))


def _drawn(results: Results, voice: Voice, view: View, panels: list[str], look: Look) -> Drawn:
    """Draw the panels, two beside each other where there is room."""
    import altair as alt

    columns = 1 if look.narrow or len(panels) == 1 else 2
    width = (look.width - 24) // columns - 62
    clock = results.situation.clock
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

    marks = _marks(view, (x, y), look)
    header = alt.Header(
        title=None, labelExpr="split(datum.value, '|')", labelAnchor="start", labelLimit=0
    )
    panel = alt.Facet("panel:N", sort=panels, header=header)
    fanned: Any = alt.layer(*marks, data=alt.NamedData(name="paths"))  # Altair has no types here
    fanned = fanned.transform_filter(alt.FieldOneOfPredicate(field="panel", oneOf=panels))
    whole = fanned.properties(width=width, height=130).facet(facet=panel, columns=columns)
    return cast("Drawn", whole.resolve_axis(x="independent", y="independent"))


def _marks(view: View, at: tuple[Any, Callable[[str], Any]], look: Look) -> list[Any]:
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
    ]
    return marks
