"""Strict CSV tables in our own form: a first line that names the form, a header, typed rows."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from outlast.errors import Problems, nearest
from outlast.reading.form import explained, unlike_form
from outlast.reading.hidden import refuse_hidden
from outlast.reading.paths import named
from outlast.reading.text import read_text

Row = TypeVar("Row", bound=BaseModel)

MOST_COLUMNS: Final = 200
"""Columns of the widest header that is looked at."""

LONGEST_CELL: Final = 10_000
"""Characters in the longest cell of a table."""


class _NotCsvError(Exception):
    """The text is no CSV from a line on."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


@dataclass(frozen=True)
class Placed(Generic[Row]):
    """A row, and its place."""

    row: Row
    file: str
    line: int
    layer: int = 0
    """The number of the layer in which its file lies."""


def read_table(
    path: Path, form: str, model: type[Row], problems: Problems, layer: int = 0
) -> list[Placed[Row]]:
    """Return the rows of a table, or note every problem with its line.

    An empty cell counts as not given. A cell too many or too few, an unknown, missing or
    repeated column, or a first line other than `# format: outlast/<form>/1` is refused.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    name = named(path)
    first, _, rest = text.partition("\n")
    mark, _, stated = first.strip().partition(": ")
    refusal = unlike_form(stated, form) if mark == "# format" else "does not name its form."
    if refusal:
        problems.add(name, 1, refusal, f"Its first line should be: # format: outlast/{form}/1")
        return []
    if refuse_hidden(text, name, problems):
        return []
    records = _records(rest)
    try:
        header = next((cells for _, cells in records), list[str]())
        if not _header_holds(header, model, name, problems):
            return []
        return _rows(records, header, model, (name, layer), problems)
    except _NotCsvError as refusal:
        cure = "Look for a quotation mark that is not closed, or not doubled."
        problems.add(name, refusal.line, f"is not CSV: {refusal.why}.", cure)
        return []


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records after the form's line, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text), strict=True)
    begins = 2
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as refusal:
            raise _NotCsvError(begins, str(refusal)) from refusal
        yield begins, cells
        begins = reader.line_num + 2


def _header_holds(header: list[str], model: type[BaseModel], name: str, problems: Problems) -> bool:
    """Note unknown, missing and repeated columns, or that the cells are not parted by commas."""
    known = list(model.model_fields)
    before = len(problems.found)
    if len(header) == 1 and len(known) > 1:
        for mark, noun in ((";", "semicolons"), ("\t", "tabs")):
            if mark in header[0]:
                problems.add(name, 2, f"parts its cells by {noun}.", "Save it with commas.")
                return False
    if len(header) > MOST_COLUMNS:
        what = f"has {len(header):,} columns."
        problems.add(name, 2, what, f"Its columns are: {', '.join(known)}.")
        return False
    for column in header:
        if column not in known:
            problems.add(name, 2, f'the column "{column}" is not known.', nearest(column, known))
        if header.count(column) > 1:
            problems.add(name, 2, f'the column "{column}" stands twice.', "Keep one.")
    for column, field in model.model_fields.items():
        if field.is_required() and column not in header:
            problems.add(name, 2, f'the column "{column}" is missing.', "Add it.")
    return len(problems.found) == before


def _rows(
    records: Iterator[tuple[int, list[str]]],
    header: list[str],
    model: type[Row],
    at: tuple[str, int],
    problems: Problems,
) -> list[Placed[Row]]:
    """Return the rows after the header; `at` is the file's name and layer."""
    name, layer = at
    placed: list[Placed[Row]] = []
    blank = 0  # the first empty row since the last full one; at the end of the table they pass
    for line, cells in records:
        if not any(cells):
            blank = blank or line
            continue
        if blank:
            problems.add(name, blank, "is an empty row.", "Delete the line.")
            blank = 0
        wrong = _unfit(cells, header, model)
        if wrong is not None:
            problems.add(name, line, *wrong)
            continue
        given = {column: cell for column, cell in zip(header, cells, strict=True) if cell}
        try:
            row = model.model_validate_strings(given, strict=True, context=problems.context)
            placed.append(Placed(row, name, line, layer))
        except ValidationError as refusal:
            if problems.is_full(name):
                problems.count(name, refusal.error_count())
                continue
            for error in refusal.errors(include_url=False):
                what, cure = explained(error, model)
                what = what.replace("the key", "the cell").replace("is missing", "is empty")
                cure = cure.replace("Add it.", "Fill it in.")
                problems.add(name, line, what, cure)
    return placed


def _unfit(cells: list[str], header: list[str], model: type[BaseModel]) -> tuple[str, str] | None:
    """Return the problem of a row whose cells do not fit their columns by form, and its cure."""
    if len(cells) != len(header):
        cure = "Put a text that contains a comma in quotation marks."
        return f"has {len(cells)} cells; the header has {len(header)}.", cure
    for column, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            what = f'the cell "{column}" has {len(cell):,} characters.'
            return what, f"Write at most {LONGEST_CELL:,}."
        if cell != cell.strip():
            return f'the cell "{column}" begins or ends with a blank.', "Delete the blank."
        if "_" in cell and column in _number_columns(model):
            return f'"{column}" must be a number, and "{cell}" is none.', "Write its digits alone."
    return None


@cache
def _number_columns(model: type[BaseModel]) -> frozenset[str]:
    """Return the columns that hold numbers."""
    fields = model.model_fields.items()
    return frozenset(name for name, field in fields if _is_number(field.annotation))


def _is_number(annotation: object) -> bool:
    direct = annotation is int or annotation is float
    return direct or any(_is_number(each) for each in get_args(annotation))
