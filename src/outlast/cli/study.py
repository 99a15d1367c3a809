"""`outlast study`: studies of an answer that take many runs; `sensitivity` says what decides it."""

from typing import Any, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.long_work import progress, stopping
from outlast.cli.on_option import on_option
from outlast.cli.output import announce, console, formats, settable, write_csv, write_json
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber
from outlast.wording import counted

COLUMNS: Final = (
    *("group", "title", "inputs", "outcome", "total", "total_error", "first", "first_error"),
)
"""The columns of CSV: one row a group and outcome."""

NOTE: Final = (
    "Share of the outcome's spread that a group has with all its interactions, ± its standard "
    "error; in brackets, alone. Shares with interactions count these more than once, so they sum "
    "to more than 1. docs/sensitivity.md explains them."
)

SURE: Final = 2.0
"""Standard errors from which an effect is bold."""


@click.group()
def command() -> None:
    """Study an answer by many runs of the same engine."""


@command.command()
@click.argument("scenario", required=False)
@click.option(
    "--futures",
    type=WholeNumber(16),
    default=1000,
    show_default=True,
    help="Futures of each of two samples.",
)
@seed_option
@on_option
@settable
@contest_options
@settled_option
@formats
def sensitivity(
    scenario: str | None,
    futures: int,
    seed: int,
    on: str | None,
    choice: ContestChoice,
    given: dict[str, str],
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show which groups of inputs decide the answer of SCENARIO, with all their interactions.

    \b
      outlast study sensitivity
      outlast study sensitivity june-2025 --futures 4000
      outlast study sensitivity --set switch.clause-2-suspension=lapses --json

    Each group's draws are exchanged between two independent samples, on the same dice: a run for
    each group and two more. The answer in each branch of each open question stands below. A whole
    study is kept, and `outlast run` then names the groups that decide.
    """
    from outlast.api.sensitivity import sensitivity as study  # noqa: PLC0415  the engine is heavy
    from outlast.study.sensitivity_export import sensitivity_content  # noqa: PLC0415

    with stopping() as should_cancel, progress(quiet=False) as update:
        announce()
        found = study(
            scenario,
            futures=futures,
            seed=seed,
            given=given,
            contest=choice.contest,
            overlays=choice.overlays,
            as_recorded=choice.as_recorded,
            on=on,
            progress=update,
            should_cancel=should_cancel,
        )
    if found is None:
        raise click.Abort
    content = sensitivity_content(found)
    if as_json:
        write_json("sensitivity", content)
    elif as_csv:
        write_csv(COLUMNS, list(_rows(content)))
    else:
        _show(content, found.manifest.title)


def _rows(content: dict[str, Any]) -> list[dict[str, object]]:
    """Return one row a group and outcome."""
    return [
        {
            "group": each["group"],
            "title": each["title"],
            "inputs": len(each["inputs"]),
            "outcome": outcome,
            **effect,
        }
        for each in content["groups"]
        for outcome, effect in each["effects"].items()
    ]


def _show(content: dict[str, Any], title: str) -> None:
    """Show the effects by group, the strongest first, and the answer by branch."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    from outlast.cli.grid import GridColumn, show_grid  # noqa: PLC0415

    shown, names = console(), list(content["outcomes"])
    outcomes = list(content["outcomes"].values())
    columns = [GridColumn("group"), GridColumn("inputs", right=True)]
    columns += [GridColumn(each, right=True) for each in outcomes]
    rows: list[list[Text]] = [
        [Text(each["title"]), Text(str(len(each["inputs"])))]
        + [_effect(each["effects"].get(name)) for name in names]
        for each in sorted(content["groups"], key=lambda each: -_strongest(each, names))
    ]
    shown.print(Text("Which inputs decide the answer", style="bold"))
    show_grid(shown, columns, rows)
    shown.print(Text(NOTE, style="dim"))
    if content["branches"]:
        shown.print()
        shown.print(Text("The answer in each branch of each question", style="bold"))
        columns = [GridColumn("question"), GridColumn("branch"), GridColumn("chance", right=True)]
        columns += [GridColumn(each, right=True) for each in outcomes]
        asked = ["", *(each["question"] for each in content["branches"])]
        pairs = zip(content["branches"], asked, strict=False)
        show_grid(shown, columns, [_branch(each, before, names) for each, before in pairs])
    size = f"{counted(content['futures'], 'future')} a sample"
    foot = f"{title} · {size} · seed {content['seed']} · digest {content['digest']}"
    shown.print(Text(f"\n{foot} · outlast {content['version']}", style="dim"))


def _strongest(group: dict[str, Any], names: list[str]) -> float:
    """Return the largest total effect of a group on which side breaks first."""
    effects = group["effects"]
    return max((effects[name]["total"] for name in names[:2] if name in effects), default=-1.0)


def _effect(effect: dict[str, float] | None) -> Any:  # noqa: ANN401  a text of Rich
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    if effect is None:
        return Text("–")
    clear = effect["total"] > SURE * effect["total_error"]
    words = f"{effect['total']:.2f} ±{effect['total_error']:.2f} ({effect['first']:.2f})"
    return Text(words.replace("-", "−"), style="" if clear else "dim")


def _branch(branch: dict[str, Any], before: str, names: list[str]) -> list[Any]:
    """Return the cells of one branch: shares in hundredths, the log of cost as it is."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    title = "" if branch["question"] == before else branch["title"]
    cells = [Text(title), Text(branch["branch"]), Text(f"{branch['chance']:.0%}")]
    for name in names:
        mean, error = branch["means"][name], branch["errors"][name]
        scale, digits = (1.0, 1) if name == "log cost" else (100.0, 0)
        cells.append(Text(f"{scale * mean:.{digits}f} ±{scale * error:.{digits}f}"))
    return cells
