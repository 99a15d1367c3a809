"""`outlast claims`: public claims about the contest, each with the verdict of its own test."""

from pathlib import Path
from typing import Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.lang_option import lang_option, require_text
from outlast.cli.output import formats
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber

FUTURES: Final = 400
"""Default number of futures of each scenario that a claim needs."""


@click.command()
@click.argument("claim", required=False)
@click.option("--list", "list_name", help="Show only the claims of one list.")
@click.option("--file", "file", type=PATH, help="Judge a claim of your own.")
@click.option("--no-runs", is_flag=True, help="Use facts and the policy record only; run nothing.")
@click.option(
    "--futures",
    type=WholeNumber(min=2),
    default=FUTURES,
    show_default=True,
    help="Number of futures of each scenario.",
)
@seed_option
@contest_options
@lang_option
@formats
def command(
    claim: str | None,
    list_name: str | None,
    file: Path | None,
    no_runs: bool,
    futures: int,
    seed: int,
    choice: ContestChoice,
    lang: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Judge public claims about the contest, or one CLAIM, by facts, the policy record and runs.

    The file of a claim never states a verdict: outlast computes it from the thresholds that the
    file declares.

    \b
      outlast claims --no-runs
      outlast claims tariff-245
      outlast claims tariff-245 --lang zh
      outlast claims --file my-claim.yaml
    """
    require_text(lang, as_json=as_json, as_csv=as_csv)
    if no_runs:
        refuse_useless("--no-runs runs nothing", "Leave it out.", "futures", "seed")
    if file is not None:
        reason = f'the one claim of "{file}" is judged'
        refuse_useless(reason, "Leave it out, or --file.", "claim", "list_name")
    if claim is not None:
        refuse_useless("one claim is named", "Leave it out.", "list_name")
    from outlast.cli.claims_view import (  # noqa: PLC0415  help needs none of it
        WantedClaims,
        write_claims,
    )

    form = "json" if as_json else "csv" if as_csv else "text"
    runs = None if no_runs else (futures, seed)
    write_claims(choice.library(), WantedClaims(claim, list_name, file), runs, form, lang)
