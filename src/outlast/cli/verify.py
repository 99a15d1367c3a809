"""`outlast verify`: published results beside the values that the model computes."""

from typing import Any, Final

import click
from rich.text import Text

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, formats, number, write_csv, write_json
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError, Problem, nearest

COLUMNS: Final = (
    *("row", "key", "title", "kind", "published", "low", "high", "unit", "computed"),
    *("computed_low", "computed_high", "verdict", "because", "source", "note", "command"),
)
"""The columns of CSV."""

STYLES: Final = {"passes": "green", "fails": "bold red", "cannot be run": "dim"}
"""The colour of each verdict."""

GRID: Final = (
    *(GridColumn("row", whole=True), GridColumn("result")),
    *(GridColumn(name, right=True) for name in ("published", "passes within", "computed")),
    *(GridColumn("5 to 95 %", right=True), GridColumn("verdict", whole=True)),
)
"""The columns of the table."""

SILENCE_GRID: Final = (
    GridColumn("event"),
    *(GridColumn("time"), GridColumn("happens", right=True), GridColumn("reported", right=True)),
)
"""The columns of the table of events of which nobody reported."""


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--futures",
    type=WholeNumber(16),
    default=256,
    show_default=True,
    help="Number of futures of each episode.",
)
@contest_options
@formats
def command(
    names: tuple[str, ...], futures: int, choice: ContestChoice, as_json: bool, as_csv: bool
) -> None:
    """Compute published results, all or only NAMES, and set our values beside them.

    \b
      outlast verify
      outlast verify stockpile gallium-stop-price
      outlast verify --json

    A closed form must agree. For an episode, the median future must lie within the stated range;
    where the model was built with the episode at hand, agreement shows consistency and no more. A
    result that fails is shown as failing and does not change the exit code.
    """
    from outlast.truth.verify.episodes import EpisodeRuns  # noqa: PLC0415
    from outlast.truth.verify.export import verify_content  # noqa: PLC0415  the engine is slow
    from outlast.truth.verify.silence import checked_silences  # noqa: PLC0415
    from outlast.truth.verify.verify import published_results, verify  # noqa: PLC0415

    contest = choice.read()
    published = published_results(contest)
    known = list(published.results)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(
            [
                Problem("", 0, f'"{name}" is not a published result.', nearest(name, known))
                for name in unknown
            ]
        )
    # NAMES choose published results; with all of them come the events of which nobody reported.
    episodes = EpisodeRuns(contest, published.series, futures)
    silences = () if names else checked_silences(contest, episodes)
    results = verify(published, contest, names, episodes)
    answer = verify_content(results, contest.ledger, silences)
    if as_json:
        write_json("verify-answer", answer)
    elif as_csv:
        write_csv(COLUMNS, answer["results"])
    elif answer["results"]:
        _show(answer)
    else:
        console().print("This contest has no published results.")
    if answer["non_events"] and not (as_json or as_csv):
        _show_silences(answer)


def _show(answer: dict[str, Any]) -> None:
    output = console()
    rows: list[list[str | Text]] = []
    for each in answer["results"]:
        verdict = each["verdict"]
        title = Text(each["title"]).append(f"\n{each['key']}", style="dim")
        if each["because"]:
            title.append(f"\nbecause {each['because']}", style="dim")
        if each["note"] and verdict == "fails":
            title.append(f"\nnote: {each['note']}", style="dim")
        row: list[str | Text] = [
            each["row"],
            title,
            _short(each["published"]),
            _range(each["low"], each["high"]),
            _short(each["computed"]),
            _range(each["computed_low"], each["computed_high"]),
            _verdict(each),
        ]
        rows.append(row)
    show_grid(output, GRID, rows)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer["counts"].items())
    output.print(f"\n{counts}. Sources, units and notes: --json. One result: outlast verify NAME.")


def _verdict(each: dict[str, Any]) -> Text:
    """Return a verdict; a result that the model was built with says so."""
    verdict = each["verdict"]
    shown = Text(verdict, style=STYLES[verdict])
    calibrated = verdict == "passes" and each["kind"] == "calibrated"
    return shown.append("\ncalibrated to", style="dim") if calibrated else shown


def _show_silences(answer: dict[str, Any]) -> None:
    """Show each event of which nobody reported, with its share of the futures."""
    output = console()
    output.print(Text("\nEvents of which nobody reported, of 100 futures", style="bold"))
    rows: list[list[str | Text]] = [
        [
            Text(each["title"]).append(f"\n{each['service']}", style="dim"),
            f"{each['from']} to {each['until']}",
            _short(100 * each["happened"]),
            _range(100 * each["reported_low"], 100 * each["reported_high"]),
        ]
        for each in answer["non_events"]
    ]
    show_grid(output, SILENCE_GRID, rows)
    note = "Reported: how often such an event would have been reported, assumed. Searches: --json."
    output.print(Text(note, style="dim"))


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    return f"{_short(low)} to {_short(high)}"


def _short(value: float | None) -> str:
    return "-" if value is None else number(float(f"{value:.3g}"))
