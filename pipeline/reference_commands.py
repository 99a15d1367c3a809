"""The reference page of commands: each with its help, arguments, options and defaults."""

import re
from collections.abc import Iterator, Sequence
from inspect import cleandoc
from textwrap import dedent
from typing import Any, Final

import click

from outlast.cli.main import COMMANDS, cli

OPENING: Final = """\
# Commands

`outlast` is one command with a sub-command for each question. `outlast help run` and
`outlast run --help` show the same text as this page. The page is written from the code:
`python -m pipeline.reference` renews it.

"""

HEADER: Final = ("| option | value | default | meaning |", "|--|--|--|--|")
ARGUMENTS: Final = ("| argument | value | default |", "|--|--|--|")


def page() -> str:
    """Return the page."""
    context = click.Context(cli, info_name="outlast")
    parts = [OPENING, "## outlast\n", *_about(cli)]
    if cli.epilog:
        parts.append(f"{cli.epilog}\n")
    parts += ["| command | does |", "|--|--|"]
    parts += [f"| [{name}](#outlast-{name}) | {line} |" for name, line in COMMANDS.items()]
    parts.append("")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            parts.extend(_command(f"outlast {name}", command, context))
    return "\n".join(parts)


def _command(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    """Yield the parts of the page about a command, and about each command within it."""
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent)
    yield f"## {name}\n"
    yield f"```text\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```\n"
    yield from _about(command)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _command(f"{name} {inner}", found, context)


def _about(command: click.Command) -> Iterator[str]:
    """Yield a command's help, and the tables of its arguments and options."""
    for paragraph in re.split(r"\n\s*\n", cleandoc(command.help or "")):
        if paragraph.startswith("\b"):
            yield f"```sh\n{dedent(paragraph.partition(chr(10))[2])}\n```\n"
        else:
            yield " ".join(paragraph.split()) + "\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    if arguments:
        yield "\n".join([*ARGUMENTS, *(_argument(each) for each in arguments), ""])
    if shown := [each for each in options if not each.hidden]:
        yield "\n".join([*HEADER, *(_option(each) for each in shown), ""])


def _argument(argument: click.Argument) -> str:
    """Return the row of an argument."""
    many = ", any number" if argument.nargs == -1 else ""
    default = _default(argument.default) or ("" if argument.required else "none")
    name = argument.metavar or (argument.name or "").upper()
    return f"| `{name}` | {_values(argument.type)}{many} | {default} |"


def _option(option: click.Option) -> str:
    """Return the row of an option."""
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    values = "" if option.is_flag else _values(option.type)
    if option.multiple:
        values += ", repeatable"
    default = "" if option.is_flag else _default(option.default)
    about = option.help or ""
    if option.envvar:
        about += f" The variable `{option.envvar}` sets it too."
    return f"| {names} | {values} | {default} | {_cell(about)} |"


def _values(kind: "click.ParamType[Any]") -> str:
    """Return the values that a type accepts."""
    match kind:
        case click.Choice():
            choices: Sequence[str] = kind.choices
            return "one of " + ", ".join(f"`{each}`" for each in choices)
        case click.IntRange() | click.FloatRange():
            noun = "whole number" if isinstance(kind, click.IntRange) else "number"
            low = "" if kind.min is None else f" from {kind.min}"
            high = "" if kind.max is None else f" to {kind.max}"
            return f"{noun}{low}{high}"
        case click.DateTime():
            return "date, year-month-day"
        case click.Path():
            return "path"
        case _:
            return {"integer": "whole number", "float": "number"}.get(kind.name, kind.name)


def _default(default: Any) -> str:  # noqa: ANN401  click keeps any value
    """Return a default that a reader can type; empty where there is none."""
    if isinstance(default, str | int | float) and not isinstance(default, bool):
        return f"`{default}`"
    return ""


def _cell(text: str) -> str:
    """Return text that a table can hold."""
    return " ".join(text.split()).replace("|", r"\|")
