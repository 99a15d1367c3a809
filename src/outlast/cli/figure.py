"""`outlast figure`: one figure of a run as a file, with its sources."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.kept_or_new import kept_answer, kept_or_new, new_answer
from outlast.cli.long_work import progress
from outlast.cli.outfile import refuse
from outlast.cli.output import announce, settable
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless, spelled
from outlast.cli.seed_option import seed_option
from outlast.cli.streams import say
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError
from outlast.reading import command_line
from outlast.reading.day import local_day

if TYPE_CHECKING:
    from outlast.api.answer import Answer
    from outlast.present.display.theme import Theme
    from outlast.present.view import View
    from outlast.scenario.load import Situation

NEEDS: Final = ("altair", "vl_convert")
"""The packages that a figure needs."""

KINDS: Final = (".svg", ".png", ".csv")
"""The kinds of file."""

CARD: Final = "card"
"""The name of the picture to pass on."""

EXPOSURE: Final = "exposure"
"""The name of the figure of exposure, which takes no run."""

LEVERAGE: Final = "leverage"
"""The name of the figure of leverage, which takes two blocs in the place of a run."""

WITHOUT_RUN: Final = (EXPOSURE, LEVERAGE)
"""The figures that take no run."""


@click.command()
@click.argument("name", default="dots")
@click.argument("run", required=False)
@click.option("--out", type=PATH, help="The file, .svg, .png or .csv.")
@click.option("--lang", default="en", show_default=True, help="en or zh.")
@click.option("--dark", is_flag=True, help="For dark paper.")
@click.option(
    "--width",
    type=WholeNumber(200, 2000),
    default=680,
    show_default=True,
    help="Width in pixels.",
)
@click.option("--future", type=WholeNumber(0), help="Of paths: a future to draw by itself.")
@click.option(
    "--futures", type=WholeNumber(1), default=1000, show_default=True, help="Number of futures."
)
@seed_option
@settable
@contest_options
@settled_option
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def command(
    name: str,
    run: str | None,
    out: Path | None,
    lang: str,
    dark: bool,
    width: int,
    future: int | None,
    futures: int,
    seed: int,
    choice: ContestChoice,
    given: dict[str, str],
    force: bool,
) -> None:
    """Write the figure NAME of RUN: the folder of a run, a shipped scenario, or a scenario's file.

    \b
      outlast figure
      outlast figure paths runs/today-001 --future 7 --out paths.png
      outlast figure levers truce --lang zh --out levers.csv
      outlast figure card runs/today-001 --out card.png
      outlast figure exposure --lang zh
      outlast figure leverage CN,US

    NAME is dots, answer, paths, gap, levers, drivers, met, cover, dependence, frontier, compute,
    lag, cost, exposure or measures. It can also be card: a picture of 1200 by 630 pixels with
    headline, sentence and dots to pass on, under CC BY 4.0. exposure has published losses of GDP
    beside the model's, as `outlast exposure` has them, and takes no run. It can also be leverage,
    with two blocs in the place of RUN: the holds of `outlast leverage`.

    Futures, seed, contest and --set are for a scenario; the folder of a run has its own.
    """
    place = out or Path(f"{name}.{'png' if name == CARD else 'svg'}")
    _check(name, place, force=force)
    from outlast.present.display.theme import DARK, LIGHT  # noqa: PLC0415
    from outlast.present.display.voice import voice, voice_of  # noqa: PLC0415
    from outlast.present.export import write  # noqa: PLC0415  heavy
    from outlast.present.record_age import run_age_lines  # noqa: PLC0415
    from outlast.present.view import Look  # noqa: PLC0415

    voice(lang)  # an unknown language is refused before anything is run
    theme = DARK if dark else LIGHT
    if name in WITHOUT_RUN:
        make = _exposure if name == EXPOSURE else _leverage
        view = make(run, lang, (futures, seed), choice)
        write(view, place, Look(theme=theme, width=width))
        say(f"{place}: {view.finding}")
        return
    if name == CARD:
        answer = kept_or_new(run, (futures, seed), choice, given)
        situation = answer.results.situation
        said = _write_card(answer, lang, theme, place)
    else:
        found, situation = _view((name, run), lang, (future, futures, seed), choice, given)
        write(found, place, Look(theme=theme, width=width))
        said = found.finding
    say(f"{place}: {said}")
    for line in run_age_lines(situation, voice_of(situation), local_day()):
        say(line, err=True)


def _check(name: str, place: Path, *, force: bool) -> None:
    """Refuse a figure that cannot be drawn or written here, and options that it does not take."""
    missing = [each for each in NEEDS if find_spec(each) is None]
    if missing:
        cure = f"Say: {command_line(['pip', 'install', 'outlast[report]'])}"
        raise InputError.of(f"a figure needs {', '.join(missing)}.", cure)
    refuse(place, "figure", KINDS[:2] if name == CARD else KINDS, force=force)
    if name == CARD:
        reason = "a card is 1200 by 630 pixels and shows all futures"
        refuse_useless(reason, "Leave it out.", "width", "future")
    if place.suffix.lower() == ".csv":
        reason = "a table has neither paper nor width"
        refuse_useless(reason, "Leave it out, or name a picture with --out.", "dark", "width")


def _write_card(answer: "Answer", lang: str, theme: "Theme", place: Path) -> str:
    """Write the card of an answer and return its headline."""
    from outlast.present.display.voice import voice_of  # noqa: PLC0415  heavy
    from outlast.present.sharing.card import card, write_card  # noqa: PLC0415
    from outlast.present.summary import short_answer  # noqa: PLC0415

    words = voice_of(answer.results.situation, lang)
    write_card(card(answer.results, words, theme), place)
    return short_answer(answer.results, words).headline


def _exposure(
    run: str | None, language: str, numbers: tuple[int, int], choice: ContestChoice
) -> "View":
    """Return the figure of exposure, which needs no run."""
    from outlast.api.exposure import USUAL, exposure  # noqa: PLC0415  the contest is heavy

    if run is not None:
        what = f'"{EXPOSURE}" is no figure of a run.'
        raise InputError.of(what, f"Leave {run} out.")
    refuse_useless("exposure runs no future of a contest", "Leave it out.", "given", "future")
    futures, seed = numbers
    futures = futures if spelled("futures") else USUAL.futures
    found = exposure(futures=futures, seed=seed, contest=choice.contest, overlays=choice.overlays)
    return found.figure(language)


def _leverage(
    blocs: str | None, language: str, numbers: tuple[int, int], choice: ContestChoice
) -> "View":
    """Return the figure of leverage of two blocs, of both sides' first ones by default."""
    from outlast.api.leverage import FUTURES, leverage  # noqa: PLC0415  the world is heavy
    from outlast.api.library import library  # noqa: PLC0415

    refuse_useless("leverage runs no future of a contest", "Leave it out.", "given", "future")
    read = library(choice.contest, choice.overlays)
    first: dict[str, str] = {}
    for key, bloc in read.world.world.blocs.items():
        if bloc.side:
            first.setdefault(bloc.side, key)
    names = list(first.values()) if blocs is None else blocs.split(",")
    if len(names) != 2:  # noqa: PLR2004  leverage is that of two
        raise InputError.of(f'"{blocs}" is not two blocs.', "Write both with a comma: CN,US.")
    futures, seed = numbers
    found = leverage(
        names[0],
        names[1],
        futures=futures if spelled("futures") else FUTURES,
        seed=seed,
        contest=choice.contest,
        overlays=choice.overlays,
    )
    return found.figure(language)


def _view(
    wanted: tuple[str, str | None],
    language: str,
    numbers: tuple[int | None, int, int],
    choice: ContestChoice,
    given: dict[str, str],
) -> "tuple[View, Situation]":
    """Return the view of a kept run, or of a new run, and the run's situation."""
    from outlast.api.run import load  # noqa: PLC0415  the engine is heavy
    from outlast.api.weights import lever_weights  # noqa: PLC0415
    from outlast.present.display.voice import voice_of  # noqa: PLC0415
    from outlast.present.registry import Subject, figure  # noqa: PLC0415
    from outlast.study.lever_effects import FUTURES as LEVER_FUTURES  # noqa: PLC0415
    from outlast.study.lever_effects import lever_effects  # noqa: PLC0415

    name, run = wanted
    entry = figure(name)
    if not entry.shows_future:
        refuse_useless(f'"{name}" shows no single future', "Leave it out.", "future")
    if entry.needs_lever_effects:
        reason = f'"{name}" runs {LEVER_FUTURES} futures for each stop of a lever'
        refuse_useless(reason, "Leave it out.", "futures")
    kept = kept_answer(run)
    situation = (
        kept.results.situation
        if kept
        else load(
            run,
            given=given,
            contest=choice.contest,
            overlays=choice.overlays,
            as_recorded=choice.as_recorded,
        )
    )
    future, futures, seed = numbers
    voice = voice_of(situation, language)
    if entry.needs_lever_effects:
        seed = kept.results.manifest.seed if kept else seed
        weights = lever_weights(situation, seed=seed)
        announce()  # the bar paints over text below it
        with progress(quiet=False, things="stops") as update:
            found = lever_effects(situation, seed=seed, weights=weights, progress=update)
        if found is None:
            raise click.Abort
        return entry.build(Subject(found.base, lever_effects=found), voice), situation
    answer = kept or new_answer(situation, (futures, seed))
    if future is not None and future >= answer.results.futures:
        last = answer.results.futures - 1
        raise InputError.of(f"there is no future {future}.", f"The futures are 0 to {last}.")
    return entry.build(Subject(answer.results, future=future), voice), situation
