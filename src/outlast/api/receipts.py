"""Receipts of screenings: kept answers with their question, checked against a later answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, cast

from pydantic import Field, ValidationError

from outlast.api.library import Library, library
from outlast.api.screening_form import content
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.errors import InputError, Problem
from outlast.reading import Day, Frozen, named
from outlast.storage.strict_json import json_text
from outlast.wording import NOTICE

FORM: Final = "outlast/receipt/1"
"""The form of a receipt."""

COMPARED: Final = ("verdict", "policy", "exceptions", "rules", "missing")
"""The parts of an answer that a check compares."""


class ReceiptRule(Frozen):
    """A rule that decided, with the text that can be read."""

    id: str
    """The measure."""

    paragraph: str
    """The paragraphs that catch."""

    effect: str
    """The treatment, as a slug."""

    citation: str
    """The text and its place."""

    address: str | None = None
    """The address of the text."""


class ReceiptRecord(Frozen):
    """The record that answered: the contest and the folders laid over it."""

    contest: str
    """A shipped contest, or the folder of the reader's own."""

    contest_digest: str
    """The digest of its rules and items."""

    overlays: tuple[str, ...] = ()
    """The folders laid over it."""

    overlays_digest: str | None = None
    """The digest of their rules and items."""


class ReceiptSettlement(Frozen):
    """A question that the reader had settled."""

    question: str
    answer: str
    on: Day
    url: str
    title: str | None = None
    note: str | None = None


class ReceiptParties(Frozen):
    """The file of parties that was read."""

    file: str
    on: Day
    """The day as of which its lists are."""

    digest: str


class ScreeningReceipt(Frozen):
    """One answer that was given, with all that is needed to give it again."""

    format: Literal["outlast/receipt/1"] = FORM
    """The form."""

    query: ScreeningQuery
    """The question."""

    verdict: str
    """The verdict."""

    policy: str | None = None
    """The policy of review, as a slug."""

    exceptions: tuple[str, ...] | None = None
    """The exceptions that may be used, by symbol; absent from older receipts."""

    missing: tuple[str, ...] = ()
    """The conditions that could not be decided."""

    rules: tuple[ReceiptRule, ...] = ()
    """The rules that decided, the strictest first."""

    record_until: Day | None = None
    """The last day that the record knew."""

    digest: str
    """The digest of the record."""

    record: ReceiptRecord | None = None
    """The contest and the folders laid over it; absent from older receipts."""

    settlements: tuple[ReceiptSettlement, ...] = ()
    """The reader's answers to open questions."""

    parties: ReceiptParties | None = None
    """The file of parties, if one was read."""

    version: str
    """The version of the program."""

    screened_on: Day
    """The day on which the question was asked."""

    reviewer: str | None = None
    """The person who reviewed it."""

    decision: str | None = None
    """Their decision."""

    notice: str = Field(default=NOTICE)
    """The notice of every output."""


@dataclass(frozen=True)
class ReceiptCheck:
    """A receipt beside the answer of now."""

    receipt: ScreeningReceipt
    on: date
    """The day whose rules were asked about."""

    now: ScreeningReceipt

    changed: Mapping[str, tuple[object, object]]
    """The parts of the answer that differ: before and now."""

    causes: tuple[str, ...]
    """The reasons of the difference: law, record, settlement, parties, program, receipt."""

    moved: tuple[str, ...]
    """Everything that differs behind the answer, whether the answer changed or not."""

    def content(self) -> dict[str, Any]:
        """Return the check as plain data."""
        return {
            "changed": {name: {"then": a, "now": b} for name, (a, b) in self.changed.items()},
            "causes": list(self.causes),
            "moved": list(self.moved),
            "on": self.on.isoformat(),
            "receipt": self.receipt.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "now": self.now.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "notice": NOTICE,
        }


def receipt_of(
    query: ScreeningQuery,
    answer: Mapping[str, Any],
    today: date,
    reviewer: str | None = None,
    decision: str | None = None,
) -> ScreeningReceipt:
    """Return the receipt of an answer.

    Args:
        query: The question.
        answer: The content of the form `outlast/screening/2`.
        today: The day on which it is asked.
        reviewer: The person who reviewed it.
        decision: Their decision.
    """
    until, file = answer["record_until"], answer["party_file"]
    parties = {name: file[name] for name in ReceiptParties.model_fields} if file else None
    named_rules = (
        {name: rule[name] for name in ReceiptRule.model_fields} for rule in answer["rules"]
    )
    return ScreeningReceipt(
        query=query,
        verdict=answer["verdict"],
        policy=answer["policy"],
        exceptions=tuple(answer["exceptions"]),
        missing=tuple(each["condition"] for each in answer["missing"]),
        rules=tuple(ReceiptRule(**rule) for rule in named_rules),
        record_until=date.fromisoformat(until) if until else None,
        digest=answer["digest"],
        record=ReceiptRecord.model_validate(answer["record"]),
        settlements=tuple(map(ReceiptSettlement.model_validate, answer["settlements"])),
        parties=ReceiptParties.model_validate(parties) if parties else None,
        version=answer["version"],
        screened_on=today,
        reviewer=reviewer,
        decision=decision,
    )


def receipt_content(receipt: ScreeningReceipt) -> dict[str, Any]:
    """Return a receipt as plain data, its form first."""
    stated = receipt.model_dump(mode="json", by_alias=True, exclude={"query"})
    return {"format": FORM, "query": receipt.query.content(), **stated}


def read_receipts(path: Path) -> tuple[ScreeningReceipt, ...]:
    """Return the receipts of a file, which holds one or a list of them.

    Raises:
        InputError: The file cannot be read, or a receipt in it is not sound.
    """
    name = named(path)
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError.of(f'"{name}" does not exist.', "Mend its name.") from None
    except (OSError, UnicodeDecodeError) as refusal:
        raise InputError.of(f'"{name}" cannot be read: {refusal}.') from refusal
    except (ValueError, RecursionError) as refusal:
        cure = "Name a file that --receipt wrote."
        raise InputError.of(f'"{name}" is not JSON: {refusal}.', cure) from refusal
    every = cast("list[Any]", found) if isinstance(found, list) else [found]
    receipts: list[ScreeningReceipt] = []
    wrong: list[Problem] = []
    for place, each in enumerate(every, 1):
        if not isinstance(each, dict) or "format" not in each:
            wrong.append(Problem(name, 0, f"receipt {place} does not name its form, {FORM}."))
            continue
        try:
            receipts.append(ScreeningReceipt.model_validate(each))
        except ValidationError as refusal:
            for error in refusal.errors(include_url=False):
                where = ".".join(str(part) for part in error["loc"])
                wrong.append(Problem(name, 0, f"receipt {place}, {where}: {error['msg']}."))
    if wrong:
        raise InputError(wrong)
    return tuple(receipts)


def check_receipt(
    receipt: ScreeningReceipt, contest: Library, today: date, on: date | None = None
) -> ReceiptCheck:
    """Return the answer to the question of a receipt now, and the reasons for a difference.

    Args:
        receipt: The receipt.
        contest: The contest.
        today: The day of the check.
        on: Another day whose rules are to hold; the day of the question if absent.

    Raises:
        InputError: The question can no longer be asked: a country or a switch is not known.
    """
    same = receipt.query
    asked = same if on is None else same.on_day(on)
    then = _answer(same, contest, today)
    now = then if asked == same else _answer(asked, contest, today)
    moved = _moved(receipt, then)
    causes: list[str] = []
    if _differences(receipt, then):
        causes += moved or ["receipt"]
    if asked != same:
        moved.insert(0, "law")
        if _differences(then, now):
            causes.insert(0, "law")
    changed = _differences(receipt, now)
    return ReceiptCheck(
        receipt, asked.on, now, changed, tuple(causes) if changed else (), tuple(moved)
    )


def _moved(receipt: ScreeningReceipt, now: ScreeningReceipt) -> list[str]:
    """Return everything behind the answer of a receipt that differs now."""
    before, after, moved = receipt.record, now.record, list[str]()
    if before is not None and after is not None:
        if before != after:
            moved.append("record")
        if receipt.settlements != now.settlements:
            moved.append("settlement")
    if receipt.digest != now.digest and not moved:
        moved.append("record")
    if receipt.parties != now.parties:
        moved.append("parties")
    if receipt.version != now.version:
        moved.append("program")
    return moved


def library_of(receipt: ScreeningReceipt, *, as_recorded: bool) -> Library:
    """Return the contest of a receipt, with the folders laid over it.

    Args:
        receipt: The receipt.
        as_recorded: Whether to leave out the reader's own settlements.

    Raises:
        InputError: One of its folders is not there any more.
    """
    record = receipt.record
    contest, overlays = (record.contest, record.overlays) if record else (None, ())
    return library(contest, overlays, as_recorded=as_recorded)


def _answer(query: ScreeningQuery, contest: Library, today: date) -> ScreeningReceipt:
    return receipt_of(query, content(screen_query(contest, query), contest), today)


def _compared(receipt: ScreeningReceipt) -> dict[str, object]:
    """Return the parts of an answer that are compared."""
    return {
        "verdict": receipt.verdict,
        "policy": receipt.policy,
        "exceptions": None if receipt.exceptions is None else list(receipt.exceptions),
        "rules": [f"{each.id}: {each.effect} ({each.paragraph})" for each in receipt.rules],
        "missing": list(receipt.missing),
    }


def _differences(
    before: ScreeningReceipt, now: ScreeningReceipt
) -> dict[str, tuple[object, object]]:
    """Return the parts of two answers that differ."""
    old, new = _compared(before), _compared(now)
    if before.exceptions is None:  # a receipt of an older program
        old["exceptions"] = new["exceptions"]
    return {name: (old[name], new[name]) for name in COMPARED if old[name] != new[name]}


class EarlierAnswers:
    """The receipts of an earlier list, to find the rows whose answer has changed.

    Args:
        receipts: The receipts.
    """

    def __init__(self, receipts: Sequence[ScreeningReceipt]) -> None:
        self._exact = {_key(each.query): each for each in receipts}
        self._timeless = {_key(each.query, day=False): each for each in receipts}

    def has_changed(self, query: ScreeningQuery, answer: Mapping[str, Any]) -> bool:
        """Return whether a question is new, or its answer differs from the earlier one.

        A question about another day is compared with the earlier one about the same shipment.
        """
        before = self._exact.get(_key(query)) or self._timeless.get(_key(query, day=False))
        if before is None:
            return True
        return bool(_differences(before, receipt_of(query, answer, query.on)))


def _key(query: ScreeningQuery, *, day: bool = True) -> str:
    """Return a question as text, with its day or without."""
    stated = query.content()
    return json_text({name: stated[name] for name in sorted(stated) if day or name != "on"})
