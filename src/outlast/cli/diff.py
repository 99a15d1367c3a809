"""`outlast diff`: the changes of rules between two days, and of the verdicts on items."""

from datetime import datetime

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import DAY, formats


@click.command()
@click.argument("first", type=DAY, metavar="DAY")
@click.argument("second", type=DAY, metavar="LATER_DAY")
@click.option("--item", "items", multiple=True, help="One item alone; any number of them.")
@click.option("--to", "destination", help="One destination alone, as CN.")
@contest_options
@formats
def command(
    first: datetime,
    second: datetime,
    items: tuple[str, ...],
    destination: str | None,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the changes of rules from DAY to LATER_DAY, and the items whose verdict changes.

    \b
      outlast diff 2025-04-01 2025-12-01
      outlast diff 2025-04-01 2025-12-01 --item H20 --to CN
      outlast diff 2024-12-01 2025-12-01 --item gallium --json

    Each item is screened from the country of its maker to every country in which an item of the
    contest is made. This is a reading of public texts, not legal advice.
    """
    from outlast.cli.diff_view import write_diff  # noqa: PLC0415  help needs none of it

    form = "json" if as_json else "csv" if as_csv else "text"
    days = (first.date(), second.date())
    write_diff(choice.library(), days, items, destination, form)
