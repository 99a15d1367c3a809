"""The command `outlast`: which commands there are, and what happens when one fails."""

import importlib
import sys
from collections.abc import Sequence
from typing import Final

import click

COMMANDS: Final = {
    "run": "Who runs out of breath first, when, with what odds, and what decides it.",
    "compare": "Two scenarios on the same dice: what the second changes.",
    "levers": "What every lever would change, at each value that means something.",
    "page": "The answer in a browser on this machine, with every lever as a slider.",
    "figure": "One figure of a run as SVG, PNG or CSV that says whence it comes.",
    "report": "The whole answer with reasons, evidence and limits, as one HTML or PDF file.",
    "screen": "What the rules of a day say of a chip or a mineral on its way.",
    "timeline": "The measures of both sides, dated and cited.",
    "facts": "Every number with its source; what nobody publishes; the ledger's audit.",
    "claims": "Public claims about the contest, each with the verdict that its test gives.",
    "backtest": "Forecasts frozen on a day, scored against what followed.",
    "verify": "Published results beside what the model computes.",
    "cite": "How to cite the program, a run, and the facts that it rests on.",
}
"""The commands, with the line that help shows; each lives in the file of its name."""


class _Commands(click.Group):
    """A group that imports a command only when it is called, so that help is instant."""

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
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was asked for, or say which name is nearest."""
        from outlast.errors import nearest  # noqa: PLC0415  only a wrong name needs it

        if args and args[0] not in COMMANDS:
            cure = nearest(args[0], list(COMMANDS))
            raise click.UsageError(f'There is no command "{args[0]}". {cure}')
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Exit codes: 0 well, 1 your input, 2 the shipped data, 3 a run that failed its audit, "
        "70 our fault."
    ),
)
@click.version_option(
    None, "-V", "--version", package_name="outlast", message="outlast %(version)s"
)
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def cli(debug: bool) -> None:
    """Who runs out of breath first, when, at what cost, and what would change it.

    An open laboratory for contests of export control. Try:

    \b
      outlast run
      outlast compare lapse truce
      outlast screen H20 --to CN --on 2025-04-16
      outlast facts gallium
    """
    del debug


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        outcome = cli.main(given, prog_name="outlast", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as refusal:
        refusal.show()
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as failure:  # noqa: BLE001  the last door: nothing passes unexplained
        return _explain(failure, debug="--debug" in given)
    return outcome if isinstance(outcome, int) else 0


def _explain(failure: Exception, *, debug: bool) -> int:
    """Say what went wrong, in the words of whoever must act, and return the exit code."""
    from outlast.errors import Fault, OutlastError  # noqa: PLC0415  only a failure needs it

    if debug:
        raise failure
    if isinstance(failure, OutlastError):
        click.echo(f"outlast: {failure.render()}", err=True)
        return failure.exit_code
    kind = type(failure).__name__
    click.echo(f"outlast: {Fault.opening}.\n  {kind}: {failure}", err=True)
    return Fault.exit_code
