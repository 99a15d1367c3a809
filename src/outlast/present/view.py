"""A view: the plain data of one picture, its table, its finding in words, and its drawing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from outlast.present.display.fonts import is_wide
from outlast.present.display.theme import LIGHT, SMALL, Theme
from outlast.present.display.voice import Voice
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn

if TYPE_CHECKING:
    import altair as alt
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset

    Drawn: TypeAlias = (
        alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart | alt.HConcatChart
    )
else:
    Drawn: TypeAlias = Any  # a type only, so that the core does not import Altair

Cell: TypeAlias = str | float | bool | None
Row: TypeAlias = dict[str, Cell]

APART: Final = ("color", "fill", "shape", "strokeDash")
"""Channels that a figure and its heading do not share, so that legends stand below the heading."""

WIDTH: Final = 680
"""The default width of a figure, pixels."""

UNITS: Final = {"weeks": "week"}
"""The units of numbers in tables, by the key of the column."""

NARROW: Final = 560
"""Pixels of width below which a figure is laid out for a phone."""

OF_THE_WHOLE: Final = ("$schema", "config")
"""The entries of a specification that stand once, at the top."""

BROAD: Final = 1150
"""Pixels of a figure that takes the whole width of a page."""


@dataclass(frozen=True)
class Table:
    """The table behind a figure: every mark as a row that can be read aloud."""

    columns: tuple[tuple[str, str], ...]
    """Key and heading of each column."""

    rows: tuple[Row, ...]

    def lines(self, voice: Voice) -> list[list[str]]:
        """Return the cells of each row as text for readers."""
        return [[_written(row.get(key), voice) for key, _ in self.columns] for row in self.rows]


@dataclass(frozen=True)
class Look:
    """The look of a figure: its paper, its width, with or without its heading."""

    theme: Theme = LIGHT
    width: int = WIDTH
    heading: bool = True
    """Whether title and finding stand in the picture; a page that writes both leaves them out."""

    @property
    def narrow(self) -> bool:
        """Whether the figure is for a phone: fewer columns, shorter labels."""
        return self.width < NARROW


@dataclass(frozen=True, repr=False)
class View(Brief):
    """One picture before it is drawn. Redrawn with other numbers, only its data differ."""

    name: str
    title: str
    finding: str
    """The message of the picture in words; also its description for those who cannot see it."""

    data: Mapping[str, list[Row]]
    """The data sets of the chart, by the name under which the chart reads each."""

    table: Table
    caption: tuple[str, ...]
    """Its origin: sources, data date, scenario, seed, version."""

    stamp: Mapping[str, Cell]
    """The same as fields, for files of data."""

    draw: "Callable[[View, Look], Drawn]"
    broad: bool = False
    """Whether long names want the whole width of a page."""

    @property
    def has_marks(self) -> bool:
        """Whether there is anything to draw."""
        return any(self.data.values())

    def to_frame(self) -> "DataFrame":
        """Return the table behind the figure as a pandas DataFrame, its origin in `attrs`."""
        from outlast.reading.frames import frame_of

        found = frame_of(self.table.rows, self._columns())
        found.attrs["origin"] = dict(self.stamp)
        return found

    def to_xarray(self) -> "Dataset":
        """Return the table behind the figure as an xarray Dataset, its origin as attributes."""
        from outlast.reading.frames import dataset_of

        return dataset_of(self.table.rows, self._columns(), "row").assign_attrs(self.stamp)

    def _columns(self) -> list[FrameColumn]:
        """Return the columns of the table with their headings and units."""
        return [FrameColumn(key, name, UNITS.get(key, "")) for key, name in self.table.columns]

    def plot(self, look: Look | None = None) -> "alt.VConcatChart":
        """Return the figure as an Altair chart, as `chart` does."""
        return self.chart(look)

    def _repr_html_(self) -> str:
        """Return the figure as a notebook shows it: its picture, or its table without Altair."""
        from importlib.util import find_spec

        from outlast.reading.frames import html_of

        if self.has_marks and find_spec("vl_convert") and find_spec("altair"):
            return self.svg()
        heading = f"<p><b>{escape(self.title)}</b></p><p>{escape(self.finding)}</p>"
        return heading + html_of(self.table.rows, self._columns())

    def chart(self, look: Look | None = None) -> "alt.VConcatChart":
        """Return the Altair chart, with heading and caption inside."""
        look = look or Look()
        whole = self._framed(look, self.draw(self, look))
        whole.datasets = cast("Any", dict(self.data))
        return whole

    def spec(self, look: Look | None = None) -> dict[str, Any]:
        """Return the chart as a Vega-Lite specification."""
        import altair as alt
        from altair.utils.schemapi import debug_mode

        look = look or Look()
        # The tests of every view validate its chart; here that would only take time.
        with debug_mode(False):  # noqa: FBT003  Altair names the switch so
            # Altair copies a chart whenever another takes it in: the frame takes an empty one.
            drawn: dict[str, Any] = self.draw(self, look).to_dict(validate=False)
            spec: dict[str, Any] = self._framed(look, alt.Chart()).to_dict(validate=False)
        inside = {key: value for key, value in drawn.items() if key not in OF_THE_WHOLE}
        spec["vconcat"][0]["vconcat"] = [inside]
        spec["datasets"] = dict(self.data)
        return spec

    def svg(self, look: Look | None = None) -> str:
        """Return the figure as SVG; a screen reader meets one picture with its description."""
        import vl_convert

        drawn: str = vl_convert.vegalite_to_svg(self.spec(look))
        root, rest = drawn.split(">", 1)
        rest = re.sub(r'\s(?:role|aria-[a-z]+)="[^"]*"', "", rest)
        heading = f"<title>{escape(self.title)}</title><desc>{escape(self.finding)}</desc>"
        return f'{root} role="img">{heading}{rest}'

    def _framed(self, look: Look, drawn: "Drawn") -> "alt.VConcatChart":
        """Return a chart between heading and caption, without its data."""
        import altair as alt

        inner = alt.vconcat(drawn)
        if look.heading:
            inner = inner.properties(
                title=alt.TitleParams(
                    text=wrapped(self.title, look.width, 15),
                    subtitle=wrapped(self.finding, look.width, 12),
                )
            )
        lines = [line for each in self.caption for line in wrapped(each, look.width, SMALL)]
        caption = alt.TitleParams(
            text=lines or "",
            orient="bottom",
            fontSize=SMALL,
            fontWeight="normal",
            color=look.theme.faint,
            offset=10,
        )
        apart: dict[str, Any] = dict.fromkeys(APART, "independent")
        whole = alt.vconcat(inner, title=caption, description=self.finding, spacing=0)
        whole = whole.resolve_legend(**apart).resolve_scale(**apart)
        return whole.configure(**look.theme.config())


def wrapped(text: str, width: int, size: float) -> list[str]:
    """Return a text in lines that fit a width.

    Args:
        text: The text.
        width: Pixels.
        size: The height of letters, pixels.
    """
    room = width / size
    lines, line, used = [], "", 0.0
    for word in _words(text):
        length = sum(1.0 if is_wide(letter) else 0.56 for letter in word)
        if line.strip() and used + length > room:
            lines.append(line.strip())
            line, used = "", 0.0
        line += word
        used += length
    return [*lines, line.strip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """Return a text in parts between which a line may break: words, and each wide letter."""
    parts: list[str] = []
    for letter in text:
        joins = parts and letter != " " and not is_wide(letter) and not is_wide(parts[-1][-1])
        closes = parts and (letter in "，。；：、）？%" or parts[-1][-1] in "（“")
        if closes or (joins and not parts[-1].endswith(" ")) or (letter == " " and parts):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _written(value: Cell, voice: Voice) -> str:
    """Return a cell as text for readers."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return voice.say("word.yes") if value else voice.say("word.no")
    return voice.written(value)


def listed(voice: Voice, keys: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return a table of rows, with a column and its heading for each key."""
    return Table(tuple((key, voice.say(f"column.{key}")) for key in keys), tuple(rows))
