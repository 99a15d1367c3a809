"""`outlast screen --check`: kept receipts beside the answers of now, with the reasons."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from outlast.api.library import Library
from outlast.api.receipts import (
    ReceiptCheck,
    ScreeningReceipt,
    check_receipt,
    library_of,
    read_receipts,
)
from outlast.cli.contest_options import ContestChoice
from outlast.cli.output import console
from outlast.cli.parties_options import PartiesChoice
from outlast.cli.streams import write_utf8
from outlast.errors import InputError
from outlast.reading.writing import json_document
from outlast.wording import NOTICE, counted, long_day

CAUSES: Final = {
    "law": "the law: other rules hold on the day that is asked about",
    "record": "the record: the files of the contest, or the folders laid over it, have changed",
    "settlement": "your settlements: other questions are settled, or otherwise",
    "parties": "the file of parties: it is another, or has changed",
    "program": "the program: its version has changed",
    "receipt": "neither the record nor the program; the receipt itself has been altered",
}
"""The reasons of a difference in words."""


class ReceiptContests:
    """The contests in which the questions of receipts are asked again.

    A receipt names its contest and the folders laid over it; the command line overrules it.

    Args:
        choice: The contest and the folders of the command line.
        parties: The file of parties of the command line.
        library: The contest that these choose.
    """

    def __init__(self, choice: ContestChoice, parties: PartiesChoice, library: Library) -> None:
        self._choice, self._parties, self._library = choice, parties, library
        self._opened: dict[tuple[str, tuple[str, ...]], Library] = {}

    def open(self, receipt: ScreeningReceipt) -> Library:
        """Return the contest of a receipt.

        Raises:
            InputError: A folder is not there any more, or the file of parties is not named.
        """
        if receipt.parties is not None and self._parties.file is None:
            held = f"{receipt.parties.file} as of {receipt.parties.on}"
            what = f"the receipt was answered with the parties of {held}."
            raise InputError.of(what, "Name that file, or a newer one: --parties FILE.")
        record, choice = receipt.record, self._choice
        if record is None or choice.contest is not None or choice.overlays:
            return self._library
        key = (record.contest, record.overlays)
        if key not in self._opened:
            opened = library_of(receipt, as_recorded=choice.as_recorded)
            self._opened[key] = self._parties.beside(opened)
        return self._opened[key]


def check_receipts(
    file: Path,
    open_contest: Callable[[ScreeningReceipt], Library],
    today: date,
    on: date | None,
    *,
    as_json: bool,
) -> None:
    """Check every receipt of a file and show the differences.

    Args:
        file: The receipts.
        open_contest: Gives the contest in which the question of a receipt is asked again.
        today: The day of the reader.
        on: Another day whose rules are to hold; the day of each question if absent.
        as_json: Whether to write JSON: an array of objects.
    """
    receipts = read_receipts(file)
    checks = [check_receipt(each, open_contest(each), today, on) for each in receipts]
    if as_json:
        form = {"format": "outlast/receipt-check/1"}
        write_utf8(json_document([{**form, **each.content()} for each in checks]))
        return
    shown = console()
    for each in checks:
        for line in _lines(each):
            shown.print(line)
    changed = sum(1 for each in checks if each.changed)
    shown.print(f"{counted(len(checks), 'receipt')}, {changed:,} changed.")
    shown.print(NOTICE, style="dim")


def _lines(check: ReceiptCheck) -> list[str]:
    """Return the lines of one check."""
    receipt, query = check.receipt, check.receipt.query
    asked = query.item or "a chip by its numbers"
    lines = [f"{asked} to {query.to}, screened on {long_day(receipt.screened_on)}:"]
    if not check.changed:
        policy = f", {receipt.policy}" if receipt.policy else ""
        lines.append(f"  unchanged: {receipt.verdict}{policy}")
    for name, (then, now) in check.changed.items():
        lines.append(f"  {name}: {_words(then)} → {_words(now)}")
    lines += [f"  because of {CAUSES[cause]}" for cause in check.causes]
    behind = [each for each in check.moved if each not in check.causes]
    if behind:
        lines.append(f"  different, without effect on it: {', '.join(behind)}")
    if receipt.reviewer or receipt.decision:
        who, what = receipt.reviewer or "not named", receipt.decision or "none"
        lines.append(f"  reviewer: {who}; decision: {what}")
    return lines


def _words(value: object) -> str:
    """Return a part of an answer in words."""
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"  # pyright: ignore[reportUnknownArgumentType]
    return str(value) if value is not None else "none"
