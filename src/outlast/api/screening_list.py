"""A list of parts held against the record: a row is a question, and its cells pass through."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from outlast.api import field_texts
from outlast.api.collection import no_collection
from outlast.api.library import Library
from outlast.api.list_columns import ANSWER_COLUMNS, answer_titles, passing
from outlast.api.screening_form import content, row_of
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.errors import InputError, Problem, nearest
from outlast.policy import ATTRIBUTES, Attribute
from outlast.reading.spreadsheet import (
    UNCLOSED,
    Spreadsheet,
    SpreadsheetRow,
    decimal_number,
    read_spreadsheet,
)
from outlast.storage.strict_json import json_text
from outlast.wording import NOTICE
from outlast.world.items import named_items

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "item": ("item", "part", "part number", "part no", "pn", "mpn", "型号", "品名"),
    "hs": ("hs", "hs code", "hts", "customs code", "tariff code", "海关编码", "税号"),
    "eccn": ("eccn", "control code"),
    "to": ("to", "destination", "country of destination", "目的地"),
    "on": ("on", "date", "day", "日期"),
    "from": ("from", "country of export", "出口国"),
    "origin": ("origin", "country of origin", "made in", "原产地"),
    "end_use": ("end use", "use", "用途"),
    "end_user": ("end user", "receiver", "consignee", "customer", "最终用户"),
    "exporter": ("exporter", "sender"),
    "headquarters": ("headquarters", "hq"),
    "owner": ("owner", "owners"),
    "maker": ("maker", "manufacturer", "制造商"),
    "tops": ("tops", "tflops"),
    "bits": ("bits", "bit length"),
    "die_mm2": ("die", "die area", "die mm2"),
    "memory_bandwidth_gb_s": ("memory bandwidth", "memory bandwidth gb s"),
    "interconnect_gb_s": ("interconnect", "interconnect gb s"),
    "datacenter": ("datacenter", "data center", "data centre"),
    "planar": ("planar",),
    "attributes": ("attributes",),
}
"""The titles of the columns that are read, without case and signs, by what they state."""


TEXTS: Final = ("to", "from", "origin", "end_user", "exporter", "headquarters", "maker")
"""Columns that are read as they stand."""

NUMBERS: Final = ("die_mm2", "memory_bandwidth_gb_s", "interconnect_gb_s")
"""Columns that are read as numbers."""

ATTRIBUTE: Final = "attribute:"
"""The beginning of a title whose rest names an attribute that a rule tests."""


@dataclass(frozen=True)
class ScreenedRow:
    """A row of a list with its answer, or with the reasons for which it could not be read."""

    line: int
    cells: Mapping[str, str]
    """The cells that pass through, by title."""

    query: ScreeningQuery | None
    answer: Mapping[str, Any] | None
    """The content of the form `outlast/screening/2`."""

    problems: tuple[Problem, ...] = ()

    def output(self) -> list[str]:
        """Return the cells of the row with those of its answer."""
        if self.answer is None:
            words = "; ".join(f"{each.what} {each.cure}".strip() for each in self.problems)
            told = {"missing": f"This row was not read: {words}", "notice": NOTICE}
            found: Mapping[str, Any] = told
        else:
            found = row_of(self.answer)
        added = (found.get(name) for name in ANSWER_COLUMNS)
        return [*self.cells.values(), *("" if each is None else str(each) for each in added)]

    def content(self) -> dict[str, Any]:
        """Return the row as plain data: its line, its cells, and its answer or its problems."""
        place = {"line": self.line, "row": dict(self.cells)}
        if self.answer is not None:
            return {"format": "outlast/screening/2", **place, **self.answer}
        problems = [f"{each.what} {each.cure}".strip() for each in self.problems]
        return {"format": "outlast/unread-row/1", **place, "problems": problems}


@dataclass(frozen=True)
class ScreenedList:
    """A list with the answer on each row."""

    columns: tuple[str, ...]
    """The titles of the cells that pass through."""

    rows: tuple[ScreenedRow, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all columns: those that pass through, then those of the answer."""
        return (*self.columns, *answer_titles(self.columns))

    @property
    def unread(self) -> tuple[ScreenedRow, ...]:
        """The rows that could not be read."""
        return tuple(row for row in self.rows if row.answer is None)

    def counts(self) -> dict[str, int]:
        """Return the number of rows by verdict."""
        verdicts = [str(row.answer["verdict"]) for row in self.rows if row.answer is not None]
        return {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(sorted(verdicts))}


def screen_list(path: Path, library: Library, common: Mapping[str, Any]) -> ScreenedList:
    """Return the answer on each row of a list.

    Args:
        path: CSV or XLSX.
        library: The contest.
        common: The fields of the question that hold where a row states nothing else.

    Raises:
        InputError: The file cannot be read, or has no column that names a part.
    """
    with no_collection():
        return screen_table(read_spreadsheet(path), library, common)


def screen_table(sheet: Spreadsheet, library: Library, common: Mapping[str, Any]) -> ScreenedList:
    """Return the answer on each row of a table that was read; see `screen_list`.

    Raises:
        InputError: It has no column that names a part.
    """
    placed, attributes = _placed(sheet), _attribute_columns(sheet)
    known: dict[str, Mapping[str, Any]] = {}
    kept = [(index, sheet.columns[index]) for index in passing(sheet.columns)]
    titles = _titles([title for _, title in kept])
    rows: list[ScreenedRow] = []
    for row in sheet.rows:
        cells = [*row.cells, *[""] * (len(sheet.columns) - len(row.cells))]
        shown = {title: cells[index] for title, (index, _) in zip(titles, kept, strict=True)}
        reader = _Reader(sheet, placed, attributes, library, common, known)
        rows.append(_screened(row, shown, reader))
    return ScreenedList(titles, tuple(rows))


def _titles(given: Sequence[str]) -> tuple[str, ...]:
    """Return titles that differ, those without one by their place."""
    found: list[str] = []
    for place, title in enumerate(given, 1):
        name = title or f"column {place}"
        found.append(name if name not in found else f"{name} ({place})")
    return tuple(found)


def _placed(sheet: Spreadsheet) -> dict[str, tuple[int, ...]]:
    """Return the columns that state each thing; of several titles, the first that is known.

    Raises:
        InputError: No column names a part, or two have the same title.
    """
    plain = [_plain_title(title) for title in sheet.columns]
    wrong = [
        Problem(sheet.file, 1, f'has the column "{title}" twice.', "Keep one of them.")
        for title in dict.fromkeys(plain)
        if plain.count(title) > 1 and any(title in titles for titles in TITLES.values())
        if title not in {*TITLES["tops"], *TITLES["bits"]}
    ]
    placed: dict[str, tuple[int, ...]] = {}
    for name, titles in TITLES.items():
        first = next((title for title in titles if title in plain), None)
        placed[name] = tuple(index for index, title in enumerate(plain) if title == first)
    if not any(placed[name] for name in ("item", "hs", "eccn", "tops")):
        known = ["item", "part", "hs", "eccn", "tops"]
        cure = " ".join(nearest(title, known) for title in plain[:1])
        wrong.append(Problem(sheet.file, 1, "has no column item, part, hs, eccn or tops.", cure))
    if wrong:
        raise InputError(wrong)
    return {name: where for name, where in placed.items() if where}


def _attribute_columns(sheet: Spreadsheet) -> dict[str, int]:
    """Return the column of each attribute that has one, as `attribute:co_packaged`.

    Raises:
        InputError: A title names no attribute.
    """
    titles = [title.strip().casefold().replace(" ", "") for title in sheet.columns]
    found = {
        title.removeprefix(ATTRIBUTE): place
        for place, title in enumerate(titles)
        if title.startswith(ATTRIBUTE)
    }
    wrong = [
        Problem(sheet.file, 1, f'"{name}" is not an attribute.', nearest(name, list(ATTRIBUTES)))
        for name in found
        if name not in ATTRIBUTES
    ]
    if wrong:
        raise InputError(wrong)
    return found


def _plain_title(title: str) -> str:
    """Return the title of a column without case, signs and needless blanks."""
    return " ".join("".join(each if each.isalnum() else " " for each in title.casefold()).split())


@dataclass(frozen=True)
class _Reader:
    """All that is needed to read and to screen one row."""

    sheet: Spreadsheet
    placed: Mapping[str, tuple[int, ...]]
    attributes: Mapping[str, int]
    """The column of each attribute that has one of its own."""

    library: Library
    common: Mapping[str, Any]
    known: dict[str, Mapping[str, Any]]
    """The answers that were found already, by question."""

    def cell(self, name: str, row: SpreadsheetRow, place: int = 0) -> str:
        """Return the text of a cell, empty where there is none."""
        index = self.placed[name][place] if name in self.placed else len(row.cells)
        return row.cells[index].strip() if index < len(row.cells) else ""

    def number(self, name: str, row: SpreadsheetRow, place: int = 0) -> float | None:
        """Return the number of a cell; see `decimal_number`."""
        text = self.cell(name, row, place)
        return decimal_number(text, decimal_comma=self.sheet.decimal_comma) if text else None


def _screened(row: SpreadsheetRow, shown: Mapping[str, str], reader: _Reader) -> ScreenedRow:
    """Return a row with its answer."""
    file, width = reader.sheet.file, len(reader.sheet.columns)
    if row.problem:
        unclosed = Problem(file, row.line, row.problem, UNCLOSED)
        return ScreenedRow(row.line, shown, None, None, (unclosed,))
    if any(cell.strip() for cell in row.cells[width:]):
        what = f"has {len(row.cells)} cells, and the header {width}."
        cure = "Put cells that hold the separator in quotation marks."
        return ScreenedRow(row.line, shown, None, None, (Problem(file, row.line, what, cure),))
    fields, wrong = _fields(row, reader)
    query: ScreeningQuery | None = None
    answer: Mapping[str, Any] | None = None
    if not wrong:
        try:
            query = ScreeningQuery.model_validate({**reader.common, **fields})
            key = json_text(query.content())
            if key not in reader.known:
                answered = screen_query(reader.library, query)
                reader.known[key] = content(answered, reader.library)
            answer = reader.known[key]
        except InputError as refusal:
            wrong = [(each.what, each.cure) for each in refusal.problems]
        except ValidationError as refusal:
            wrong = [
                (f"{'.'.join(map(str, each['loc']))}: {each['msg']}.", "")
                for each in refusal.errors(include_url=False)
            ]
    problems = tuple(Problem(file, row.line, what, cure) for what, cure in wrong)
    return ScreenedRow(row.line, shown, query if answer else None, answer, problems)


def _fields(row: SpreadsheetRow, reader: _Reader) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the fields that a row states, and each problem with its cure."""
    found: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []

    def read(name: str, how: Callable[[], object]) -> None:
        try:
            value = how()
        except ValueError as refusal:
            what, _, cure = str(refusal).partition(" | ")
            wrong.append((f"{name}: {what}", cure))
            return
        if value not in (None, "", {}):
            found[name] = value

    for name in TEXTS:
        if name in reader.placed:
            read(name, lambda name=name: reader.cell(name, row))
    for name in NUMBERS:
        if name in reader.placed:
            read(name, lambda name=name: reader.number(name, row))
    read("item", lambda: _item(row, reader))
    read("on", lambda: field_texts.day(reader.cell("on", row)))
    read("end_use", lambda: field_texts.end_use(reader.cell("end_use", row)))
    read("owners", lambda: _owners(row, reader))
    read("operations", lambda: _operations(row, reader))
    read("datacenter", lambda: field_texts.truth(reader.cell("datacenter", row)))
    read("non_planar", lambda: _non_planar(row, reader))
    read("attributes", lambda: _attributes(row, reader))
    if "to" not in found and "to" not in reader.common:
        wrong.append(("it has no destination.", "Add a column to, or say --to CN."))
    named = {"item", "operations", "maker", "die_mm2", "memory_bandwidth_gb_s", "attributes"}
    if not wrong and not named & set(found):
        wrong.append(("it names no item and states no numbers.", "Fill in its part or its tops."))
    return found, wrong


def _attributes(row: SpreadsheetRow, reader: _Reader) -> dict[str, Attribute]:
    """Return the attributes of a row, from columns of their own and from `a=b; c=d`."""
    stated = {
        name: row.cells[place].strip()
        for name, place in reader.attributes.items()
        if place < len(row.cells)
    }
    for part in filter(None, (each.strip() for each in reader.cell("attributes", row).split(";"))):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or not value:
            raise ValueError(f'"{part}" states no attribute. | Write name=value; other=value.')
        if name not in ATTRIBUTES:
            raise ValueError(f'"{name}" is not an attribute. | {nearest(name, list(ATTRIBUTES))}')
        if stated.get(name):
            raise ValueError(f'"{name}" is stated twice. | Keep one of them.')
        stated[name] = value
    return {name: field_texts.attribute(value) for name, value in stated.items() if value}


def _item(row: SpreadsheetRow, reader: _Reader) -> str:
    """Return the name of an item; where the record does not know it, its code if one is given."""
    given = [reader.cell(name, row) for name in ("item", "hs", "eccn")]
    stated = [each for each in given if each]
    names = reader.library.items
    if given[0] and not named_items(given[0], names) and len(stated) > 1:
        return stated[1]
    return stated[0] if stated else ""


def _owners(row: SpreadsheetRow, reader: _Reader) -> dict[str, float]:
    """Return owners with their shares from `Name 50 %; Other 0.2`."""
    comma = reader.sheet.decimal_comma
    return field_texts.owners(reader.cell("owner", row), decimal_comma=comma)


def _operations(row: SpreadsheetRow, reader: _Reader) -> dict[int, float]:
    """Return TOPS by bit length; each column of TOPS has its column of bits."""
    found: dict[int, float] = {}
    for place in range(len(reader.placed.get("tops", ()))):
        rate = reader.number("tops", row, place)
        if rate is None:
            continue
        has_bits = place < len(reader.placed.get("bits", ()))
        bits = reader.number("bits", row, place) if has_bits else None
        if bits is None or bits != int(bits):
            raise ValueError("TOPS need their bit length. | Fill in the column bits, as 8.")
        found[int(bits)] = max(rate, found.get(int(bits), rate))
    return found


def _non_planar(row: SpreadsheetRow, reader: _Reader) -> bool | None:
    """Return whether a chip is not planar; one whose TOPS are given is none by default."""
    planar = field_texts.truth(reader.cell("planar", row))
    stated = bool(reader.cell("tops", row)) if "tops" in reader.placed else False
    return not planar if planar is not None else (True if stated else None)


def unread_lines(found: ScreenedList) -> Iterator[Problem]:
    """Yield the problems of rows that could not be read, in order."""
    for row in found.unread:
        yield from row.problems
