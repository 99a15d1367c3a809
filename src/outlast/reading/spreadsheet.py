"""Tables of users, as spreadsheets write them: CSV of any country and XLSX, read and written."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from outlast.errors import InputError
from outlast.reading.paths import named
from outlast.wording import harmless

LARGEST_TABLE: Final = 64 * 1024 * 1024
"""Bytes in the largest table that is read."""

MOST_ROWS: Final = 200_000
"""Rows in the longest table that is read."""

SEPARATORS: Final = (";", "\t", ",")
"""The marks that part the cells of CSV; of equally many in the header, the first."""

FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""The characters with which a spreadsheet takes a text for a formula."""

PLAIN_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
"""A number, which is no formula, whatever its sign."""


UNCLOSED: Final = "Look for a quotation mark that is not closed."
"""The cure for a row whose cells cannot be told apart."""

MOST_UNCLOSED: Final = 100
"""Rows of one table that are passed over because a quotation mark is not closed."""


@dataclass(frozen=True)
class SpreadsheetRow:
    """A row, with the line on which it begins."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""
    """The reason for which its cells cannot be told apart; its text is then its one cell."""


@dataclass(frozen=True)
class Spreadsheet:
    """A table that a user gave: its header and its rows, all as text."""

    file: str
    """Its name, for messages."""

    columns: tuple[str, ...]
    rows: tuple[SpreadsheetRow, ...]
    decimal_comma: bool
    """Whether a comma in a number may be the sign of decimals."""


def read_spreadsheet(path: Path, entry: str = "part") -> Spreadsheet:
    """Return a table from CSV or, where its name ends so, from the first sheet of XLSX.

    CSV may begin with a byte order mark or with `sep=`; its cells may be parted by commas,
    semicolons or tabs; it may be written in UTF-8, UTF-16 or cp1252. Empty rows are left out.

    Args:
        path: The file.
        entry: The noun for the thing of a row, for messages.

    Raises:
        InputError: The file cannot be read, or has no header.
    """
    raw = _bytes(path)
    is_workbook = path.suffix.lower() in {".xlsx", ".xlsm"}
    return parse_spreadsheet(raw, named(path), is_workbook=is_workbook, entry=entry)


def parse_spreadsheet(
    raw: bytes, name: str, *, is_workbook: bool, most_rows: int = MOST_ROWS, entry: str = "part"
) -> Spreadsheet:
    """Return a table from the bytes of CSV or of XLSX; see `read_spreadsheet`.

    Args:
        raw: The bytes.
        name: Its name, for messages.
        is_workbook: Whether it is XLSX.
        most_rows: The rows that it may have, the header not counted.
        entry: The noun for the thing of a row, for messages.

    Raises:
        InputError: It cannot be read, or has no header.
    """
    if is_workbook:
        rows, comma = _sheet_rows(raw, name), False
    else:
        text = _decoded(raw, name)
        separator, skipped, text = _separator(text)
        rows, comma = _csv_rows(text, separator, skipped, name), separator != ","
    full: list[SpreadsheetRow] = []
    for row in rows:
        if row.problem and not full:
            raise InputError.of(f'"{name}" is not CSV from line {row.line} on.', UNCLOSED)
        if any(cell.strip() for cell in row.cells):
            full.append(row)
        if len(full) > most_rows + 1:
            raise InputError.of(f'"{name}" has more than {most_rows:,} rows.', "Split it.")
    if not full:
        raise InputError.of(f'"{name}" is empty.', f"Write a header, and a row for each {entry}.")
    header = [cell.strip() for cell in full[0].cells]
    while header and not header[-1]:
        header.pop()
    return Spreadsheet(name, tuple(header), tuple(full[1:]), comma)


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file of a user."""
    name = named(path)
    try:
        if path.is_dir():
            raise InputError.of(f'"{name}" is a folder.', "Name a file.")
        if path.stat().st_size > LARGEST_TABLE:
            what = f'"{name}" is larger than {LARGEST_TABLE // 2**20} MiB.'
            raise InputError.of(what, "Split the file.")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError.of(f'"{name}" does not exist.', "Mend its name.") from None
    except (OSError, ValueError) as refusal:
        raise InputError.of(f'"{name}" cannot be read: {refusal}.', "Let it be read.") from refusal


def _decoded(raw: bytes, name: str) -> str:
    """Return the text of CSV in the encoding in which it was written."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\0" in raw:
        raise InputError.of(f'"{name}" is not CSV.', "Save it as CSV UTF-8 or as XLSX.")
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError.of(f'"{name}" has no known encoding.', "Save it as CSV UTF-8.")


def _separator(text: str) -> tuple[str, int, str]:
    """Return the mark that parts cells, the number of lines before the header, and the table."""
    first, _, rest = text.partition("\n")
    stated = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if stated:
        return stated[1], 1, rest
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count), 0, text


def _csv_rows(text: str, separator: str, skipped: int, name: str) -> Iterator[SpreadsheetRow]:
    """Yield the rows of CSV.

    A quotation mark that is not closed takes in the rows after it. The row with it is passed over,
    and reading begins again on the line after it.
    """
    lines = list(io.StringIO(text, newline=""))
    place = 0
    for _ in range(MOST_UNCLOSED):
        reader = csv.reader(lines[place:], delimiter=separator, strict=True)
        begins = place
        try:
            for cells in reader:
                yield SpreadsheetRow(begins + skipped + 1, tuple(map(_unquoted, cells)))
                begins = place + reader.line_num
        except csv.Error as refusal:
            line = begins + skipped + 1
            yield SpreadsheetRow(line, (lines[begins].strip(),), f"is not CSV: {refusal}.")
            place = begins + 1
        else:
            return
    what = f'"{name}" is not CSV from line {place + skipped} on.'
    raise InputError.of(what, UNCLOSED)


def _sheet_rows(raw: bytes, name: str) -> Iterator[SpreadsheetRow]:
    """Yield the rows of the first sheet of a workbook, formulas by their last values."""
    import openpyxl  # noqa: PLC0415  it is heavy
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with ZipFile(io.BytesIO(raw)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > LARGEST_TABLE:
            what = f'"{name}" unpacks to more than {LARGEST_TABLE // 2**20} MiB.'
            raise InputError.of(what, "Split the file.")
        book: Any = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield SpreadsheetRow(line, tuple(_cell_text(cell) for cell in cells))
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError) as refusal:
        what = f'"{name}" is no workbook that can be read.'
        raise InputError.of(what, "Save it again as XLSX, or as CSV UTF-8.") from refusal


def _cell_text(value: object) -> str:
    """Return the value of a cell of a workbook as text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return _unquoted(str(value))


def _unquoted(cell: str) -> str:
    """Return a cell without the quote that marks it as no formula."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell


def decimal_number(text: str, *, decimal_comma: bool) -> float:
    """Return a number as people write it: `1,979.5`, `1.979,5`, `4,8` or `1 979`.

    A number that may mean two things is refused: `1,979` is 1.979 or 1979.

    Args:
        text: The text.
        decimal_comma: Whether the table writes decimals with a comma.

    Raises:
        ValueError: It is no number, or may mean two; the message has a cure after a bar.
    """
    bare = re.sub(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}\b)", "", text.strip())  # noqa: RUF001
    comma, dot = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and dot >= 0:
        mark, other = (",", ".") if comma > dot else (".", ",")
        whole, _, decimals = bare.rpartition(mark)
        if re.fullmatch(rf"[+-]?\d{{1,3}}(\{other}\d{{3}})+", whole):
            return float(f"{whole.replace(other, '')}.{decimals}")
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})+", bare):
        return float(bare.replace(",", "").replace(".", ""))
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", bare):
        if ("." if not decimal_comma else ",") in bare:
            return float(bare.replace(",", "."))
        digits = re.sub(r"[.,]", "", bare)
        decimal = bare.replace(",", ".")
        raise ValueError(f'"{text}" may be {decimal} or {digits}. | Write {digits} or {decimal}0.')
    elif PLAIN_NUMBER.fullmatch(bare):
        return float(bare.replace(",", "."))
    raise ValueError(f'"{text}" is not a number. | Write digits, as 296 or 4.8.')


def guarded(value: object) -> str:
    """Return a cell of CSV that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table as CSV with a header, its texts never formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([guarded(each) for each in columns])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue()


def xlsx_bytes(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Return a workbook of sheets by title, each row with its cells; its texts never formulas."""
    import openpyxl  # noqa: PLC0415  it is heavy
    from openpyxl.cell.cell import WriteOnlyCell  # noqa: PLC0415

    book: Any = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in rows:
            cells: list[Any] = []
            for value in row:
                if not isinstance(value, str):
                    cells.append(value)
                    continue
                cell: Any = WriteOnlyCell(sheet, harmless(value))
                cell.data_type = "s"
                cell.quotePrefix = FORMULA.match(value) is not None
                cells.append(cell)
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
