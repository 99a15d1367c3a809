"""`outlast run`: the answer of a scenario on one screen, and its folder."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.lang_option import lang_option
from outlast.cli.long_work import progress, stopping
from outlast.cli.on_option import on_option
from outlast.cli.output import announce, console, formats, settable, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.seed_option import seed_option
from outlast.cli.streams import say
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError
from outlast.wording import counted

if TYPE_CHECKING:
    from outlast.api.answer import Answer
    from outlast.api.run import Stopped
    from outlast.scenario.load import Situation

COLUMNS: Final = (
    *("service", "title", "bloc", "side", "definition", "p_break"),
    *("p_since_denial", "p_new_only", "p_free", "p_attributable"),
    *("error", "t10", "t50", "t90", "recovery", "depth", "since_share", "since_weeks"),
    "level_date",
)
full_option: Final = click.option(
    "--full", is_flag=True, help="Everything, not only the first screen."
)
"""The option that shows all of an answer."""

STOPPED: Final = 130
"""The exit code after an interrupt from the keyboard."""


@click.command()
@click.argument("scenario", required=False)
@click.option(
    "--futures", type=WholeNumber(), default=1000, show_default=True, help="Number of futures."
)
@seed_option
@click.option("--precision", default="float64", show_default=True, help="float64 or float32.")
@click.option("--horizon", type=WholeNumber(), help="Weeks from the scenario's date to the end.")
@click.option("--out", type=PATH, help="The run's folder; must not exist.")
@click.option("--resume", is_flag=True, help="Continue a run whose folder exists.")
@on_option
@click.option(
    "--chunks",
    metavar="ADDRESS",
    help="With --on: a folder that all workers reach, or another address, for finished chunks "
    "[the run's folder].",
)
@click.option(
    "--quiet", is_flag=True, help="The sentence alone, and no folder unless --out names one."
)
@full_option
@lang_option
@click.option(
    "--moves",
    metavar="drawn|record-only",
    help="Whether states go on to act after the last known day [the scenario's word].",
)
@settable
@contest_options
@settled_option
@formats
def command(
    scenario: str | None,
    futures: int,
    seed: int,
    precision: str,
    horizon: int | None,
    out: Path | None,
    resume: bool,
    on: str | None,
    chunks: str | None,
    quiet: bool,
    full: bool,
    lang: str,
    moves: str | None,
    choice: ContestChoice,
    given: dict[str, str],
    as_json: bool,
    as_csv: bool,
) -> int:
    """Run SCENARIO and answer which side runs out of breath first.

    \b
      outlast run
      outlast run lapse --futures 10000 --out runs/lapse
      outlast run --futures 1e6 --on tcp://10.0.0.5:8786
      outlast run --set approval-chips=0.6 --set switch.clause-2-suspension=lapses

    SCENARIO is the name of a scenario, of a shipped contest, or the path of a file; without it the
    contest's default scenario is run; `outlast validate` names all. All goes to a folder under
    runs/ (`outlast runs`), or to --out. A table of your own counts as economy/JP.csv in --with.
    """
    from outlast.api.run import Stopped, load, run  # noqa: PLC0415  the engine is heavy

    check_language(lang, english_only=full or as_json or as_csv)
    situation = load(
        scenario,
        horizon=horizon,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
        as_recorded=choice.as_recorded,
        moves=moves,
    )
    try:
        shown = "" if quiet else shipped_meanwhile(situation, futures, seed, precision, lang)
        if not quiet:
            announce()  # the bar paints over text below it
        with stopping() as should_cancel, progress(quiet=quiet, meanwhile=shown) as update:
            dice = {"futures": futures, "seed": seed, "precision": precision, "progress": update}
            start = partial(
                run, situation, **dice, on=on, chunks=chunks, should_cancel=should_cancel
            )
            if out is None and not (resume or quiet):
                answer = _in_next_folder(start, situation.scenario.id)
            else:
                answer = start(out=out or _newest(situation, resume=resume), resume=resume)
    except Stopped as stopped:
        return _report(stopped)
    write_answer(answer, lang, quiet=quiet, full=full, as_json=as_json, as_csv=as_csv)
    return 0


def check_language(lang: str, *, english_only: bool) -> None:
    """Refuse an unknown language, and any but English where the output has no other.

    Raises:
        InputError: There is no such language, or not here.
    """
    from outlast.present.display.voice import voice  # noqa: PLC0415  heavy

    voice(lang)
    if english_only and lang != "en":
        what = f"--full, --json and --csv have English alone, not “{lang}”."
        raise InputError.of(what, "Leave --lang out; or write a report: outlast report --lang zh")


def shipped_meanwhile(
    situation: "Situation", futures: int, seed: int, precision: str, lang: str = "en"
) -> str:
    """Return the shipped answer of this very run, to be shown on a terminal while it runs.

    Nothing is returned where standard error is no terminal, and where version, data or dice differ
    from those of the release.
    """
    if not sys.stderr.isatty():
        return ""
    from outlast.api.shipped_answers import shipped_answer  # noqa: PLC0415  heavy
    from outlast.present.display.voice import voice  # noqa: PLC0415

    found = shipped_answer(situation, futures=futures, seed=seed, precision=precision)
    if found is None:
        return ""
    said = found.texts[lang]
    return f"{voice(lang).say('terminal.meanwhile')}\n\n{said.headline}\n{said.sentence}"


def _newest(situation: "Situation", *, resume: bool) -> Path | None:
    """Return the newest folder of a scenario to continue; none if nothing is to be continued."""
    from outlast.api.folder import newest  # noqa: PLC0415  heavy
    from outlast.api.runs import SHELF  # noqa: PLC0415

    return newest(SHELF, situation.scenario.id) if resume else None


def _in_next_folder(start: "Callable[..., Answer]", scenario: str) -> "Answer":
    """Return the answer of a run in the next free folder, or in the one after if it is taken."""
    from outlast.api.folder import FolderTakenError, next_free  # noqa: PLC0415  heavy
    from outlast.api.runs import SHELF  # noqa: PLC0415

    while True:
        with suppress(FolderTakenError):
            return start(out=next_free(SHELF, scenario))


def write_answer(
    answer: "Answer", lang: str = "en", *, quiet: bool, full: bool, as_json: bool, as_csv: bool
) -> None:
    """Write an answer in the wanted form, the first screen in the wanted language."""
    if as_json:
        write_json("answer", answer.plain())
    elif as_csv:
        write_csv(COLUMNS, [vars(line) for line in answer.results.lines()])
    elif quiet:
        say(answer.sentence if lang == "en" else answer.summary_in(lang).sentence)
    elif full:
        from outlast.cli.answer_view import show  # noqa: PLC0415  Rich is heavy

        show(answer, console())
    else:
        from outlast.cli.first_screen import show_first_screen  # noqa: PLC0415  Rich is heavy

        show_first_screen(answer, console(), lang)


def _report(stopped: "Stopped") -> int:
    """Report a stopped run and the command that continues it; return the exit code."""
    folder, kept = stopped.folder, counted(stopped.futures, "future")
    if folder is None:
        say(f"Stopped after {stopped.done:,} of {kept}; no folder is kept.", err=True)
    else:
        say(f"Stopped: {stopped.done:,} of {kept} are kept in {folder.path}.", err=True)
        say(f"To continue: {folder.command}", err=True)
    return STOPPED
