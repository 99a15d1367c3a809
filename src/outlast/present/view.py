"""A view: the plain data of one picture, its table, its finding in words, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from outlast.present.display.theme import LIGHT, Theme
from outlast.present.display.voice import Voice

if TYPE_CHECKING:
    import altair as alt

    Drawn: TypeAlias = (
        alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart | alt.HConcatChart
    )
else:
    Drawn: TypeAlias = Any  # known to the types alone, so that the core needs no Altair

Cell: TypeAlias = str | float | bool | None
Row: TypeAlias = dict[str, Cell]

WIDE: Final = 0x2E80
"""The first of the characters that are as wide as they are high."""

APART: Final = ("color", "fill", "shape", "strokeDash")
"""What a figure and its heading do not share, so that legends stand below the heading."""

WIDTH: Final = 680
"""Pixels of a figure's width unless told otherwise."""


NARROW: Final = 560
"""Pixels under which a figure is laid out for a phone."""


@dataclass(frozen=True)
class Table:
    """The table behind a figure: every mark as a row that can be read aloud."""

    columns: tuple[tuple[str, str], ...]
    """Key and heading of each column."""

    rows: tuple[Row, ...]

    def lines(self, voice: Voice) -> list[list[str]]:
        """Return the rows as readers read them."""
        return [[_told(row.get(key), voice) for key, _ in self.columns] for row in self.rows]


@dataclass(frozen=True)
class Look:
    """How a figure is to look: on which paper, how wide, with or without its heading."""

    theme: Theme = LIGHT
    width: int = WIDTH
    heading: bool = True
    """Whether title and finding stand in the picture; a page that writes both leaves them out."""

    @property
    def narrow(self) -> bool:
        """Whether it is for a phone: fewer columns, shorter labels."""
        return self.width < NARROW


@dataclass(frozen=True)
class View:
    """One picture before it is drawn. Redrawn with other numbers, only its data differ."""

    name: str
    title: str
    finding: str
    """What it shows, in words; also the description for those who cannot see it."""

    data: Mapping[str, list[Row]]
    """The data sets of the chart, by the name under which the chart reads each."""

    table: Table
    caption: tuple[str, ...]
    """Whence it comes: sources, data date, scenario, seed, version."""

    stamp: Mapping[str, Cell]
    """The same as fields, for files of data."""

    draw: "Callable[[View, Look], Drawn]"

    def chart(self, look: Look | None = None) -> "alt.VConcatChart":
        """Return the Altair chart, with heading and caption inside."""
        whole = self._framed(look or Look())
        whole.datasets = cast("Any", dict(self.data))
        return whole

    def spec(self, look: Look | None = None) -> dict[str, Any]:
        """Return the chart as a Vega-Lite specification."""
        from altair.utils.schemapi import debug_mode

        # What Altair would check again is checked by the tests of every view.
        with debug_mode(False):  # noqa: FBT003  Altair names the switch so
            made: dict[str, Any] = self._framed(look or Look()).to_dict(validate=False)
        made["datasets"] = dict(self.data)
        return made

    def _framed(self, look: Look) -> "alt.VConcatChart":
        """Return the chart between heading and caption, without its data."""
        import altair as alt

        inner = alt.vconcat(self.draw(self, look))
        if look.heading:
            inner = inner.properties(
                title=alt.TitleParams(
                    text=wrapped(self.title, look.width, 15),
                    subtitle=wrapped(self.finding, look.width, 12),
                )
            )
        said = [line for each in self.caption for line in wrapped(each, look.width, 9)]
        caption = alt.TitleParams(
            text=said or "",
            orient="bottom",
            fontSize=9,
            fontWeight="normal",
            color=look.theme.faint,
            offset=10,
        )
        apart: dict[str, Any] = dict.fromkeys(APART, "independent")
        whole = alt.vconcat(inner, title=caption, description=self.finding, spacing=0)
        whole = whole.resolve_legend(**apart).resolve_scale(**apart)
        return whole.configure(**look.theme.config())


def wrapped(text: str, width: int, size: float) -> list[str]:
    """Return a text in lines that fit a width in pixels at a size of letters."""
    room = width / size
    lines, line, used = [], "", 0.0
    for word in _words(text):
        length = sum(1.0 if ord(letter) >= WIDE else 0.56 for letter in word)
        if line.strip() and used + length > room:
            lines.append(line.strip())
            line, used = "", 0.0
        line += word
        used += length
    return [*lines, line.strip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """Return a text in parts between which a line may break: words, and wide letters each."""
    parts: list[str] = []
    for letter in text:
        joins = parts and letter != " " and ord(letter) < WIDE and ord(parts[-1][-1]) < WIDE
        closes = parts and letter in "，。；：、）？%"
        if closes or (joins and not parts[-1].endswith(" ")) or (letter == " " and parts):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _told(value: Cell, voice: Voice) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return voice.say("word.yes") if value else voice.say("word.no")
    return voice.told(value)


def listed(voice: Voice, keys: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return a table of rows, with a column of each key and its heading."""
    return Table(tuple((key, voice.say(f"column.{key}")) for key in keys), tuple(rows))
