"""`outlast figure`: one figure of a run as a file that says whence it comes."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outlast.cli.outfile import refuse
from outlast.cli.output import settable
from outlast.errors import InputError, Problem, nearest

if TYPE_CHECKING:
    from outlast.present.display.voice import Voice
    from outlast.present.view import View

NEEDS: Final = ("altair", "vl_convert")
"""What figures need beyond the terminal."""

KINDS: Final = (".svg", ".png", ".csv")
"""The kinds of file."""

LEVERS: Final = "levers"
"""The figure that runs by itself."""


@click.command()
@click.argument("name", default="dots")
@click.argument("run", default="today")
@click.option("--out", type=click.Path(path_type=Path), help="The file, .svg, .png or .csv.")
@click.option("--lang", default="en", show_default=True, help="en or zh.")
@click.option("--dark", is_flag=True, help="For dark paper.")
@click.option("--width", type=click.IntRange(200, 2000), default=680, show_default=True)
@click.option("--future", type=click.IntRange(0), help="Of paths: a future to draw by itself.")
@click.option("--futures", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@settable
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def command(
    name: str,
    run: str,
    out: Path | None,
    lang: str,
    dark: bool,
    width: int,
    future: int | None,
    futures: int,
    seed: int,
    given: dict[str, str],
    force: bool,
) -> None:
    """Write the figure NAME of RUN: the folder of a run, a shipped scenario, or a scenario's file.

    \b
      outlast figure
      outlast figure paths runs/today-001 --future 7 --out paths.png
      outlast figure levers truce --lang zh --out levers.csv

    NAME is answer, dots, paths, gap, drivers, met, cover, dependence, frontier, compute, measures
    or levers. Futures, seed and what is --set count where RUN is not a folder.
    """
    missing = [each for each in NEEDS if find_spec(each) is None]
    if missing:
        cure = "Say: pip install 'outlast[report]'"
        raise InputError([Problem("", 0, f"a figure needs {', '.join(missing)}.", cure)])
    place = out or Path(f"{name}.svg")
    refuse(place, "figure", KINDS, force=force)
    from outlast.present.display.theme import DARK, LIGHT  # noqa: PLC0415
    from outlast.present.display.voice import voice  # noqa: PLC0415
    from outlast.present.export import write  # noqa: PLC0415  heavy
    from outlast.present.view import Look  # noqa: PLC0415

    found = _view(name, run, voice(lang), (future, futures, seed), given)
    try:
        write(found, place, Look(theme=DARK if dark else LIGHT, width=width))
    except OSError as failure:
        raise InputError(f'"{place}" cannot be written: {failure}.') from failure
    click.echo(f"{place}: {found.finding}")


def _view(
    name: str,
    run: str,
    said: "Voice",
    numbers: tuple[int | None, int, int],
    given: dict[str, str],
) -> "View":
    """Return the view of a run that is kept, or made for it."""
    from outlast.api.load_run import is_run, reopened  # noqa: PLC0415  the engine is heavy
    from outlast.api.run import load  # noqa: PLC0415
    from outlast.api.run import run as answer_of  # noqa: PLC0415
    from outlast.present.registry import FIGURES, view  # noqa: PLC0415
    from outlast.present.views.levers import levers  # noqa: PLC0415
    from outlast.study.lever_effects import stops  # noqa: PLC0415

    if name not in (*FIGURES, LEVERS):
        cure = nearest(name, [*FIGURES, LEVERS])
        raise InputError([Problem("", 0, f'"{name}" is not a figure.', cure)])
    future, futures, seed = numbers
    if name == LEVERS:
        kept = reopened(Path(run)).results if is_run(run) else None
        found = stops(
            kept.situation if kept else load(run, given=given),
            seed=kept.manifest.seed if kept else seed,
        )
        if found is None:
            raise click.Abort
        return levers(found, said)
    if is_run(run):
        return view(name, reopened(Path(run)).results, said, future)
    return view(name, answer_of(run, futures=futures, seed=seed, given=given).results, said, future)
