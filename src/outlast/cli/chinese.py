"""Chinese on a terminal: lines end between words and numbers, and none begins with a full stop.

Rich breaks lines at blanks alone and cuts a longer word anywhere; a Chinese sentence has no blanks.
"""

import re
from itertools import pairwise
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.containers import Lines
from rich.text import Text

WIDE: Final = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
"""A letter or mark of Chinese."""

_UNITS: Final = re.compile(r"[!-~]+|\s+|.")
"""A word or number of Latin letters and digits, blanks, or one other letter."""

CLOSING: Final = "，。；：、！？）》”’％·"
"""Marks with which no line begins."""

OPENING: Final = "（《“‘"
"""Marks with which no line ends."""


class ChineseText(Text):
    """A text whose lines end as Chinese lines do."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:  # noqa: ANN401  Rich's own
        """Return the lines of the text."""
        text: Text = self
        if not (options.get("no_wrap") or self.no_wrap):
            lines: list[Text] = []
            for line in self.split(allow_blank=True):
                lines += line.divide(line_starts(line.plain, width))
            for line in lines:
                line.rstrip()
            text = Text("\n").join(lines)
        return Text.wrap(text, console, width, **options)


class ChineseLines:
    """A Chinese text that a console prints; Rich would join it to others as plain text."""

    def __init__(self, text: ChineseText) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        yield from self.text.__rich_console__(console, options)


def chinese(text: Text) -> Text:
    """Return a text as one of Chinese if it has a letter of Chinese."""
    if not WIDE.search(text.plain):
        return text
    made = ChineseText(
        style=text.style,
        justify=text.justify,
        overflow=text.overflow,
        no_wrap=text.no_wrap,
        end=text.end,
    )
    return made.append_text(text)


def line_starts(text: str, width: int) -> list[int]:
    """Return the places at which the second and later lines begin.

    Args:
        text: A text without line ends.
        width: The cells of a line.
    """
    edges = [0, *(found.end() for found in _UNITS.finditer(text))]
    units = [text[a:b] for a, b in pairwise(edges)]
    starts: list[int] = []
    first, used = 0, 0
    for at, unit in enumerate(units):
        size = cell_len(unit)
        if used + size > width and used and not unit.isspace():
            begin = at
            while begin > first + 1 and (
                units[begin][0] in CLOSING or units[begin - 1][-1] in OPENING
            ):
                begin -= 1
            starts.append(edges[begin])
            first, used = begin, sum(map(cell_len, units[begin:at]))
        used += size
    return starts
