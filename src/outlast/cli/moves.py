"""`outlast moves`: the chance of each kind of move of the states, its test, and the crowds."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.output import console, write_json
from outlast.reading.day import local_day
from outlast.wording import NOTICE

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.scenario.load import Situation
    from outlast.truth.move_forecasts import MovesReport

NOTHING = "–"
"""The mark of an empty cell."""


@click.command()
@click.argument("scenario", required=False)
@contest_options
@settled_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(scenario: str | None, choice: ContestChoice, as_json: bool) -> None:
    """Show the chance of each kind of move of the states after the last known day of SCENARIO.

    \b
      outlast moves
      outlast moves june-2025 --json

    Beside the chances stand the questions that the record leaves open, the test of the process
    against flat rates, and forecasts of crowds on the same questions.
    """
    from outlast.api.moves import moves  # noqa: PLC0415  the engine is heavy
    from outlast.api.run import load  # noqa: PLC0415
    from outlast.present.record_age import record_end_rows  # noqa: PLC0415

    situation = load(
        scenario,
        contest=choice.contest,
        overlays=choice.overlays,
        as_recorded=choice.as_recorded,
    )
    found = moves(situation)
    if as_json:
        end = record_end_rows(situation.origin.contest.timeline, local_day())
        write_json("moves", {**_plain(found), **end, "notice": NOTICE})
    else:
        shown = console()
        _show_age(situation, shown)
        _show(found, shown)
        shown.print(NOTICE, style="dim")


def _show_age(situation: "Situation", shown: "Console") -> None:
    """Show the questions whose day has passed, then how far the record reaches."""
    from outlast.api.record_reach import age_lines  # noqa: PLC0415  the readers are heavy

    for line in age_lines(situation.origin.contest, local_day()):
        shown.print(line, style="yellow" if line.startswith("Passed") else "dim")
    shown.print()


def _plain(found: "MovesReport") -> dict[str, object]:
    """Return the report as plain data: days as text, months as keys of text."""
    plain = asdict(found)
    for key in ("age", "names", "sides"):  # the end of the record stands beside the report
        plain.pop(key, None)
    for each in plain["chances"]:
        each["within"] = {f"{months}": chance for months, chance in each["within"].items()}
    if found.test is not None:
        plain["test"]["gain"] = found.test.gain
    return plain


def _show(found: "MovesReport", shown: "Console") -> None:
    """Show the report, part by part."""
    if found.fitted_until is None:
        shown.print("This contest has no fitted process of moves: its scenarios are record-only.")
    elif not found.drawn:
        shown.print("This scenario is record-only: no move is drawn in it.")
    _chances(found, shown)
    _switches(found, shown)
    _test(found, shown)
    _crowds(found, shown)


def _chances(found: "MovesReport", shown: "Console") -> None:
    """Show the chance of each kind of move."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    from outlast.cli.grid import GridColumn, show_grid  # noqa: PLC0415

    if not found.chances:
        return
    title = f"Chance of a move after {found.knows_until}, in 100, within months"
    shown.print(Text(title, style="bold"))
    months = list(found.chances[0].within)
    columns = [GridColumn("move"), *(GridColumn(f"{each}", right=True) for each in months)]
    rows: list[list[Text]] = []
    for each in found.chances:
        whole = not each.ladder
        name = each.title if whole else f"  {each.title}"
        cells = [_hundred(each.within[month]) for month in months]
        style = "bold" if whole else ""
        row = [Text(name, style=style), *(Text(cell) for cell in cells)]
        rows.append([*row, Text(_step(each.ladder, each.next_step), style="dim")])
    show_grid(shown, [*columns, GridColumn("next step")], rows)
    shown.print()


def _step(ladder: str, step: str | None) -> str:
    if step is not None:
        return step.replace("-", " ")
    return "none" if ladder else ""


def _switches(found: "MovesReport", shown: "Console") -> None:
    """Show the open questions with the chance of each answer."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    if not found.switches:
        return
    shown.print(Text("Questions that the record leaves open; no move decides them", style="bold"))
    for each in found.switches:
        chances = ", ".join(f"{name} {_hundred(p)}" for name, p in each.branches.items())
        fixed = f"; this scenario supposes {each.fixed}" if each.fixed else ""
        shown.print(f"{each.day}  {each.question} {chances} in 100{fixed}")
    shown.print()


def _test(found: "MovesReport", shown: "Console") -> None:
    """Show the fitted numbers, and the score of the process beside that of flat rates."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    if found.test is None:
        return
    shown.print(Text(f"The process, fitted to {found.fitted_until}", style="bold"))
    for each in found.rates:
        unit = "a year" if each.unit == "1/year" else ""
        name = "chance of a reply" if each.name == "reply" else f"moves of {each.name}"
        name = "deals" if each.name == "deals" else name
        shown.print(f"{name}: {each.mean:.2g} {unit} ({each.low:.2g} to {each.high:.2g})")
    test = found.test
    flat, replies = sum(test.flat.values()), sum(test.replies.values())
    shown.print(
        f"Log score from {test.since} to {test.until}, each day foreseen from those before: "
        f"{replies:.1f} with replies, {flat:.1f} with flat rates (gain {test.gain:.1f})."
    )
    shown.print()


def _crowds(found: "MovesReport", shown: "Console") -> None:
    """Show the forecasts of crowds beside those of the process."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    from outlast.cli.grid import GridColumn, show_grid  # noqa: PLC0415

    if not found.crowds:
        return
    shown.print(Text("Forecasts of crowds on the same questions", style="bold"))
    names = ("day", "crowd", "process", "happened", "Brier, crowd", "Brier, process", "question")
    rows = [
        [
            f"{each.day}",
            _hundred(each.crowd),
            NOTHING if each.process is None else _hundred(each.process),
            {True: "yes", False: "no", None: "open"}[each.happened],
            _score(each.crowd_brier),
            _score(each.process_brier),
            each.question,
        ]
        for each in found.crowds
    ]
    show_grid(shown, [GridColumn(name) for name in names], rows)
    shown.print("– : the process has no such move; it draws no permission.", style="dim")


def _hundred(chance: float) -> str:
    return f"{100 * chance:.0f}"


def _score(score: float | None) -> str:
    return NOTHING if score is None else f"{score:.3f}"
