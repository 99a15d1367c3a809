"""Changes to a table of our form: its cells, rows and columns."""

import csv
import io
from collections.abc import Iterator
from random import Random
from typing import Final

from torture.edits import (
    Edit,
    Editor,
    Lines,
    is_day,
    is_number,
    wrong_days,
    wrong_numbers,
    wrong_texts,
)

BODY: Final = 2
"""The lines before the first row: the form, and the header."""


def _cells(line: str) -> list[str]:
    return next(csv.reader(io.StringIO(line)), list[str]())


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _rows(lines: Lines, random: Random) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows in a random order, each with the number of its line from 0."""
    places = list(range(BODY, len(lines.lines)))
    random.shuffle(places)
    for at in places:
        cells = _cells(lines.lines[at])
        if cells:
            yield at, cells


def _cell_changes(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield a wrong value in a cell, drawn from all cells and all wrong values."""
    header = _cells(lines.lines[1]) if len(lines.lines) > 1 else []
    for _ in range(len(lines.lines) * 20):
        at = random.randrange(BODY, len(lines.lines)) if len(lines.lines) > BODY else 0
        cells = _cells(lines.lines[at])
        if at < BODY or not cells:
            return
        column = random.randrange(len(cells))
        name = header[column] if column < len(header) else f"column {column + 1}"
        kind, value = random.choice(list(_wrong(cells[column], random)))
        changed = [*cells[:column], value, *cells[column + 1 :]]
        says = f"{name} {cells[column][:40]!r} is {value[:40]!r} ({kind})"
        yield Edit(at + 1, says, lines.replaced(at, _line(changed)))


def _wrong(cell: str, random: Random) -> Iterator[tuple[str, str]]:
    if is_number(cell):
        yield from wrong_numbers(cell)
    elif is_day(cell):
        yield from wrong_days(cell)
    yield from wrong_texts(cell, random)


def _count_changes(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield rows with a cell too many or too few."""
    for at, cells in _rows(lines, random):
        yield Edit(at + 1, "a cell is missing", lines.replaced(at, _line(cells[:-1])))
        yield Edit(at + 1, "a cell more", lines.replaced(at, _line([*cells, "x"])))


def _row_changes(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield rows that are repeated, missing, blank, or open a quotation."""
    for at, cells in _rows(lines, random):
        yield Edit(at + 1, "the row stands twice", lines.inserted(at, lines.lines[at]))
        yield Edit(at + 1, "the row is missing", lines.without(at, at + 1))
        yield Edit(at + 1, "a blank line", lines.inserted(at, "\n"))
        yield Edit(at + 1, "an open quotation", lines.replaced(at, '"' + lines.lines[at]))
        yield Edit(at + 1, "an empty row", lines.replaced(at, _line([""] * len(cells))))


def _same_keys(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield rows that take the first cell of another row."""
    others = [cells[0] for _, cells in _rows(lines, random)]
    for at, cells in _rows(lines, random):
        other = random.choice(others)
        says = f"{cells[0]!r} is called {other!r}"
        yield Edit(at + 1, says, lines.replaced(at, _line([other, *cells[1:]])))


def _header_changes(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield headers with a column missing, renamed or doubled, and tables with semicolons."""
    yield Edit(0, "semicolons part the cells", lines.text.replace(",", ";"))
    yield Edit(0, "tabs part the cells", lines.text.replace(",", "\t"))
    header = _cells(lines.lines[1]) if len(lines.lines) > 1 else []
    columns = list(range(len(header)))
    random.shuffle(columns)
    for column in columns:
        name = header[column]
        for says, changed in (
            (f"the column {name!r} is missing", [*header[:column], *header[column + 1 :]]),
            (f"the column {name!r} is renamed", [*header[:column], f"{name}x"]),
            (f"the column {name!r} stands twice", [*header, name]),
            (f"the column {name!r} is in capitals", [each.upper() for each in header]),
        ):
            yield Edit(2, says, lines.replaced(1, _line(changed)))


TABLE_EDITS: Final[dict[str, Editor]] = {
    "cell": _cell_changes,
    "cells": _count_changes,
    "row": _row_changes,
    "same key": _same_keys,
    "header": _header_changes,
}
"""The changes to a table, by kind."""
