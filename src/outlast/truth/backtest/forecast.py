"""A forecast from a freeze: every series in every later period, by the model and its rivals.

The rivals are *persistence*, the mean of the last known points; *damped trend*, which carries on
the last trend and lets it fade; *no effect*, the same run without measures; and *strict Leontief*,
the same run in which a rule stops every good that it names and nothing replaces it. All carry the
noise of single points, and each has the drift that its own errors on known points suggest; a damped
trend has that of persistence. The *pool* holds the futures of all four rivals: it is the reference,
fixed beforehand. *With layer* is the model under the forecast layer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.processors import processors
from outlast.ensemble.task_executor import TaskExecutor
from outlast.facts.period import span
from outlast.lower import Lowered, lower
from outlast.truth.backtest.central import (
    MODEL,
    NO_EFFECT,
    STRICT,
    CentralPaths,
    FrozenRuns,
    central_paths,
    negligible,
)
from outlast.truth.backtest.damped_trend import damped_trend
from outlast.truth.backtest.drift import drift_factors, drift_per_period, persistence_errors
from outlast.truth.backtest.flows import TalliedFlows, tallied_flows
from outlast.truth.backtest.forbidden import is_forbidden
from outlast.truth.backtest.forecast_layer import LayeredSeries, layered
from outlast.truth.backtest.forecast_runs import without_measures, without_substitution
from outlast.truth.backtest.freeze import Freeze
from outlast.truth.backtest.history import KnownHistory, known_history, noise_factors
from outlast.truth.backtest.periods import (
    SeriesPeriod,
    months_after,
    period_number,
    periods_from,
)
from outlast.truth.backtest.rival_runs import RivalDice, rival_runs
from outlast.truth.backtest.series import Backtest, ForecastSeries, LayerNumbers

PERSISTENCE: Final = "persistence"
DAMPED_TREND: Final = "damped trend"
POOL: Final = "pool"
LAYER: Final = "with layer"
RIVALS: Final = (PERSISTENCE, DAMPED_TREND, NO_EFFECT, STRICT)
"""The members of the pool, fixed beforehand, with equal weights."""

RIVAL_DRAWS: Final = {MODEL: None, NO_EFFECT: without_measures, STRICT: without_substitution}
"""The change of the draws in each run, by forecaster; none for the model's own."""

FORECASTERS: Final = (MODEL, LAYER, POOL, *RIVALS)
"""The forecasters, in the order of tables."""


@dataclass(frozen=True)
class SeriesForecast:
    """The forecasts of one series, and the history behind them."""

    series: ForecastSeries
    periods: tuple[SeriesPeriod, ...]

    by_forecaster: Mapping[str, Reals]
    """Forecaster to its futures: [period, future]."""

    history: KnownHistory

    share: float
    """The series as a share of the flow in the model, median; 1 where it is the flow itself."""

    fit: float | None
    """The model's median over the observations, both summed over the known points."""

    undressed: Reals
    """The model's futures without noise and drift: [period, future]."""

    dressing: Reals
    """The noise and drift of the model's futures, factors: [period, future]."""

    given: LayeredSeries | None
    """All that the forecast layer reads; none for an event, or where nothing was known."""

    base: Reals = field(default_factory=lambda: np.zeros(0))
    """The base flow of each period, in the unit of the series; 0 for a price or an event."""

    forbidden: bool = False
    """Whether a rule in force on the day refuses nearly all of the flow."""


@dataclass(frozen=True)
class ForecastSettings:
    """The length and size of a forecast."""

    months: int
    futures: int
    seed: int = 1
    threads: int = field(default_factory=processors)
    """Threads; the futures are the same for any number."""


@dataclass(frozen=True)
class Forecasts:
    """The forecasts from a freeze."""

    freeze: Freeze
    settings: ForecastSettings

    series: Mapping[str, SeriesForecast]
    """The series that can be forecast, by key."""

    not_forecast: Mapping[str, str]
    """The series that cannot be forecast, each with the reason."""


def forecast(
    freeze: Freeze,
    declared: Backtest,
    settings: ForecastSettings,
    should_cancel: Callable[[], bool] = never_cancel,
    executor: TaskExecutor | None = None,
) -> Forecasts:
    """Return the forecast of every series from the day of a freeze.

    Args:
        freeze: The frozen situation.
        declared: The series to forecast.
        settings: The length and size.
        should_cancel: Called between pieces of a run; True ends it.
        executor: The place where the futures are computed, instead of this process.

    Raises:
        InputError: A run was cancelled.
        RunError: A future failed its audit.
    """
    ledger = freeze.situation.ledger
    histories = {
        key: known_history(
            each, ledger.observed.get(key, ()), freeze.day, declared.recent, ledger.units
        )
        for key, each in declared.series.items()
    }
    start, until = freeze.situation.clock.common_start, months_after(freeze.day, settings.months)
    periods = {
        key: _periods(each, histories[key], start, until) for key, each in declared.series.items()
    }
    lowered = lower(freeze.situation)
    flows = tallied_flows(lowered, freeze.situation, declared.series, periods)
    frozen = _frozen_runs(freeze, lowered, flows, settings, (should_cancel, executor))
    forecasts: dict[str, SeriesForecast] = {}
    not_forecast = dict(flows.impossible)
    for key, each in declared.series.items():
        if key in not_forecast:
            continue
        later = tuple(period for period in periods[key] if period.first > freeze.day)
        history = histories[key]
        paths = central_paths(key, each, later, history, frozen)
        if isinstance(paths, str):
            not_forecast[key] = paths
            continue
        made = _Spread(key, each, history, declared.recent, settings).series_forecast(
            later, paths, declared.layer
        )
        base, rows = flows.base(key), flows.routes.get(key, ())
        forecasts[key] = replace(
            made,
            base=np.array([paths.share * base.get(period.name, 0.0) for period in later]),
            forbidden=is_forbidden(lowered, rows),
        )
    return Forecasts(freeze, settings, forecasts, not_forecast)


def _periods(
    series: ForecastSeries, history: KnownHistory, start: date, until: date
) -> tuple[SeriesPeriod, ...]:
    """Return the periods of known points before the common start, and all periods from it on."""
    running = periods_from(series.every, start, until)
    names = {each.name for each in running}
    before = [SeriesPeriod(name, *span(name)) for name in history.points if name not in names]
    return (*(each for each in before if each.last < start), *running)


def _frozen_runs(
    freeze: Freeze,
    lowered: Lowered,
    flows: TalliedFlows,
    settings: ForecastSettings,
    how: tuple[Callable[[], bool], TaskExecutor | None],
) -> FrozenRuns:
    """Run the frozen situation and its two rivals on the same draws."""
    plan = flows.plan._replace(paired=0)
    dice = RivalDice(replace(lowered, plan=plan), settings.futures, settings.seed)
    runs = rival_runs(dice, RIVAL_DRAWS, settings.threads, *how)
    sums = {name: flows.sums(each.tally) for name, each in runs.items()}
    return FrozenRuns(freeze.situation, lowered, runs, sums)


@dataclass(frozen=True)
class _Spread:
    """The noise and drift of the forecasts of one series."""

    key: str
    series: ForecastSeries
    history: KnownHistory
    recent: int
    settings: ForecastSettings

    def series_forecast(
        self,
        periods: tuple[SeriesPeriod, ...],
        paths: CentralPaths,
        layer: LayerNumbers | None,
    ) -> SeriesForecast:
        """Return the forecast of the series in later periods, with the layer if there is one."""
        by_forecaster, dressing = self.forecasts(periods, paths)
        given = self.layered_series(periods, paths, by_forecaster)
        if given is not None and layer is not None:
            by_forecaster[LAYER] = layered(given, layer)
        bare, share = paths.by_run[MODEL], paths.share
        return SeriesForecast(
            self.series,
            periods,
            by_forecaster,
            self.history,
            share,
            paths.fit,
            bare,
            dressing,
            given,
        )

    def forecasts(
        self, periods: Sequence[SeriesPeriod], paths: CentralPaths
    ) -> tuple[dict[str, Reals], Reals]:
        """Return the forecasts of all forecasters with noise and drift, and these of the model."""
        if self.series.event is not None or not periods:
            return dict(paths.by_run), np.ones_like(paths.by_run[MODEL])
        history, futures = self.history, self.settings.futures
        noise = np.array(
            [noise_factors(self.key, each.name, futures, history.noise) for each in periods]
        )
        numbers = [period_number(self.series.every, each.name) for each in periods]
        factors = {
            name: noise * drift_factors(self.key, [at - since for at in numbers], futures, drift)
            for name, (since, drift) in self._drifts(numbers[0], paths).items()
        }
        least = negligible(history)
        by_forecaster = {
            name: np.where(path < least, 0.0, path * factors[name])
            for name, path in paths.by_run.items()
        }
        if history.level is not None:
            lasting = factors[PERSISTENCE]
            by_forecaster[PERSISTENCE] = history.level * lasting
            names = [each.name for each in periods]
            level = damped_trend(history.points, self.series.every, names)
            path = np.full(len(names), history.level) if level is None else level
            by_forecaster[DAMPED_TREND] = path[:, None] * lasting
            by_forecaster[POOL] = np.hstack([by_forecaster[name] for name in RIVALS])
        made = {name: by_forecaster[name] for name in FORECASTERS if name in by_forecaster}
        return made, factors[MODEL]

    def layered_series(
        self,
        periods: Sequence[SeriesPeriod],
        paths: CentralPaths,
        by_forecaster: Mapping[str, Reals],
    ) -> LayeredSeries | None:
        """Return all that the forecast layer reads, or None where it has nothing to correct."""
        history, every = self.history, self.series.every
        if history.last is None or PERSISTENCE not in by_forecaster:
            return None
        last = period_number(every, history.last)
        leads = [every.months * (period_number(every, each.name) - last) for each in periods]
        return LayeredSeries(
            self.key,
            self.series,
            history.points,
            paths.errors.get(MODEL, ()),
            np.array(leads, np.float64),
            by_forecaster[MODEL],
            by_forecaster[PERSISTENCE],
        )

    def _drifts(self, first: int, paths: CentralPaths) -> dict[str, tuple[int, float]]:
        """Return the period from which each forecaster drifts, and its drift per period."""
        history, every, variance = self.history, self.series.every, self.history.noise**2
        last = first - 1 if history.last is None else period_number(every, history.last)
        longest = self.settings.months // every.months
        errors = persistence_errors(history.points, every, self.recent, longest)
        mean_variance = variance * (1.0 + 1.0 / self.recent)
        persistence = (last, drift_per_period(errors, mean_variance, every))
        drifts = {PERSISTENCE: persistence}
        for name in paths.by_run:
            own = paths.errors.get(name)
            since = last if paths.anchor is None else paths.anchor
            drifts[name] = (
                persistence if own is None else (since, drift_per_period(own, variance, every))
            )
        return drifts
