"""`outlast backtest`: forecasts frozen on a day, scored against what followed."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from outlast.cli.output import DAY, as_day, console, formats, number, write_csv, write_json

COLUMNS = (
    *("series", "period", "observed", "unit", "low", "median", "high", "covered"),
    *("crps_model", "crps_persistence", "crps_no_effect", "crps_strict_leontief"),
    *("interval_model", "brier_model", "brier_persistence", "source"),
)
SMALL = 0.001
"""Under which a number is written with its power of ten."""

SERIES_COLUMNS = ("series", "kind", "unit", "every", "observed", "meaning")


@click.command()
@click.option("--freeze", type=DAY, help="The day on which everything is frozen.")
@click.option("--futures", type=click.IntRange(16), default=256, show_default=True)
@click.option("--months", type=click.IntRange(1, 60), help="Months that the forecast runs.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--observed",
    type=click.Path(path_type=Path),
    help="A CSV of observations (date, series, value, unit, source) to score instead of ours.",
)
@click.option("--series", "listing", is_flag=True, help="Every key that can be forecast.")
@formats
def command(
    freeze: Any,  # noqa: ANN401  click gives a datetime or nothing
    futures: int,
    months: int | None,
    seed: int,
    observed: Path | None,
    listing: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Freeze what was known on a day, forecast what followed, and score the forecast.

    \b
      outlast backtest
      outlast backtest --freeze 2024-12-02 --futures 512
      outlast backtest --series
      outlast backtest --observed mine.csv --csv

    Facts and priors published after the day are dropped, widened, or used as pseudo-vintages of
    an earlier time; the head of the table counts them. Less is better in every score but coverage.
    """
    if listing:
        _list(as_json=as_json, as_csv=as_csv)
        return
    from outlast.truth.backtest.export import rows, told  # noqa: PLC0415
    from outlast.truth.backtest.scorecard import Asked, backtest  # noqa: PLC0415  the engine is heavy

    scored = backtest(Asked(as_day(freeze), months, futures, seed, observed))
    if as_json:
        write_json("backtest-answer", told(scored))
    elif as_csv:
        write_csv(COLUMNS, rows(scored))
    else:
        _show(told(scored))


def _list(*, as_json: bool, as_csv: bool) -> None:
    """Write every series, its unit and meaning, and how many observations are at hand."""
    from outlast.truth.backtest.export import listed, unlisted  # noqa: PLC0415

    rows = listed()
    if as_json:
        write_json("backtest-series", {"series": rows, "not_forecast": unlisted()})
    elif as_csv:
        write_csv(SERIES_COLUMNS, rows)
    else:
        shown = console()
        table = Table(box=None, pad_edge=False)
        for name in ("series", "unit", "every", "observed"):
            table.add_column(name, no_wrap=True)
        table.add_column("meaning")
        for row in rows:
            at_hand = str(row["observed"] or "none")
            told = (row["series"], row["unit"], row["every"], at_hand, row["meaning"])
            table.add_row(*(Text(str(cell)) for cell in told))
        shown.print(table)
        shown.print("\nObserved, and not forecast:")
        for key, why in unlisted().items():
            shown.print(Text(f"  {key}: {why}", style="dim"))


def _show(plain: dict[str, Any]) -> None:
    """Show the score table, with what it rests on above it."""
    shown = console()
    shown.print(Text(f"Frozen on {plain['freeze']}", style="bold"), end="")
    shown.print(
        f" · forecast to {plain['until']} · {plain['futures']} futures, seed {plain['seed']}"
    )
    for line in plain["vintages"]["words"]:
        shown.print(Text(line, style="dim"))
    shown.print()
    if plain["scores"]:
        shown.print(_table(plain["scores"]))
        shown.print()
        for line in plain["summary"]["words"]:
            shown.print(line)
    else:
        shown.print("Nothing that followed was observed: there is nothing to score.")
    silent = plain["not_forecast"]
    if silent:
        shown.print(f"\n{len(silent)} series cannot be forecast from this day:")
        for key, why in silent.items():
            shown.print(Text(f"  {key}: {why}", style="dim"))
    if plain["unscored"]:
        told = f"\n{len(plain['unscored'])} series were forecast and nothing later was observed: "
        shown.print(Text(told + "--json names them.", style="dim"))


def _table(scores: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("series", overflow="fold", max_width=35)
    for name in ("n", "seen", "median", "CRPS", "persist", "no eff", "Leontief", "held"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("Brier", "fit"):
        table.add_column(name, justify="right", no_wrap=True)
    for score in scores:
        crps, brier = score["crps"], score["brier"]
        best = min(crps.values())
        cells = [Text(score["series"]), Text(str(score["n"]))]
        cells += [Text(_short(score[name])) for name in ("observed", "median")]
        for name in ("model", "persistence", "no effect", "strict Leontief"):
            style = "bold" if name in crps and crps[name] <= best else ""
            cells.append(Text(_short(crps.get(name)), style=style))
        cells += [Text(f"{score['coverage']:.0%}"), Text(_short(brier.get("model")))]
        cells.append(Text(_short(score["fit"])))
        table.add_row(*cells)
    return table


def _short(value: float | None) -> str:
    """Return three digits of a number, or a dash."""
    if value is None:
        return "-"
    return f"{value:.1e}" if 0 < abs(value) < SMALL else number(float(f"{value:.3g}"))
