"""An answer on one screen of a terminal: headline, sentence, reasons, dots, table, next steps."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from rich.text import Text

from outlast.api.answer import Answer
from outlast.cli.answer_view import styled
from outlast.cli.grid import GridCell, GridColumn, show_grid
from outlast.cli.terminal import OutputConsole
from outlast.present.display.names import bloc_name, contest_line
from outlast.present.display.terms import terms
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice, voice_of
from outlast.present.moves import without_line
from outlast.present.outcomes import short_thing
from outlast.present.record_age import RunAge, run_age
from outlast.present.sided_dots import sided_dots
from outlast.present.summary import Summary
from outlast.present.views.dots import is_already
from outlast.reading import outlast_command
from outlast.reading.day import local_day
from outlast.results import LineOdds, Results
from outlast.wording import counted

Part: TypeAlias = Callable[[OutputConsole], None]
"""A part of the screen: it prints itself."""

LINES: Final = 39
"""Lines of a screen of 40, of which the prompt takes one."""

SCREEN: Final = 80
"""Columns of the narrowest terminal for which the screen is cut to its lines."""

SELDOM: Final = 0.01
"""The table leaves out services that break in a smaller share of futures."""

SERVICES: Final = 3
"""Services that the table keeps before the first note gives way."""

SIDES: Final = 2
"""Services for which blank lines give way: one of each side."""

NOTHING: Final = "–"
"""The mark of an empty cell."""

WIDEST: Final = 140
"""The most columns of the dots."""

EVERYTHING: Final = "--full"
"""The option that shows all of an answer."""


def show_first_screen(answer: Answer, shown: OutputConsole) -> None:
    """Show an answer on one screen; the headline stands alone on its first line."""
    english = voice_of(answer.results.situation)
    parts = _parts(answer, english, shown)
    shown.print(Text(answer.headline, style="bold"), soft_wrap=not shown.is_terminal)
    for part in parts:
        part(shown)


def _parts(answer: Answer, english: Voice, shown: OutputConsole) -> list[Part]:
    """Return the parts below the headline, cut to the lines of a screen."""
    results, summary = answer.results, answer.summary
    age = run_age(results.situation, english, local_day())
    blank, dots = _text(""), _dots(results, english, shown)
    head: list[Part] = [
        _text(contest_line(results.situation, english), "dim"),
        _text(summary.sentence),
        blank,
        _reasons(summary),
        blank,
        dots,
        blank,
    ]
    beside = without_line(results, answer.record_only, english)
    first, *others = _notes(summary, age, beside)
    end: list[Part] = [blank, *_end(answer, age)]
    headline = max(1, -(-len(answer.headline) // shown.width))
    room = LINES - headline - sum(_height(part, shown) for part in (*head, *end))
    lines = _services(results)
    if shown.width < SCREEN:
        return [*head, _table(results, lines, english), first, *end]

    def height(lines: list[LineOdds]) -> int:
        return _height(_table(results, lines, english), shown)

    note_room = room - _height(first, shown)
    while len(lines) > SERVICES and height(lines) > note_room:
        lines = _fewer(lines)
    while len(lines) > SIDES and height(lines) > room:
        lines = _fewer(lines)
    while height(lines) > room and (spare := _last_blank(head, blank)):
        del head[spare]
        room += 1
    while len(lines) > 1 and height(lines) > room:
        lines = _fewer(lines)
    left, notes = room - height(lines), list[Part]()
    if left < 0:
        end = end[1:]  # the blank line gives way last
    for note in (first, *others):
        if (size := _height(note, shown)) <= left:
            notes.append(note)
            left -= size
    return [*head, _table(results, lines, english), *notes, *end]


def _last_blank(head: Sequence[Part], blank: Part) -> int:
    """Return the place of the last blank line; 0 if there is none."""
    return max((at for at, part in enumerate(head) if part is blank), default=0)


def _height(part: Part, shown: OutputConsole) -> int:
    """Return the lines that a part takes."""
    with shown.capture() as captured:
        part(shown)
    lines = captured.get().splitlines()
    return sum(max(1, -(-Text.from_ansi(line).cell_len // shown.width)) for line in lines)


def _text(text: str, style: str = "", *, whole: bool = False) -> Part:
    """Return a text as a part; a whole one is not broken into lines."""

    def show(shown: OutputConsole) -> None:
        shown.print(Text(text, style=style), soft_wrap=whole)

    return show


def _reasons(summary: Summary) -> Part:
    """Return the three reasons, each after its label."""
    columns = (GridColumn("", whole=True), GridColumn(""))
    rows = [(Text(each.label, style="bold"), each.text) for each in summary.reasons]

    def show(shown: OutputConsole) -> None:
        show_grid(shown, columns, rows, header=False)

    return show


def _dots(results: Results, english: Voice, shown: OutputConsole) -> Part:
    """Return the dots of both sides."""
    lines = sided_dots(results, results.first_breaks(), english, min(shown.width, WIDEST))

    def show(console: OutputConsole) -> None:
        for line in lines:
            console.print(styled(line), no_wrap=console.width >= SCREEN)

    return show


def _services(results: Results) -> list[LineOdds]:
    """Return the services of the default set that do not seldom break, the likeliest first."""
    lines = [line for line in results.lines_of() if line.p_break >= SELDOM]
    return sorted(lines, key=lambda line: -line.p_break)


def _fewer(lines: list[LineOdds]) -> list[LineOdds]:
    """Return the lines without the seldomest one of the side that has most of them."""
    counts = Counter(line.side for line in lines)
    most = max(counts.values())
    drop = next(line for line in reversed(lines) if counts[line.side] == most)
    return [line for line in lines if line is not drop]


def _table(results: Results, lines: Sequence[LineOdds], english: Voice) -> Part:
    """Return the table of the services that run short, with its heads explained."""
    clock = results.situation.clock
    titles = ("of 100", "half by", "no denial", "already")
    columns = (
        GridColumn("What runs short", whole=True),
        *(GridColumn(title, right=True) for title in titles),
    )
    rows = [_row(results, line, english) for line in lines]
    end = date_at(clock, clock.horizon_weeks, english)
    heads = (
        f"Of 100: futures in which it runs short by {end}. Half by: when half have it short. No "
        f"denial: without measures. Already: on {english.day(clock.on)}."
    )
    left = len(_services(results)) - len(lines)
    more = f" {counted(left, 'service')} more: {EVERYTHING}." if left else ""

    def show(shown: OutputConsole) -> None:
        if not rows:
            shown.print(f"No service runs short in 1 of 100 futures by {end}.")
            return
        show_grid(shown, columns, rows)
        shown.print(Text(heads + more, style="dim"))

    return show


def _row(results: Results, line: LineOdds, english: Voice) -> list[GridCell]:
    """Return a service with its counts."""
    when = NOTHING
    if line.t50 is not None:
        clock = results.situation.clock
        when = "already" if is_already(line.t50) else date_at(clock, line.t50, english)
    shares = (english.hundred(line.p_free), english.hundred(line.since_share))
    service = results.situation.world.services[line.service]
    name = english.capital(short_thing("service", line.service, service.title, english))
    bloc = bloc_name(results, service.bloc, english)
    return [
        english.say("name.of-bloc", name=name, bloc=bloc),
        english.hundred(line.p_break),
        when,
        *shares,
    ]


def _notes(summary: Summary, age: RunAge, beside: str) -> list[Part]:
    """Return the notes for which there may be room, the most important first."""
    known = terms("en")
    notes = [f"{known[key].name}: {known[key].text}" for key in summary.terms]
    others = [line for line in age.others if line not in age.settlements]
    ordered = [*notes[:1], *([beside] if beside else []), *others, *notes[1:]]
    return [_text(note, "dim") for note in ordered] or [_text("")]


def _end(answer: Answer, age: RunAge) -> list[Part]:
    """Return cost, line of honesty, levers, passed questions, and how to see more."""
    summary, manifest = answer.summary, answer.results.manifest
    parts = [_text(line) for line in (summary.cost, summary.honesty) if line]
    if summary.levers:
        parts.append(_text(summary.levers))
    parts += [_text(line) for line in age.settlements]
    if age.passed:
        few = counted(len(age.passed), "open question")
        parts.append(_text(f"{few} passed the day of decision; answer: outlast settle", "yellow"))
    given = "".join(f" · {name}={value}" for name, value in manifest.given.items())
    futures = counted(manifest.futures, "future")
    parts.append(_text(f"{manifest.title}{given} · {futures} · seed {manifest.seed}"))
    again = manifest.command.removesuffix(f" {EVERYTHING}")
    full = outlast_command("runs", "show", answer.folder) if answer.folder else again
    parts.append(_text(f"All numbers: {full} {EVERYTHING}", whole=True))
    parts.append(_text(f"What would change it: {summary.command}", whole=True))
    parts.append(_text("In a browser: outlast page · What a word means: outlast glossary WORD"))
    return parts
