"""`outlast verify`: published results beside what the model computes."""

from typing import Any

import click
from rich.table import Table
from rich.text import Text

from outlast.cli.output import console, formats, number, write_csv, write_json
from outlast.errors import InputError, Problem, nearest

COLUMNS = (
    *("row", "key", "title", "kind", "published", "low", "high", "unit", "computed"),
    *("computed_low", "computed_high", "verdict", "because", "source", "note", "command"),
)
STYLES = {"passes": "green", "fails": "bold red", "cannot be run": "dim"}


@click.command()
@click.argument("names", nargs=-1)
@click.option("--futures", type=click.IntRange(16), default=256, show_default=True)
@formats
def command(names: tuple[str, ...], futures: int, as_json: bool, as_csv: bool) -> None:
    """Compute each published result, or those of the given NAMES, and set it beside ours.

    \b
      outlast verify
      outlast verify stockpile gallium-stop-price
      outlast verify --json

    A closed form must hold. For an episode the range says how far the middle future may lie from
    what was published; where the model was made with the episode at hand, agreement is consistency
    and no more. A result that fails is shown as failing, and changes no exit code.
    """
    from outlast.truth.backtest.scorecard import shipped_parts  # noqa: PLC0415  the engine is heavy
    from outlast.truth.verify.model import load_results  # noqa: PLC0415
    from outlast.truth.verify.report import told, verify  # noqa: PLC0415

    parts = shipped_parts()
    results = load_results(parts.ledger)
    known = list(results.results)
    wrong = [name for name in names if name not in known]
    if wrong:
        raise InputError(
            [Problem("", 0, f'"{name}" is no result.', nearest(name, known)) for name in wrong]
        )
    answer = told(verify(names, futures=futures, results=results, parts=parts), parts)
    if as_json:
        write_json("verify-answer", answer)
    elif as_csv:
        write_csv(COLUMNS, answer["results"])
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    shown = console()
    table = Table(box=None, pad_edge=False)
    table.add_column("row")
    table.add_column("result", max_width=44)
    for name in ("published", "passes within", "computed", "5 to 95 %"):
        table.add_column(name, justify="right")
    table.add_column("verdict")
    for each in answer["results"]:
        verdict = each["verdict"]
        title = Text(each["title"]).append(f"\n{each['key']}", style="dim")
        if each["because"]:
            title.append(f"\nbecause {each['because']}", style="dim")
        table.add_row(
            each["row"],
            title,
            _short(each["published"]),
            _range(each["low"], each["high"]),
            _short(each["computed"]),
            _range(each["computed_low"], each["computed_high"]),
            Text(verdict, style=STYLES[verdict]),
        )
    shown.print(table)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer["counts"].items())
    shown.print(f"\n{counts}. Sources, units and notes: --json. One alone: outlast verify NAME.")


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    return f"{_short(low)} to {_short(high)}"


def _short(value: float | None) -> str:
    return "-" if value is None else number(float(f"{value:.3g}"))
