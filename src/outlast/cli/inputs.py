"""`outlast inputs`: every name that `--set` takes, with title, range, value, role and grade."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.output import console, formats, number, write_csv, write_json
from outlast.reading.day import local_day
from outlast.wording import counted

if TYPE_CHECKING:
    from outlast.api.inputs import SettableInput
    from outlast.scenario.load import Situation

COLUMNS: Final = (
    *("name", "title", "role", "value", "drawn", "unit", "low", "high", "answers", "grade"),
    "theme",
)


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--scenario", help="The scenario; the contest's default if absent.")
@contest_options
@settled_option
@formats
def command(
    words: tuple[str, ...],
    scenario: str | None,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List the inputs whose name or title holds every WORD: each name that --set takes.

    \b
      outlast inputs gallium
      outlast inputs approval --scenario truce
      outlast inputs --contest mine --csv

    An input is a lever or an assumption, which `--set NAME=NUMBER` fixes, or a question with a few
    answers: `--set switch.NAME=ANSWER` where the record leaves it open. A lever moves from the
    scenario's date on, the past as it was, with `--set from-date.NAME=NUMBER`.
    """
    from outlast.api.inputs import inputs  # noqa: PLC0415  the engine is heavy
    from outlast.api.run import load  # noqa: PLC0415

    situation = load(
        scenario,
        contest=choice.contest,
        overlays=choice.overlays,
        as_recorded=choice.as_recorded,
    )
    found = inputs(situation, " ".join(words))
    if as_json:
        content = {"scenario": situation.scenario.id, "inputs": [asdict(each) for each in found]}
        write_json("inputs", content)
    elif as_csv:
        rows = [{**asdict(each), "answers": "; ".join(each.answers)} for each in found]
        write_csv(COLUMNS, rows)
    else:
        _show(found, situation)


def _show(found: "list[SettableInput]", situation: "Situation") -> None:
    """Show each input on one line, under it its title, role and grade; then the record's age."""
    from rich.padding import Padding  # noqa: PLC0415  Rich is heavy
    from rich.text import Text  # noqa: PLC0415

    from outlast.present.display.voice import voice_of  # noqa: PLC0415
    from outlast.present.record_age import run_age_lines  # noqa: PLC0415

    shown = console()
    for each in found:
        line = Text(each.name, style="bold")
        shown.print(line.append(f"  {_value(each)}", style="not bold"))
        about = [each.title, each.role, each.theme or "", each.grade]
        words = " · ".join(word for word in about if word)
        shown.print(Padding(Text(words, style="dim"), (0, 0, 0, 4)))
    shown.print(f"\n{counted(len(found), 'input')}. Fix one: --set NAME=VALUE")
    for line in run_age_lines(situation, voice_of(situation), local_day()):
        shown.print(Text(line, style="dim"))


def _value(each: "SettableInput") -> str:
    """Return the value of an input with its unit and its range, as readers see them."""
    if isinstance(each.value, str):
        return f"{each.value}; answers: {', '.join(each.answers)}"
    unit = "" if each.unit == "1" else f" {each.unit}"
    low, high = (None if end is None else number(end) for end in (each.low, each.high))
    ends = " ".join(
        f"{word} {end}" for word, end in (("from", low), ("to", high)) if end is not None
    )
    return f"{'median ' if each.drawn else ''}{number(each.value)}{unit}, {ends or 'unbounded'}"
