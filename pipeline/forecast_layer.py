"""The numbers of the forecast layer, chosen on rolling origins before the freeze.

`python -m pipeline.forecast_layer` forecasts from each origin with nothing known, keeps the
observations that had been published by the first declared freeze, tries every point of a grid, and
writes the best into backtest.yaml. Nothing after the freeze is read.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.contest import Contest
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.forecast import POOL
from outlast.truth.backtest.forecast_layer import layered
from outlast.truth.backtest.freeze import known_points
from outlast.truth.backtest.load import load_backtest
from outlast.truth.backtest.objects import TINY, mean_ratio, object_of, track_score
from outlast.truth.backtest.scorecard import BacktestRequest, Scorecard, backtest
from outlast.truth.backtest.series import LayerNumbers
from outlast.truth.scores import crps

FILE: Final = DEFAULT_CONTEST / "backtest.yaml"

ORIGINS: Final = (date(2023, 12, 31), date(2024, 4, 30), date(2024, 8, 31), date(2024, 12, 31))
"""The origins: at the last one, half a year of outcomes is known."""

GRID: Final = tuple(
    itertools.product((0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.5, 1.0), (0.0, 0.25, 0.5, 0.75, 1.0))
)
"""The shares of drift, anchor and pool that are tried."""

HEAD: Final = (
    "# The forecast layer, apart from the model: its numbers, and the freezes that chose them.\n"
    "# `python -m pipeline.forecast_layer` writes this part.\n"
)


@dataclass(frozen=True)
class Choice:
    """A point of the grid, with its CRPS over that of the pool on the rolling origins."""

    numbers: tuple[float, float, float]
    ratio: float
    error: float


def main() -> int:
    """Choose the numbers and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--futures", type=int, default=256)
    futures: int = parser.parse_args().futures
    contest = open_contest()
    declared = load_backtest(contest.layers, contest.ledger, contest.world.world)
    freeze = declared.freezes[0]
    known = replace(
        contest.ledger, observed=known_points(contest.ledger.observed, freeze, declared.lag)
    )
    cards = [_card(replace(contest, ledger=known), day, freeze, futures) for day in ORIGINS]
    best = choose(cards, freeze)
    _write(best, freeze)
    base = score_of((0.0, 0.0, 0.0), cards, freeze)
    print(f"without {base.ratio:.3f} ±{base.error:.3f}, with {best.ratio:.3f} ±{best.error:.3f}")
    return 0


def _card(contest: Contest, day: date, freeze: date, futures: int) -> Scorecard:
    """Return the forecast from an origin to the freeze."""
    months = 12 * (freeze.year - day.year) + freeze.month - day.month
    return backtest(BacktestRequest(day, months, futures), contest)


def choose(cards: Sequence[Scorecard], freeze: date) -> Choice:
    """Return the point of the grid with the lowest mean ratio; the first of several."""
    return min((score_of(each, cards, freeze) for each in GRID), key=lambda each: each.ratio)


def score_of(
    numbers: tuple[float, float, float], cards: Sequence[Scorecard], freeze: date
) -> Choice:
    """Return the score of a point of the grid over all origins."""
    drift, anchor, pool = numbers
    layer = LayerNumbers(drift=drift, anchor=anchor, pool=pool, origins=ORIGINS, until=freeze)
    by_object: dict[str, list[float]] = {}
    for card in cards:
        for key, ratio in _ratios(card, layer):
            by_object.setdefault(key, []).append(ratio)
    mean = mean_ratio([float(np.exp(np.mean(np.log(each)))) for each in by_object.values()])
    return Choice(numbers, mean.ratio, mean.error)


def _ratios(card: Scorecard, layer: LayerNumbers) -> Iterator[tuple[str, float]]:
    """Yield each series' object and its CRPS with the layer over that of the pool."""
    scored = {key for each in track_score(card).objects for key in each.series}
    for score in card.scores:
        made = card.forecasts.series[score.key]
        if score.key not in scored or made.given is None:
            continue
        futures = layered(made.given, layer)
        rows = {each.name: row for row, each in enumerate(made.periods)}
        ours = [crps(futures[rows[p.observed.period.name]], p.observed.value) for p in score.points]
        ratio = max(float(np.mean(ours)), TINY) / max(score.crps[POOL], TINY)
        yield object_of(score.key, card), float(np.clip(ratio, 0.1, 10.0))


def _write(best: Choice, freeze: date) -> None:
    """Write the numbers between the head and the next empty line of the declaration."""
    drift, anchor, pool = best.numbers
    origins = ", ".join(str(day) for day in ORIGINS)
    body = (
        f"{HEAD}layer:\n  drift: {drift}\n  anchor: {anchor}\n  pool: {pool}\n"
        f"  origins: [{origins}]\n  until: {freeze}\n"
    )
    text = FILE.read_text(encoding="utf-8")
    before, found, after = text.partition(HEAD)
    if found:
        text = before + body + after.partition("\n\n")[1] + after.partition("\n\n")[2]
    else:
        text = f"{text.rstrip()}\n\n{body}"
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
