"""Dot rows: panels of names, each with a mark for every part of it, and its range where known."""

from dataclasses import dataclass
from typing import Any, Final

from outlast.present.display.theme import SMALL
from outlast.present.panels import label_axis, panel_title, row_step
from outlast.present.view import Drawn, Look, View, wrapped

LABELS: Final = (190, 120)
"""Pixels for the names of rows, wide and narrow."""

EDGE: Final = 30
"""Pixels at the right of the plots."""

SHAPES: Final = ("circle", "diamond", "stroke")
"""The marks of the parts."""

STEP: Final = 19
"""Pixels of a row whose name takes one line."""


@dataclass(frozen=True)
class DotRows:
    """How a data set of rows with `panel`, a name, `part` and `at` is drawn."""

    data: str
    """The data set."""

    label: str
    """The column of the names."""

    axis: str
    """The title of the axis under the last panel."""

    parts: tuple[str, ...]
    """The parts in words, up to three."""

    domain: tuple[float, float] | None = None
    """The ends of the axis; those of the data, with zero, if absent."""

    ranges: bool = False
    """Whether each row has `low` and `high`."""

    labels: tuple[int, int] = LABELS


def dot_rows(view: View, look: Look, rows: DotRows) -> Drawn:
    """Return the rows as one chart, a panel for each value of `panel`."""
    import altair as alt

    theme, width = look.theme, rows.labels[look.narrow]
    groups = list(dict.fromkeys(str(row["panel"]) for row in view.data[rows.data]))
    colours = [*theme.sides, theme.ink][: len(rows.parts)]
    shapes = list(SHAPES)[: len(rows.parts)]
    parts = list(rows.parts)
    legend = alt.Legend(title=None, orient="top", columns=1) if len(parts) > 1 else None
    scale = alt.Scale(domain=list(rows.domain)) if rows.domain else alt.Scale(zero=True, nice=True)
    title = wrapped(rows.axis, look.width - width - EDGE, SMALL)
    charts: list[Any] = []
    for number, group in enumerate(groups):
        here = [row for row in view.data[rows.data] if row["panel"] == group]
        names = list(dict.fromkeys(str(row[rows.label]) for row in here))
        base = alt.Chart(alt.NamedData(name=rows.data)).transform_filter(alt.datum.panel == group)
        last = number == len(groups) - 1
        y = alt.Y(f"{rows.label}:N", sort=names, axis=label_axis(width, names))
        axis = alt.Axis(title=title if last else None)
        colour = alt.Color("part:N", scale=alt.Scale(domain=parts, range=colours), legend=legend)
        tip = [alt.Tooltip(f"{key}:N") for key in (rows.label, "part")]
        marks: Any = base.mark_point(size=60, opacity=1, filled=False, strokeWidth=2).encode(
            y=y,
            x=alt.X("at:Q", scale=scale, axis=axis),
            shape=alt.Shape("part:N", scale=alt.Scale(domain=parts, range=shapes), legend=legend),
            color=colour,
            tooltip=[*tip, alt.Tooltip("at:Q")],
        )
        if rows.ranges:
            spread = base.mark_rule(strokeWidth=2, opacity=0.5).encode(
                y=y, x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=colour
            )
            marks = alt.layer(spread, marks)
        charts.append(
            marks.properties(
                width=look.width - width - EDGE,
                height=alt.Step(row_step(width, names, STEP)),
                title=panel_title(group),
            )
        )
    whole = alt.vconcat(*charts, spacing=14)
    return whole if rows.domain else whole.resolve_scale(x="shared")
