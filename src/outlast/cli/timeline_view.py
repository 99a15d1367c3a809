"""The answer of `outlast timeline`: entries of the record as a table, JSON or CSV."""

from rich.text import Text

from outlast.api.library import Library
from outlast.api.record_reach import age_lines
from outlast.api.timeline_rows import COLUMNS, EventChoice, check_names, timeline_rows
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.wording import NOTICE, counted

GRID = (
    *(GridColumn(name, whole=True) for name in ("Day", "Side", "What")),
    *(GridColumn("Measure"), GridColumn("Text")),
)
"""The columns of the table."""


def write_timeline(
    library: Library, wanted: EventChoice, form: str, *, context: bool = False
) -> None:
    """Write entries of the record.

    Args:
        library: The contest.
        wanted: The part that is asked for.
        form: `json`, `csv`, or `text` for the terminal.
        context: Also rows that act on no modelled good.

    Raises:
        InputError: A side, a measure or a good is not known, or the time ends before it begins.
    """
    record = library.timeline
    check_names(library, wanted.side, wanted.measure, wanted.good)
    if wanted.begin is not None and wanted.end is not None and wanted.begin > wanted.end:
        what = f"the time ends on {wanted.end}, before it begins on {wanted.begin}."
        raise InputError.of(what, "Change --from and --to over.")
    if context:
        reason = "rows of context belong to no measure and no good"
        refuse_useless(reason, "Leave it or --context out.", "measure", "good")
    rows = timeline_rows(library, wanted, context=context)
    if form == "json":
        end = record_end_rows(record, local_day())
        write_json("timeline", {"events": rows, **end, "notice": NOTICE})
    elif form == "csv":
        write_csv(COLUMNS, rows)
        for line in (*age_lines(library, local_day()), NOTICE):
            say(line, err=True)
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
        elif _is_to_come(row, library):
            what += " *"
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
    for row in rows:
        if _is_to_come(row, library):
            terms, _, note = str(row["note"]).partition(". ")
            told = f"{terms}: {note}" if note else terms
            shown.print(f"\n* {row['day']}, {row['measure']}, {told}.", highlight=False)
    entries = counted(len(rows), "entry", "entries")
    shown.print(f"\n{entries}, {_period(rows)}. Evidence and notes: --json.")
    shown.print(NOTICE, style="dim")


def _is_to_come(row: dict[str, object], library: Library) -> bool:
    """Return whether an entry lies after the record's end, hangs on no question and has a note."""
    until = library.timeline.coverage.record_until
    return (
        until is not None
        and str(row["day"]) > until.isoformat()
        and bool(row["note"] and not row["switch"] and not row["expected"])
    )


def _period(rows: list[dict[str, object]]) -> str:
    """Return the days that rows span, and the day of this machine as the one of today."""
    days = sorted(str(row["day"]) for row in rows)
    span = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"{span}; today is {local_day()}"
