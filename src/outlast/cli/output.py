"""The output of commands: tables on a terminal, JSON, CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import click
from rich.console import Console

Function = TypeVar("Function", bound=Callable[..., Any])

DAY = click.DateTime(["%Y-%m-%d"])
"""A day as users type it."""


def console() -> Console:
    """Return a console that is wide enough for a table when output goes to a file."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=120)


def announce() -> None:
    """Announce the compilation of the engine, if it is still to be done."""
    from outlast.api.run import compiled  # noqa: PLC0415  the engine is heavy

    if not compiled():
        click.echo("Compiling the engine for this processor, once: about half a minute …", err=True)


def formats(function: Function) -> Function:
    """Give a command the options `--json` and `--csv`."""
    function = click.option("--csv", "as_csv", is_flag=True, help="Write CSV.")(function)
    return click.option("--json", "as_json", is_flag=True, help="Write JSON.")(function)


def settable(function: Function) -> Function:
    """Give a command the option `--set`."""
    text = "Fix a prior at a value, or answer a question: switch.NAME=ANSWER. Any number of them."
    return click.option(
        "--set", "given", multiple=True, metavar="NAME=VALUE", help=text, callback=_pairs
    )(function)


def _pairs(context: click.Context, option: click.Parameter, texts: Sequence[str]) -> dict[str, str]:
    """Return the settings by name."""
    del context, option
    unclear = [text for text in texts if not all(text.partition("="))]
    if unclear:
        raise click.BadParameter(f"write NAME=VALUE, not {', '.join(unclear)}")
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


def write_json(form: str, content: Mapping[str, object]) -> None:
    """Write an answer as JSON, with its form."""
    click.echo(
        json.dumps(
            {"format": f"outlast/{form}/1", **content}, indent=2, ensure_ascii=False, default=str
        )
    )


def write_csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as CSV with a header."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: "" if row[name] is None else row[name] for name in columns})
    click.echo(stream.getvalue(), nl=False)


def number(value: float) -> str:
    """Return a number for readers: grouped thousands, no needless digits."""
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004  beyond that digits are noise
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"  # noqa: PLR2004


def as_day(given: Any) -> date | None:  # noqa: ANN401  click gives a datetime or nothing
    """Return the day of a date that click parsed."""
    return given.date() if given is not None else None
