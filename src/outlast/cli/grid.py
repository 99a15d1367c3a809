"""Tables on a terminal of any width: columns side by side, or each row's values in lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outlast.cli.terminal import shown_text

GridCell: TypeAlias = str | Text
"""A cell: a text, or a text with a style."""

BETWEEN: Final = 2
"""Cells between two columns."""

LEAST: Final = 16
"""Cells under which a column of words is not squeezed."""


@dataclass(frozen=True)
class GridColumn:
    """A column of a table."""

    title: str
    right: bool = False
    """Whether its cells stand at its right edge, as numbers do; they are then not broken."""

    whole: bool = False
    """Whether its cells are not broken over lines."""

    @property
    def unbroken(self) -> bool:
        """Whether no cell of it may be broken."""
        return self.right or self.whole


def show_grid(
    shown: Console,
    columns: Sequence[GridColumn],
    rows: Sequence[Sequence[GridCell]],
    *,
    header: bool = True,
) -> None:
    """Show rows under their columns, or one value after another where a terminal is too narrow.

    No cell is cut off and no column is left out.

    Args:
        shown: The console.
        columns: The columns.
        rows: The cells of each row; a row with one cell is a heading within the table.
        header: Whether the titles of the columns stand above them.
    """
    cells, titles = _shown(shown, columns, rows)
    if has_room(shown, columns, rows, header=header):
        shown.print(_table(columns, cells, titles, header=header))
        return
    for row in cells:
        _stack(shown, row, titles)


def has_room(
    shown: Console,
    columns: Sequence[GridColumn],
    rows: Sequence[Sequence[GridCell]],
    *,
    header: bool = True,
) -> bool:
    """Return whether a terminal has room for all columns side by side."""
    cells, titles = _shown(shown, columns, rows)
    return _needed(columns, cells, titles if header else ()) <= shown.width


def _shown(
    shown: Console, columns: Sequence[GridColumn], rows: Sequence[Sequence[GridCell]]
) -> tuple[list[list[Text]], list[Text]]:
    """Return cells and titles as a terminal can show them."""
    cells = [[shown_text(cell, shown.encoding) for cell in row] for row in rows]
    return cells, [shown_text(column.title, shown.encoding) for column in columns]


def _needed(
    columns: Sequence[GridColumn], rows: Sequence[Sequence[Text]], titles: Sequence[Text]
) -> int:
    """Return the cells that the columns need side by side."""
    total = BETWEEN * (len(columns) - 1)
    for at, column in enumerate(columns):
        texts = [row[at] for row in rows if len(row) > max(at, 1)]
        longest = max((cell_len(text.plain) for text in texts), default=0)
        heading = cell_len(titles[at].plain) if titles else 0
        total += max(heading, longest if column.unbroken else min(longest, LEAST))
    return total


def _table(
    columns: Sequence[GridColumn],
    rows: Sequence[Sequence[Text]],
    titles: Sequence[Text],
    *,
    header: bool,
) -> Table:
    """Return the columns side by side."""
    table = Table(box=None, pad_edge=False, show_header=header, header_style="bold")
    for title, column in zip(titles, columns, strict=True):
        table.add_column(
            title,
            justify="right" if column.right else "left",
            no_wrap=column.unbroken,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*row)
    return table


def _stack(shown: Console, row: Sequence[Text], titles: Sequence[Text]) -> None:
    """Show the first cell of a row, and under it each other value after its title."""
    if not row:
        return
    shown.print(row[0])
    values = [
        Text.assemble((f"{title.plain} ", "dim"), value) if title.plain else value
        for title, value in zip(titles[1:], row[1:], strict=False)
        if value.plain.strip()
    ]
    if values:
        shown.print(Padding(Text("; ").join(values), (0, 0, 0, 2)))
