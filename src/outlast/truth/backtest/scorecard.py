"""The backtest: freeze, forecast what followed, and score it against three rivals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError, Problems
from outlast.reading import DATA
from outlast.scenario.load import Parts, load_parts
from outlast.truth.backtest.forecast import FORECASTERS, MODEL, Forecasts, How, Outlook, forecast
from outlast.truth.backtest.freeze import DAYS_A_WEEK, frozen
from outlast.truth.backtest.own_series import Seen, read_given, shipped
from outlast.truth.backtest.series import (
    FILE,
    Backtest,
    check_declared,
    load_declared,
    months_on,
)
from outlast.truth.scores import brier, covers, crps, interval, interval_score

FUTURES: Final = 256
"""Futures of a forecast unless asked otherwise."""


@dataclass(frozen=True)
class Point:
    """One observation, beside what was forecast of it."""

    seen: Seen
    low: float
    median: float
    high: float
    """The model's 90 % interval about its median."""

    crps: Mapping[str, float]
    """By forecaster."""

    interval: Mapping[str, float]
    """The interval score of 90 %, by forecaster."""

    covered: bool
    """Whether the model's 90 % interval holds the observation."""

    brier: Mapping[str, float]
    """Of the event that the value lies above what persisted, or of the event that the series is."""


@dataclass(frozen=True)
class Score:
    """All points of a series, or of several."""

    name: str
    unit: str
    points: tuple[Point, ...]
    known: int
    pseudo: int
    """Known points on which the forecast rests, and those of them of a later vintage."""

    share: float
    fit: float | None

    @property
    def crps(self) -> dict[str, float]:
        """The mean CRPS of each forecaster."""
        return _means([point.crps for point in self.points])

    @property
    def interval(self) -> dict[str, float]:
        """The mean interval score of each forecaster."""
        return _means([point.interval for point in self.points])

    @property
    def brier(self) -> dict[str, float]:
        """The mean Brier score of each forecaster."""
        return _means([point.brier for point in self.points])

    @property
    def coverage(self) -> float:
        """The share of observations within the model's 90 % interval."""
        return float(np.mean([point.covered for point in self.points]))

    def skill(self, rival: str) -> float | None:
        """Return one less the model's CRPS over a rival's: above 0 the model is the better."""
        ours, theirs = self.crps.get(MODEL), self.crps.get(rival)
        return None if ours is None or not theirs else 1.0 - ours / theirs


@dataclass(frozen=True)
class Scored:
    """A backtest in full."""

    forecasts: Forecasts
    given: str
    """The file of observations, empty for those shipped."""

    scores: tuple[Score, ...]
    """By series."""

    unscored: tuple[str, ...]
    """Series that were forecast and of which nothing later was observed."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a backtest; what is not said is as the declaration has it."""

    day: date | None = None
    """The day of the freeze."""

    months: int | None = None
    """Months that the forecast runs."""

    futures: int = FUTURES
    seed: int = 1
    file: Path | None = None
    """A file of observations to be scored in place of those shipped."""


def backtest(asked: Asked, parts: Parts | None = None) -> Scored:
    """Return the scores of a forecast frozen on a day.

    Args:
        asked: The day, the length and the size.
        parts: The data; those shipped if absent.

    Raises:
        InputError: What was given cannot be used.
        RunError: A future failed its audit.
    """
    declared = load_declared()
    parts = parts or shipped_parts()
    check_declared(FILE, parts.world.world)
    day = asked.day or declared.freezes[0]
    months = asked.months or declared.months
    _check(day, parts)
    until = months_on(day, months)
    # What is given is read before anything is run: a wrong row costs no waiting.
    seen = (
        shipped(declared, parts.ledger.observed, day, until)
        if asked.file is None
        else read_given(asked.file, declared, day, until)
    )
    made = forecast(
        frozen(parts, day, weeks_to(day, until), declared.lag),
        declared,
        How(months, asked.futures, asked.seed),
    )
    return Scored(made, str(asked.file or ""), *_scores(made, declared, seen))


def weeks_to(day: date, until: date) -> int:
    """Return the weeks that a run takes from a day to the end of another."""
    return ceil(((until - day).days + 1) / DAYS_A_WEEK) + 1


def shipped_parts() -> Parts:
    """Return everything that the shipped data hold."""
    problems = Problems()
    parts = load_parts(DATA, problems)
    problems.stop_if_any(InputError)
    if parts is None:
        raise InputError("the shipped data cannot be read.")
    return parts


def _check(day: date, parts: Parts) -> None:
    start = parts.world.world.start
    if day <= start:
        raise InputError(f"the freeze, {day}, does not lie after the world's first day, {start}.")
    last = max(source.published for source in parts.ledger.sources.values())
    if day > last:
        raise InputError(f"the freeze, {day}, lies after the newest source, of {last}.")


def _scores(
    made: Forecasts, declared: Backtest, seen: Sequence[Seen]
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    """Return the score of each series, and the series of which nothing was observed."""
    by_key: dict[str, list[Seen]] = {}
    for each in sorted(seen, key=lambda each: each.slot.first):
        by_key.setdefault(each.key, []).append(each)
    scores: list[Score] = []
    for key, outlook in made.outlooks.items():
        if key in by_key:
            points = tuple(_point(each, outlook) for each in by_key[key])
            unit = declared.series[key].unit
            then = outlook.known
            scores.append(
                Score(key, unit, points, len(then.points), then.pseudo, outlook.share, outlook.fit)
            )
    unscored = tuple(key for key in made.outlooks if key not in by_key)
    return tuple(scores), unscored


def _point(seen: Seen, outlook: Outlook) -> Point:
    """Return an observation beside what was forecast of it."""
    at = [each.name for each in outlook.slots].index(seen.slot.name)
    futures = {name: outlook.by[name][at] for name in FORECASTERS if name in outlook.by}
    low, high = interval(futures[MODEL])
    return Point(
        seen=seen,
        low=low,
        median=float(np.median(futures[MODEL])),
        high=high,
        crps={name: crps(each, seen.value) for name, each in futures.items()},
        interval={name: interval_score(each, seen.value) for name, each in futures.items()},
        covered=covers(futures[MODEL], seen.value),
        brier=_briers(seen, outlook, futures),
    )


def _briers(seen: Seen, outlook: Outlook, futures: Mapping[str, Reals]) -> dict[str, float]:
    """Return the Brier scores of the series' own event, or of a rise above what persisted."""
    if outlook.series.event is not None:
        limit = 0.5
    elif outlook.known.lasting is not None:
        limit = outlook.known.lasting
    else:
        return {}
    happened = seen.value > limit
    return {
        name: brier(float(np.mean(each > limit)), happened=happened)
        for name, each in futures.items()
    }


def _means(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = [name for name in FORECASTERS if any(name in each for each in found)]
    return {name: float(np.mean([each[name] for each in found if name in each])) for name in names}
