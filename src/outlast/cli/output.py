"""The output of commands: tables on a terminal, JSON, CSV."""

import csv
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from outlast.cli.streams import say, write_utf8
from outlast.reading.writing import json_document
from outlast.wording import harmless

if TYPE_CHECKING:
    from outlast.cli.terminal import OutputConsole

Function = TypeVar("Function", bound=Callable[..., Any])

FILE_WIDTH: Final = 120
"""Cells of a line in a file or a pipe."""


class _Day(click.DateTime):
    """A day of a year of which records and plans speak."""

    def convert(
        self,
        value: Any,  # noqa: ANN401  click gives a text, or the default
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401  as click declares it
        """Return the day, or refuse its year."""
        from outlast.reading.year import refuse_year  # noqa: PLC0415  help needs no reader

        found = super().convert(value, param, ctx)
        try:
            refuse_year(found.year)
        except ValueError as refusal:
            self.fail(f"{refusal}".partition(" | ")[0], param, ctx)
        return found


DAY = _Day(["%Y-%m-%d"])
"""A day as users type it."""


def console() -> "OutputConsole":
    """Return the console of standard output.

    A file or a pipe has the width that `COLUMNS` names, else one that is wide enough for a table. A
    width of 0 is none: some containers and terminals without a window set it.
    """
    from outlast.cli.terminal import OutputConsole  # noqa: PLC0415  Rich is heavy

    is_terminal, named = sys.stdout.isatty(), os.environ.get("COLUMNS", "")
    if named.isdigit() and not named.strip("0"):
        return OutputConsole(width=get_terminal_size().columns if is_terminal else FILE_WIDTH)
    return OutputConsole() if is_terminal or named.isdigit() else OutputConsole(width=FILE_WIDTH)


def announce() -> None:
    """Announce the compilation of the engine, if it is still to be done."""
    from outlast.engine.compiled.machine_code import is_compiled  # noqa: PLC0415  the engine is heavy

    if not is_compiled():
        say("Compiling the engine for this processor, once: about half a minute …", err=True)


def formats(function: Function) -> Function:
    """Give a command the options `--json` and `--csv`, of which it takes one."""
    for name in ("csv", "json"):
        function = click.option(
            f"--{name}",
            f"as_{name}",
            is_flag=True,
            help=f"Write {name.upper()}.",
            callback=_one_format,
        )(function)
    return function


def _one_format(context: click.Context, option: click.Parameter, value: object) -> object:
    """Return whether a format is wanted; refuse both."""
    others = {"as_json", "as_csv"} - {f"{option.name}"}
    if value and any(context.params.get(other) for other in others):
        raise click.UsageError("--json and --csv are two forms of one answer: choose one.")
    return value


def settable(function: Function) -> Function:
    """Give a command the option `--set`."""
    text = (
        "Fix a prior at a value, move a lever on the scenario's date: from-date.NAME=VALUE, or "
        "answer a question: switch.NAME=ANSWER. Any number of them."
    )
    return click.option(
        "--set", "given", multiple=True, metavar="NAME=VALUE", help=text, callback=pairs
    )(function)


def pairs(context: click.Context, option: click.Parameter, texts: Sequence[str]) -> dict[str, str]:
    """Return the settings by name; a text that sets nothing stands by itself, without a value.

    The scenario refuses it together with the other settings that cannot be used.
    """
    del context, option
    found: dict[str, str] = {}
    for text in texts:
        name, _, value = text.partition("=")
        found.update({name: value} if name and value else {text: ""})
    if len(found) < len(texts):
        names = [text.partition("=")[0] for text in texts]
        twice = [name for name in found if names.count(name) > 1]
        raise click.BadParameter(f"each name once; more than once stands {', '.join(twice)}")
    return found


def write_json(form: str, content: Mapping[str, object], edition: int = 1) -> None:
    """Write an answer as JSON in UTF-8, with its form and the edition of the form.

    Hidden characters are written as the escapes of JSON, so that a reader gets the same text and a
    terminal obeys none of them.
    """
    write_utf8(json_document({"format": f"outlast/{form}/{edition}", **content}))


def write_csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as CSV in UTF-8 with a header; on a terminal, hidden characters as escapes."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: "" if row[name] is None else row[name] for name in columns})
    text = stream.getvalue()
    write_utf8(harmless(text) if sys.stdout.isatty() else text)


def number(value: float) -> str:
    """Return a number for readers: grouped thousands, no needless digits."""
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004  beyond that digits are noise
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"  # noqa: PLR2004


def as_day(given: Any) -> date | None:  # noqa: ANN401  click gives a datetime or nothing
    """Return the day of a date that click parsed."""
    return given.date() if given is not None else None
