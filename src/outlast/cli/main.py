"""The command `outlast`: the list of commands, and the report of a failure."""

import gc
import importlib
import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Final

import click

from outlast.cli.refusals import refuse_repeats
from outlast.cli.streams import ReaderGoneError, guarded_streams, say
from outlast.errors import Fault, InputError, OutlastError, nearest

COMMANDS: Final = {
    "run": "Answer which side runs out of breath first, when, and at what odds.",
    "compare": "Run two scenarios on the same dice and show the difference.",
    "levers": "Move every lever to each of its setpoints and show the effect.",
    "inputs": "List every name that --set takes, with range, value and grade.",
    "moves": "Show the chance of each move of the states, and its test.",
    "study": "Show which groups of inputs decide an answer, with their interactions.",
    "shock": "Show the loss of GDP when exports of minerals are held back.",
    "exposure": "Place published losses of GDP on one chart, with the model's own.",
    "leverage": "Show the hold of two blocs over each other, good by good.",
    "network": "Show how lost capacity or a cut route spreads through industries.",
    "page": "Show the answer in a browser on this machine, with levers as sliders.",
    "figure": "Write one figure of a run as SVG, PNG or CSV, with its sources.",
    "report": "Write answer, reasons, evidence and limits as one HTML or PDF file.",
    "screen": "Hold a chip or a mineral against the export rules of a day.",
    "settle": "Answer a question that the record leaves open, with its source.",
    "diff": "Show the rules and the verdicts that change between two days.",
    "timeline": "List the measures of both sides, dated and cited.",
    "facts": "Show numbers with their sources, list gaps, audit the ledger.",
    "glossary": "Show the terms of the answers with their definitions.",
    "claims": "Test public claims about the contest and show each verdict.",
    "backtest": "Score forecasts frozen on a day against later observations.",
    "verify": "Set published results beside the model's own.",
    "runs": "List the runs that are kept here, show one again, delete some.",
    "cite": "Show how to cite the program, a run and its facts.",
    "new": "Write a small contest of your own, with comments, which runs at once.",
    "validate": "Report every problem of a contest, with file, line and cure.",
    "data": "Renew the checksums of a contest, fetch tables of industries.",
}
"""The commands, each in the file of its name, with the line that help shows."""


LEAST: Final = 20
"""Cells of the narrowest help."""

FRESH_OBJECTS: Final = 50_000
"""New objects after which Python looks for garbage: reading a contest makes many and drops few."""


class _HelpFormatter(click.HelpFormatter):
    """Help in the width of the terminal, also of a narrow one."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        """Take the terminal's width, up to the largest that help has."""
        columns = shutil.get_terminal_size().columns
        room = max(LEAST, min(columns, max_width or columns) - 2)
        super().__init__(indent_increment, width or room, max_width)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names with their lines; in a narrow terminal the names leave room for the lines."""
        super().write_dl(rows, min(col_max, self.width // 3), col_spacing)


class _HelpContext(click.Context):
    """A context whose help fits the terminal."""

    formatter_class = _HelpFormatter


class _Commands(click.Group):
    """A group that imports a command only when it is called, so that help is instant."""

    context_class = _HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"outlast.cli.{cmd_name}")
        command: click.Command = module.command
        command.context_class = _HelpContext
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or raise an error that suggests the nearest name."""
        if args and args[0] == "help":
            args = [*args[1:2], "--help"] if args[1:2] else ["--help"]
            if args == ["--help"]:
                say(ctx.get_help())
                ctx.exit()
        if args and args[0] not in COMMANDS:
            cure = nearest(args[0], list(COMMANDS))
            raise click.UsageError(f'There is no command "{args[0]}". {cure}')
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not isinstance(command, click.Group):
            refuse_repeats(name, command, ctx, rest)
        return name, command, rest


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Exit codes: 0 success, 1 your input or your system, 2 the shipped data, 3 a run that "
        "failed its audit, 70 our fault."
    ),
)
@click.version_option(
    None, "-V", "--version", package_name="outlast", message="outlast %(version)s"
)
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Answer which side of a contest runs out of breath first, when, and at what cost.

    An open laboratory for contests of export control. Try:

    \b
      outlast run
      outlast compare lapse truce
      outlast screen H20 --to CN --on 2025-04-16
      outlast facts gallium
    """
    del debug
    if context.invoked_subcommand is None:
        say(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(FRESH_OBJECTS)
    with guarded_streams():
        try:
            outcome = cli.main(given, prog_name="outlast", standalone_mode=False)
            sys.stdout.flush()
        except click.exceptions.Abort:
            say("Stopped.", err=True)
            return 130
        except click.ClickException as refusal:
            text = io.StringIO()
            refusal.show(text)
            say(text.getvalue(), err=True, end="")
            return 1
        except (ReaderGoneError, SystemExit):
            return 0  # click ends so when nobody reads its help
        except Exception as failure:  # noqa: BLE001  the last door: nothing passes unexplained
            return _explain(failure, debug="--debug" in given)
        return outcome if isinstance(outcome, int) else 0


def _explain(failure: Exception, *, debug: bool) -> int:
    """Report a failure to the person who must act, and return the exit code."""
    if debug:
        raise failure
    if isinstance(failure, OutlastError):
        say(f"outlast: {failure.render()}", err=True)
        return failure.exit_code
    if isinstance(failure, MemoryError):
        say("outlast: the memory of this machine is too small. Close other programs.", err=True)
        return InputError.exit_code
    kind = type(failure).__name__
    say(f"outlast: {Fault.opening}.\n  {kind}: {failure}", err=True)
    return Fault.exit_code
