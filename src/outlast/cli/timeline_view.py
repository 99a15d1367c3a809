"""The answer of `outlast timeline`: entries of the record as a table, JSON or CSV."""

from collections.abc import Iterator

from rich.text import Text

from outlast.api.condition_words import record_words
from outlast.api.library import Library
from outlast.api.record_reach import age_lines, record_voice
from outlast.api.timeline_rows import COLUMNS, EventChoice, check_names, timeline_rows
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.lang_option import ENGLISH
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError
from outlast.present.display.voice import Voice
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.wording import NOTICE


def write_timeline(
    library: Library,
    wanted: EventChoice,
    form: str,
    *,
    context: bool = False,
    language: str = ENGLISH,
) -> None:
    """Write entries of the record.

    Args:
        library: The contest.
        wanted: The part that is asked for.
        form: `json`, `csv`, or `text` for the terminal.
        context: Also rows that act on no modelled good.
        language: `en`, or for the terminal `zh`.

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
        _show(rows, library, language)


def _show(rows: list[dict[str, object]], library: Library, language: str) -> None:
    """Show the entries, then the open questions among them; the age of the record comes first."""
    words = record_words(record_voice(library, language))
    for line in age_lines(library, local_day(), language=language):
        console().print(Text(line))
    if not rows:
        say(words.say("timeline.nothing"))
        return
    shown = console()
    titles = [words.say(f"timeline.{name}") for name in ("day", "side", "what")]
    columns = [GridColumn(title, whole=True) for title in titles]
    columns += [GridColumn(words.say(f"timeline.{name}")) for name in ("measure", "text")]
    show_grid(shown, columns, [_cells(row, library, words) for row in rows])
    for line in (*_open_lines(rows, library, words), *_note_lines(rows, library, words)):
        shown.print(Text(f"\n{line}"))
    entries = words.say("timeline.entries", n=len(rows))
    span, today = _period(rows, words), f"{local_day()}"
    counted = {"entries": entries, "span": span, "today": today, "option": "--json"}
    shown.print(Text("\n" + words.say("timeline.counted", **counted)))
    shown.print(Text(words.say("screening.notice")), style="dim")


def _cells(row: dict[str, object], library: Library, words: Voice) -> list[str | Text]:
    """Return an entry as cells of the table."""
    event, side, measure = (str(row[key]) for key in ("event", "side", "measure"))
    known = f"event.{event.replace(' ', '-')}"
    what = words.say(known if known in words.messages else "timeline.context")
    settlement = library.timeline.settlements.get(str(row["switch"]))
    if settlement is not None and settlement.answer != row["branch"]:
        what = words.say("timeline.settled-otherwise", what=what)
    elif (row["switch"] and settlement is None) or row["expected"]:
        what += " ?"
    elif _is_to_come(row, library):
        what += " *"
    title = words.name("measure", measure, str(row["title"]))
    named = words.name("short", f"side.{side}", side)
    cell = Text(title).append(f" {measure}", "dim")
    return [str(row["day"]), named, what, cell, str(row["citation"])]


def _open_lines(rows: list[dict[str, object]], library: Library, words: Voice) -> Iterator[str]:
    """Yield each open question among some entries, with the odds of its answers."""
    record = library.timeline
    names = {str(row["switch"]) for row in rows if row["switch"]}
    for name in sorted(names - set(record.settlements)):
        switch = record.switches[name]
        odds = [
            words.say(
                "timeline.odds",
                answer=words.name("answer", f"{name}.{branch}", branch),
                share=f"{quantity.assume:.0%}",
            )
            for branch, quantity in switch.branches.items()
            if quantity.assume is not None
        ]
        told = words.say(
            "timeline.prior",
            question=words.name("switch", name, switch.question),
            odds=words.say("list.comma").join(odds),
            day=f"{switch.record_ends}",
        )
        yield f"? {told}"


def _note_lines(rows: list[dict[str, object]], library: Library, words: Voice) -> Iterator[str]:
    """Yield the note of each entry that lies after the end of the record."""
    for row in rows:
        if not _is_to_come(row, library):
            continue
        terms, _, note = str(row["note"]).partition(". ")
        told = words.say("timeline.told", terms=terms, note=note) if note else terms
        day, measure = str(row["day"]), str(row["measure"])
        yield f"* {words.say('timeline.note', day=day, measure=measure, told=told)}"


def _is_to_come(row: dict[str, object], library: Library) -> bool:
    """Return whether an entry lies after the record's end, hangs on no question and has a note."""
    until = library.timeline.coverage.record_until
    return (
        until is not None
        and str(row["day"]) > until.isoformat()
        and bool(row["note"] and not row["switch"] and not row["expected"])
    )


def _period(rows: list[dict[str, object]], words: Voice) -> str:
    """Return the days that rows span."""
    days = sorted(str(row["day"]) for row in rows)
    if days[0] == days[-1]:
        return days[0]
    return words.say("timeline.span", first=days[0], last=days[-1])
