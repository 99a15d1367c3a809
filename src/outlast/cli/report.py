"""`outlast report`: the whole answer with reasons, evidence and limits, as one HTML or PDF file."""

from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.kept_or_new import kept_or_new
from outlast.cli.long_work import progress, stopping
from outlast.cli.outfile import refuse
from outlast.cli.output import announce, settable
from outlast.cli.paths import FOLDER, PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.seed_option import seed_option
from outlast.cli.streams import say
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError
from outlast.reading import command_line
from outlast.reading.writing import write_whole
from outlast.wording import counted

if TYPE_CHECKING:
    from outlast.api.answer import Answer
    from outlast.report.parts import Report

NEEDS: Final = ("jinja2", "typst", "altair", "vl_convert")
"""The packages that a report needs."""

KINDS: Final = (".html", ".pdf")
"""The kinds of file."""

STOPPED: Final = 130
"""The exit code after an interrupt from the keyboard."""


@click.command()
@click.argument("run", required=False)
@click.option("--out", type=PATH, help="The file, .html or .pdf.")
@click.option("--lang", default="en", show_default=True, help="en or zh.")
@click.option(
    "--futures", type=WholeNumber(1), default=1000, show_default=True, help="Number of futures."
)
@seed_option
@click.option(
    "--fonts",
    type=FOLDER,
    help="A folder of further fonts.",
)
@click.option(
    "--explorer",
    type=PATH,
    help="Write the frozen explorer instead: one .html file with five levers to move.",
)
@click.option("--levers/--no-levers", default=True, help="Whether every lever is tried.")
@settable
@contest_options
@settled_option
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def command(
    run: str | None,
    out: Path | None,
    lang: str,
    futures: int,
    seed: int,
    fonts: Path | None,
    explorer: Path | None,
    levers: bool,
    choice: ContestChoice,
    given: dict[str, str],
    force: bool,
) -> int:
    """Write the report of RUN: the folder of a run, a shipped scenario, or a scenario's file.

    \b
      outlast report
      outlast report runs/today-001 --out today.pdf
      outlast report lapse --lang zh --out lapse.html
      outlast report runs/today-001 --explorer today.html

    The HTML file opens without a network. Futures, seed, contest and --set are for a scenario; the
    folder of a run has its own. To try every lever takes half a minute.

    The explorer is a file of its own: headline, sentence and dots with five levers at up to four
    choices each, every one a whole run: some minutes in all. It opens from an e-mail, without a
    network or a server. Where it is stopped, the same command goes on from the finished choices.
    """
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        cure = f"Say: {command_line(['pip', 'install', 'outlast[report]'])}"
        raise InputError.of(f"a report needs {', '.join(missing)}.", cure)
    from outlast.report.words import report_voice  # noqa: PLC0415  heavy

    report_voice(lang)  # an unknown language is refused before anything is run
    if explorer is not None:
        reason = "the explorer is one .html file with its own levers"
        refuse_useless(reason, "Leave it or --explorer out.", "out", "fonts", "levers")
        refuse(explorer, "explorer", (".html",), force=force, option="--explorer")
        return _explorer(run, explorer, (futures, seed), given, choice, lang)
    place = out or Path(f"{Path(run or 'outlast').stem}-report.html")
    refuse(place, "report", KINDS, force=force)
    if fonts:
        from outlast.present.export import use_fonts  # noqa: PLC0415  heavy

        use_fonts(fonts)
    made = _made(kept_or_new(run, (futures, seed), choice, given), lang, levers=levers)
    kind = place.suffix.lower()
    content = _pdf(made, fonts) if kind == ".pdf" else _html(made)
    write_whole(place, content)
    say(f"{place}: {len(content) / 1e6:.1f} MB")
    return 0


def _explorer(
    run: str | None,
    place: Path,
    numbers: tuple[int, int],
    given: dict[str, str],
    choice: ContestChoice,
    lang: str,
) -> int:
    """Write the frozen explorer of a run; return the exit code."""
    from outlast.api.choice_runs import ChoicesCancelledError, choice_runs  # noqa: PLC0415  heavy
    from outlast.present.display.voice import voice_of  # noqa: PLC0415
    from outlast.report.explorer import LARGEST, explorer, lacking  # noqa: PLC0415
    from outlast.report.kept_stops import KeptStops  # noqa: PLC0415

    answer = kept_or_new(run, numbers, choice, given)
    results = answer.results
    kept = KeptStops(results, lang)
    wanted = lacking(results, kept)
    if wanted:
        say(f"{counted(len(wanted), 'choice')} of levers to run, each whole.", err=True)
    announce()
    try:
        with stopping() as should_cancel, progress(quiet=False) as update:
            runs = choice_runs(results, wanted=wanted, progress=update, should_cancel=should_cancel)
            content = explorer(results, runs, voice_of(results.situation, lang), kept).encode()
    except ChoicesCancelledError:
        say("Stopped; no file is written. The same command goes on from here.", err=True)
        return STOPPED
    write_whole(place, content)
    say(f"{place}: {len(content) / 1e6:.2f} MB of at most {LARGEST / 1e6:.1f}")
    return 0


def _made(answer: "Answer", lang: str, *, levers: bool) -> "Report":
    from outlast.api.weights import lever_weights  # noqa: PLC0415  heavy
    from outlast.report.content import build_report  # noqa: PLC0415
    from outlast.study.lever_effects import strongest_effects  # noqa: PLC0415

    results, effects = answer.results, None
    if levers:
        say(
            "Every lever is tried, the strongest with more futures; --no-levers leaves that out.",
            err=True,
        )
        seed = results.manifest.seed
        announce()
        with progress(quiet=False, things="stops of levers") as update:
            effects = strongest_effects(
                results.situation,
                seed=seed,
                prepared=results.lowered,
                progress=update,
                weights=partial(lever_weights, results.situation, seed=seed),
            )
    return build_report(results, answer.drivers, lang, effects)


def _html(made: "Report") -> bytes:
    from outlast.report.html import html  # noqa: PLC0415  heavy

    return html(made).encode()


def _pdf(made: "Report", fonts: Path | None) -> bytes:
    from outlast.report.pdf import pdf  # noqa: PLC0415  heavy

    return pdf(made, fonts)
