"""Cells of a table between two marks of a page: found by the words of row and column, and replaced.

A page keeps its words, and the columns that tell how it was before; a command renews the numbers.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]

Cells = Mapping[str, Mapping[str, str]]
"""New cells by the first cell of their row, and by the head of their column."""


def write_cells(page: str, mark: str, cells: Cells) -> None:
    """Replace cells of the table of a page that stands between marks.

    Raises:
        ValueError: The page has no such table, row or column.
    """
    path = ROOT / page
    path.write_text(with_cells(path.read_text(encoding="utf-8"), mark, cells), encoding="utf-8")


def with_cells(text: str, mark: str, cells: Cells) -> str:
    """Return a text with these cells in the table between the marks of that name.

    Raises:
        ValueError: The text has no such table, row or column.
    """
    opening, closing = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    before, found, rest = text.partition(opening)
    table, ended, after = rest.partition(closing)
    if not found or not ended:
        raise ValueError(f"no table stands between {opening} and {closing}.")
    lines = table.strip().splitlines()
    head = split(lines[0])
    left = dict(cells)
    made = [*lines[:2], *(_row(split(line), head, left, line) for line in lines[2:])]
    if left:
        raise ValueError(f"the table {mark} has no row {sorted(left)}.")
    return f"{before}{opening}\n" + "\n".join(made) + f"\n{closing}{after}"


def split(line: str) -> list[str]:
    """Return the cells of a line of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _row(row: list[str], head: Sequence[str], left: dict[str, Mapping[str, str]], line: str) -> str:
    """Return the line of a row with its new cells, which are taken out of those left."""
    new = left.pop(row[0], None)
    if new is None:
        return line
    if unknown := set(new) - set(head):
        raise ValueError(f"no column is called {sorted(unknown)}.")
    cells = [new.get(name, cell) for name, cell in zip(head, row, strict=True)]
    return f"| {' | '.join(cells)} |"
