"""`outlast screen`: a part or a list of parts, held against the rules of a day."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import click
from rich.text import Text

from outlast.api.library import Library
from outlast.api.receipts import receipt_content, receipt_of
from outlast.api.screen import Screened
from outlast.api.screening_form import NOTICE, age_lines, content, row_of
from outlast.api.screening_query import ScreeningQuery, refuse_differences, screen_query
from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.parties_options import PARTIES, PartiesChoice, parties_options
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.screen_list import KeptDecision, ListChoice, screen_parts
from outlast.cli.screen_options import NUMBER_OPTIONS, AskedShipment, screening_options
from outlast.cli.screen_receipts import ReceiptContests, check_receipts
from outlast.cli.screening_view import show
from outlast.cli.streams import say
from outlast.errors import InputError
from outlast.reading.day import local_day
from outlast.reading.writing import json_bytes, write_whole
from outlast.wording import long_day

COLUMNS: Final = ("item", "from", "to", "on", "verdict", "policy", "missing", "rules", "addresses")
"""The columns of CSV."""


@click.command()
@click.argument("item", required=False)
@screening_options
@parties_options
@click.option("--list", "parts", type=PATH, metavar="FILE", help="A list of parts: CSV or XLSX.")
@click.option("--out", type=PATH, metavar="FILE", help="List: write .csv, .json or .xlsx.")
@click.option("--since", type=PATH, metavar="RECEIPT", help="List: only rows that changed since.")
@click.option("--receipt", type=PATH, metavar="FILE", help="Keep question and answer as JSON.")
@click.option("--reviewer", metavar="NAME", help="Receipt: the person who reviewed it.")
@click.option("--decision", metavar="TEXT", help="Receipt: their decision.")
@click.option("--check", type=PATH, metavar="RECEIPT", help="Answer a receipt again and compare.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option("--coverage", is_flag=True, help="Show how far the record reaches, and nothing else.")
@contest_options
@settled_option
@formats
def command(
    item: str | None,
    asked: AskedShipment,
    choice: ContestChoice,
    coverage: bool,
    as_json: bool,
    as_csv: bool,
    check: Path | None,
    parties: PartiesChoice,
    **files: Any,  # noqa: ANN401  the files and the decision
) -> None:
    """Show the record's verdict on ITEM: prohibited, licence, unknown, not-covered or not-caught.

    ITEM is a name, a customs code, or a chip by its numbers. The verdict is never "free": where no
    rule of the record catches the item, the last line says which rules were not checked.

    \b
      outlast screen H20 --to CN --on 2025-04-16
      outlast screen --maker NVIDIA --tops 296 --bits 8 --die 814 --memory-bandwidth 4000 \
          --interconnect 900 --datacenter --to CN --on 2025-04-16
      outlast screen gallium --from CN --to US --on 2024-12-04
      outlast screen gallium --from CN --to US --set switch.clause-2-suspension=lapses
      outlast screen H20 --to CN --end-user "Acme Trading" --parties consolidated.csv
      outlast screen --list parts.csv --to CN --on 2025-04-16 --out verdicts.xlsx
      outlast screen H20 --to CN --receipt h20.json --reviewer "J. Doe"
      outlast screen --check h20.json --on 2025-12-01
      outlast screen --coverage

    Every verdict exits 0; a list exits 1 where a row was not read. This is a reading of public
    texts, not legal advice.
    """
    library, today = parties.beside(choice.library()), local_day()
    kept = KeptDecision(files["receipt"], files["reviewer"], files["decision"])
    if coverage:
        _refuse_beside("--coverage shows the record's reach and nothing else", "coverage")
        _show_coverage(library, today, as_json=as_json)
    elif check is not None:
        _refuse_beside("--check answers the question of the receipt", "check", "on", *PARTIES)
        contests = ReceiptContests(choice, parties, library)
        check_receipts(check, contests.open, today, asked.day, as_json=as_json)
    elif files["parts"] is not None:
        _refuse_beside_list(item, kept)
        listed = ListChoice(files["parts"], files["out"], files["since"], files["force"], as_json)
        if not screen_parts(listed, kept, library, asked.fields(today), today):
            click.get_current_context().exit(1)
    else:
        _refuse_beside_one(kept)
        kept.refuse(force=files["force"])
        query = _query(item, asked.fields(today))
        screened = screen_query(library, query)
        refuse_differences(library, query)
        if asked.day is None and not (as_json or as_csv):
            console().print(f"No day was given: today, {long_day(today)}, is taken.", style="dim")
        _write(screened, library, today, as_json=as_json, as_csv=as_csv)
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


def _write(
    screened: Screened, library: Library, today: date, *, as_json: bool, as_csv: bool
) -> None:
    """Write a screening in the wanted form."""
    if as_json:
        write_json("screening", content(screened, library), 2)
    elif as_csv:
        write_csv(COLUMNS, [row_of(content(screened, library))])
        say(NOTICE, err=True)
    else:
        show(screened, library, console(), today)


def _show_coverage(library: Library, today: date, *, as_json: bool) -> None:
    """Show how far the record reaches."""
    coverage = library.timeline.coverage
    if as_json:
        write_json("coverage", coverage.model_dump(mode="json", exclude_defaults=True))
        return
    shown = console()
    for line in age_lines(library, today):
        shown.print(line)
    for each in coverage.searches.values():
        what = f"Searched on {each.on}, in texts up to {each.newest}"
        shown.print(Text.assemble("\n", (what, "bold"), f": {' '.join(each.looked_for.split())}"))
        shown.print(Text(" ".join(each.result.split())))
    for area in coverage.areas.values():
        title = " ".join(area.title.split())
        shown.print(Text.assemble("\n", (title, "bold"), f": {area.extent.value}"))
        shown.print(Text(" ".join(area.why.split())))
