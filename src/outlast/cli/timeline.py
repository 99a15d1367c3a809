"""`outlast timeline`: the measures of both sides, dated and cited."""

from collections.abc import Iterator
from datetime import date, datetime

import click
from rich.table import Table

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import DAY, as_day, console, formats, write_csv, write_json
from outlast.errors import InputError, nearest
from outlast.facts import Ledger
from outlast.policy import Event, Timeline

COLUMNS = (
    *("day", "announced", "side", "event", "measure", "title", "instrument", "actor"),
    *("switch", "branch", "expected", "evidence", "source", "locator", "citation", "url", "note"),
)


@click.command()
@click.option("--from", "begin", type=DAY, help="First day, as 2025-01-01.")
@click.option("--to", "end", type=DAY, help="Last day.")
@click.option("--side", help="One side alone: us, cn.")
@click.option("--measure", help="One measure alone, by its id.")
@click.option("--good", help="Measures that act on one good.")
@click.option("--context", is_flag=True, help="Also rows that act on no modelled good.")
@contest_options
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
    _check_names(record, side, measure)
    chosen = [
        event
        for event in record.events
        if (begin is None or event.day >= begin.date())
        and (end is None or event.day <= end.date())
        and side in (None, event.measure.side)
        and measure in (None, event.measure.id)
        and (good is None or good in event.measure.acts_on)
    ]
    rows = [_row(event, library.ledger) for event in chosen]
    if context:
        rows += [
            row
            for row in _context(record, as_day(begin), as_day(end))
            if side in (None, row["side"])
        ]
        rows.sort(key=lambda row: str(row["day"]))
    if as_json:
        write_json("timeline", {"events": rows})
    elif as_csv:
        write_csv(COLUMNS, rows)
    else:
        _show(rows, record)


def _check_names(record: Timeline, side: str | None, measure: str | None) -> None:
    if side is not None and side not in record.sides:
        cure = nearest(side, list(record.sides))
        raise InputError.of(f'"{side}" is not a side.', cure)
    if measure is not None:
        record.measure(measure)


def _row(event: Event, ledger: Ledger) -> dict[str, object]:
    source = ledger.sources[event.reference.source]
    return {
        "day": event.day,
        "announced": event.announced,
        "side": event.measure.side,
        "event": event.what,
        "measure": event.measure.id,
        "title": event.measure.title,
        "instrument": event.measure.instrument.value,
        "actor": event.measure.actor,
        "switch": event.when.switch if event.when else None,
        "branch": event.when.is_ if event.when else None,
        "expected": event.expected,
        "evidence": event.measure.evidence.value,
        "source": event.reference.source,
        "locator": event.reference.locator,
        "citation": source.title,
        "url": source.url,
        "note": event.note,
    }


def _context(record: Timeline, begin: date | None, end: date | None) -> Iterator[dict[str, object]]:
    """Yield the rows of the record that act on no modelled good."""
    for row in record.context:
        day = row.effective or row.announced
        if (begin and day < begin.isoformat()) or (end and day > end.isoformat()):
            continue
        yield {
            **dict.fromkeys(COLUMNS),
            "day": day,
            "announced": row.announced,
            "side": row.side,
            "event": "context",
            "measure": row.row,
            "title": row.title,
            "actor": row.actor,
            "expected": False,
            "evidence": row.evidence.value,
            "citation": row.citation,
            "url": row.url,
            "note": row.note,
        }


def _show(rows: list[dict[str, object]], record: Timeline) -> None:
    if not rows:
        click.echo("Nothing happened in that time.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Day", "Side", "What", "Measure", "Text"):
        table.add_column(name, no_wrap=name in ("Day", "Side", "What"))
    for row in rows:
        what = str(row["event"])
        if row["switch"] or row["expected"]:
            what += " ?"
        title = f"{row['title']} [dim]{row['measure']}[/dim]"
        table.add_row(str(row["day"]), str(row["side"]), what, title, str(row["citation"]))
    shown = console()
    shown.print(table)
    open_switches = {str(row["switch"]) for row in rows if row["switch"]}
    for name in sorted(open_switches):
        switch = record.switches[name]
        odds = ", ".join(
            f"{branch} {quantity.assume:.0%}"
            for branch, quantity in switch.branches.items()
            if quantity.assume is not None
        )
        shown.print(f"\n? {switch.question} Prior: {odds}. The record ends {switch.record_ends}.")
    count = len(rows)
    shown.print(f"\n{count} {'entry' if count == 1 else 'entries'}. Evidence and notes: --json.")
