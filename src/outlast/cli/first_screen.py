"""An answer on one screen of a terminal: headline, sentence, reasons, dots, table, next steps."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from rich.text import Text

from outlast.api.answer import Answer
from outlast.cli.answer_view import styled
from outlast.cli.grid import GridCell, GridColumn, show_grid
from outlast.cli.terminal import OutputConsole
from outlast.present.display.fonts import cells
from outlast.present.display.names import contest_line, scenario_name
from outlast.present.display.terms import SHORT, defined, defined_briefly
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice, voice_of
from outlast.present.first_service import first_service
from outlast.present.moves import without_line
from outlast.present.outcomes import short_service
from outlast.present.record_age import RunAge, run_age
from outlast.present.sided_dots import sided_dots
from outlast.present.summary import Summary
from outlast.present.views.dots import is_already
from outlast.reading import outlast_command
from outlast.reading.day import local_day
from outlast.results import LineOdds, Results
from outlast.scenario.contest import is_shipped

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


def show_first_screen(answer: Answer, shown: OutputConsole, language: str = "en") -> None:
    """Show an answer on one screen; the headline stands alone on its first line.

    Args:
        answer: The answer.
        shown: The console.
        language: `en` or `zh`.
    """
    voice = voice_of(answer.results.situation, language)
    summary = answer.summary if language == "en" else answer.summary_in(language)
    parts = _parts(answer, summary, voice, shown)
    shown.print(Text(summary.headline, style="bold"), soft_wrap=not shown.is_terminal)
    for part in parts:
        part(shown)


def _parts(answer: Answer, summary: Summary, voice: Voice, shown: OutputConsole) -> list[Part]:
    """Return the parts below the headline, cut to the lines of a screen."""
    results = answer.results
    age = run_age(results.situation, voice, local_day())
    blank, dots = _text(""), _dots(results, voice, shown)
    head: list[Part] = [
        _text(contest_line(results.situation, voice), "dim"),
        _text(summary.sentence),
        blank,
        _reasons(summary, voice, shown),
        blank,
        dots,
        blank,
    ]
    beside = without_line(results, answer.record_only, voice)
    first, *others = _notes(summary, age, beside, voice)
    end: list[Part] = [blank, *_end(answer, summary, age, voice)]
    headline = max(1, -(-cells(summary.headline) // shown.width))
    room = LINES - headline - sum(_height(part, shown) for part in (*head, *end))
    lines, usual = _services(results), _usual(results, voice)
    if shown.width < SCREEN:
        return [*head, _table(results, lines, voice), first, *end]

    whole = True

    def height(lines: list[LineOdds]) -> int:
        return _height(_table(results, lines, voice, whole=whole), shown)

    note_room = room - _height(first, shown)
    while len(lines) > SERVICES and height(lines) > note_room:
        lines = _fewer(lines, usual)
    while len(lines) > SIDES and height(lines) > room:
        lines = _fewer(lines, usual)
    while height(lines) > room and (spare := _last_blank(head, blank)):
        del head[spare]
        room += 1
    if height(lines) > room:
        end = end[1:]  # the blank line below the table gives way last
        room += 1
    whole = height(lines) <= room
    while len(lines) > 1 and height(lines) > room:
        lines = _fewer(lines, usual)
    left, notes = room - height(lines), list[Part]()
    if _height(first, shown) > left:  # the headline's own word comes before any other
        first = _brief(summary, voice) or first
    for note in (first, *others):
        if (size := _height(note, shown)) <= left:
            notes.append(note)
            left -= size
    return [*head, _table(results, lines, voice, whole=whole), *notes, *end]


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


def _reasons(summary: Summary, voice: Voice, shown: OutputConsole) -> Part:
    """Return the three reasons, each after its label: in columns, or run on where that is shorter.

    Args:
        summary: The texts of the answer.
        voice: The language.
        shown: The console.
    """
    labels = [Text(each.label, style="bold") for each in summary.reasons]
    rows = [(label, each.text) for label, each in zip(labels, summary.reasons, strict=True)]

    def in_columns(console: OutputConsole) -> None:
        columns = (GridColumn("", whole=True), GridColumn(""))
        show_grid(console, columns, rows, header=False)

    def run_on(console: OutputConsole) -> None:
        for label, text in rows:
            named = Text(voice.say("list.label", label=label.plain), style="bold")
            console.print(Text.assemble(named, voice.say("list.sentence"), text))

    return min(in_columns, run_on, key=lambda part: _height(part, shown))


def _dots(results: Results, voice: Voice, shown: OutputConsole) -> Part:
    """Return the dots of both sides."""
    lines = sided_dots(results, results.first_breaks(), voice, min(shown.width, WIDEST))

    def show(console: OutputConsole) -> None:
        for line in lines:
            console.print(styled(line), no_wrap=console.width >= SCREEN)

    return show


def _services(results: Results) -> list[LineOdds]:
    """Return the services of the default set that do not seldom break, the likeliest first."""
    lines = [line for line in results.lines_of() if line.p_break >= SELDOM]
    return sorted(lines, key=lambda line: -line.p_break)


def _usual(results: Results, voice: Voice) -> frozenset[str]:
    """Return the services that the sentence names: those with which each side usually begins."""
    breaks = results.first_breaks()
    found = (first_service(results, breaks, end, voice) for end in range(len(breaks.sides)))
    return frozenset(each.line.service for each in found if each)


def _fewer(lines: list[LineOdds], usual: frozenset[str]) -> list[LineOdds]:
    """Return the lines without the seldomest one of the side that has most of them.

    A service that the sentence names stays as long as its side has another.
    """
    counts = Counter(line.side for line in lines)
    most = max(counts.values())
    of_side = [line for line in reversed(lines) if counts[line.side] == most]
    drop = min(of_side, key=lambda line: line.service in usual)
    return [line for line in lines if line is not drop]


def _table(
    results: Results, lines: Sequence[LineOdds], voice: Voice, *, whole: bool = True
) -> Part:
    """Return the table of the services that run short, with its heads explained.

    Args:
        results: The results.
        lines: The services.
        voice: The language.
        whole: Whether there is room for the whole explanation.
    """
    clock = results.situation.clock
    titles = [voice.say(f"terminal.{key}") for key in ("of", "half", "free", "already")]
    columns = (
        GridColumn(voice.say("terminal.what"), whole=True),
        *(GridColumn(title, right=True) for title in titles),
    )
    rows = [_row(results, line, voice) for line in lines]
    end = date_at(clock, clock.horizon_weeks, voice)
    size = "" if whole else "-brief"
    heads = voice.say(f"terminal.heads{size}", end=end, day=clock.on)
    short = defined(SHORT, voice)
    left = len(_services(results)) - len(lines)
    more = voice.say(f"terminal.more{size}", n=left, option=EVERYTHING) if left else ""

    def show(shown: OutputConsole) -> None:
        if not rows:
            shown.print(voice.say("terminal.none", end=end))
            return
        show_grid(shown, columns, rows)
        shown.print(Text(voice.sentences((short, heads, more)), style="dim"))

    return show


def _row(results: Results, line: LineOdds, voice: Voice) -> list[GridCell]:
    """Return a service with its counts."""
    when = NOTHING
    if line.t50 is not None:
        clock = results.situation.clock
        when = (
            voice.say("terminal.already")
            if is_already(line.t50)
            else date_at(clock, line.t50, voice)
        )
    shares = (voice.hundred(line.p_free), voice.hundred(line.since_share))
    return [
        short_service(results, line.service, voice),
        voice.hundred(line.p_break),
        when,
        *shares,
    ]


def _notes(summary: Summary, age: RunAge, beside: str, voice: Voice) -> list[Part]:
    """Return the notes for which there may be room, the most important first."""
    notes = [defined(key, voice) for key in summary.terms if key != SHORT]
    others = [line for line in age.others if line not in age.settlements]
    ordered = [*notes[:1], *([beside] if beside else []), *others, *notes[1:]]
    return [_text(note, "dim") for note in ordered] or [_text("")]


def _brief(summary: Summary, voice: Voice) -> Part | None:
    """Return the first term in few words, where there is a term."""
    key = next((key for key in summary.terms if key != SHORT), None)
    return _text(defined_briefly(key, voice), "dim") if key else None


def _end(answer: Answer, summary: Summary, age: RunAge, voice: Voice) -> list[Part]:
    """Return cost, line of honesty, levers, passed questions, and how to see more."""
    manifest = answer.results.manifest
    again = manifest.command.removesuffix(f" {EVERYTHING}")
    full = outlast_command("runs", "show", answer.folder) if answer.folder else again
    parts = [_text(line) for line in (summary.cost, summary.honesty) if line]
    if summary.levers:
        more = voice.say("terminal.levers", levers=summary.levers, command=summary.command)
        parts.append(_text(more))
    parts += [_text(line) for line in age.settlements]
    if age.passed:
        shipped = is_shipped(answer.results.situation.origin.contest.folder)
        spoken = () if voice.language == "en" else ("--lang", voice.language)
        listed = outlast_command("settle", *spoken) if shipped else f"{full} {EVERYTHING}"
        parts.append(
            _text(voice.say("terminal.passed", n=len(age.passed), command=listed), "yellow")
        )
    given = "".join(f" · {name}={value}" for name, value in manifest.given.items())
    title = scenario_name(answer.results, voice)
    futures = voice.say("terminal.futures", n=manifest.futures)
    seed = voice.say("terminal.seed", seed=f"{manifest.seed}")
    parts.append(_text(f"{title}{given} · {futures} · {seed}"))
    parts.append(_text(voice.say("terminal.all", command=f"{full} {EVERYTHING}"), whole=True))
    if not summary.levers:
        parts.append(_text(voice.say("terminal.change", command=summary.command), whole=True))
    parts.append(_text(voice.say("terminal.browser")))
    return parts
