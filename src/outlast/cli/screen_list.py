"""`outlast screen --list`: a list of parts, written as CSV, JSON or XLSX with a summary."""

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from outlast.api.library import Library
from outlast.api.list_output import about_lines, counts_line, list_file, list_text, version_line
from outlast.api.receipts import EarlierAnswers, read_receipts, receipt_content, receipt_of
from outlast.api.screening_list import ScreenedList, screen_list
from outlast.cli.outfile import refuse
from outlast.cli.streams import say, write_utf8
from outlast.reading.writing import json_bytes, write_whole
from outlast.wording import counted, harmless

KINDS: Final = (".csv", ".json", ".xlsx")
"""The endings of a file that a list may be written to."""

LISTED: Final = 20
"""The unread rows that the summary lists; it counts the rest."""


@dataclass(frozen=True)
class ListChoice:
    """The files of a list, and the form in which it is written."""

    file: Path
    out: Path | None
    since: Path | None
    force: bool
    as_json: bool


@dataclass(frozen=True)
class KeptDecision:
    """The receipt that is to be written, with the person who decided."""

    file: Path | None
    reviewer: str | None
    decision: str | None

    def refuse(self, *, force: bool) -> None:
        """Refuse a file that cannot be written."""
        if self.file is not None:
            refuse(self.file, "receipt", [".json"], force=force, option="--receipt")


def screen_parts(
    choice: ListChoice,
    kept: KeptDecision,
    library: Library,
    common: dict[str, Any],
    today: date,
) -> bool:
    """Screen a list and write it; return whether every row was read.

    Args:
        choice: The files.
        kept: The receipt.
        library: The contest.
        common: The fields of the question that hold where a row states nothing else.
        today: The day of the reader.
    """
    if choice.out is not None:
        refuse(choice.out, "list", KINDS, force=choice.force)
    kept.refuse(force=choice.force)
    earlier = EarlierAnswers(read_receipts(choice.since)) if choice.since else None
    whole = screen_list(choice.file, library, common)
    shown = whole if earlier is None else _changed(whole, earlier)
    summary = _summary(whole, shown, library, today, since=earlier is not None)
    _write(shown, choice, [*summary, version_line(library)])
    if kept.file is not None:
        receipts = [
            receipt_of(row.query, row.answer, today, kept.reviewer, kept.decision)
            for row in whole.rows
            if row.query is not None and row.answer is not None
        ]
        write_whole(kept.file, json_bytes([receipt_content(each) for each in receipts]))
    for line in summary:
        say(line, err=True)
    return not whole.unread


def _changed(whole: ScreenedList, earlier: EarlierAnswers) -> ScreenedList:
    """Return the rows that are new, unread, or answered in another way than before."""
    rows = tuple(
        row
        for row in whole.rows
        if row.query is None or row.answer is None or earlier.has_changed(row.query, row.answer)
    )
    return replace(whole, rows=rows)


def _summary(
    whole: ScreenedList, shown: ScreenedList, library: Library, today: date, *, since: bool
) -> list[str]:
    """Return the summary: unread rows with their lines, counts by verdict, the record's age."""
    problems = [each for row in whole.unread for each in row.problems]
    lines = [f"{each.where}  {each.what} {each.cure}".strip() for each in problems[:LISTED]]
    if len(problems) > LISTED:
        lines.append(f"… and {counted(len(problems) - LISTED, 'more problem')}.")
    changed = [f"{counted(len(shown.rows), 'row')} changed since the receipt."] if since else []
    return [*lines, counts_line(whole), *changed, *about_lines(library, today)]


def _write(shown: ScreenedList, choice: ListChoice, about: list[str]) -> None:
    """Write a list to its file, or to standard output."""
    kind = choice.out.suffix.lower() if choice.out else ".json" if choice.as_json else ".csv"
    if choice.out is not None:
        write_whole(choice.out, list_file(shown, kind, about))
        return
    text = list_text(shown, kind)
    write_utf8(harmless(text) if sys.stdout.isatty() else text)
