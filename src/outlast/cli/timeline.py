"""`outlast timeline`: the measures of both sides, dated and cited."""

from datetime import datetime

import click
from rich.text import Text

from outlast.api import Library
from outlast.api.screening_form import age_lines
from outlast.api.timeline_rows import COLUMNS, EventChoice, check_names, timeline_rows
from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import (
    DAY,
    as_day,
    console,
    formats,
    write_csv,
    write_json,
)
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.wording import counted

GRID = (
    *(GridColumn(name, whole=True) for name in ("Day", "Side", "What")),
    *(GridColumn("Measure"), GridColumn("Text")),
)
"""The columns of the table."""


@click.command()
@click.option("--from", "begin", type=DAY, help="First day, as 2025-01-01.")
@click.option("--to", "end", type=DAY, help="Last day.")
@click.option("--side", help="One side alone: us, cn.")
@click.option("--measure", help="One measure alone, by its id.")
@click.option("--good", help="Measures that act on one good.")
@click.option("--context", is_flag=True, help="Also rows that act on no modelled good.")
@contest_options
@settled_option
@formats
def command(
    begin: datetime | None,
    end: datetime | None,
    side: str | None,
    measure: str | None,
    good: str | None,
    context: bool,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the measures of both sides: when each is announced, in force, suspended and ended.

    A question mark marks an entry that depends on a switch: the record ends before its day.

    \b
      outlast timeline --from 2025-01-01 --side cn
      outlast timeline --good gallium
      outlast timeline --measure cn-rare-earth-licence-2025 --json
    """
    library = choice.library()
    record = library.timeline
    check_names(library, side, measure, good)
    if begin is not None and end is not None and begin > end:
        what = f"the time ends on {end.date()}, before it begins on {begin.date()}."
        raise InputError.of(what, "Change --from and --to over.")
    if context:
        reason = "rows of context belong to no measure and no good"
        refuse_useless(reason, "Leave it or --context out.", "measure", "good")
    chosen = EventChoice(as_day(begin), as_day(end), side, measure, good)
    rows = timeline_rows(library, chosen, context=context)
    if as_json:
        write_json("timeline", {"events": rows, **record_end_rows(record)})
    elif as_csv:
        write_csv(COLUMNS, rows)
    else:
        _show(rows, library)


def _show(rows: list[dict[str, object]], library: Library) -> None:
    """Show the entries, then the open questions among them; the age of the record comes first."""
    record = library.timeline
    for line in age_lines(library, local_day()):
        console().print(Text(line))
    if not rows:
        say("Nothing happened in that time.")
        return
    cells: list[list[str | Text]] = []
    for row in rows:
        what = str(row["event"])
        settlement = record.settlements.get(str(row["switch"]))
        if settlement is not None and settlement.answer != row["branch"]:
            what += " (settled otherwise)"
        elif (row["switch"] and settlement is None) or row["expected"]:
            what += " ?"
        title = Text(str(row["title"])).append(f" {row['measure']}", "dim")
        cells.append([str(row["day"]), str(row["side"]), what, title, str(row["citation"])])
    shown = console()
    show_grid(shown, GRID, cells)
    open_switches = {str(row["switch"]) for row in rows if row["switch"]}
    for name in sorted(open_switches - set(record.settlements)):
        switch = record.switches[name]
        odds = ", ".join(
            f"{branch} {quantity.assume:.0%}"
            for branch, quantity in switch.branches.items()
            if quantity.assume is not None
        )
        shown.print(f"\n? {switch.question} Prior: {odds}. The record ends {switch.record_ends}.")
    entries = counted(len(rows), "entry", "entries")
    shown.print(f"\n{entries}, {_period(rows)}. Evidence and notes: --json.")


def _period(rows: list[dict[str, object]]) -> str:
    """Return the days that rows span, and the day of this machine as the one of today."""
    days = sorted(str(row["day"]) for row in rows)
    span = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"{span}; today is {local_day()}"
