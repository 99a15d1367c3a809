"""The scorecard of a backtest: freeze, forecast, and score against the later observations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.task_executor import TaskExecutor
from outlast.errors import InputError
from outlast.scenario.clock import DAYS_A_WEEK
from outlast.scenario.contest import Contest
from outlast.truth.backtest.central import MODEL
from outlast.truth.backtest.forecast import (
    FORECASTERS,
    Forecasts,
    ForecastSettings,
    SeriesForecast,
    forecast,
)
from outlast.truth.backtest.freeze import frozen
from outlast.truth.backtest.load import load_backtest
from outlast.truth.backtest.observations import ObservedPoint, ledger_points, read_points
from outlast.truth.backtest.periods import months_after
from outlast.truth.backtest.series import Backtest
from outlast.truth.backtest.tracks import Track
from outlast.truth.scores import brier, covers, crps, interval, interval_score

FUTURES: Final = 256
"""Default number of futures of a forecast."""


@dataclass(frozen=True)
class PointScore:
    """The scores of the forecasts of one observation."""

    observed: ObservedPoint

    low: float
    """The lower end of the model's 90 % interval."""

    median: float
    """The model's median."""

    high: float
    """The upper end of the model's 90 % interval."""

    crps: Mapping[str, float]
    """The CRPS, by forecaster."""

    interval: Mapping[str, float]
    """The interval score at 90 %, by forecaster."""

    covered: bool
    """Whether the model's 90 % interval contains the observation."""

    covered_by: Mapping[str, bool]
    """The same by forecaster."""

    inside: bool
    """Whether the observation lies within the range of the model's futures without noise."""

    brier: Mapping[str, float]
    """The Brier score, by forecaster: of the event, or of a rise above the persistence forecast."""


@dataclass(frozen=True)
class SeriesScore:
    """The scores of the forecasts of one series."""

    key: str
    unit: str
    points: tuple[PointScore, ...]

    known: int
    """The number of known points on which the forecast rests."""

    pseudo: int
    """The number of these that are at hand only in a later vintage."""

    share: float
    """The series as a share of the flow in the model, median."""

    fit: float | None
    """The model's median over the observations, both summed over the known points."""

    kind: str
    """The kind of the series: flow, price or event."""

    forbidden: bool
    """Whether a rule in force on the day refuses nearly all of the flow."""

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
        """Return 1 minus the model's CRPS over a rival's: above 0 the model is better."""
        ours, theirs = self.crps.get(MODEL), self.crps.get(rival)
        return None if ours is None or not theirs else 1.0 - ours / theirs


@dataclass(frozen=True)
class Scorecard:
    """A backtest in full: the forecasts and their scores."""

    forecasts: Forecasts
    declared: Backtest
    track: Track

    file: str
    """The file of observations, empty for those of the ledger."""

    scores: tuple[SeriesScore, ...]

    unscored: tuple[str, ...]
    """The forecast series without a later observation."""

    @property
    def until(self) -> date:
        """The day until which observations are scored."""
        return months_after(self.forecasts.freeze.day, self.forecasts.settings.months)


@dataclass(frozen=True)
class BacktestRequest:
    """The day, length and size of a backtest; the declaration has the defaults."""

    day: date | None = None
    """The day of the freeze."""

    months: int | None = None
    """The length of the forecast, months."""

    futures: int = FUTURES
    seed: int = 1

    file: Path | None = None
    """A file of observations to score instead of those of the ledger."""

    track: Track = Track.NOTHING_KNOWN
    """Whether the later record of rules is given."""


def backtest(
    request: BacktestRequest,
    contest: Contest,
    should_cancel: Callable[[], bool] = never_cancel,
    executor: TaskExecutor | None = None,
) -> Scorecard:
    """Return the scores of a forecast frozen on a day.

    Args:
        request: The day, length and size.
        contest: The contest.
        should_cancel: Called between pieces of a run; True ends it.
        executor: The place where the futures are computed, instead of this process.

    Raises:
        InputError: The contest declares no backtest, the request cannot be met, or a run was
            cancelled.
        RunError: A future failed its audit.
    """
    declared = load_backtest(contest.layers, contest.ledger, contest.world.world)
    day = request.day or declared.freezes[0]
    months = request.months or declared.months
    _check_day(day, contest)
    until = months_after(day, months)
    # Observations are read before the run: a wrong row is reported at once.
    observed = (
        ledger_points(declared, contest.ledger, (day, until))
        if request.file is None
        else read_points(request.file, declared, contest.ledger.units, (day, until))
    )
    rules_until = until if request.track is Track.RULES_KNOWN else day
    forecasts = forecast(
        frozen(contest, day, weeks_to(day, until), declared.lag, rules_until),
        declared,
        ForecastSettings(months, request.futures, request.seed),
        should_cancel,
        executor,
    )
    scores, unscored = _scores(forecasts, declared, observed)
    file = str(request.file or "")
    return Scorecard(forecasts, declared, request.track, file, scores, unscored)


def both_tracks(
    request: BacktestRequest,
    contest: Contest,
    should_cancel: Callable[[], bool] = never_cancel,
    executor: TaskExecutor | None = None,
) -> tuple[Scorecard, ...]:
    """Return the scores on every track, on the same draws; see `backtest`."""
    asked = (replace(request, track=track) for track in Track)
    return tuple(backtest(each, contest, should_cancel, executor) for each in asked)


def weeks_to(day: date, until: date) -> int:
    """Return the weeks that a run takes from a day to the end of another."""
    return ceil(((until - day).days + 1) / DAYS_A_WEEK) + 1


def _check_day(day: date, contest: Contest) -> None:
    start = contest.world.world.start
    if day <= start:
        raise InputError.of(
            f"the freeze, {day}, must lie after the first day of the world, {start}."
        )
    last = max(source.published for source in contest.ledger.sources.values())
    if day > last:
        raise InputError.of(f"the freeze, {day}, lies after the newest source, {last}.")


def _scores(
    forecasts: Forecasts, declared: Backtest, observed: Sequence[ObservedPoint]
) -> tuple[tuple[SeriesScore, ...], tuple[str, ...]]:
    """Return the score of each series, and the series without an observation."""
    by_key: dict[str, list[ObservedPoint]] = {}
    for each in sorted(observed, key=lambda each: each.period.first):
        by_key.setdefault(each.key, []).append(each)
    scores = tuple(
        SeriesScore(
            key,
            declared.series[key].unit,
            tuple(_point_score(each, made) for each in by_key[key]),
            len(made.history.points),
            made.history.pseudo,
            made.share,
            made.fit,
            declared.series[key].kind,
            made.forbidden,
        )
        for key, made in forecasts.series.items()
        if key in by_key
    )
    unscored = tuple(key for key in forecasts.series if key not in by_key)
    return scores, unscored


def _point_score(observed: ObservedPoint, made: SeriesForecast) -> PointScore:
    """Return the scores of the forecasts of an observation."""
    row = [each.name for each in made.periods].index(observed.period.name)
    futures = {
        name: made.by_forecaster[name][row] for name in FORECASTERS if name in made.by_forecaster
    }
    low, high = interval(futures[MODEL])
    bare, value = made.undressed[row], observed.value
    return PointScore(
        observed=observed,
        low=low,
        median=float(np.median(futures[MODEL])),
        high=high,
        crps={name: crps(each, observed.value) for name, each in futures.items()},
        interval={name: interval_score(each, observed.value) for name, each in futures.items()},
        covered=covers(futures[MODEL], observed.value),
        covered_by={name: covers(each, observed.value) for name, each in futures.items()},
        inside=bool(bare.min() <= value <= bare.max()),
        brier=_brier_scores(observed.value, made, futures),
    )


def _brier_scores(
    value: float, made: SeriesForecast, futures: Mapping[str, Reals]
) -> dict[str, float]:
    """Return the Brier scores of the event, or of a rise above the persistence forecast."""
    limit = 0.5 if made.series.event is not None else made.history.level
    if limit is None:
        return {}
    return {
        name: brier(float(np.mean(each > limit)), happened=value > limit)
        for name, each in futures.items()
    }


def _means(scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = [name for name in FORECASTERS if any(name in each for each in scores)]
    return {name: float(np.mean([each[name] for each in scores if name in each])) for name in names}
