"""What a report is made of: sections of paragraphs, figures and tables, before it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from outlast.present.view import View

WIDEST: Final = 70
"""The number of letters from which a column is not made wider."""

WORD: Final = 11
"""The number of letters of a word for which a column is made wide enough."""

LONG: Final = 0.8
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

    def widths(self) -> list[float]:
        """Return the shares of the columns: by their longest words and their usual texts."""
        return [self._width(column) for column in range(len(self.columns))]

    def _width(self, column: int) -> float:
        texts = [self.columns[column], *(line[column] for line in self.lines)]
        word = max((letters(word) for text in texts for word in text.split()), default=1)
        lengths = sorted(letters(line[column]) for line in self.lines) or [1]
        usual = lengths[int(LONG * (len(lengths) - 1))]
        return float(round(min(WIDEST, max(min(word, WORD), usual, 3)) + 2))


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
