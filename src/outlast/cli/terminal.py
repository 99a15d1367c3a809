"""The console of commands, which prints what the terminal can show."""

import re
from collections.abc import Iterable
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text

from outlast.cli.chinese import ChineseLines, ChineseText, chinese
from outlast.cli.streams import showable

BLANKS: Final = re.compile(r"[ \t]+(?=\n)")
"""Blanks at the end of a line."""


class OutputConsole(Console):
    """A console that reads no markup in texts, and prints what its terminal can show."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  those of a console
        """Hold the options of a console."""
        given: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
        super().__init__(force_jupyter=False, **given, **options)

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401  those of a console
        """Print texts, padded texts and tables of `outlast.cli.grid`."""
        fitted = [self._fitted(each) for each in objects]
        if not (options.get("soft_wrap") or "end" in options or len(fitted) > 1):
            fitted = [ChineseLines(x) if isinstance(x, ChineseText) else x for x in fitted]
        super().print(*fitted, **options)

    def _render_buffer(self, buffer: Iterable[Segment]) -> str:
        """Return the printed text; in a file or a pipe no line ends in blanks."""
        text = super()._render_buffer(buffer)
        return text if self.is_terminal else BLANKS.sub("", text)

    def _fitted(self, item: Any) -> Any:  # noqa: ANN401  anything that a console prints
        """Return a text as the terminal can show it, and anything else as it is."""
        if isinstance(item, str | Text):
            return shown_text(item, self.encoding)
        if isinstance(item, Padding) and isinstance(item.renderable, str | Text):
            text = shown_text(item.renderable, self.encoding)
            return Padding(text, (item.top, item.right, item.bottom, item.left))
        return item


def shown_text(text: str | Text, encoding: str) -> Text:
    """Return a text as an encoding can show it, each of its styles on the same words."""
    if isinstance(text, str):
        return chinese(Text(showable(text, encoding)))
    if showable(text.plain, encoding) == text.plain:
        return chinese(text)
    made = Text(style=text.style, justify=text.justify, overflow=text.overflow, end=text.end)
    edges = sorted({edge for span in text.spans for edge in (span.start, span.end)})
    for piece in text.divide(edges):
        made.append(showable(piece.plain, encoding))
        for span in piece.spans:
            made.stylize(span.style, len(made) - len(showable(piece.plain, encoding)))
    return chinese(made)
