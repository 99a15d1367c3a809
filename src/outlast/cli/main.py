"""The command `outlast`: the list of commands, and the report of a failure."""

import importlib
import sys
from collections.abc import Sequence
from typing import Final

import click

COMMANDS: Final = {
    "run": "Answer which side runs out of breath first, when, and at what odds.",
    "compare": "Run two scenarios on the same dice and show the difference.",
    "levers": "Move every lever to each of its setpoints and show the effect.",
    "inputs": "List every name that --set takes, with range, value and grade.",
    "page": "Show the answer in a browser on this machine, with levers as sliders.",
    "figure": "Write one figure of a run as SVG, PNG or CSV, with its sources.",
    "report": "Write answer, reasons, evidence and limits as one HTML or PDF file.",
    "screen": "Hold a chip or a mineral against the export rules of a day.",
    "timeline": "List the measures of both sides, dated and cited.",
    "facts": "Show numbers with their sources, list gaps, audit the ledger.",
    "claims": "Test public claims about the contest and show each verdict.",
    "backtest": "Score forecasts frozen on a day against later observations.",
    "verify": "Set published results beside the model's own.",
    "cite": "Show how to cite the program, a run and its facts.",
    "new": "Write a small contest of your own, with comments, which runs at once.",
    "validate": "Report every problem of a contest, with file, line and cure.",
    "data": "Renew the checksums of a contest.",
}
"""The commands, each in the file of its name, with the line that help shows."""


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
        """Return the command, or raise an error that suggests the nearest name."""
        from outlast.errors import nearest  # noqa: PLC0415  only a wrong name needs it

        if args and args[0] == "help":
            args = [*args[1:2], "--help"] if args[1:2] else ["--help"]
            if args == ["--help"]:
                click.echo(ctx.get_help())
                ctx.exit()
        if args and args[0] not in COMMANDS:
            cure = nearest(args[0], list(COMMANDS))
            raise click.UsageError(f'There is no command "{args[0]}". {cure}')
        return super().resolve_command(ctx, args)


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
        click.echo(context.get_help())


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
    """Report a failure to the person who must act, and return the exit code."""
    from outlast.errors import Fault, OutlastError  # noqa: PLC0415  only a failure needs it

    if debug:
        raise failure
    if isinstance(failure, OutlastError):
        click.echo(f"outlast: {failure.render()}", err=True)
        return failure.exit_code
    kind = type(failure).__name__
    click.echo(f"outlast: {Fault.opening}.\n  {kind}: {failure}", err=True)
    return Fault.exit_code
