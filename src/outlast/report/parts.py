"""What a report is made of: sections of paragraphs, figures and tables, before it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from outlast.present.view import View

SHORT: Final = 16
"""The number of letters up to which a column is as wide as it needs to be."""

WIDEST: Final = 70
"""The number of letters from which a wider column gets no more room."""

WORD: Final = 13
"""The number of letters of a word for which a column is made wide enough."""

USUAL: Final = 0.8
"""The share of its cells that are no longer than what a column is made for."""


@dataclass(frozen=True)
class Prose:
    """A paragraph."""

    text: str
    lead: bool = False
    """Whether it is the sentence on which everything else hangs."""


@dataclass(frozen=True)
class Points:
    """Paragraphs of equal weight."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A figure with its title, finding and table."""

    view: View
    told: bool = True
    """Whether its finding is written above it."""


@dataclass(frozen=True)
class Grid:
    """A table."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    note: str = ""
    dense: bool = False
    """Whether a page sets each line as a short paragraph: a list to look things up in."""

    def widths(self) -> list[tuple[float, bool]]:
        """Return how wide each column is in letters, and whether it shares what room is left."""
        longest = [self._longest(column) for column in range(len(self.columns))]
        most = max(longest)
        return [
            (self._width(column), longest[column] > SHORT or longest[column] == most)
            for column in range(len(self.columns))
        ]

    def _longest(self, column: int) -> int:
        return max((letters(line[column]) for line in self.lines), default=1)

    def _width(self, column: int) -> float:
        cells = [line[column] for line in self.lines]
        words = [word for text in (self.columns[column], *cells) for word in text.split()]
        word = min(WORD, max((letters(each) for each in words), default=1))
        lengths = sorted(letters(cell) for cell in cells) or [1]
        usual = lengths[int(USUAL * (len(lengths) - 1))]
        return float(min(WIDEST, max(word, usual, min(SHORT, lengths[-1]))))


def letters(text: str) -> int:
    """Return how wide a text is; Chinese letters are two."""
    return sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)  # noqa: PLR2004


Block: TypeAlias = Prose | Points | Picture | Grid


@dataclass(frozen=True)
class Section:
    """A section with its title."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """A whole report."""

    language: str
    title: str
    subtitle: str
    foot: str
    """What stands on every page."""

    contents: str
    """The title of the list of sections."""

    table: str
    """What opens the table behind a figure."""

    sections: tuple[Section, ...]
