"""An answer on the terminal: sentence, fifty futures, services, sets, branches, drivers, cost."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlast.api.answer import Answer
from outlast.present.display.names import (
    bloc_name,
    branch_name,
    question_name,
    side_names,
)
from outlast.present.display.voice import Voice, voice_of
from outlast.present.terminal import TextSpan, dots_text, services_note, services_table
from outlast.present.views.drivers import driver_row
from outlast.results import LineOdds, Results, SetOdds
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.study.drivers import Driver

COLOURS: Final = {ONE: "blue", OTHER: "red", BOTH: "magenta", NEITHER: "dim"}
"""The colour of each end of a future, beside its mark."""

SHOWN: Final = 8
"""Drivers that are shown; the answer's file has all."""

BILLION: Final = 1e9

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

SPARED: Final = ("t90", "recovery", "free")
"""Columns that a narrow terminal spares."""

ROOMY: Final = 110
"""Cells of a terminal that has room for all columns."""

NEEDS: Final = {
    "plan": "own plan",
    "gap": "rival's lead",
    "keep": "earlier level",
    "free": "no denial",
}
"""Definitions of need behind the name of a service, in short."""

RULES: Final = {"strict": "first service", "quorum": "quorum", "attributable": "due to denial"}
"""Headings of the rules by which a set breaks."""


def show(answer: Answer, shown: Console) -> None:
    """Show an answer, the most important first."""
    results = answer.results
    english = voice_of(results.situation)
    shown.print(Text(answer.sentence, style="bold"))
    shown.print()
    for line in dots_text(results, english):
        shown.print(_spans(line), no_wrap=True, overflow="crop")
    shown.print()
    _services(answer, english, shown)
    _sets(answer, english, shown)
    _branches(answer, english, shown)
    _costs(answer, english, shown)
    _drivers(answer, english, shown)
    _end(answer, shown)


def _spans(line: Sequence[TextSpan]) -> Text:
    text = Text()
    for span in line:
        text.append(span.text, style=COLOURS[span.end] if span.end is not None else "")
    return text


def _services(answer: Answer, english: Voice, shown: Console) -> None:
    """Show how services fare by bloc, the likeliest to break first."""
    results = answer.results
    lines = results.lines()
    listed = [line for line in lines if line.p_break >= SELDOM or line.since_share >= SELDOM]
    blocs = list(results.situation.world.blocs)
    listed.sort(key=lambda line: (blocs.index(line.bloc), -line.p_break))
    narrow = shown.width < ROOMY
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("of 100 futures", no_wrap=not narrow)
    columns = {key: title for key, title in COLUMNS.items() if not (narrow and key in SPARED)}
    for title in columns.values():
        table.add_column(title, justify="right", no_wrap=True)
    for bloc, group in groupby(listed, key=lambda line: line.bloc):
        here = list(group)
        table.add_row(Text(bloc_name(results, bloc, english), style="bold"))
        rows = services_table(results, english, here).rows
        for line, cell_of in zip(here, rows, strict=True):
            cells = (_short(str(cell_of[key] or NOTHING)) for key in columns)
            table.add_row(Text(f"  {_service(results, line, english)}"), *map(Text, cells))
    shown.print(table)
    note = services_note(results, english)
    if len(listed) < len(lines):
        note += f" {len(lines) - len(listed)} that break in under 1 of 100 are in the folder."
    shown.print(Text(note, style="dim"))
    shown.print()


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
    """Show every set under every definition and rule, together."""
    sides = side_names(answer.results, english)
    shown.print(
        Text(f"Which side breaks first, by set of services: {' : '.join(sides)}", style="bold")
    )
    shown.print(
        "Of 100 futures. A set breaks with its first service; when its weighted shortfall passes "
        "a quorum; or with the first break that denial causes. * one side clearly breaks first.",
        style="dim",
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("set")
    table.add_column("against")
    for title in RULES.values():
        table.add_column(title, justify="right", no_wrap=True)
    cases = answer.results.sets()
    for (_, definition), group in groupby(
        cases, key=lambda each: (each.service_set, each.definition)
    ):
        odds = list(group)
        named = NEEDS.get(definition, "its need")
        table.add_row(
            Text(odds[0].title), Text(named), *(_ratio(answer, each, english) for each in odds)
        )
    shown.print(table)
    shown.print()


def _ratio(answer: Answer, odds: SetOdds, english: Voice) -> Text:
    """Return the chances of both sides, with a star where one is clearly first."""
    sides = answer.results.situation.timeline.sides
    shares = " : ".join(english.hundred(odds.first[side]) for side in sides)
    error = english.number(max(1, round(200 * odds.errors["difference"])))
    star = "*" if odds.winner else " "
    return Text(_short(f"{shares} (±{error}){star}"), style="" if odds.winner else "dim")


def _branches(answer: Answer, english: Voice, shown: Console) -> None:
    """Show how the default contest ends in each branch of what the record leaves open."""
    results = answer.results
    branches = results.branches()
    if not branches:
        return
    name, definition = answer.drivers.service_set, answer.drivers.definition
    title = results.situation.sets[name].title
    counted = english.say(f"definition.{definition}")
    heading = f"Open questions of the record, for “{title}”, {counted}"
    shown.print(Text(heading, style="bold"))
    table = Table(box=None, pad_edge=False)
    table.add_column("question", overflow="fold", ratio=1)
    table.add_column("branch")
    table.add_column("chance", justify="right")
    table.add_column(" : ".join(side_names(answer.results, english)), justify="right")
    asked = ""
    for each in branches:
        odds = next(
            odds
            for odds in each.sets
            if (odds.service_set, odds.definition, odds.rule) == (name, definition, "strict")
        )
        question = question_name(results, each.switch, english)
        table.add_row(
            Text("" if question == asked else question),
            Text(branch_name(english, each.switch, each.branch)),
            english.percent(each.chance),
            _ratio(answer, odds, english),
        )
        asked = question
    shown.print(table)
    shown.print()


def _costs(answer: Answer, english: Voice, shown: Console) -> None:
    """Show the value added that each bloc loses, where it is known."""
    direct = [cost for cost in answer.costs if cost.kind == "direct"]
    if not direct:
        return
    shown.print(
        Text("Value added lost to denial by the end, where it is known, billion USD", style="bold")
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("bloc")
    for title in ("mean", "one in ten under", "one in ten over"):
        table.add_column(title, justify="right")
    for cost in direct:
        values = (english.number(value / BILLION) for value in (cost.mean, cost.low, cost.high))
        table.add_row(Text(cost.title), *values)
    shown.print(table)
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
            shown.print(_driver_table(group[:SHOWN], answer, english))
    if found.judged_share is not None:
        shown.print(
            f"These explain {english.percent(found.explained)} of the spread, each alone. "
            + english.say("drivers.weak", share=english.percent(found.judged_share))
        )
        shown.print(
            f"Of {found.inputs:,} uncertain inputs; what does nothing can reach "
            f"{english.percent(found.noise)} by chance.",
            style="dim",
        )
    shown.print()


def _driver_table(group: Sequence[Driver], answer: Answer, english: Voice) -> Table:
    sides = answer.results.situation.timeline.sides
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("share", justify="right")
    table.add_column("title", overflow="fold")
    table.add_column("kind")
    table.add_column("toward", overflow="fold")
    for driver in group:
        cells = driver_row(driver, english)
        toward = ""
        if driver.toward:
            side = english.side(driver.toward, sides[driver.toward].title)
            toward = f"the more, the more often {side} breaks first"
        kind = f"{cells['role']}, {cells['grade']}"
        table.add_row(
            english.percent(driver.share), Text(str(cells["driver"])), Text(kind), Text(toward)
        )
    return table


def _end(answer: Answer, shown: Console) -> None:
    """Show the identity of the run, and its folder."""
    manifest = answer.results.manifest
    given = "".join(f" · {name}={value}" for name, value in manifest.given.items())
    shown.print(
        Text(
            f"{manifest.title}{given} · record known to {manifest.knows_until} · "
            f"{manifest.futures:,} futures · seed {manifest.seed} · digest {manifest.digest} · "
            f"outlast {manifest.version}",
            style="dim",
        )
    )
    if answer.folder:
        shown.print(f"All of it: {answer.folder}", soft_wrap=True)
