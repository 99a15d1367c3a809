"""Strict CSV tables in our own form: a first line that names the form, a header, typed rows."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from outlast.errors import Problems, nearest
from outlast.reading.form import explained, unlike_form
from outlast.reading.paths import named
from outlast.reading.text import read_text

Row = TypeVar("Row", bound=BaseModel)


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
    """Note unknown, missing and repeated columns."""
    known = list(model.model_fields)
    before = len(problems.found)
    for column in header:
        if column not in known:
            problems.add(name, 2, f'the column "{column}" is not known.', nearest(column, known))
        if header.count(column) > 1:
            problems.add(name, 2, f'the column "{column}" stands twice.')
    for column, field in model.model_fields.items():
        if field.is_required() and column not in header:
            problems.add(name, 2, f'the column "{column}" is missing.')
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
    for line, cells in records:
        if len(cells) != len(header):
            problems.add(name, line, f"has {len(cells)} cells; the header has {len(header)}.")
            continue
        given = {column: cell for column, cell in zip(header, cells, strict=True) if cell}
        try:
            row = model.model_validate_strings(given, strict=True, context=problems.context)
            placed.append(Placed(row, name, line, layer))
        except ValidationError as refusal:
            for error in refusal.errors(include_url=False):
                what, cure = explained(error, model)
                what = what.replace("the key", "the cell").replace("is missing", "is empty")
                problems.add(name, line, what, cure)
    return placed
