"""`outlast validate`: every problem of a contest, then the summary of its content."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outlast.cli.contest_options import VARIABLE, naming_variable
from outlast.cli.paths import PATH
from outlast.cli.streams import say
from outlast.wording import counted

if TYPE_CHECKING:
    from outlast.api.validate import Validation


@click.command()
@click.argument("contest", required=False, metavar="[DIR|NAME]", envvar=VARIABLE)
@click.option(
    "--with",
    "overlays",
    multiple=True,
    metavar="DIR",
    type=PATH,
    help="A folder of facts, measures, priors or claims to lay over the contest.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(contest: str | None, overlays: tuple[Path, ...], as_json: bool) -> int:
    """Check the contest in DIR, or a shipped one by NAME: every problem with file, line and cure.

    \b
      outlast validate mine
      outlast validate lilliput --json
      outlast validate chips-minerals --with my-facts

    The exit code is 0 if there is no problem, else 1. Notices name things that may be meant
    otherwise, such as a code of a rule that no item has. After them stands a summary of the
    contest: its sides, sets and scenarios, and how many things of each kind it holds.
    """
    from outlast.api.validate import validate  # noqa: PLC0415  the readers are heavy

    with naming_variable(contest):
        found = validate(contest, overlays)
    if as_json:
        _write_json(found)
    else:
        _show(found)
    return 1 if found.problems else 0


def _write_json(found: "Validation") -> None:
    from dataclasses import asdict  # noqa: PLC0415

    from outlast.cli.output import write_json  # noqa: PLC0415  Rich is heavy

    content = {
        "clean": not found.problems,
        "layers": [str(folder) for folder in found.layers],
        "problems": [asdict(problem) for problem in found.problems],
        "notices": [asdict(notice) for notice in found.notices],
        "contest": asdict(found.summary),
    }
    write_json("validation", content)


def _show(found: "Validation") -> None:
    """Show each problem, then the summary, on standard output."""
    for each, noun in ((found.problems, "problem"), (found.notices, "notice")):
        for problem in each:
            say(f"{problem.where}  {problem.what}".strip())
            if problem.cure:
                say(f"    {problem.cure}")
        if each:
            say(f"\n{counted(len(each), noun)}.\n")
    summary = found.summary
    sides = ", ".join(f"{title} ({key})" for key, title in summary.sides.items())
    sets = ", ".join(f"{title} ({key})" for key, title in summary.sets.items())
    scenarios = ", ".join(
        f"{name} (default)" if name == summary.scenario else name for name in summary.scenarios
    )
    holds = ", ".join(f"{kind} {number:,}" for kind, number in summary.counts.items())
    say(f"{summary.title or found.layers[0]}")
    for label, text in (
        ("sides", sides),
        ("sets", sets),
        ("scenarios", scenarios),
        ("holds", holds),
    ):
        say(f"  {label:<10} {text or 'none'}")
    if not found.problems:
        say("\nNo problem.")
