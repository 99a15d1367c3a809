"""Episodes behind published results: one run of the engine each, which many results read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble import luck
from outlast.ensemble.processors import processors
from outlast.errors import InputError
from outlast.facts.period import span
from outlast.lower import Lowered, lower
from outlast.scenario.adjust import without_moves
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, load_scenario
from outlast.truth.backtest.flows import TalliedFlows, tallied_flows
from outlast.truth.backtest.forecast_runs import ForecastRun, run_forecast
from outlast.truth.backtest.periods import Frequency, periods_from
from outlast.truth.backtest.series import ForecastSeries
from outlast.truth.verify.computation import (
    EpisodeReading,
    FirstStop,
    FlowRatio,
    FlowSum,
    LearningRate,
    PriceRatio,
)
from outlast.truth.verify.load import episode_file

FUTURES: Final = 256
"""Default number of futures of an episode."""


@dataclass(frozen=True)
class Episode:
    """A run of a scenario from the common start to its end, with its flows by month."""

    situation: Situation
    lowered: Lowered
    flows: TalliedFlows
    run: ForecastRun

    sums: Mapping[tuple[str, str], Reals]
    """Flows by series and period: [future]."""

    @property
    def futures(self) -> int:
        """The number of futures."""
        return int(self.run.first_stop.shape[1])

    def flow(self, series: str, periods: Sequence[str]) -> Reals:
        """Return the flow of a series over months, quarters or years: [future]."""
        total = np.zeros(self.futures, np.float64)
        for each in periods:
            for name in self._months(series, each):
                total = total + self.sums[series, name]
        return total

    def base(self, series: str, periods: Sequence[str]) -> Reals:
        """Return the base flow of a series over periods of the same length: [future]."""
        names = {name for each in periods for name in self._months(series, each)}
        bases = [
            each.base
            for each in self.flows.flows
            if each.key == series and each.period.name in names
        ]
        return np.full(self.futures, float(sum(bases)), np.float64)

    def levels(self, service: str) -> Reals:
        """Return the least level of a service's lines since the common start: [step, future]."""
        lines = self.lowered.names.lines
        rows = [row for row, each in enumerate(lines) if each.service == service]
        return self.run.level[rows].min(axis=0)

    def _months(self, series: str, period: str) -> list[str]:
        """Return the names of a series' own periods within a period."""
        first, last = span(period)
        return [
            name
            for key, name in self.sums
            if key == series and span(name)[0] >= first and span(name)[1] <= last
        ]

    def price(self, form: PriceRatio, period: str) -> Reals:
        """Return the mean price over a day, month or year, base 1: [future]."""
        names, clock = self.lowered.names, self.situation.clock
        site = self.situation.world.site_of(form.market, form.good)
        row = names.sites.index(site or "")
        path = self.run.spot[row] if form.of == "spot" else self.run.contract[row]
        first, last = span(period)
        begin, end = (int(clock.weeks(day) / clock.step) for day in (first, last))
        return path[begin : end + 1].mean(axis=0)


def run_episode(
    name: str,
    contest: Contest,
    series: Mapping[str, ForecastSeries],
    futures: int,
    seed: int = 1,
) -> Episode:
    """Return the run of an episode, with its prices from the common start on.

    Args:
        name: The episode.
        contest: The contest.
        series: The flows to sum by month, by key.
        futures: The number of futures.
        seed: The seed of the draws.

    Raises:
        InputError: There is no such episode, or all problems of its scenario.
        RunError: A future failed its audit.
    """
    file = episode_file(contest.layers, name)
    if file is None:
        raise InputError.of(f'"{name}" is not an episode.')
    situation = without_moves(load_scenario(file, contest))
    lowered = lower(situation)
    start, end = situation.clock.common_start, situation.clock.end
    monthly = {
        key: each.model_copy(update={"every": Frequency.MONTH}) for key, each in series.items()
    }
    months = periods_from(Frequency.MONTH, start, end)
    flows = tallied_flows(lowered, situation, monthly, dict.fromkeys(monthly, months))
    plan = flows.plan._replace(paired=0, start=0, horizon=flows.plan.steps)
    points = luck(lowered.drawing.dimensions, range(futures), seed)
    draw = lowered.sample(points)
    run = run_forecast(plan, lowered.names, draw, seed, threads=processors())
    return Episode(situation, lowered, flows, run, flows.sums(run.tally))


class EpisodeRuns:
    """The episodes of a contest: each is run once, at the first reading."""

    def __init__(
        self, contest: Contest, series: Mapping[str, ForecastSeries], futures: int = FUTURES
    ) -> None:
        self._contest = contest
        self.series = series
        """The flows that are summed by month, by key."""
        self._futures = futures
        self._runs: dict[str, Episode] = {}

    def __getitem__(self, name: str) -> Episode:
        """Return an episode by its name.

        Raises:
            InputError: There is no such episode, or all problems of its scenario.
            RunError: A future failed its audit.
        """
        if name not in self._runs:
            self._runs[name] = run_episode(name, self._contest, self.series, self._futures)
        return self._runs[name]


def read_episode(form: EpisodeReading, episode: Episode) -> Reals:
    """Return the value of a computation in each future: [future]."""
    match form:
        case FlowRatio():
            return _flow_ratio(form, episode)
        case FlowSum():
            flows = [episode.flow(each, form.periods) for each in form.series]
            return form.start + np.sum(flows, axis=0)
        case PriceRatio():
            ratio = episode.price(form, form.period) / episode.price(form, form.over_period)
            return ratio - float(form.change)
        case FirstStop():
            return _weeks_to_first_stop(form, episode)
        case LearningRate():
            return _learning_rate(form, episode)


def _flow_ratio(form: FlowRatio, episode: Episode) -> Reals:
    above = episode.flow(form.series, form.periods)
    if form.over_series is not None:
        below = episode.flow(form.over_series, form.periods)
    elif not form.over_periods:
        below = episode.base(form.series, form.periods)
    elif form.over_largest:
        below = np.max([episode.flow(form.series, [each]) for each in form.over_periods], axis=0)
    else:
        below = episode.flow(form.series, form.over_periods)
    return above / np.maximum(below, 1e-12) - float(form.change)


def _weeks_to_first_stop(form: FirstStop, episode: Episode) -> Reals:
    """Return the weeks from a day to the first stop, infinite in a future without one."""
    clock = episode.situation.clock
    stop = episode.run.first_stop[episode.lowered.names.services.index(form.service)]
    return np.where(stop < clock.weeks(clock.end), stop - clock.weeks(form.since), np.inf)


def _learning_rate(form: LearningRate, episode: Episode) -> Reals:
    r"""Return $1 - 2^{-b}$ with $b = \log (y_2 / y_1) / \log (Q_2 / Q_1)$."""
    names, plan = episode.lowered.names, episode.lowered.plan
    made_before = float(plan.made0[names.learners.index(form.process)])
    start = episode.situation.clock.common_start
    totals = [
        made_before + _made(form.series, start, until, episode) for until in (form.first, form.last)
    ]
    rise = log2(form.yields[1] / form.yields[0])
    doublings = np.log2(np.maximum(totals[1] / totals[0], 1.0 + 1e-9))
    return 1.0 - 2.0 ** (-rise / doublings)


def _made(series: str, start: date, until: str, episode: Episode) -> Reals:
    """Return the flow of a series from the common start to the end of a month: [future]."""
    months = periods_from(Frequency.MONTH, start, span(until)[1])
    return episode.flow(series, [each.name for each in months])
