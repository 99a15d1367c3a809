"""`outlast backtest`: forecasts frozen on a day, scored against the observations that followed."""

from pathlib import Path
from typing import Any, Final

import click
from rich.text import Text

from outlast.cli.backtest_tracks import show_tracks
from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.long_work import stopping
from outlast.cli.on_option import on_option
from outlast.cli.output import DAY, as_day, console, formats, number, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber
from outlast.wording import counted

COLUMNS: Final = (
    *("series", "period", "observed", "unit", "low", "median", "high", "covered"),
    *("crps_model", "crps_persistence", "crps_no_effect", "crps_strict_leontief"),
    *("crps_damped_trend", "crps_pool", "crps_with_layer"),
    *("interval_model", "brier_model", "brier_persistence", "source"),
)
"""The columns of CSV."""

SERIES_COLUMNS: Final = ("series", "kind", "unit", "every", "observed", "meaning")
"""The columns of the list of series."""

SCORE_COLUMNS: Final = (
    GridColumn("series"),
    *(GridColumn(name, right=True) for name in ("n", "observed", "median", "CRPS", "persist")),
    *(GridColumn(name, right=True) for name in ("no eff", "Leontief", "covered", "Brier", "fit")),
)
"""The columns of the table of scores."""

FIRST_LINE: Final = "# format: outlast/observations/1"
"""The first line of a file of observations."""

SMALL: Final = 0.001
"""A number below this is written with a power of ten."""


@click.command()
@click.option("--freeze", type=DAY, help="Freeze all knowledge on this day.")
@click.option(
    "--futures",
    type=WholeNumber(16),
    default=256,
    show_default=True,
    help="Number of futures of the forecast.",
)
@click.option("--months", type=WholeNumber(1, 60), help="Length of the forecast, months.")
@seed_option
@click.option(
    "--observed",
    type=PATH,
    help="Score the observations of a CSV file. Its first line is "
    f"'{FIRST_LINE}', its second 'date,series,value,unit,source'.",
)
@click.option("--series", "list_series", is_flag=True, help="List all series, and run nothing.")
@on_option
@contest_options
@formats
def command(
    freeze: Any,  # noqa: ANN401  click gives a datetime or nothing
    futures: int,
    months: int | None,
    seed: int,
    observed: Path | None,
    list_series: bool,
    on: str | None,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Freeze all knowledge on a day, forecast the time after it, and score the forecast.

    \b
      outlast backtest
      outlast backtest --freeze 2024-12-02 --futures 512
      outlast backtest --series
      outlast backtest --observed mine.csv --csv

    Facts and priors published after the day are dropped, widened, or used as pseudo-vintages of
    an earlier time; the head of the table counts them. Two tracks are scored, one score for each
    independent object: with the later record of rules, and with nothing known. The reference is a
    fixed pool of rivals. Smaller is better in every score except coverage.

    A file of your own begins like this; a date names a whole period of its series (2026-01 for a
    month, 2026-Q1 for a quarter):

    \b
      # format: outlast/observations/1
      date,series,value,unit,source
      2026-01,us-imports-gallium,1.4,t/month,Census of March 2026
    """
    if list_series:
        reason = "--series lists the series and runs nothing"
        names = ("freeze", "futures", "months", "seed", "observed", "on")
        refuse_useless(reason, "Leave it or --series out.", *names)
        _list_series(choice, as_json=as_json, as_csv=as_csv)
        return
    from outlast.ensemble.task_executor import task_executor  # noqa: PLC0415
    from outlast.truth.backtest.export import backtest_content, point_rows  # noqa: PLC0415
    from outlast.truth.backtest.scorecard import (  # noqa: PLC0415  the engine is slow
        BacktestRequest,
        both_tracks,
    )
    from outlast.truth.backtest.track_export import tracks_content  # noqa: PLC0415

    request = BacktestRequest(as_day(freeze), months, futures, seed, observed)
    with stopping() as should_cancel, task_executor(on) as executor:
        cards = both_tracks(request, choice.read(), should_cancel, executor)
    answer = {**backtest_content(cards[-1]), "tracks": tracks_content(cards)}
    if as_json:
        write_json("backtest-answer", answer)
    elif as_csv:
        write_csv(COLUMNS, point_rows(cards[-1]))
    else:
        _show(answer)


def _list_series(choice: ContestChoice, *, as_json: bool, as_csv: bool) -> None:
    """Write every series with its unit, its meaning and the number of its observations."""
    from outlast.truth.backtest.export import series_rows  # noqa: PLC0415  the engine is slow
    from outlast.truth.backtest.load import load_backtest  # noqa: PLC0415

    contest = choice.library()
    declared = load_backtest(contest.layers, contest.ledger, contest.world.world)
    rows = series_rows(declared, contest.ledger.observed)
    if as_json:
        write_json("backtest-series", {"series": rows, "not_forecast": declared.not_forecast})
    elif as_csv:
        write_csv(SERIES_COLUMNS, rows)
    else:
        output = console()
        names = ("series", "unit", "every", "observed")
        columns = [*(GridColumn(name, whole=True) for name in names), GridColumn("meaning")]
        cells = [
            [str(row[name] or "none") for name in names] + [str(row["meaning"])] for row in rows
        ]
        show_grid(output, columns, cells)
        output.print("\nObserved, but not forecast:")
        for key, reason in declared.not_forecast.items():
            output.print(Text(f"  {key}: {reason}", style="dim"))


def _show(answer: dict[str, Any]) -> None:
    """Show the table of scores, with its vintages above and its summary below."""
    output = console()
    output.print(Text(f"Frozen on {answer['freeze']}", style="bold"), end="")
    futures = counted(answer["futures"], "future")
    output.print(f" · forecast to {answer['until']} · {futures}, seed {answer['seed']}")
    for line in answer["vintages"]["words"]:
        output.print(Text(line, style="dim"))
    output.print()
    if answer["scores"]:
        show_tracks(output, answer["tracks"])
        output.print(Text("Each series, nothing known", style="bold"))
        show_grid(output, SCORE_COLUMNS, [_cells(score) for score in answer["scores"]])
        output.print()
        for line in answer["summary"]["words"]:
            output.print(line)
    else:
        output.print("There is no later observation, so there is no score.")
    not_forecast = answer["not_forecast"]
    if not_forecast:
        output.print(f"\n{counted(len(not_forecast), 'series', 'series')} cannot be forecast:")
        for key, reason in not_forecast.items():
            output.print(Text(f"  {key}: {reason}", style="dim"))
    if answer["unscored"]:
        count = len(answer["unscored"])
        verb = "has" if count == 1 else "have"
        words = f"\n{count} forecast series {verb} no later observation: --json names all."
        output.print(Text(words, style="dim"))


def _cells(score: dict[str, Any]) -> list[Text]:
    """Return the cells of one series; the best score is bold."""
    crps, brier = score["crps"], score["brier"]
    best = min(crps.values())
    cells = [Text(score["series"]), Text(str(score["n"]))]
    cells += [Text(_short(score[name])) for name in ("observed", "median")]
    for name in ("model", "persistence", "no effect", "strict Leontief"):
        style = "bold" if name in crps and crps[name] <= best else ""
        cells.append(Text(_short(crps.get(name)), style=style))
    cells += [Text(f"{score['coverage']:.0%}"), Text(_short(brier.get("model")))]
    return [*cells, Text(_short(score["fit"]))]


def _short(value: float | None) -> str:
    """Return three digits of a number, or a dash."""
    if value is None:
        return "-"
    return f"{value:.1e}" if 0 < abs(value) < SMALL else number(float(f"{value:.3g}"))
