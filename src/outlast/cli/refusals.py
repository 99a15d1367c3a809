"""Options that would do nothing are refused: those that others overrule, and repeats."""

from collections.abc import Sequence
from typing import Any

import click
from click.core import ParameterSource

from outlast.errors import InputError, Problem


def spelled(*names: str) -> list[str]:
    """Return those of some arguments that stand on the command line, as their options are spelled.

    An environment variable is no part of the command line.

    Args:
        names: The names of the arguments in the function of the command.
    """
    context = click.get_current_context()
    return [
        _spelling(option)
        for option in context.command.params
        if option.name in names
        and context.params.get(f"{option.name}") != ()
        and context.get_parameter_source(f"{option.name}") is ParameterSource.COMMANDLINE
    ]


def refuse_useless(reason: str, cure: str, *names: str) -> None:
    """Refuse those of some arguments that stand on the command line.

    Args:
        reason: The reason for which they change nothing, a clause.
        cure: The right way.
        names: The names of the arguments in the function of the command.

    Raises:
        InputError: All of them.
    """
    useless = [f"{option} changes nothing: {reason}." for option in spelled(*names)]
    if useless:
        raise InputError([Problem("", 0, what, cure) for what in useless])


def refuse_beside_run(folder: object, *names: str) -> None:
    """Refuse the arguments of a new run beside the folder of a run.

    Args:
        folder: The folder.
        names: The names of the arguments in the function of the command.

    Raises:
        InputError: All of them that stand on the command line.
    """
    reason = f'the run in "{folder}" has been made'
    refuse_useless(reason, "Leave it out, or name a scenario instead of the run.", *names)


def refuse_repeats(
    name: str | None, command: click.Command, context: click.Context, words: Sequence[str]
) -> None:
    """Refuse an option that is given twice where the last one alone would count.

    Args:
        name: The name of the command on the command line.
        command: The command.
        context: The context of the group.
        words: The words after the command's name.

    Raises:
        UsageError: The command line cannot be read, or repeats an option.
    """
    inner = click.Context(command, info_name=name, parent=context)
    order: Sequence[Any] = command.make_parser(inner).parse_args(list(words))[2]
    for option in command.params:
        single = isinstance(option, click.Option) and not option.multiple and not option.count
        if single and order.count(option) > 1:
            text = f"{_spelling(option)} is given {order.count(option)} times; once is enough."
            raise click.UsageError(text, inner)


def _spelling(option: click.Parameter) -> str:
    """Return an option as users write it, and an argument as help shows it."""
    if isinstance(option, click.Option):
        return max(option.opts, key=len)
    return option.human_readable_name.strip("[].")
