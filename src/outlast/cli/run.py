"""`outlast run`: who runs out of breath first, when, with what odds, and what decides it."""

import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from outlast.cli.output import announce, console, formats, settable, write_csv, write_json

SHELF: Final = Path("runs")
"""Where runs go whose folder is not named."""

COLUMNS: Final = (
    *("service", "title", "bloc", "side", "definition", "p_break", "p_free", "p_attributable"),
    *("error", "t10", "t50", "t90", "recovery", "depth", "since_share", "since_weeks"),
    "level_date",
)
STOPPED: Final = 130
"""The exit code of what was stopped from the keyboard."""


@click.command()
@click.argument("scenario", default="today")
@click.option("--futures", type=int, default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--precision", default="float64", show_default=True, help="float64 or float32.")
@click.option("--horizon", type=int, help="Weeks from the scenario's date to the end.")
@click.option("--out", type=click.Path(path_type=Path), help="The run's folder; must not exist.")
@click.option("--resume", is_flag=True, help="Go on with a run whose folder exists.")
@click.option("--quiet", is_flag=True, help="The sentence alone.")
@settable
@formats
def command(
    scenario: str,
    futures: int,
    seed: int,
    precision: str,
    horizon: int | None,
    out: Path | None,
    resume: bool,
    quiet: bool,
    given: dict[str, str],
    as_json: bool,
    as_csv: bool,
) -> int:
    """Run SCENARIO, a shipped one or a file, and say who runs out of breath first.

    \b
      outlast run
      outlast run lapse --futures 10000 --out runs/lapse
      outlast run my-scenario.yaml --json
      outlast run --set approval-chips=0.6 --set switch.clause-2-suspension=lapses

    Shipped are today, april-2025, lapse, truce, cutoff and lilliput. The answer and all behind it
    go to a folder under runs/, or to the one that --out names.
    """
    from outlast.api.folder import next_free  # noqa: PLC0415  the engine is heavy
    from outlast.api.run import Stopped, load, run  # noqa: PLC0415

    situation = load(scenario, horizon=horizon, given=given)
    free = next_free(SHELF, situation.scenario.id)
    place = out or (_last(free) if resume else free)
    try:
        with _stopping() as stop, _progress(quiet=quiet) as progress:
            if not quiet:
                announce()
            answer = run(
                situation,
                futures=futures,
                seed=seed,
                precision=precision,
                out=place,
                resume=resume,
                progress=progress,
                stop=stop,
            )
    except Stopped as stopped:
        how = _again(scenario, futures, seed, precision, horizon)
        how += "".join(f" --set {name}={value}" for name, value in given.items())
        return _told(stopped.done, futures, stopped.folder, how)
    if as_json:
        write_json("answer", answer.plain())
    elif as_csv:
        write_csv(COLUMNS, [vars(line) for line in answer.results.lines()])
    elif quiet:
        click.echo(answer.sentence)
    else:
        from outlast.cli.answer_view import show  # noqa: PLC0415  Rich is heavy

        show(answer, console())
    return 0


def _last(free: Path) -> Path | None:
    """Return the folder before the next free one: the newest run of a scenario, if any."""
    stem, _, number = free.name.rpartition("-")
    return free.with_name(f"{stem}-{int(number) - 1:03d}") if int(number) > 1 else None


def _again(scenario: str, futures: int, seed: int, precision: str, horizon: int | None) -> str:
    """Return the command that goes on with a run, without its folder."""
    told = f"outlast run {scenario} --futures {futures} --seed {seed}"
    if precision != "float64":
        told += f" --precision {precision}"
    return told + (f" --horizon {horizon}" if horizon is not None else "")


def _told(done: int, futures: int, folder: object, how: str) -> int:
    """Say what a stopped run left and how to go on with it; return the exit code."""
    path = getattr(folder, "path", None)
    if path is None:
        click.echo("Stopped before any future was finished; nothing is kept.", err=True)
    else:
        click.echo(f"Stopped: {done:,} of {futures:,} futures are kept in {path}.", err=True)
        click.echo(f"To go on: {how} --out {path} --resume", err=True)
    return STOPPED


@contextmanager
def _stopping() -> Generator[Callable[[], bool], None, None]:
    """Let the first interrupt ask the run to stop, and the second end it at once."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: object) -> None:
        del number, frame
        asked.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        click.echo("\nStopping after what is being run; once more ends it at once.", err=True)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(*, quiet: bool) -> Generator[Callable[[int, int], None] | None, None, None]:
    """Show how far a run is, on standard error, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  Rich is heavy
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("futures"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("futures", total=None, rate="")

        def told(done: int, of: int) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f} a second" if speed else ""
            bar.update(task, completed=done, total=of, rate=rate)

        yield told
