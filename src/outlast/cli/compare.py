"""`outlast compare`: two scenarios on the same dice, and their differences."""

from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.lang_option import lang_option, require_text
from outlast.cli.long_work import progress
from outlast.cli.on_option import on_option
from outlast.cli.output import announce, console, formats, settable, write_csv, write_json
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber
from outlast.reading.day import local_day

if TYPE_CHECKING:
    from outlast.api.compare import Comparison

COLUMNS = (
    *("kind", "what", "definition", "clock", "rule", "end"),
    *("one", "other", "difference", "low", "high"),
)


@click.command()
@click.argument("one")
@click.argument("other")
@click.option(
    "--futures", type=WholeNumber(), default=1000, show_default=True, help="Number of futures."
)
@seed_option
@click.option("--precision", default="float64", show_default=True, help="float64 or float32.")
@click.option("--horizon", type=WholeNumber(), help="Weeks from the scenarios' date to the end.")
@on_option
@settable
@contest_options
@settled_option
@lang_option
@formats
def command(
    one: str,
    other: str,
    futures: int,
    seed: int,
    precision: str,
    horizon: int | None,
    on: str | None,
    choice: ContestChoice,
    given: dict[str, str],
    lang: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Run two scenarios on the same dice and show how OTHER differs from ONE.

    \b
      outlast compare lapse truce
      outlast compare lapse truce --lang zh
      outlast compare today my-scenario.yaml --futures 4000 --csv

    Each future of ONE is paired with the future of OTHER that has the same luck, so that
    differences are more precise than the odds themselves. Intervals are 95 % intervals. A --set
    applies to both.
    """
    require_text(lang, as_json=as_json, as_csv=as_csv)
    from outlast.api.compare import compare  # noqa: PLC0415  the engine is heavy

    announce()  # the bar paints over text below it
    with progress(quiet=False) as update:
        comparison = compare(
            one,
            other,
            futures=futures,
            seed=seed,
            precision=precision,
            horizon=horizon,
            on=on,
            given=given,
            contest=choice.contest,
            overlays=choice.overlays,
            as_recorded=choice.as_recorded,
            progress=update,
        )
    if as_json:
        write_json("comparison", comparison.plain())
    elif as_csv:
        write_csv(COLUMNS, _rows(comparison.plain()))
    else:
        _show(comparison, lang)
        _show_age(comparison, lang)


def _rows(found: dict[str, Any]) -> list[dict[str, object]]:
    """Return every difference as one row."""
    rows: list[dict[str, object]] = []
    for each in found["sets"]:
        for end in each["ends"]:
            named = {key: each[key] for key in ("definition", "clock", "rule")}
            named["end"] = end["what"]
            rows.append({"kind": "set", "what": each["contest"], **named, **_numbers(end)})
    for each in found["services"]:
        named = {"definition": each["definition"], "clock": "", "rule": "", "end": "breaks"}
        rows.append(
            {"kind": "service", "what": each["service"], **named, **_numbers(each["breaks"])}
        )
    return rows


def _numbers(end: dict[str, Any]) -> dict[str, object]:
    return {key: end[key] for key in ("one", "other", "difference", "low", "high")}


def _show(comparison: "Comparison", language: str) -> None:
    """Show the sentence, the differences that matter, and how many rows there are besides."""
    from outlast.present.comparison import (  # noqa: PLC0415  the engine is heavy
        MOST,
        comparison_sentence,
        differences,
    )
    from outlast.present.display.voice import voice_of  # noqa: PLC0415

    shown, runs, found = console(), comparison.runs, comparison.plain()
    voice = voice_of(runs.one.situation, language)
    shown.print(Text(comparison_sentence(runs, voice), style="bold"))
    shown.print()
    rows = differences(runs, voice)[:MOST]
    if rows:
        titles = (
            *(each["id"] for each in found["scenarios"]),
            voice.say("column.difference"),
            voice.say("column.interval"),
        )
        columns = [GridColumn(title, right=True) for title in titles]
        cells = [[row.event, row.one, row.other, row.change, row.interval] for row in rows]
        show_grid(shown, [GridColumn(voice.say("answer.axis")), *columns], cells)
    else:
        shown.print(Text(voice.say("compare.same")))
    more = voice.say("compare.more", n=len(_rows(found)) - len(rows))
    digests = voice.join([f"{each['id']} {each['digest']}" for each in found["scenarios"]])
    foot = voice.say("compare.foot", n=found["futures"], seed=f"{found['seed']}", digests=digests)
    shown.print(Text(f"\n{more}\n{foot}", style="dim"))


def _show_age(comparison: "Comparison", language: str) -> None:
    """Show the age of the record, with the settlements that either run took or overruled."""
    from outlast.present.display.voice import voice_of  # noqa: PLC0415  the engine is heavy
    from outlast.present.record_age import run_age_lines  # noqa: PLC0415

    shown, today, seen = console(), local_day(), set[str]()
    for answer in (comparison.one, comparison.other):
        situation = answer.results.situation
        lines = run_age_lines(situation, voice_of(situation, language), today)
        fresh = [line for line in lines if line not in seen]
        if fresh:
            shown.print(Text(f"{situation.scenario.id}:", style="dim"))
        for line in fresh:
            shown.print(Text(f"  {line}", style="dim"))
        seen |= set(lines)
