"""Two parts of the page "What this model can and cannot say": the backtest and published results.

`python -m pipeline.say_scores` runs `outlast backtest` for the days that a freeze is offered on and
`outlast verify`, and writes between the marks of docs/can-and-cannot-say.md; every word about the
model's success is made from their output.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from outlast.scenario.load import Parts
from outlast.truth.backtest.export import told
from outlast.truth.backtest.scorecard import Asked, backtest, shipped_parts
from outlast.truth.verify.report import told as told_results
from outlast.truth.verify.report import verify
from pipeline.say import PAGE

FREEZES: Final = (date(2025, 6, 30), date(2024, 12, 2))
"""The days whose tables stand on the page."""

HEAD: Final = (
    *("Series", "n", "Observed", "Median", "CRPS", "Persistence", "No effect", "Leontief"),
    *("Held", "Fit"),
)

OF_THE_BACKTEST: Final = (
    "Made by `python -m pipeline.say_scores` from `outlast backtest`. A forecast knows what",
    "had been published on its day; three rivals stand beside it: what persists, the same run",
    "with no measure in force, and one in which a rule stops all that it names and nothing",
    "takes its place. Less is better in CRPS; *held* is the share of observations in the 90 %",
    "interval; *fit* is the model over what was observed before the day. Nothing here was",
    "fitted to what followed: what is missed is written down and left.",
)

OF_THE_RESULTS: Final = (
    "Made by `python -m pipeline.say_scores` from `outlast verify`. A closed form must hold.",
    "For an episode the middle future must lie in the range; the model was made with most of",
    "these episodes at hand, so agreement is consistency and no more.",
)

HALF: Final = 0.5
"""The share of observations that a 90 % interval has to hold, lest the series counts as missed."""


def main() -> int:
    """Write the two parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--futures", type=int, default=256)
    futures: int = parser.parse_args().futures
    parts = shipped_parts()
    text = PAGE.read_text(encoding="utf-8")
    for key, lines in (
        ("backtest", backtests(parts, futures)),
        ("verify", published(parts, futures)),
    ):
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
        raise ValueError(f"{PAGE.name} has no marks of {key}: say python -m pipeline.say first.")
    return f"{before}{opening}{body}{closing}{after}"


def backtests(parts: Parts, futures: int) -> Iterator[str]:
    """Yield the tables of frozen forecasts, and what they missed."""
    yield from ("", *OF_THE_BACKTEST)
    for day in FREEZES:
        answer = told(backtest(Asked(day, futures=futures), parts))
        yield ""
        yield f"### Frozen on {day}"
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


def _row(score: dict[str, Any]) -> str:
    crps = score["crps"]
    rivals = " | ".join(
        _short(crps.get(name)) for name in ("model", "persistence", "no effect", "strict Leontief")
    )
    seen, median = _short(score["observed"]), _short(score["median"])
    start = f"| `{score['series']}`, {score['unit']} | {score['n']} | {seen} | {median} | "
    return f"{start}{rivals} | {score['coverage']:.0%} | {_short(score['fit'])} |"


def _missed(scores: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the series whose observations fell outside the 90 % interval more often than not."""
    missed = [score for score in scores if score["coverage"] < HALF]
    if missed:
        yield "Missed, the 90 % interval holding less than half of what was observed:"
        yield ""
    for score in missed:
        side = "above" if score["observed"] > score["median"] else "under"
        seen, median = _short(score["observed"]), _short(score["median"])
        told_ = (
            f"- `{score['series']}`: observed {seen} {score['unit']}, {side} the median {median}"
        )
        yield f"{told_}; {score['n']} points, {score['coverage']:.0%} held."


def published(parts: Parts, futures: int) -> Iterator[str]:
    """Yield the table of published results."""
    answer = told_results(verify(futures=futures, parts=parts), parts)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer["counts"].items())
    yield from ("", *OF_THE_RESULTS)
    yield ""
    yield f"{len(answer['results'])} results: {counts}."
    yield ""
    yield "| Row | Result | Published | Range | Ours (5 to 95 %) | Verdict |"
    yield "|---|---|---|---|---|---|"
    for each in answer["results"]:
        because = f": {each['because']}" if each["because"] else ""
        span = "" if each["low"] is None else f"{_short(each['low'])} to {_short(each['high'])}"
        ours = _short(each["computed"])
        if each["computed_low"] is not None or each["computed_high"] is not None:
            ours += f" ({_short(each['computed_low'])} to {_short(each['computed_high'])})"
        title = f"{each['title']}<br>`{each['key']}`"
        start = f"| {each['row']} | {title} | {_short(each['published'])} | {span} | "
        yield f"{start}{ours} | {each['verdict']}{because} |"
    yield ""


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004


if __name__ == "__main__":
    sys.exit(main())
