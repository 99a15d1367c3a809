"""An answer on the terminal: sentence, fifty futures, services, sets, branches, drivers."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from outlast.api.answer import Answer
from outlast.cli.cost_view import show_costs
from outlast.cli.grid import GridColumn, has_room, show_grid
from outlast.present.display.names import (
    bloc_name,
    branch_name,
    question_name,
    side_names,
)
from outlast.present.display.voice import Voice, voice_of
from outlast.present.headline import plus_minus
from outlast.present.moves import without_line
from outlast.present.record_age import run_age
from outlast.present.terminal import TextSpan, dots_text, services_note, services_table
from outlast.present.views.drivers import driver_row
from outlast.present.views.lag import lag_line
from outlast.present.weights import weights_lines
from outlast.reading import outlast_command
from outlast.reading.day import local_day
from outlast.results import LineOdds, Results, SetOdds
from outlast.results.first_breaks import BOTH, HEADLINE_CLOCK, NEITHER, ONE, OTHER
from outlast.study.drivers import Driver
from outlast.study.sensitivity_export import kept_deciding
from outlast.wording import counted

COLOURS: Final = {ONE: "blue", OTHER: "red", BOTH: "magenta", NEITHER: "dim"}
"""The colour of each end of a future, beside its mark."""

SHOWN: Final = 8
"""Drivers that are shown; the answer's file has all."""

SELDOM: Final = 0.01
"""The share of futures under which a service is left to the folder."""

COLUMNS: Final = {
    "breaks": "break",
    "t10": "T10",
    "t50": "T50",
    "t90": "T90",
    "recovery": "back after",
    "free": "free",
    "attributable": "denial",
    "since": "already",
}
"""The columns of services that are shown, by their keys, under headings that a terminal has room
for."""

NOTHING: Final = "–"
"""The mark of an empty cell."""

ABBREVIATED: Final = {"never": NOTHING, " months": " mo", " weeks": " wk", "under 1": "<1"}
"""Words that cells of the table of services shorten."""

DRIVER_COLUMNS: Final = (
    GridColumn("", right=True),
    *(GridColumn(""), GridColumn(""), GridColumn("")),
)
"""The columns of the numbers that decide."""

DOTS: Final = 64
"""Columns of the fifty dots where a terminal has room."""

SPARED: Final = ("t90", "recovery", "free")
"""Columns that a narrow terminal spares."""

NEEDS: Final = {
    "plan": "own plan",
    "gap": "rival's lead",
    "keep": "earlier level",
    "free": "no denial",
}
"""Definitions of need behind the name of a service, in short."""

CLOCKS: Final = {
    "from-date": "from the date",
    "since-denial": "since denial",
    "new-only": "new breaks",
}
"""Names of the clocks on which a break is counted, in short."""

RULES: Final = {"strict": "first service", "quorum": "quorum", "attributable": "due to denial"}
"""Headings of the rules by which a set breaks."""


def show(answer: Answer, shown: Console) -> None:
    """Show an answer, the most important first."""
    results = answer.results
    english = voice_of(results.situation)
    age = run_age(results.situation, english, local_day())
    shown.print(Text(answer.headline, style="bold"), soft_wrap=not shown.is_terminal)
    for text in (
        "",
        answer.sentence,
        *(f"{each.label}: {each.text}" for each in answer.summary.reasons),
    ):
        shown.print(text)
    for line in (answer.summary.cost, answer.summary.honesty):
        if line:
            shown.print(line)
    shown.print()
    for line in age.passed:
        shown.print(Text(line, style="yellow"))
    shown.print(answer.details)
    beside = without_line(results, answer.record_only, english)
    if beside:
        shown.print(beside)
    behind = lag_line(results, english)
    if behind:
        shown.print(behind)
    for line in weights_lines(results, english, named=True):
        shown.print(Text(line, style="dim"))
    shown.print()
    *dots, legend = dots_text(results, english, width=min(DOTS, shown.width))
    for line in dots:
        shown.print(styled(line))
    _legend(legend, shown)
    shown.print()
    _services(answer, english, shown)
    _sets(answer, english, shown)
    _branches(answer, english, shown)
    show_costs(answer, english, shown)
    _drivers(answer, english, shown)
    _deciding(answer, shown)
    _end(answer, age.others, shown)


def _legend(legend: Sequence[TextSpan], shown: Console) -> None:
    """Show each mark with its name, in one line if there is room, else in a line each."""
    whole = styled(legend)
    if whole.cell_len <= shown.width:
        shown.print(whole)
        return
    for mark, name in zip(legend[::2], legend[1::2], strict=True):
        shown.print(styled([mark, TextSpan(name.text.rstrip())]))


def styled(line: Sequence[TextSpan]) -> Text:
    """Return a line of dots in the colours of its ends."""
    text = Text()
    for span in line:
        text.append(span.text, style=COLOURS[span.end] if span.end is not None else "")
    return text


def _services(answer: Answer, english: Voice, shown: Console) -> None:
    """Show how services fare by bloc, the likeliest to break first."""
    results = answer.results
    lines = results.lines()
    listed = [line for line in lines if line.p_break >= SELDOM]
    blocs = list(results.situation.world.blocs)
    listed.sort(key=lambda line: (blocs.index(line.bloc), -line.p_break))
    table: list[list[Text]] = []
    for bloc, group in groupby(listed, key=lambda line: line.bloc):
        here = list(group)
        table.append([Text(bloc_name(results, bloc, english), style="bold")])
        rows = services_table(results, english, here).rows
        for line, cell_of in zip(here, rows, strict=True):
            cells = (_short(str(cell_of[key] or NOTHING)) for key in COLUMNS)
            table.append([Text(f"  {_service(results, line, english)}"), *map(Text, cells)])
    if table:
        _services_grid(table, shown)
    note = services_note(results, english)
    if len(listed) < len(lines):
        count = len(lines) - len(listed)
        note += f" {count} that {'breaks' if count == 1 else 'break'} in under 1 of 100 "
        note += "is in the folder." if count == 1 else "are in the folder."
    shown.print(Text(note, style="dim"))
    shown.print()


def _services_grid(rows: Sequence[Sequence[Text]], shown: Console) -> None:
    """Show the table of services; where columns are left out, a line below it names them."""
    columns = [GridColumn(title, right=True) for title in COLUMNS.values()]
    whole = [GridColumn("of 100 futures", whole=True), *columns]
    few = [0, *(at for at, key in enumerate(COLUMNS, start=1) if key not in SPARED)]
    some = [GridColumn("of 100 futures"), *(whole[at] for at in few[1:])]
    short = [[row[at] for at in few if at < len(row)] for row in rows]
    if has_room(shown, whole, rows) or not has_room(shown, some, short):
        show_grid(shown, whole, rows)
        return
    show_grid(shown, some, short)
    titles = ", ".join(COLUMNS[key] for key in SPARED)
    left = f"Left out for want of room: {titles}. --csv and a wider terminal show them."
    shown.print(Text(left, style="dim"))


def _short(cell: str) -> str:
    """Return a cell in the few letters that a terminal has room for."""
    for long, short in ABBREVIATED.items():
        cell = cell.replace(long, short)
    return cell


def _service(results: Results, line: LineOdds, english: Voice) -> str:
    """Return a service's name without its bloc, with its definition where there are several."""
    service = results.situation.world.services[line.service]
    name = english.name("service", line.service, service.title)
    if line.definition == "flow":
        return name
    return f"{name}: {NEEDS.get(line.definition, line.definition)}"


def _sets(answer: Answer, english: Voice, shown: Console) -> None:
    """Show every set under every definition, clock and rule, together."""
    sides, clock = side_names(answer.results, english), answer.results.situation.clock
    shown.print(
        Text(f"Which side breaks first, by set of services: {' : '.join(sides)}", style="bold")
    )
    shown.print(
        "Of 100 futures. A set breaks with its first service; when its weighted shortfall passes "
        "a quorum; or with the first break that denial causes. * one side clearly breaks first.",
        style="dim",
    )
    shown.print(
        f"Counted {', '.join(CLOCKS.values())}: a service short on the date counts as week 0; all "
        f"breaks since {clock.common_start} count; services short on the date count once they have "
        "recovered and break again. Already: futures in which a service is short on the date.",
        style="dim",
    )
    columns = [GridColumn("counted"), *(GridColumn(each, right=True) for each in RULES.values())]
    table: list[list[Text]] = []
    for (_, definition), cases in groupby(
        answer.results.sets(), key=lambda each: (each.service_set, each.definition)
    ):
        for counted_from, group in groupby(cases, key=lambda each: each.clock):
            odds = list(group)
            if counted_from == HEADLINE_CLOCK:
                short = " : ".join(english.hundred(share) for share in odds[0].already.values())
                named = f"{odds[0].title}, against {NEEDS.get(definition, 'its need')}"
                table.append([Text(f"{named}; already {_short(short)}", style="bold")])
            ratios = [_ratio(answer, each, english) for each in odds]
            table.append([Text(f"  {CLOCKS[counted_from]}"), *ratios])
    show_grid(shown, columns, table)
    shown.print()


def _ratio(answer: Answer, odds: SetOdds, english: Voice) -> Text:
    """Return the chances of both sides, with a star where one is clearly first."""
    sides = answer.results.situation.timeline.sides
    shares = " : ".join(english.hundred(odds.first[side]) for side in sides)
    error = plus_minus(odds.errors["difference"], english)
    star = "*" if odds.winner else " "
    return Text(_short(f"{shares} (±{error}){star}"), style="" if odds.winner else "dim")


def _branches(answer: Answer, english: Voice, shown: Console) -> None:
    """Show how the default contest ends in each branch of what the record leaves open."""
    results = answer.results
    branches = results.branches()
    if not branches:
        return
    name, definition = answer.drivers.service_set, answer.drivers.definition
    head = results.first_breaks(name, definition).odds.key
    title = results.situation.sets[name].title
    counted = english.say(f"definition.{definition}")
    heading = f"Open questions of the record, for “{title}”, {counted}"
    shown.print(Text(heading, style="bold"))
    sides = " : ".join(side_names(answer.results, english))
    columns = [GridColumn("question"), GridColumn("branch"), GridColumn("chance", right=True)]
    table: list[list[Text]] = []
    asked = ""
    for each in branches:
        odds = next(odds for odds in each.sets if odds.key == head)
        question = question_name(results, each.switch, english)
        row = [
            Text("" if question == asked else question),
            Text(branch_name(english, each.switch, each.branch)),
            Text(english.percent(each.chance)),
            _ratio(answer, odds, english),
        ]
        table.append(row)
        asked = question
    show_grid(shown, [*columns, GridColumn(sides, right=True)], table)
    shown.print()


def _drivers(answer: Answer, english: Voice, shown: Console) -> None:
    """Show what decides the default contest: levers apart from everything else."""
    found = answer.drivers
    shown.print(Text(english.say("drivers.title"), style="bold"))
    if not found.ranked:
        shown.print(english.say("drivers.none"))
    for title, group in (("Levers", found.levers), ("Assumptions", found.assumptions)):
        if group:
            shown.print(Text(title, style="italic"))
            rows = _drivers_of(group[:SHOWN], answer, english)
            show_grid(shown, DRIVER_COLUMNS, rows, header=False)
    if found.judged_share is not None:
        shown.print(
            f"These explain {english.percent(found.explained)} of the spread, each alone. "
            + english.say("drivers.weak", share=english.percent(found.judged_share))
        )
        shown.print(
            f"Of {counted(found.inputs, 'uncertain input')}; what does nothing can reach "
            f"{english.percent(found.noise)} by chance.",
            style="dim",
        )
    shown.print()


def _deciding(answer: Answer, shown: Console) -> None:
    """Show the groups of inputs that decide, from a kept study, or the command that finds them."""
    manifest = answer.results.manifest
    kept = kept_deciding(manifest)
    if kept is None:
        options = (word for pair in manifest.given.items() for word in ("--set", "=".join(pair)))
        command = outlast_command(
            "study", "sensitivity", manifest.argument, *manifest.options, *options
        )
        words = "Which groups of inputs decide it, with their interactions"
        shown.print(f"{words}: {command}")
    else:
        groups, futures = kept
        many = counted(futures, "future")
        named = ", ".join(f"{each.title} {each.effect:.2f} ±{each.error:.2f}" for each in groups)
        shown.print(f"What decides it, with all interactions: {named}")
        note = f"Shares of the spread of which side breaks first, by a study of {many}."
        shown.print(Text(note, style="dim"))
    shown.print()


def _drivers_of(group: Sequence[Driver], answer: Answer, english: Voice) -> list[list[Text]]:
    """Return a row for each number that decides: its share, its name, its kind, its direction."""
    sides = answer.results.situation.timeline.sides
    rows: list[list[Text]] = []
    for driver in group:
        cells = driver_row(driver, english)
        toward = ""
        if driver.toward:
            side = english.side(driver.toward, sides[driver.toward].title)
            toward = f"the more, the more often {side} breaks first"
        kind = f"{cells['role']}, {cells['grade']}"
        row = (english.percent(driver.share), str(cells["driver"]), kind, toward)
        rows.append([Text(cell) for cell in row])
    return rows


def _end(answer: Answer, age: Sequence[str], shown: Console) -> None:
    """Show the identity of the run, the age of its record, and its folder."""
    manifest = answer.results.manifest
    given = "".join(f" · {name}={value}" for name, value in manifest.given.items())
    shown.print(
        Text(
            f"{manifest.title}{given} · record known to {manifest.knows_until} · "
            f"{counted(manifest.futures, 'future')} · seed {manifest.seed} · "
            f"digest {manifest.digest} · outlast {manifest.version}",
            style="dim",
        )
    )
    for line in age:
        shown.print(Text(line, style="dim"))
    if answer.folder:
        shown.print(f"All of it: {answer.folder}", soft_wrap=True)
