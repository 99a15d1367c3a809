"""`outlast screen --check`: kept receipts beside the answers of now, with the reasons."""

from datetime import date
from pathlib import Path
from typing import Final

from outlast.api.library import Library
from outlast.api.receipts import ReceiptCheck, check_receipt, read_receipts
from outlast.api.screening_form import NOTICE
from outlast.cli.output import console, json_document
from outlast.cli.streams import write_utf8
from outlast.wording import counted, long_day

CAUSES: Final = {
    "law": "the law: other rules hold on the day that is asked about",
    "record": "the record: its files have changed",
    "program": "the program: its version has changed",
    "receipt": "neither the record nor the program; the receipt itself has been altered",
}
"""The reasons of a difference in words."""


def check_receipts(
    file: Path, library: Library, today: date, on: date | None, *, as_json: bool
) -> None:
    """Check every receipt of a file and show the differences.

    Args:
        file: The receipts.
        library: The contest.
        today: The day of the reader.
        on: Another day whose rules are to hold; the day of each question if absent.
        as_json: Whether to write JSON: an array of objects.
    """
    checks = [check_receipt(each, library, today, on) for each in read_receipts(file)]
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
