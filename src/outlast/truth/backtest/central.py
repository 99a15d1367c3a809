"""The central paths of a series, before noise and drift: a flow, a stock, a price or an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts.period import span
from outlast.lower import Lowered
from outlast.scenario.load import Situation
from outlast.truth.backtest.drift import LeadErrors
from outlast.truth.backtest.flows import steps_of
from outlast.truth.backtest.forecast_runs import ForecastRun
from outlast.truth.backtest.history import KnownHistory
from outlast.truth.backtest.periods import Frequency, SeriesPeriod, period_number, period_of
from outlast.truth.backtest.series import EventSeries, ForecastSeries, PriceSeries

MODEL: Final = "model"
NO_EFFECT: Final = "no effect"
STRICT: Final = "strict Leontief"
"""The names of the three runs: with all rules, without measures, and without substitution."""

NEGLIGIBLE: Final = 1e-6
"""A flow below this share of the largest known point counts as zero, as statistics round it."""


@dataclass(frozen=True)
class CentralPaths:
    """The paths of a series in each run, before noise and drift."""

    by_run: dict[str, Reals]
    """Name of the run to its paths: [period, future]."""

    errors: Mapping[str, LeadErrors] = field(default_factory=dict[str, LeadErrors])
    """The errors of each run on known points, by lead since the anchor; if empty, those of
    persistence stand for them."""

    anchor: int | None = None
    """The number of the period in which the runs were last set to observations; the period of the
    last known point if absent."""

    share: float = 1.0
    """The series as a share of the flow in the model, median over futures."""

    fit: float | None = None
    """The model's median over the observations, both summed over the known points."""


@dataclass(frozen=True)
class FrozenRuns:
    """The three runs of a frozen situation on the same draws."""

    situation: Situation
    lowered: Lowered

    runs: Mapping[str, ForecastRun]
    """The runs, by name."""

    sums: Mapping[str, Mapping[tuple[str, str], Reals]]
    """The flows of each run, by series and period: [future]."""


def negligible(history: KnownHistory) -> float:
    """Return the value below which a flow counts as zero."""
    return NEGLIGIBLE * max(history.points.values(), default=0.0)


def central_paths(
    key: str,
    series: ForecastSeries,
    periods: Sequence[SeriesPeriod],
    history: KnownHistory,
    frozen: FrozenRuns,
) -> CentralPaths | str:
    """Return the paths of a series in later periods, or the reason why there are none."""
    if series.flow is not None:
        if series.flow.cumulative:
            return _stock(key, series, periods, history, frozen)
        return _flow(key, series, periods, history, frozen)
    if series.price is not None:
        return _price(series.price, periods, history, frozen)
    if series.event is not None:
        return _event(series.event, periods, frozen)
    raise ValueError("a series is a flow, a price or an event.")


def _flow(
    key: str,
    series: ForecastSeries,
    periods: Sequence[SeriesPeriod],
    history: KnownHistory,
    frozen: FrozenRuns,
) -> CentralPaths | str:
    """Return a flow as a share of the flow in the model.

    The share is the observed flow over the flow in the model, future by future, in the known months
    that no rule had touched.
    """
    share = np.ones(next(iter(frozen.runs.values())).tally.shape[1])
    model = frozen.sums[MODEL]
    anchor = period_of(series.every, frozen.situation.clock.common_start).name
    if series.share_until is not None:
        names = [name for name in history.points if span(name)[1] < series.share_until]
        if not names:
            return "no point from before the first rule was known, so its share is unknown."
        moved = np.sum([model[key, name] for name in names], axis=0)
        observed = sum(history.points[name] for name in names)
        if np.median(moved) <= 0.0:
            return "the model has no such flow before the first rule."
        share = observed / np.maximum(moved, 1e-3 * np.median(moved))
        anchor = names[-1]
    by_run = {
        name: np.array([share * sums[key, each.name] for each in periods])
        for name, sums in frozen.sums.items()
    }
    observed = sum(history.points.values())
    moved = np.sum([share * model[key, name] for name in history.points], axis=0)
    fit = float(np.median(moved)) / observed if observed > 0.0 else None
    since = period_number(series.every, anchor)
    errors = {
        name: _flow_errors(
            {each: float(np.median(share * sums[key, each])) for each in history.points},
            history,
            series.every,
            since,
        )
        for name, sums in frozen.sums.items()
    }
    return CentralPaths(by_run, errors, since, float(np.median(share)), fit)


def _flow_errors(
    forecast: Mapping[str, float], history: KnownHistory, frequency: Frequency, since: int
) -> LeadErrors:
    """Return the errors of a run on known points after the period to which it was set."""
    least = negligible(history)
    return [
        (period_number(frequency, name) - since, float(np.log(value / forecast[name])))
        for name, value in history.points.items()
        if period_number(frequency, name) > since and min(value, forecast[name]) > least
    ]


def _stock(
    key: str,
    series: ForecastSeries,
    periods: Sequence[SeriesPeriod],
    history: KnownHistory,
    frozen: FrozenRuns,
) -> CentralPaths | str:
    """Return a stock that never retires anything: its last known level and every flow since."""
    last = history.last
    if last is None:
        return "no level of it was known."
    model = frozen.sums[MODEL]
    since = sorted(
        {name for k, name in model if k == key and span(name)[0] > span(last)[1]}, key=span
    )
    by_run = {
        name: np.array(
            [
                history.points[last]
                + np.sum([sums[key, n] for n in since if span(n)[1] <= each.last], axis=0)
                for each in periods
            ]
        )
        for name, sums in frozen.sums.items()
    }
    errors = {
        name: [
            (
                period_number(series.every, after) - period_number(series.every, before),
                float(np.log(history.points[after] / (history.points[before] + moved))),
            )
            for before, after in pairwise(history.points)
            if (moved := _median_flow(key, sums, before, after)) is not None
        ]
        for name, sums in frozen.sums.items()
    }
    return CentralPaths(by_run, errors)


def _median_flow(
    key: str, sums: Mapping[tuple[str, str], Reals], before: str, after: str
) -> float | None:
    """Return the median flow after one period up to the end of another, if it was tallied."""
    names = [
        name
        for k, name in sums
        if k == key and span(before)[1] < span(name)[0] and span(name)[1] <= span(after)[1]
    ]
    return float(np.median(np.sum([sums[key, name] for name in names], axis=0))) if names else None


def _price(
    price: PriceSeries,
    periods: Sequence[SeriesPeriod],
    history: KnownHistory,
    frozen: FrozenRuns,
) -> CentralPaths | str:
    """Return a price: its known level times the rise of the market's index since the freeze.

    If no level was known, the price is the index alone, 1 on the date.
    """
    plan, names = frozen.lowered.plan, frozen.lowered.names
    site = frozen.situation.world.site_of(price.market, price.good)
    if site is None or site not in names.sites:
        return "no site of the world buys it on this day."
    row = names.sites.index(site)
    level = 1.0 if history.level is None else history.level
    by_run: dict[str, Reals] = {}
    for name, run in frozen.runs.items():
        path, on_date = (
            (run.spot[row], run.spot_date[row])
            if price.of == "spot"
            else (run.contract[row], run.contract_date[row])
        )
        means: list[Reals] = []
        for each in periods:
            first, last = steps_of(each, frozen.situation, plan.steps)
            begin = max(0, first - plan.start)
            means.append(path[begin : last - plan.start + 1].mean(axis=0))
        shape = (len(periods), len(on_date))  # a year may end after the forecast: no periods
        by_run[name] = level * np.array(means).reshape(shape) / on_date
    return CentralPaths(by_run)


def _event(
    event: EventSeries, periods: Sequence[SeriesPeriod], frozen: FrozenRuns
) -> CentralPaths | str:
    """Return 1 if the event has happened by the end of a period, else 0."""
    services = frozen.lowered.names.services
    if event.first_stop not in services:
        return "the world has no such service on this day."
    row = services.index(event.first_stop)
    clock = frozen.situation.clock
    by_run = {
        name: np.array(
            [run.first_stop[row] < clock.weeks(each.after) for each in periods], np.float64
        )
        for name, run in frozen.runs.items()
    }
    return CentralPaths(by_run)
