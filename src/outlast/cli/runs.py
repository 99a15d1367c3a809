"""`outlast runs`: the runs that are kept here, listed, shown again, and deleted."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from outlast.cli.lang_option import lang_option
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.run import full_option
from outlast.cli.streams import say
from outlast.errors import InputError
from outlast.wording import counted

if TYPE_CHECKING:
    from outlast.api.runs import KeptRun

COLUMNS: Final = (
    *("number", "folder", "scenario", "title", "date", "made", "futures", "seed"),
    *("finished", "size", "version"),
)
"""The columns of CSV; `made` is a time in UTC, `size` a number of bytes."""

shelf_option: Final = click.option(
    "--in",
    "shelf",
    type=PATH,
    default=Path("runs"),
    show_default=True,
    help="The folder that holds the folders of runs.",
)
"""The option that names another shelf."""


@click.group(invoke_without_command=True)
@shelf_option
@formats
@click.pass_context
def command(context: click.Context, shelf: Path, as_json: bool, as_csv: bool) -> None:
    """List the runs that are kept in runs/, the oldest first; show one again, delete some.

    \b
      outlast runs
      outlast runs show 3
      outlast runs show runs/today-001 --json
      outlast runs delete 1 2
      outlast runs --in elsewhere --csv

    Of each run stand its number, scenario, date, futures and size, and whether it is finished.
    """
    if context.invoked_subcommand is not None:
        cure = f"Write it at the end: outlast runs {context.invoked_subcommand} …"
        reason = f"it stands before {context.invoked_subcommand}"
        refuse_useless(reason, cure, "shelf", "as_json", "as_csv")
        return
    from outlast.api.runs import kept_runs, unreadable_runs  # noqa: PLC0415  the engine is heavy

    runs, others = kept_runs(shelf), [str(folder) for folder in unreadable_runs(shelf)]
    if as_json:
        write_json("runs", {"runs": [_row(run) for run in runs], "unreadable": others})
    elif as_csv:
        write_csv(COLUMNS, [_row(run) for run in runs])
    else:
        _show(runs, shelf)
    if others and not as_json:
        say(f"Without a manifest that can be read: {', '.join(others)}.", err=True)


@command.command()
@click.argument("run")
@shelf_option
@full_option
@lang_option
@formats
def show(run: str, shelf: Path, full: bool, lang: str, as_json: bool, as_csv: bool) -> None:
    """Show the answer of a RUN again: its number in the list, its name there, or its folder.

    \b
      outlast runs show 3
      outlast runs show runs/today-001 --full
    """
    from outlast.api.load_run import load_run  # noqa: PLC0415  the engine is heavy
    from outlast.api.runs import find_run  # noqa: PLC0415
    from outlast.cli.run import check_language, write_answer  # noqa: PLC0415

    check_language(lang, english_only=full or as_json or as_csv)
    answer = load_run(find_run(run, shelf))
    write_answer(answer, lang, quiet=False, full=full, as_json=as_json, as_csv=as_csv)


@command.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@shelf_option
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def delete(runs: tuple[str, ...], shelf: Path, yes: bool, as_json: bool) -> None:
    """Delete RUNs: each by its number in the list, its name there, or its folder.

    \b
      outlast runs delete 1 2
      outlast runs delete runs/today-001 --yes

    Only folders of runs are deleted, and only where they hold nothing else.
    """
    from outlast.api.runs import delete_runs, find_run  # noqa: PLC0415  the engine is heavy

    folders = list(dict.fromkeys(find_run(run, shelf) for run in runs))
    if not yes:
        names = ", ".join(str(folder) for folder in folders)
        if not sys.stdin.isatty():
            raise InputError.of(f"nobody can be asked whether to delete {names}.", "Say --yes.")
        click.confirm(f"Delete {names}?", abort=True, err=True)
    delete_runs(folders)
    if as_json:
        write_json("runs-deleted", {"deleted": [str(folder) for folder in folders]})
    else:
        say(f"Deleted {counted(len(folders), 'run')}.")


def _row(run: "KeptRun") -> dict[str, Any]:
    """Return a run as plain data."""
    return {**vars(run), "folder": str(run.folder), "made": f"{run.made:%Y-%m-%dT%H:%M:%SZ}"}


def _show(runs: "tuple[KeptRun, ...]", shelf: Path) -> None:
    """Show each run on one line."""
    from outlast.cli.grid import GridColumn, show_grid  # noqa: PLC0415  Rich is heavy

    if not runs:
        say(f"No runs are kept in {shelf}. `outlast run` keeps one.")
        return
    columns = (
        *(GridColumn(" ", right=True), GridColumn("folder"), GridColumn("scenario")),
        *(GridColumn("date", whole=True), GridColumn("futures", right=True)),
        *(GridColumn("seed", right=True), GridColumn("state"), GridColumn("size", right=True)),
    )
    rows = [
        (
            *(f"{run.number}", str(run.folder), run.scenario, f"{run.date}", f"{run.futures:,}"),
            *(f"{run.seed}", "finished" if run.finished else "not finished", _size(run.size)),
        )
        for run in runs
    ]
    show_grid(console(), columns, rows)
    say(f"\n{counted(len(runs), 'run')}. One again: outlast runs show NUMBER")


def _size(size: int) -> str:
    """Return a number of bytes for readers."""
    return f"{size / 1e6:,.1f} MB"
