"""`outlast screen`: a part or a list of parts, held against the rules of a day."""

from pathlib import Path
from typing import Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.lang_option import lang_option, require_text
from outlast.cli.output import formats
from outlast.cli.parties_options import PartiesChoice, parties_options
from outlast.cli.paths import PATH
from outlast.cli.screen_options import AskedShipment, screening_options


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
@lang_option
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
    lang: str,
    **files: Any,  # noqa: ANN401  the files and the decision
) -> None:
    """Show the record's verdict on ITEM: prohibited, licence, unknown, not-covered or not-caught.

    ITEM is a name, a customs code, or a chip by its numbers. The verdict is never "free": where no
    rule of the record catches the item, the last line says which rules were not checked.

    \b
      outlast screen H20 --to CN --on 2025-04-16
      outlast screen H20 --to CN --on 2025-04-16 --lang zh
      outlast screen --maker NVIDIA --tops 296 --bits 8 --die 814 --datacenter --to CN
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
    require_text(lang, as_json=as_json, as_csv=as_csv)
    from outlast.cli.screen_answer import answer  # noqa: PLC0415  help needs none of it

    kinds = {"coverage": coverage, "as_json": as_json, "as_csv": as_csv, "lang": lang}
    answer(item, asked, choice, parties, {**kinds, "check": check, **files})
