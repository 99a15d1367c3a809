"""The output of commands: tables on a terminal, JSON, CSV."""

import csv
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlast.cli.streams import say, showable, write_utf8
from outlast.reading.writing import json_document
from outlast.wording import harmless

Function = TypeVar("Function", bound=Callable[..., Any])

FILE_WIDTH: Final = 120
"""Cells of a line in a file or a pipe."""

DAY = click.DateTime(["%Y-%m-%d"])
"""A day as users type it."""


class OutputConsole(Console):
    """A console that reads no markup in texts, and prints what its terminal can show."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  those of a console
        """Hold the options of a console."""
        given: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
        super().__init__(force_jupyter=False, **given, **options)

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401  those of a console
        """Print texts, padded texts and tables of `outlast.cli.grid`."""
        super().print(*(self._fitted(each) for each in objects), **options)

    def _fitted(self, item: Any) -> Any:  # noqa: ANN401  anything that a console prints
        """Return a text as the terminal can show it, and anything else as it is."""
        if isinstance(item, str | Text):
            return shown_text(item, self.encoding)
        if isinstance(item, Padding) and isinstance(item.renderable, str | Text):
            text = shown_text(item.renderable, self.encoding)
            return Padding(text, (item.top, item.right, item.bottom, item.left))
        return item


def console() -> OutputConsole:
    """Return the console of standard output.

    A file or a pipe has the width that `COLUMNS` names, else one that is wide enough for a table.
    """
    found = OutputConsole()
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return found
    return OutputConsole(width=FILE_WIDTH)


def shown_text(text: str | Text, encoding: str) -> Text:
    """Return a text as an encoding can show it, each of its styles on the same words."""
    if isinstance(text, str):
        return Text(showable(text, encoding))
    if showable(text.plain, encoding) == text.plain:
        return text
    made = Text(style=text.style, justify=text.justify, overflow=text.overflow, end=text.end)
    edges = sorted({edge for span in text.spans for edge in (span.start, span.end)})
    for piece in text.divide(edges):
        made.append(showable(piece.plain, encoding))
        for span in piece.spans:
            made.stylize(span.style, len(made) - len(showable(piece.plain, encoding)))
    return made


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
    found = {name: value for name, _, value in (text.partition("=") for text in texts)}
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
