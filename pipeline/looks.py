"""The looks at the freeze that is kept for scoring: one a release, each written down.

`python -m pipeline.looks` scores the first declared freeze once for this release, adds a row to
docs/data/looks.csv, and renews the table of docs/backtest.md and the hit rate that answers quote,
in hits.yaml of the contest. It refuses a second look for the same release; `--page` renews both
alone, without a look.
"""

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from outlast.present.hit_rate import FILE_NAME
from outlast.reading import CONTESTS
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.load import load_backtest
from outlast.truth.backtest.scorecard import BacktestRequest, both_tracks
from outlast.truth.backtest.track_export import tracks_content

ROOT: Final = Path(__file__).resolve().parents[1]
FILE: Final = ROOT / "docs" / "data" / "looks.csv"
PAGE: Final = ROOT / "docs" / "backtest.md"
HITS: Final = CONTESTS / "chips-minerals" / FILE_NAME

COLUMNS: Final = (
    *("number", "release", "day", "futures", "rules_known", "rules_known_error", "prices"),
    *("nothing_known", "nothing_known_error", "with_layer", "coverage", "oracle", "inside"),
    "note",
)
"""The columns of the file: CRPS over the pool by track, that of prices with rules known, and with
nothing known that under the forecast layer, the share of observations within 90 % intervals, the
ratio with oracle weights, and the share of observations within the undressed range."""

OPENING: Final = "<!-- looks -->"
CLOSING: Final = "<!-- end of looks -->"


class SecondLookError(Exception):
    """A second look at the freeze in one release."""


def main() -> int:
    """Look once, or renew the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--futures", type=int, default=512)
    parser.add_argument("--release", default=version("outlast"))
    parser.add_argument("--note", default="look of the release")
    parser.add_argument("--page", action="store_true", help="renew the page alone")
    given = parser.parse_args()
    rows = read_looks()
    if not given.page:
        release: str = given.release
        check_release(rows, release)
        tracks = _scored(given.futures)
        day = datetime.now(UTC).date().isoformat()
        rows = [*rows, look(rows, release, day, given.futures, tracks, given.note)]
        _write(rows)
    write_page(rows)
    HITS.write_text(hits(rows), encoding="utf-8")
    print(f"{FILE.name}: {len(rows)} looks")
    return 0


def read_looks() -> list[dict[str, str]]:
    """Return the looks so far, the first one first."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_release(rows: Sequence[Mapping[str, str]], release: str) -> None:
    """Refuse a second look for a release.

    Raises:
        SecondLookError: The release has looked.
    """
    if any(row["release"] == release for row in rows):
        text = f"release {release} has looked at the freeze; the next release may look again."
        raise SecondLookError(text)


def look(  # noqa: PLR0913, PLR0917  each is a column of the file
    rows: Sequence[Mapping[str, str]],
    release: str,
    day: str,
    futures: int,
    tracks: Sequence[Mapping[str, Any]],
    note: str,
) -> dict[str, str]:
    """Return the row of one more look."""
    known, nothing = (track["forecasters"] for track in tracks)
    return {
        "number": str(len(rows) + 1),
        "release": release,
        "day": day,
        "futures": str(futures),
        "rules_known": _short(known["model"]["crps_over_pool"]),
        "rules_known_error": _short(known["model"]["error"]),
        "prices": _short(known["model"]["prices"]["crps_over_pool"]),
        "nothing_known": _short(nothing["model"]["crps_over_pool"]),
        "nothing_known_error": _short(nothing["model"]["error"]),
        "with_layer": _short(nothing.get("with layer", {}).get("crps_over_pool")),
        "coverage": _short(nothing["model"]["coverage"]["share"]),
        "oracle": _short(tracks[-1]["oracle"]["crps_over_pool"]),
        "inside": _short(tracks[-1]["within_undressed_range"]["share"]),
        "note": note,
    }


def _scored(futures: int) -> list[dict[str, Any]]:
    """Return the scores of the first declared freeze."""
    return tracks_content(both_tracks(BacktestRequest(futures=futures), open_contest()))


def _write(rows: Sequence[Mapping[str, str]]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_page(rows: Sequence[Mapping[str, str]]) -> None:
    """Write the looks as a table between the marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(OPENING)
    after = rest.partition(CLOSING)[2]
    PAGE.write_text(f"{before}{OPENING}\n{table(rows)}{CLOSING}{after}", encoding="utf-8")


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the looks as a table of Markdown."""
    titles = ("Look", "Release", "Day", "Rules known", "Prices", "Nothing known", "With layer")
    lines = [f"| {' | '.join((*titles, 'Covered', 'Oracle', 'Undressed range', 'Note'))} |"]
    lines.append("|---" * (len(titles) + 4) + "|")
    for row in rows:
        known = _pair(row["rules_known"], row["rules_known_error"])
        nothing = _pair(row["nothing_known"], row["nothing_known_error"])
        cells = [row["number"], row["release"], row["day"], known, row["prices"], nothing]
        cells += [row[name] for name in ("with_layer", "coverage", "oracle", "inside", "note")]
        lines.append(f"| {' | '.join(cell or '-' for cell in cells)} |")
    return "\n".join(lines) + "\n"


def hits(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the hit rate of the last look that has one, as the file of a contest."""
    last = [row for row in rows if row["coverage"]][-1]
    contest = open_contest()
    declared = load_backtest(contest.layers, contest.ledger, contest.world.world)
    return (
        "# The share of later observations within 90 % intervals, at the last look at the freeze.\n"
        "# `python -m pipeline.looks` writes it.\n"
        "format: outlast/hits/1\n"
        f"share: {last['coverage']}\n"
        f"since: {declared.freezes[0]}\n"
        f"looked: {last['day']}\n"
        f'release: "{last["release"]}"\n'
    )


def _pair(value: str, error: str) -> str:
    return f"{value} ± {error}" if error else value or "-"


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
