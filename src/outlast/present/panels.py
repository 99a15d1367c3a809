"""Panels: a figure that draws one panel for each bloc or side, below each other."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outlast.present.display.theme import SMALL
from outlast.present.view import Look, Row, wrapped

if TYPE_CHECKING:
    import altair as alt

LINE: Final = 14
"""Pixels from one line of a name to the next."""

EDGE: Final = 12
"""Pixels between the names at the left and the marks."""


@dataclass(frozen=True)
class Panel:
    """One panel before it is drawn."""

    group: str
    """The bloc or the side."""

    rows: tuple[Row, ...]
    base: "alt.Chart"
    """A chart of the panel's rows, without a mark."""

    first: bool
    last: bool

    def distinct(self, key: str) -> list[str]:
        """Return the different values of a column, in the order of the rows."""
        return distinct(self.rows, key)


def distinct(rows: Sequence[Row], key: str) -> list[str]:
    """Return the different values of a column, in the order of the rows."""
    return list(dict.fromkeys(str(row[key]) for row in rows))


def panels(data: str, key: str, rows: Sequence[Row]) -> list[Panel]:
    """Return one panel for each value of a column.

    Args:
        data: The name of the data set that the chart reads.
        key: The column whose values have a panel each.
        rows: The rows of the data set.
    """
    import altair as alt

    groups = distinct(rows, key)
    return [
        Panel(
            group,
            tuple(row for row in rows if row[key] == group),
            alt.Chart(alt.NamedData(name=data)).transform_filter(alt.datum[key] == group),
            first=number == 0,
            last=number == len(groups) - 1,
        )
        for number, group in enumerate(groups)
    ]


def stacked(  # noqa: PLR0913  each is a part of the figure
    all_panels: Sequence[Panel],
    draw: Callable[[Panel], Any],
    *,
    width: int,
    title: Callable[[str], str] = str,
    note: Callable[[str], Sequence[str]] = lambda _: (),
    spacing: int = 14,
) -> "alt.VConcatChart":
    """Return panels below each other, each under its title.

    Args:
        all_panels: The panels.
        draw: Draws one panel, with its height.
        width: Pixels of each panel's width.
        title: Makes the title of a panel from its group.
        note: Makes the lines below that title.
        spacing: Pixels between panels.
    """
    import altair as alt

    return alt.vconcat(
        *(
            draw(panel).properties(
                width=width, title=panel_title(title(panel.group), note(panel.group))
            )
            for panel in all_panels
        ),
        spacing=spacing,
    )


def panel_title(text: str, note: Sequence[str] = ()) -> "alt.TitleParams":
    """Return the title of a panel, with the lines below it."""
    import altair as alt

    below: dict[str, Any] = {"subtitle": list(note), "subtitleFontSize": SMALL} if note else {}
    return alt.TitleParams(text, fontSize=12, offset=4, anchor="start", **below)


def label_width(look: Look) -> int:
    """Return the pixels that the names of goods take at the left."""
    return 110 if look.narrow else 172


def row_step(width: int, names: Sequence[str], least: int) -> int:
    """Return the pixels of a row: the least ones, or as many as its longest name has lines.

    Args:
        width: The pixels that names take at the left.
        names: The names.
        least: The least pixels of a row.
    """
    lines = max((len(wrapped(name, width - EDGE, SMALL)) for name in names), default=1)
    return max(least, LINE * lines + 3)


def label_axis(width: int, wrap: Sequence[str] = ()) -> "alt.Axis":
    """Return the axis of names at the left, the same width in every panel.

    Args:
        width: Its pixels.
        wrap: The names, if long ones take several lines.
    """
    import altair as alt

    cases = [
        f"datum.value == {json.dumps(name)} ? {json.dumps(wrapped(name, width - EDGE, SMALL))}"
        for name in wrap
    ]
    lines: dict[str, Any] = {"labelExpr": " : ".join([*cases, "datum.label"])} if wrap else {}
    return alt.Axis(title=None, minExtent=width, maxExtent=width, labelLimit=width - 8, **lines)


def names_above(
    base: "alt.Chart", y: "alt.Y", key: str, names: Mapping[str, Sequence[str]], left: int = 0
) -> "list[alt.Chart]":
    """Return the names of rows, each above its mark, in as many lines as it has.

    Args:
        base: A chart of the rows.
        y: The axis of the rows.
        key: The column of the names.
        names: The lines of each name.
        left: Pixels from the left edge of the plot at which names begin.

    Returns:
        A layer for each number of lines, whose lowest line stands above the mark.
    """
    import altair as alt

    layers: list[alt.Chart] = []
    for count in sorted({len(lines) for lines in names.values()}):
        here = {name: lines for name, lines in names.items() if len(lines) == count}
        cases = [
            f"datum[{json.dumps(key)}] == {json.dumps(name)} ? {json.dumps(chr(10).join(lines))}"
            for name, lines in here.items()
        ]
        text = (
            base.transform_filter(alt.FieldOneOfPredicate(field=key, oneOf=list(here)))
            .transform_aggregate(groupby=[key])
            .transform_calculate(lines=" : ".join([*cases, "''"]))
        )
        lift = LINE * (count - 1) + LINE // 2
        mark = text.mark_text(
            align="left", baseline="bottom", dy=-lift, lineBreak="\n", lineHeight=LINE
        )
        layers.append(mark.encode(y=y, x=alt.value(left), text="lines:N"))
    return layers


def label_expression(labels: Mapping[float, str]) -> str:
    """Return the expression of Vega that writes each value of an axis by its label."""
    cases = [f"datum.value == {value:g} ? {json.dumps(text)}" for value, text in labels.items()]
    return " : ".join([*cases, "''"])
