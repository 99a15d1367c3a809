"""The answer of `outlast screen`: the coverage, a receipt checked, a list, or one item."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import click

from outlast.api.condition_words import record_words
from outlast.api.library import Library
from outlast.api.list_columns import ANSWER_COLUMNS
from outlast.api.receipts import receipt_content, receipt_of
from outlast.api.screen import Screened
from outlast.api.screening_form import content, row_of
from outlast.api.screening_query import ScreeningQuery, refuse_differences, screen_query
from outlast.cli.contest_options import ContestChoice
from outlast.cli.coverage_view import show_coverage
from outlast.cli.lang_option import ENGLISH
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.parties_options import PARTIES, PartiesChoice
from outlast.cli.refusals import refuse_useless
from outlast.cli.screen_list import KeptDecision, ListChoice, screen_parts
from outlast.cli.screen_options import NUMBER_OPTIONS, AskedShipment
from outlast.cli.screen_receipts import ReceiptContests, check_receipts
from outlast.cli.screening_told_view import show_told
from outlast.cli.screening_view import show
from outlast.cli.streams import say
from outlast.errors import InputError
from outlast.present.display.voice import voice
from outlast.reading.day import local_day
from outlast.reading.writing import json_bytes, write_whole
from outlast.wording import NOTICE, long_day

COLUMNS: Final = ("item", "from", "to", "on", *ANSWER_COLUMNS)
"""The columns of CSV."""


def answer(
    item: str | None,
    asked: AskedShipment,
    choice: ContestChoice,
    parties: PartiesChoice,
    given: Mapping[str, Any],
) -> None:
    """Answer a command line.

    Args:
        item: The item, if one is named.
        asked: The question.
        choice: The contest.
        parties: The file of parties.
        given: The other options: forms, files and the decision.
    """
    library, today = parties.beside(choice.library()), local_day()
    kept = KeptDecision(given["receipt"], given["reviewer"], given["decision"])
    as_json, as_csv, check = given["as_json"], given["as_csv"], given["check"]
    if given["coverage"]:
        reason = "--coverage shows the record's reach and nothing else"
        _refuse_beside(reason, "coverage", "lang")
        if as_json:
            coverage = library.timeline.coverage
            write_json("coverage", coverage.model_dump(mode="json", exclude_defaults=True))
        else:
            show_coverage(library, console(), today, given["lang"])
    elif check is not None:
        _refuse_beside("--check answers the question of the receipt", "check", "on", *PARTIES)
        contests = ReceiptContests(choice, parties, library)
        check_receipts(check, contests.open, today, asked.day, as_json=as_json)
    elif given["parts"] is not None:
        _refuse_beside_list(item, kept)
        listed = ListChoice(given["parts"], given["out"], given["since"], given["force"], as_json)
        if not screen_parts(listed, kept, library, asked.fields(today), today):
            click.get_current_context().exit(1)
    else:
        _refuse_beside_one(kept)
        kept.refuse(force=given["force"])
        query = _query(item, asked.fields(today))
        screened = screen_query(library, query)
        refuse_differences(library, query)
        if asked.day is None and not (as_json or as_csv):
            console().print(_no_day(today, given["lang"]), style="dim")
        _write(screened, library, today, given["lang"], as_json=as_json, as_csv=as_csv)
        _keep(kept, query, content(screened, library), today)


def _query(item: str | None, fields: dict[str, Any]) -> ScreeningQuery:
    """Return the question of a command line; refuse one without a destination."""
    if "to" not in fields:
        raise InputError("a screening needs a destination: --to CN.")
    return ScreeningQuery.model_validate({**fields, "item": item})


def _refuse_beside(reason: str, *kept: str) -> None:
    """Refuse every option that stands on the command line, but those that are kept."""
    allowed = {*kept, "contest", "overlays", "as_recorded", "as_json"}
    others = {f"{each.name}" for each in click.get_current_context().command.params}
    refuse_useless(reason, "Leave it out.", *(others - allowed))


def _refuse_beside_list(item: str | None, kept: KeptDecision) -> None:
    """Refuse the options of a single item beside a list."""
    if item is not None:
        raise InputError.of("ITEM changes nothing: the list names the items.", "Leave it out.")
    reason = "the list states it for each row"
    refuse_useless(reason, "Write it in a column of the list.", *NUMBER_OPTIONS)
    _refuse_without_receipt(kept)
    if click.get_current_context().params.get("out") is not None:
        reason = "the ending of --out decides the form"
        refuse_useless(reason, "Leave it out.", "as_json", "as_csv")
    refuse_useless("a list is written for programs, in English", "Leave it out.", "lang")


def _refuse_beside_one(kept: KeptDecision) -> None:
    """Refuse the options of a list beside a single item."""
    refuse_useless("it belongs to --list", "Leave it out, or name a list.", "out", "since")
    _refuse_without_receipt(kept)


def _refuse_without_receipt(kept: KeptDecision) -> None:
    """Refuse a reviewer and a decision that no receipt keeps."""
    if kept.file is None:
        cure = "Name the file of the receipt: --receipt FILE."
        refuse_useless("no receipt keeps it", cure, "reviewer", "decision")


def _keep(kept: KeptDecision, query: ScreeningQuery, answer: dict[str, Any], today: date) -> None:
    """Write the receipt of an answer, if one is wanted."""
    if kept.file is not None:
        receipt = receipt_of(query, answer, today, kept.reviewer, kept.decision)
        write_whole(kept.file, json_bytes(receipt_content(receipt)))


def _no_day(today: date, language: str) -> str:
    """Return the line of a screening that states no day."""
    words = record_words(voice(language))
    day = long_day(today) if language == ENGLISH else words.day(today)
    return words.say("screening.no-day", day=day)


def _write(
    screened: Screened,
    library: Library,
    today: date,
    language: str,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Write a screening in the wanted form."""
    if as_json:
        write_json("screening", content(screened, library), 2)
    elif as_csv:
        write_csv(COLUMNS, [row_of(content(screened, library))])
        say(NOTICE, err=True)
    elif language == ENGLISH:
        show(screened, library, console(), today)
    else:
        show_told(screened, library, console(), today, language)
