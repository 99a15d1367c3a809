"""`outlast run`: the answer of a scenario on one screen, and its folder."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.long_work import progress, stopping
from outlast.cli.output import announce, console, formats, settable, write_csv, write_json

if TYPE_CHECKING:
    from outlast.api.answer import Answer

SHELF: Final = Path("runs")
"""The folder for runs whose own folder is not named."""

COLUMNS: Final = (
    *("service", "title", "bloc", "side", "definition", "p_break", "p_free", "p_attributable"),
    *("error", "t10", "t50", "t90", "recovery", "depth", "since_share", "since_weeks"),
    "level_date",
)
STOPPED: Final = 130
"""The exit code after an interrupt from the keyboard."""


@click.command()
@click.argument("scenario", required=False)
@click.option("--futures", type=int, default=1000, show_default=True, help="Number of futures.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws."
)
@click.option("--precision", default="float64", show_default=True, help="float64 or float32.")
@click.option("--horizon", type=int, help="Weeks from the scenario's date to the end.")
@click.option("--out", type=click.Path(path_type=Path), help="The run's folder; must not exist.")
@click.option("--resume", is_flag=True, help="Continue a run whose folder exists.")
@click.option("--quiet", is_flag=True, help="The sentence alone.")
@settable
@contest_options
@formats
def command(
    scenario: str | None,
    futures: int,
    seed: int,
    precision: str,
    horizon: int | None,
    out: Path | None,
    resume: bool,
    quiet: bool,
    choice: ContestChoice,
    given: dict[str, str],
    as_json: bool,
    as_csv: bool,
) -> int:
    """Run SCENARIO and answer which side runs out of breath first.

    \b
      outlast run
      outlast run lapse --futures 10000 --out runs/lapse
      outlast run my-scenario.yaml --json
      outlast run --contest my-contest
      outlast run --set approval-chips=0.6 --set switch.clause-2-suspension=lapses

    SCENARIO is the name of a scenario, of a shipped contest, or the path of a file; without it the
    contest's default scenario is run. Shipped are today, april-2025, lapse, truce, cutoff and
    lilliput. The answer and all behind it go to a folder under runs/, or to --out.
    """
    from outlast.api.folder import next_free  # noqa: PLC0415  the engine is heavy
    from outlast.api.run import Stopped, load, run  # noqa: PLC0415

    situation = load(
        scenario,
        horizon=horizon,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
    )
    free = next_free(SHELF, situation.scenario.id)
    place = out or (_last(free) if resume else free)
    try:
        with stopping() as should_cancel, progress(quiet=quiet) as update:
            if not quiet:
                announce()
            answer = run(
                situation,
                futures=futures,
                seed=seed,
                precision=precision,
                out=place,
                resume=resume,
                progress=update,
                should_cancel=should_cancel,
            )
    except Stopped as stopped:
        words = _again(scenario, futures, seed, precision, horizon)
        words += choice.words()
        words += [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
        return _report(stopped.done, futures, stopped.folder, words)
    _write(answer, quiet=quiet, as_json=as_json, as_csv=as_csv)
    return 0


def _write(answer: "Answer", *, quiet: bool, as_json: bool, as_csv: bool) -> None:
    """Write an answer in the wanted form."""
    if as_json:
        write_json("answer", answer.plain())
    elif as_csv:
        write_csv(COLUMNS, [vars(line) for line in answer.results.lines()])
    elif quiet:
        click.echo(answer.sentence)
    else:
        from outlast.cli.answer_view import show  # noqa: PLC0415  Rich is heavy

        show(answer, console())


def _last(free: Path) -> Path | None:
    """Return the folder before the next free one: the newest run of a scenario, if any."""
    stem, _, number = free.name.rpartition("-")
    return free.with_name(f"{stem}-{int(number) - 1:03d}") if int(number) > 1 else None


def _again(
    scenario: str | None, futures: int, seed: int, precision: str, horizon: int | None
) -> list[str]:
    """Return the words of the command that continues a run, without its folder."""
    words = ["outlast", "run", *([] if scenario is None else [scenario])]
    words += ["--futures", f"{futures}", "--seed", f"{seed}"]
    if precision != "float64":
        words += ["--precision", precision]
    return words if horizon is None else [*words, "--horizon", f"{horizon}"]


def _report(done: int, futures: int, folder: object, words: list[str]) -> int:
    """Report a stopped run and the command that continues it; return the exit code."""
    path = getattr(folder, "path", None)
    if path is None:
        click.echo("Stopped before any future was finished; no folder is kept.", err=True)
    else:
        click.echo(f"Stopped: {done:,} of {futures:,} futures are kept in {path}.", err=True)
        command_line = shlex.join([*words, "--out", str(path), "--resume"])
        click.echo(f"To continue: {command_line}", err=True)
    return STOPPED
