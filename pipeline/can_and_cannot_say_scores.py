"""The backtest and the published results of the page "What this model can and cannot say".

`python -m pipeline.can_and_cannot_say_scores` runs `outlast backtest` for two suggested days of a
freeze and `outlast verify`, and writes between the marks of docs/can-and-cannot-say.md. Every
sentence about the success of the model comes from their output.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from outlast.scenario.contest import Contest
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.aim_verdict import AimVerdict
from outlast.truth.backtest.export import backtest_content
from outlast.truth.backtest.scorecard import BacktestRequest, both_tracks
from outlast.truth.backtest.track_export import tracks_content
from outlast.truth.verify.episodes import EpisodeRuns
from outlast.truth.verify.export import verify_content
from outlast.truth.verify.verify import published_results, verify
from pipeline.can_and_cannot_say import PAGE

FREEZES: Final = (date(2025, 6, 30), date(2024, 12, 2))
"""The days whose tables stand on the page."""

HEAD: Final = (
    *("Series", "n", "Observed", "Median", "CRPS", "Persistence", "No effect", "Leontief"),
    *("Covered", "Fit"),
)
"""The columns of the table of scores."""

ABOUT_THE_BACKTEST: Final = (
    "`python -m pipeline.can_and_cannot_say_scores` wrote this part from `outlast backtest`. A",
    "forecast knows only numbers that had been published on its day; on the track *rules known* it",
    "is given the later rules too. It is compared with a pool of four rivals: persistence, damped",
    "trend, the same run without measures, and the same run in which a rule stops every good that",
    "it names and nothing replaces it. Smaller is better in CRPS. *Covered* is the share of",
    "observations within the 90 % interval; *fit* is the model over the observations before the",
    "day. Nothing was fitted to later observations: every miss is listed and stays. An aim is",
    "*met* if the measured value lies within it, *not clearly missed* if only its standard error",
    "reaches into it, and else *missed*. [The backtest](backtest.md) explains the scores.",
)

ABOUT_PUBLISHED_RESULTS: Final = (
    "`python -m pipeline.can_and_cannot_say_scores` wrote this part from `outlast verify`. A",
    "closed form must agree. For an episode, the median future must lie within the range; the",
    "model was built with most of these episodes at hand, so agreement shows consistency, no more.",
)

HALF: Final = 0.5
"""A series counts as missed if its 90 % interval covers a smaller share of observations."""


def main() -> int:
    """Write the two parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--futures", type=int, default=256)
    parser.add_argument("--part", choices=("backtest", "verify"), help="one of them alone")
    given = parser.parse_args()
    futures: int = given.futures
    contest = open_contest()
    text = PAGE.read_text(encoding="utf-8")
    for key, lines in (
        ("backtest", backtests(contest, futures)),
        ("verify", published(contest, futures)),
    ):
        if given.part not in (None, key):
            continue
        text = between(text, key, "\n" + "\n".join(lines) + "\n")
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.name}: the backtest and published results")
    return 0


def between(text: str, key: str, body: str) -> str:
    """Return a text with another body between the marks of a part."""
    opening, closing = f"<!-- {key} -->", f"<!-- end of {key} -->"
    before, found, rest = text.partition(opening)
    _, ended, after = rest.partition(closing)
    if not (found and ended):
        command = "python -m pipeline.can_and_cannot_say"
        raise ValueError(f"{PAGE.name} has no marks of {key}. Run {command} first.")
    return f"{before}{opening}{body}{closing}{after}"


def backtests(contest: Contest, futures: int) -> Iterator[str]:
    """Yield the tables of frozen forecasts, and the series that they missed."""
    yield from ("", *ABOUT_THE_BACKTEST)
    for day in FREEZES:
        cards = both_tracks(BacktestRequest(day, futures=futures), contest)
        answer = backtest_content(cards[-1])
        yield ""
        yield f"### Frozen on {day}"
        yield ""
        yield from track_lines(tracks_content(cards))
        yield "Each series, with nothing known."
        yield ""
        yield from (f"{words}  " for words in answer["vintages"]["words"])
        yield ""
        yield f"| {' | '.join(HEAD)} |"
        yield "|---" * len(HEAD) + "|"
        yield from (_row(score) for score in answer["scores"])
        yield ""
        yield from (f"{words}  " for words in answer["summary"]["words"])
        yield ""
        yield from _missed(answer["scores"])


def track_lines(tracks: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the tracks: a sentence each, then every forecaster, the aims and the objects."""
    yield from (f"- {track['sentence']}" for track in tracks)
    yield ""
    titles = [track["title"].lower() for track in tracks]
    yield f"| CRPS over the pool | {' | '.join(f'{each} | prices | covered' for each in titles)} |"
    yield "|---" * (1 + 3 * len(tracks)) + "|"
    for name in dict.fromkeys(name for track in tracks for name in track["forecasters"]):
        cells = [cell for track in tracks for cell in _forecaster(track["forecasters"].get(name))]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield "| Aim | Wanted | Measured | | Where a miss comes from |"
    yield "|---|---|---|---|---|"
    for track in tracks:
        for aim in track["aims"]:
            verdict = aim["verdict"]
            shown = f"**{verdict}**" if verdict == AimVerdict.MISSED else verdict
            measured = _with_error(aim["measured"], aim["error"])
            start = f"| {track['title']}: {aim['aim']} | {aim['wanted']} | {measured} | {shown} | "
            yield f"{start}{aim['cause'] or ''} |"
    yield ""
    yield f"| Independent object | n | {' | '.join(titles)} |"
    yield "|---" * (2 + len(tracks)) + "|"
    ratios = [
        {each["object"]: each["crps_over_pool"]["model"] for each in track["objects"]}
        for track in tracks
    ]
    for each in tracks[-1]["objects"]:
        cells = " | ".join(_short(found.get(each["object"])) for found in ratios)
        yield f"| {each['title']} | {each['points']} | {cells} |"
    yield ""


def _forecaster(found: dict[str, Any] | None) -> tuple[str, str, str]:
    """Return the cells of one forecaster on one track."""
    if found is None:
        return ("-", "-", "-")
    prices, share = found["prices"], found["coverage"]["share"]
    return (
        _with_error(found["crps_over_pool"], found["error"]),
        _with_error(prices["crps_over_pool"], prices["error"]),
        "-" if share is None else f"{share:.0%}",
    )


def _with_error(value: float | None, error: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if error is None else f"{value:.2f} ± {error:.2f}"


def _row(score: dict[str, Any]) -> str:
    crps = score["crps"]
    rivals = " | ".join(
        _short(crps.get(name)) for name in ("model", "persistence", "no effect", "strict Leontief")
    )
    observed, median = _short(score["observed"]), _short(score["median"])
    start = f"| `{score['series']}`, {score['unit']} | {score['n']} | {observed} | {median} | "
    return f"{start}{rivals} | {score['coverage']:.0%} | {_short(score['fit'])} |"


def _missed(scores: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the series of which the 90 % interval covers less than half of the observations."""
    missed = [score for score in scores if score["coverage"] < HALF]
    if missed:
        yield "Missed: the 90 % interval covers less than half of the observations."
        yield ""
    for score in missed:
        side = "above" if score["observed"] > score["median"] else "below"
        observed, median = _short(score["observed"]), _short(score["median"])
        points = f"{score['n']} {'point' if score['n'] == 1 else 'points'}"
        yield (
            f"- `{score['series']}`: observed {observed} {score['unit']}, {side} the median "
            f"{median}; {points}, {score['coverage']:.0%} covered."
        )


def published(contest: Contest, futures: int) -> Iterator[str]:
    """Yield the table of published results."""
    given = published_results(contest)
    results = verify(given, contest, (), EpisodeRuns(contest, given.series, futures))
    answer = verify_content(results, contest.ledger)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer["counts"].items())
    yield from ("", *ABOUT_PUBLISHED_RESULTS)
    yield ""
    yield f"{len(answer['results'])} results: {counts}."
    yield ""
    yield "| Row | Result | Published | Range | Computed (5 to 95 %) | Verdict |"
    yield "|---|---|---|---|---|---|"
    for each in answer["results"]:
        why = ". ".join(part for part in (each["note"], each["because"]) if part)
        because = f": {why}" if why else ""
        span = "" if each["low"] is None else f"{_short(each['low'])} to {_short(each['high'])}"
        computed = _short(each["computed"])
        if each["computed_low"] is not None or each["computed_high"] is not None:
            computed += f" ({_short(each['computed_low'])} to {_short(each['computed_high'])})"
        title = f"{each['title']}<br>`{each['key']}`"
        start = f"| {each['row']} | {title} | {_short(each['published'])} | {span} | "
        yield f"{start}{computed} | {each['verdict']}{because} |"
    yield ""


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004


if __name__ == "__main__":
    sys.exit(main())
