"""The parts of a report before it is written: sections of paragraphs, lists, figures and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from outlast.present.display.fonts import cells
from outlast.present.view import View

SHORT: Final = 16
"""A column up to this many letters wide gets exactly the width that it needs."""

WIDEST: Final = 70
"""A column gets no more room for letters beyond this number."""

WORD: Final = 13
"""A column is made wide enough for a word of this many letters."""

USUAL: Final = 0.8
"""The share of cells that fit on one line of their column."""

FEW: Final = 5
"""The most columns of a table whose short headings stand in one line."""

NOTHING: Final = ("", "–")  # noqa: RUF001  the mark of the tables
"""Cells that say that there is nothing; they do not decide the width of a column."""

MANY: Final = 7
"""The most columns of a table whose short columns hold every cell in one line."""


@dataclass(frozen=True)
class TextBlock:
    """A paragraph."""

    text: str
    lead: bool = False
    """Whether it is the answer itself, which is set larger."""

    label: str = ""
    """Words before it with their colon, set bold."""


@dataclass(frozen=True)
class SubHeading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class NumberedList:
    """Paragraphs of equal weight, numbered."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class ReportFigure:
    """A figure with its title, finding and table."""

    view: View
    with_finding: bool = True
    """Whether its finding is written above it."""

    with_table: bool = True
    """Whether its table stands below it in a PDF; the HTML file always has it."""


@dataclass(frozen=True)
class ReportTable:
    """A table."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    note: str = ""
    dense: bool = False
    """Whether the PDF sets each line as a short paragraph: a table to look things up in."""

    def widths(self) -> list[tuple[float, bool]]:
        """Return the width of each column in letters, and whether it shares the remaining room."""
        longest = [self._longest(column) for column in range(len(self.columns))]
        most = max(longest)
        return [
            (self._width(column), longest[column] > SHORT or longest[column] == most)
            for column in range(len(self.columns))
        ]

    def _longest(self, column: int) -> int:
        return max((cells(line[column]) for line in self.lines), default=1)

    def _width(self, column: int) -> float:
        texts = [line[column] for line in self.lines]
        words = [word for text in (self.columns[column], *texts) for word in text.split()]
        word = min(WORD, max((cells(each) for each in words), default=1))
        lengths = sorted(cells(text) for text in texts if text not in NOTHING) or [1]
        usual = lengths[int(USUAL * (len(lengths) - 1))]
        heading = min(SHORT, cells(self.columns[column])) if len(self.columns) <= FEW else 0
        whole = min(SHORT, lengths[-1]) if len(self.columns) <= MANY else 0
        return float(min(WIDEST, max(word, usual, whole, heading)))


ReportBlock: TypeAlias = TextBlock | SubHeading | NumberedList | ReportFigure | ReportTable


@dataclass(frozen=True)
class Section:
    """A section with its title."""

    key: str
    title: str
    blocks: Sequence[ReportBlock]
    own_pages: bool = False
    """Whether the PDF gives it pages of its own."""


@dataclass(frozen=True)
class Report:
    """A whole report."""

    language: str
    title: str
    subtitle: str
    foot: str
    """The origin of the report: version, scenario, digest."""

    running: str
    """The line at the foot of every page, without codes."""

    contents: str
    """The title of the list of sections."""

    table: str
    """The label that opens the table behind a figure."""

    sections: tuple[Section, ...]


def figure_table(view: View, title: str, lines: Sequence[Sequence[str]]) -> ReportTable:
    """Return the table behind a figure."""
    columns = tuple(heading for _, heading in view.table.columns)
    return ReportTable(title, columns, tuple(tuple(line) for line in lines))
