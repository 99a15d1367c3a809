"""`outlast compare`: two scenarios on the same dice, and their differences."""

from typing import Any

import click
from rich.table import Table
from rich.text import Text

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import console, formats, settable, write_csv, write_json

COLUMNS = (
    *("kind", "what", "definition", "rule", "end"),
    *("one", "other", "difference", "low", "high"),
)


@click.command()
@click.argument("one")
@click.argument("other")
@click.option("--futures", type=int, default=1000, show_default=True, help="Number of futures.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws."
)
@click.option("--precision", default="float64", show_default=True, help="float64 or float32.")
@click.option("--horizon", type=int, help="Weeks from the scenarios' date to the end.")
@settable
@contest_options
@formats
def command(
    one: str,
    other: str,
    futures: int,
    seed: int,
    precision: str,
    horizon: int | None,
    choice: ContestChoice,
    given: dict[str, str],
    as_json: bool,
    as_csv: bool,
) -> None:
    """Run two scenarios on the same dice and show how OTHER differs from ONE.

    \b
      outlast compare lapse truce
      outlast compare today my-scenario.yaml --futures 4000 --csv

    Each future of ONE is paired with the future of OTHER that has the same luck, so that
    differences are more precise than the odds themselves. Intervals are 95 % intervals. A --set
    applies to both.
    """
    from outlast.api.compare import compare  # noqa: PLC0415  the engine is heavy

    found = compare(
        one,
        other,
        futures=futures,
        seed=seed,
        precision=precision,
        horizon=horizon,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
    ).plain()
    if as_json:
        write_json("comparison", found)
    elif as_csv:
        write_csv(COLUMNS, _rows(found))
    else:
        _show(found)


def _rows(found: dict[str, Any]) -> list[dict[str, object]]:
    """Return every difference as one row."""
    rows: list[dict[str, object]] = []
    for each in found["sets"]:
        for end in each["ends"]:
            named = {"definition": each["definition"], "rule": each["rule"], "end": end["what"]}
            rows.append({"kind": "set", "what": each["contest"], **named, **_numbers(end)})
    for each in found["services"]:
        named = {"definition": each["definition"], "rule": "", "end": "breaks"}
        rows.append(
            {"kind": "service", "what": each["service"], **named, **_numbers(each["breaks"])}
        )
    return rows


def _numbers(end: dict[str, Any]) -> dict[str, object]:
    return {key: end[key] for key in ("one", "other", "difference", "low", "high")}


def _show(found: dict[str, Any]) -> None:
    shown = console()
    one, other = (each["id"] for each in found["scenarios"])
    shown.print(Text(found["sentence"], style="bold"))
    shown.print()
    sets = _table(("set", "counted", "rule", "first"), one, other)
    for each in found["sets"]:
        for end in each["ends"][:2]:
            cells = (each["title"], each["definition"], each["rule"], end["what"])
            sets.add_row(*(Text(cell) for cell in cells), *_cells(end))
    shown.print(sets)
    shown.print()
    lines = _table(("service that breaks", "bloc", "definition"), one, other)
    for each in found["services"]:
        cells = (each["title"], each["bloc"], each["definition"])
        lines.add_row(*(Text(cell) for cell in cells), *_cells(each["breaks"]))
    shown.print(lines)
    digests = ", ".join(f"{each['id']} {each['digest']}" for each in found["scenarios"])
    text = f"Of 100 futures; {found['futures']:,} pairs, seed {found['seed']}; digests: {digests}"
    shown.print(Text(f"\n{text}", style="dim"))


def _table(titles: tuple[str, ...], one: str, other: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    for title in (one, other, "difference", "95 %"):
        table.add_column(title, justify="right", no_wrap=True)
    return table


def _cells(end: dict[str, Any]) -> tuple[Text, ...]:
    """Return both chances, the difference and its interval; an unclear difference is dim."""
    style = "" if end["low"] > 0 or end["high"] < 0 else "dim"
    text = (
        f"{100 * end['one']:.1f}",
        f"{100 * end['other']:.1f}",
        f"{100 * end['difference']:+.1f}",
        f"{100 * end['low']:+.1f} to {100 * end['high']:+.1f}",
    )
    return tuple(Text(text, style=style) for text in text)
