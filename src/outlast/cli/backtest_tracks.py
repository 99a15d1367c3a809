"""The tracks of a backtest on the terminal: a sentence each, then ratios, aims and objects."""

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from outlast.cli.grid import GridColumn, show_grid
from outlast.truth.backtest.aim_verdict import AimVerdict

NOTE: Final = (
    "CRPS over that of the pool, geometric mean over objects ± its standard error: under 1 is "
    "better. The pool gives equal weight to persistence, damped trend, no effect and strict "
    "Leontief, as fixed beforehand. Only the row “model” is the model's score."
)
"""The note under the table of forecasters."""

NOTHING: Final = "–"
"""The mark of an empty cell."""

Plain = dict[str, Any]


def show_tracks(shown: Console, tracks: Sequence[Plain]) -> None:
    """Show the tracks, the sentences first."""
    for track in tracks:
        shown.print(Text(track["sentence"], style="bold"))
    shown.print()
    _forecasters(shown, tracks)
    _aims(shown, tracks)
    _objects(shown, tracks)
    _forbidden(shown, tracks)


def _forecasters(shown: Console, tracks: Sequence[Plain]) -> None:
    """Show every forecaster on every track."""
    columns = [GridColumn("forecaster")]
    for track in tracks:
        title = track["title"].lower()
        columns += [GridColumn(title, right=True), GridColumn("prices", right=True)]
        columns += [GridColumn("covered", right=True)]
    names = list(dict.fromkeys(name for track in tracks for name in track["forecasters"]))
    rows: list[list[Text]] = []
    for name in names:
        cells = [Text(name)]
        for track in tracks:
            found = track["forecasters"].get(name)
            parts = (
                (
                    (found["crps_over_pool"], found["error"]),
                    (found["prices"]["crps_over_pool"], found["prices"]["error"]),
                )
                if found
                else ((None, None), (None, None))
            )
            cells += [Text(_with_error(*part)) for part in parts]
            cells.append(Text(_percent(found["coverage"]) if found else NOTHING))
        rows.append(cells)
    show_grid(shown, columns, rows)
    shown.print(Text(NOTE, style="dim"))
    shown.print()


def _aims(shown: Console, tracks: Sequence[Plain]) -> None:
    """Show every aim beside the measured value."""
    rows = [
        [
            Text(f"{track['title']}: {aim['aim']}"),
            Text(aim["wanted"]),
            Text(_with_error(aim["measured"], aim["error"])),
            Text(aim["verdict"], style="bold" if aim["verdict"] == AimVerdict.MISSED else ""),
        ]
        for track in tracks
        for aim in track["aims"]
    ]
    if rows:
        titles = ("aim", "wanted", "measured")
        show_grid(shown, [*(GridColumn(each) for each in titles), GridColumn("")], rows)
        for track in tracks:
            for aim in track["aims"]:
                if aim["cause"]:
                    words = f"{track['title']}: {aim['aim']}, {aim['cause']}."
                    shown.print(Text(words, style="dim"))
        shown.print()


def _objects(shown: Console, tracks: Sequence[Plain]) -> None:
    """Show the model and its rivals on every object of each track."""
    for track in tracks:
        if not track["objects"]:
            continue
        names = list(dict.fromkeys(n for each in track["objects"] for n in each["crps_over_pool"]))
        names = [name for name in names if name != "pool"]
        shown.print(Text(f"{track['title']}: CRPS over the pool by object", style="bold"))
        columns = [GridColumn("object"), GridColumn("n", right=True)]
        columns += [GridColumn(name, right=True) for name in names]
        rows: list[list[Text]] = []
        for each in sorted(track["objects"], key=lambda each: -each["crps_over_pool"]["model"]):
            ratios = each["crps_over_pool"]
            cells = [Text(_ratio(ratios.get(name))) for name in names]
            rows.append([Text(each["title"]), Text(str(each["points"])), *cells])
        show_grid(shown, columns, rows)
        shown.print()


def _forbidden(shown: Console, tracks: Sequence[Plain]) -> None:
    """Show the Brier scores of forbidden flows."""
    for track in tracks:
        if not track["forbidden"]:
            continue
        title = f"{track['title']}: forbidden flows, does over 1 % of the base flow go on?"
        shown.print(Text(title, style="bold"))
        names = list(dict.fromkeys(n for each in track["forbidden"] for n in each["brier"]))
        columns = [GridColumn("Brier score"), GridColumn("n", right=True)]
        columns += [GridColumn("went on", right=True)]
        columns += [GridColumn(name, right=True) for name in names]
        rows = [
            [
                Text(each["series"]),
                Text(str(each["points"])),
                Text(f"{each['happened']:.0%}"),
                *(Text(_ratio(each["brier"].get(name))) for name in names),
            ]
            for each in track["forbidden"]
        ]
        show_grid(shown, columns, rows)
        shown.print()


def _ratio(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def _with_error(value: float | None, error: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:.2f}" if error is None else f"{value:.2f} ±{error:.2f}"


def _percent(share: Plain) -> str:
    return NOTHING if share["share"] is None else f"{share['share']:.0%}"
