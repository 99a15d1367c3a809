"""`outlast levers`: the effect of every lever at each of its setpoints."""

from typing import TYPE_CHECKING, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.long_work import progress
from outlast.cli.on_option import on_option
from outlast.cli.output import announce, console, formats, settable, write_csv, write_json
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber
from outlast.reading.day import local_day
from outlast.wording import counted

if TYPE_CHECKING:
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
@click.option("--all", "every", is_flag=True, help="Every stop of every lever.")
@on_option
@settable
@contest_options
@settled_option
@formats
def command(
    scenario: str | None,
    futures: int,
    seed: int,
    every: bool,
    on: str | None,
    choice: ContestChoice,
    given: dict[str, str],
    as_json: bool,
    as_csv: bool,
) -> None:
    """Move every lever of SCENARIO to each of its setpoints, on the same dice, and show the effect.

    \b
      outlast levers
      outlast levers truce --all --csv
      outlast levers --set switch.clause-2-suspension=lapses

    Shown is the stop of each lever that changes most; --all shows all. Intervals hold 95 of 100.
    It takes half a second a stop, most of a minute for today; 1,000 futures take some four minutes.
    Finished stops are kept: the same levers again, or a report, have them at once.
    """
    from outlast.api.levers import levers  # noqa: PLC0415  the engine is heavy
    from outlast.present.display.voice import voice_of  # noqa: PLC0415
    from outlast.present.views.levers import COLUMNS  # noqa: PLC0415
    from outlast.present.views.levers import levers as view_of  # noqa: PLC0415

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
            on=on,
            progress=update,
        )
    if found is None:
        raise click.Abort
    view = view_of(found, voice_of(found.base.situation))
    if as_json:
        write_json("levers", {"finding": view.finding, "stops": list(view.table.rows)})
    elif as_csv:
        write_csv(COLUMNS, list(view.table.rows))
    else:
        _show(found, view.finding, every=every)


def _show(found: "LeverEffects", finding: str, *, every: bool) -> None:
    """Show the finding, and for each setpoint a line with its effect on each side."""
    from rich.text import Text  # noqa: PLC0415  Rich is heavy

    from outlast.cli.grid import GridColumn, show_grid  # noqa: PLC0415
    from outlast.present.display.voice import voice_of  # noqa: PLC0415
    from outlast.present.record_age import run_age  # noqa: PLC0415
    from outlast.results.odds import Z_95  # noqa: PLC0415

    shown, situation = console(), found.base.situation
    age = run_age(situation, voice_of(situation), local_day())
    for line in age.passed:
        shown.print(Text(line, style="yellow"))
    shown.print(Text(finding))
    sides = [found.base.situation.timeline.sides[side].title for side in found.sides]
    columns = [GridColumn("lever"), GridColumn("set to")]
    for side in sides:
        columns += [GridColumn(f"{side} first", right=True), GridColumn("change", right=True)]
    stands = [cell for share in found.shares for cell in (f"{100 * share:.0f}", "")]
    rows = [[Text(cell, style="dim") for cell in ("as it stands", "", *stands)]]
    last, moving = "", [each for each in found.ranked if each.largest >= LITTLE]
    for each in found.effects if every else moving:
        cells: list[Text] = []
        for change in each.changes:
            text = f"{100 * change.change:+.0f} ±{100 * Z_95 * change.error:.0f}"
            cells += [
                Text(f"{100 * change.share:.0f}"),
                Text(text.replace("-", "−"), style="bold" if change.clear else "dim"),
            ]
        name = "" if each.lever == last else each.title
        rows.append([Text(name), Text(f"{each.at:g}: {each.says}"), *cells])
        last = each.lever
    shown.print()
    show_grid(shown, columns, rows)
    still = len(found.ranked) - len(moving)
    if still and not every:
        more = f"{still} more {'changes' if still == 1 else 'change'} nothing at any stop"
        shown.print(Text(f"\n{more}; --all shows {'it' if still == 1 else 'them'}."))
    manifest = found.base.manifest
    shown.print(
        Text(
            f"\n{manifest.title} · {counted(manifest.futures, 'future')} · seed {manifest.seed} · "
            f"digest {manifest.digest} · outlast {manifest.version}",
            style="dim",
        )
    )
    for line in age.others:
        shown.print(Text(line, style="dim"))
