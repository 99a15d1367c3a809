"""`outlast levers`: the effect of every lever at each of its setpoints."""

from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.lang_option import ENGLISH, lang_option, require_text
from outlast.cli.long_work import progress
from outlast.cli.on_option import on_option
from outlast.cli.output import announce, console, formats, settable, write_csv, write_json
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber
from outlast.reading.day import local_day

if TYPE_CHECKING:
    from outlast.present.display.voice import Voice
    from outlast.study.lever_effects import LeverEffects

LITTLE: Final = 0.005
"""A change that rounds to nothing in a hundred."""


@click.command()
@click.argument("scenario", required=False)
@click.option(
    "--futures",
    type=WholeNumber(1),
    default=192,
    show_default=True,
    help="Number of futures; 1000 are those of `outlast run`, and take five times as long.",
)
@seed_option
@click.option(
    "--from-date",
    is_flag=True,
    help="Move each lever on the scenario's date; the past stays as it was.",
)
@click.option("--all", "every", is_flag=True, help="Every stop of every lever.")
@on_option
@settable
@contest_options
@settled_option
@lang_option
@formats
def command(
    scenario: str | None,
    futures: int,
    seed: int,
    from_date: bool,
    every: bool,
    on: str | None,
    choice: ContestChoice,
    given: dict[str, str],
    lang: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Move every lever of SCENARIO to each of its setpoints, on the same dice, and show the effect.

    \b
      outlast levers
      outlast levers truce --all --csv
      outlast levers --from-date
      outlast levers --set switch.clause-2-suspension=lapses
      outlast levers --lang zh

    A lever acts from the first of its measures on, so that the past changes too; with --from-date
    it moves on the scenario's date, which `--set from-date.LEVER=VALUE` does for one run.
    Shown is the stop of each lever that changes most; --all shows all. Intervals hold 95 of 100.
    It takes half a second a stop, most of a minute for today; 1,000 futures take some four minutes.
    Finished stops are kept: the same levers again, or a report, have them at once.
    """
    from outlast.api.levers import levers  # noqa: PLC0415  the engine is heavy
    from outlast.present.display.voice import voice_of  # noqa: PLC0415
    from outlast.present.views.levers import COLUMNS  # noqa: PLC0415
    from outlast.present.views.levers import levers as view_of  # noqa: PLC0415

    require_text(lang, as_json=as_json, as_csv=as_csv)
    announce()  # the bar paints over text below it
    with progress(quiet=False, things="stops") as update:
        found = levers(
            scenario,
            futures=futures,
            seed=seed,
            given=given,
            contest=choice.contest,
            overlays=choice.overlays,
            as_recorded=choice.as_recorded,
            from_date=from_date,
            on=on,
            progress=update,
        )
    if found is None:
        raise click.Abort
    voice = voice_of(found.base.situation, lang)
    view = view_of(found, voice)
    if as_json:
        write_json("levers", {"finding": view.finding, "stops": list(view.table.rows)})
    elif as_csv:
        write_csv(COLUMNS, list(view.table.rows))
    else:
        _show(found, view.finding, voice, every=every)


def _show(found: "LeverEffects", finding: str, voice: "Voice", *, every: bool) -> None:
    """Show the finding, and for each setpoint a line with its effect on each side."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    from outlast.cli.grid import GridColumn, show_grid  # noqa: PLC0415
    from outlast.present.display.names import scenario_name  # noqa: PLC0415
    from outlast.present.record_age import run_age  # noqa: PLC0415
    from outlast.present.views.levers import meaning_of, name_of  # noqa: PLC0415
    from outlast.results.odds import Z_95  # noqa: PLC0415

    shown, situation = console(), found.base.situation
    age = run_age(situation, voice, local_day())
    for line in age.passed:
        shown.print(Text(line, style="yellow"))
    shown.print(Text(finding))
    columns = [GridColumn(voice.say("column.lever")), GridColumn(voice.say("levers.set-to"))]
    change_of = GridColumn(voice.say("column.change"), right=True)
    for side in found.sides:
        first = voice.say("levers.first", side=_side(found, side, voice))
        columns += [GridColumn(first, right=True), change_of]
    stands = [cell for share in found.shares for cell in (f"{100 * share:.0f}", "")]
    rows = [[Text(cell, style="dim") for cell in (voice.say("levers.stands"), "", *stands)]]
    last, moving = "", [each for each in found.ranked if each.largest >= LITTLE]
    for each in found.effects if every else moving:
        cells: list[Text] = []
        for change in each.changes:
            text = f"{100 * change.change:+.0f} ±{100 * Z_95 * change.error:.0f}"
            cells += [
                Text(f"{100 * change.share:.0f}"),
                Text(text.replace("-", "−"), style="bold" if change.clear else "dim"),
            ]
        name = "" if each.lever == last else name_of(each, voice)
        stop = voice.say("levers.label", title=f"{each.at:g}", says=meaning_of(each, voice))
        rows.append([Text(name), Text(stop), *cells])
        last = each.lever
    shown.print()
    show_grid(shown, columns, rows)
    still = len(found.ranked) - len(moving)
    if still and not every:
        shown.print(Text("\n" + voice.say("levers.still", n=still, option="--all")))
    manifest = found.base.manifest
    made = voice.say(
        "levers.run",
        title=scenario_name(found.base, voice),
        futures=voice.say("terminal.futures", n=manifest.futures),
        seed=voice.say("terminal.seed", seed=f"{manifest.seed}"),
        digest=manifest.digest,
        version=manifest.version,
    )
    shown.print(Text(f"\n{made}", style="dim"))
    for line in age.others:
        shown.print(Text(line, style="dim"))


def _side(found: "LeverEffects", side: str, voice: "Voice") -> str:
    """Return a side as it heads a column."""
    from outlast.present.outcomes import short_side  # noqa: PLC0415  the results are heavy

    title = found.base.situation.timeline.sides[side].title
    return title if voice.language == ENGLISH else short_side(found.base, side, voice)
