"""The output of a screened list: CSV, JSON or XLSX, and the lines of its summary."""

from datetime import date
from typing import Final

from outlast.api.library import Library
from outlast.api.party_files import party_file_line
from outlast.api.record_reach import age_lines
from outlast.api.screening_form import program_version, record_digest
from outlast.api.screening_list import ScreenedList
from outlast.reading.spreadsheet import csv_text, xlsx_bytes
from outlast.reading.writing import json_document
from outlast.wording import NOTICE, counted

MARK: Final = b"\xef\xbb\xbf"
"""The byte order mark by which Excel knows that CSV is UTF-8."""


def list_text(shown: ScreenedList, kind: str) -> str:
    """Return a list as text.

    Args:
        shown: The list.
        kind: `.csv` or `.json`.
    """
    if kind == ".json":
        return json_document([row.content() for row in shown.rows])
    return csv_text(shown.titles, [row.output() for row in shown.rows])


def list_file(shown: ScreenedList, kind: str, about: list[str]) -> bytes:
    """Return a list as the content of a file.

    Args:
        shown: The list.
        kind: `.csv`, `.json` or `.xlsx`.
        about: The lines of the second sheet of a workbook.
    """
    if kind != ".xlsx":
        return (MARK if kind == ".csv" else b"") + list_text(shown, kind).encode()
    table = [shown.titles, *(row.output() for row in shown.rows)]
    return xlsx_bytes({"Screening": table, "About": [["About this list"], *([x] for x in about)]})


def counts_line(whole: ScreenedList) -> str:
    """Return the number of rows by verdict, in a sentence."""
    counts = [f"{count:,} {verdict}" for verdict, count in whole.counts().items()]
    if whole.unread:
        counts.append(f"{len(whole.unread):,} not read")
    return f"{counted(len(whole.rows), 'row')}: {', '.join(counts) or 'none'}."


def about_lines(library: Library, today: date) -> list[str]:
    """Return the age of the record, and the legal notice."""
    parties = library.timeline.parties
    lists = [party_file_line(parties, library)] if parties is not None else []
    return [*age_lines(library, today), *lists, NOTICE]


def version_line(library: Library) -> str:
    """Return the version of the program and the digest of the record."""
    return f"Version {program_version()}, {record_digest(library)}."
