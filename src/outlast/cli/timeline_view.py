"""The answer of `outlast timeline`: entries of the record as a table, JSON or CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.text import Text

from outlast.api.library import Library
from outlast.api.record_reach import age_lines
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError, nearest
from outlast.facts import Ledger
from outlast.policy import Event, Timeline
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.wording import counted

COLUMNS = (
    *("day", "announced", "side", "event", "measure", "title", "instrument", "actor"),
    *("switch", "branch", "expected", "evidence", "source", "locator", "citation", "url", "note"),
)

GRID = (
    *(GridColumn(name, whole=True) for name in ("Day", "Side", "What")),
    *(GridColumn("Measure"), GridColumn("Text")),
)
"""The columns of the table."""


@dataclass(frozen=True)
class WantedEvents:
    """The part of the record that is asked for; absent means all."""

    begin: date | None = None
    end: date | None = None
    side: str | None = None
    measure: str | None = None
    good: str | None = None
    context: bool = False


def write_timeline(library: Library, wanted: WantedEvents, form: str) -> None:
    """Write entries of the record.

    Args:
        library: The contest.
        wanted: The part that is asked for.
        form: `json`, `csv`, or `text` for the terminal.

    Raises:
        InputError: A side, a measure or a good is not known, or the time ends before it begins.
    """
    record = library.timeline
    _check_names(library, wanted.side, wanted.measure, wanted.good)
    if wanted.begin is not None and wanted.end is not None and wanted.begin > wanted.end:
        what = f"the time ends on {wanted.end}, before it begins on {wanted.begin}."
        raise InputError.of(what, "Change --from and --to over.")
    if wanted.context:
        reason = "rows of context belong to no measure and no good"
        refuse_useless(reason, "Leave it or --context out.", "measure", "good")
    chosen = [
        event
        for event in record.events
        if (wanted.begin is None or event.day >= wanted.begin)
        and (wanted.end is None or event.day <= wanted.end)
        and wanted.side in (None, event.measure.side)
        and wanted.measure in (None, event.measure.id)
        and (wanted.good is None or wanted.good in event.measure.acts_on)
    ]
    rows = [_row(event, library.ledger) for event in chosen]
    if wanted.context:
        rows += [
            row
            for row in _context(record, wanted.begin, wanted.end)
            if wanted.side in (None, row["side"])
        ]
        rows.sort(key=lambda row: str(row["day"]))
    if form == "json":
        write_json("timeline", {"events": rows, **record_end_rows(record)})
    elif form == "csv":
        write_csv(COLUMNS, rows)
        for line in age_lines(library, local_day()):
            say(line, err=True)
    else:
        _show(rows, library)


def _check_names(library: Library, side: str | None, measure: str | None, good: str | None) -> None:
    """Refuse a side, a measure or a good that the contest does not have."""
    record = library.timeline
    if side is not None and side not in record.sides:
        cure = nearest(side, list(record.sides))
        raise InputError.of(f'"{side}" is not a side.', cure)
    if measure is not None:
        record.measure(measure)
    if good is not None:
        acted_on = {each for one in record.measures.values() for each in one.acts_on}
        if good not in acted_on:
            known = sorted(acted_on | set(library.world.world.goods))
            if good not in known:
                raise InputError.of(f'"{good}" is not a good.', nearest(good, known))
            raise InputError.of(f'no measure acts on "{good}".')


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
