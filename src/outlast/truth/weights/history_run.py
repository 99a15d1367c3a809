"""The history of each future: its distance from every observation, and the events in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import ceil
from typing import Final

import numpy as np

from outlast.engine.arrays import Bools, Reals
from outlast.ensemble import luck
from outlast.lower import Lowered
from outlast.scenario.clock import Clock
from outlast.scenario.load import Situation
from outlast.truth.backtest.flows import steps_of, tallied_flows
from outlast.truth.backtest.forecast_runs import ForecastRun, run_forecast
from outlast.truth.backtest.periods import SeriesPeriod
from outlast.truth.weights.declared import NonEvent
from outlast.truth.weights.observed import ObservedTerm, TermSeries

TINY: Final = 1e-300
"""A positive number that keeps a logarithm finite; the floor of its series lies far above."""


@dataclass(frozen=True)
class FutureHistory:
    """The distances and events of some futures."""

    distance: Reals
    """Mean log ratio of observation to model: [future, term]."""

    happened: Reals
    """1 where an event of which nobody reported happened: [future, non-event and service]."""

    reported: Reals
    """The drawn probability that it would have been reported, likewise."""

    @classmethod
    def empty(cls, futures: int, terms: int, silences: int) -> "FutureHistory":
        """Return the place of histories, to be filled."""
        return cls(*(np.empty((futures, width)) for width in (terms, silences, silences)))

    def fill(self, futures: range, part: "FutureHistory") -> None:
        """Put the history of some futures in its place."""
        for each in fields(self):
            getattr(self, each.name)[futures.start : futures.stop] = getattr(part, each.name)


@dataclass(frozen=True)
class HistoryRequest:
    """A run of the history of futures up to the last known day."""

    situation: Situation
    terms: tuple[ObservedTerm, ...]
    non_events: Mapping[str, NonEvent]
    seed: int
    threads: int

    @property
    def silences(self) -> tuple[tuple[str, str], ...]:
        """Non-event and service of each silence, in order, where the world has the service."""
        services = self.situation.world.services
        return tuple(
            (key, service)
            for key, each in self.non_events.items()
            for service in each.services
            if service in services
        )


def run_history(
    request: HistoryRequest,
    lowered: Lowered,
    futures: range,
    should_cancel: Callable[[], bool],
) -> FutureHistory:
    """Return the history of futures, in single precision and without the paired run.

    Args:
        request: The scenario, its terms and its silences.
        lowered: The scenario as arrays.
        futures: The numbers of the futures.
        should_cancel: Called between pieces of the run; True ends it.

    Raises:
        RunError: A future failed its audit.
        InputError: The run was cancelled.
    """
    situation = request.situation
    clock = situation.clock
    steps = max(1, ceil(clock.weeks(situation.scenario.knows_until) / clock.step))
    steps = min(steps, lowered.plan.steps)
    rows = [each for term in request.terms for each in term.series if each.series.flow]
    flows = tallied_flows(
        replace(lowered, plan=lowered.plan._replace(steps=steps)),
        situation,
        {each.key: each.series for each in rows},
        {each.key: each.periods for each in rows},
    )
    plan = flows.plan._replace(paired=0, start=0, steps=steps, horizon=steps)
    draw = lowered.sample(luck(lowered.drawing.dimensions, futures, request.seed))
    run = run_forecast(
        plan,
        lowered.names,
        draw,
        request.seed,
        threads=request.threads,
        should_cancel=should_cancel,
        precision=np.float32,
        first=futures.start,
    )
    sums = flows.sums(run.tally)
    reader = _Reader(situation, replace(lowered, plan=plan), sums, run)
    silences = request.silences
    names = [f"reported:{key}:{service}" for key, service in silences]
    points = luck(names, futures, request.seed)
    ranges = [request.non_events[key].reported for key, _ in silences]
    low, high = (np.array([getattr(each, end) for each in ranges]) for end in ("low", "high"))
    happened = [
        event_happened(request.non_events[key], reader.levels(service), clock)
        for key, service in silences
    ]
    return FutureHistory(
        _columns([reader.distance(each) for each in request.terms], len(futures)),
        _columns([each.astype(np.float64) for each in happened], len(futures)),
        low + (high - low) * points if silences else np.zeros((len(futures), 0)),
    )


def _columns(columns: Sequence[Reals], futures: int) -> Reals:
    return np.stack(columns, axis=1) if columns else np.zeros((futures, 0))


def event_happened(event: NonEvent, levels: Reals, clock: Clock) -> Bools:
    """Return whether a service lay under the level of an event for as long as it says: [future].

    Args:
        event: The event.
        levels: The level of the service since the common start: [step, future].
        clock: The clock of the run, which begins at the common start.
    """
    first, after = (
        max(0, round(clock.weeks(day) / clock.step)) for day in (event.from_, event.until)
    )
    wanted = ceil(event.weeks / clock.step)
    run = np.zeros(levels.shape[1])
    longest = np.zeros(levels.shape[1])
    for level in levels[first:after]:
        run = np.where(level < event.level, run + 1, 0)
        longest = np.maximum(longest, run)
    return longest >= wanted


@dataclass(frozen=True)
class _Reader:
    """Reads series of the model from a run that begins at the common start."""

    situation: Situation
    lowered: Lowered
    sums: Mapping[tuple[str, str], Reals]
    """Flows by series and period: [future]."""

    run: ForecastRun

    def levels(self, service: str) -> Reals:
        """Return the least level of a service's lines: [step, future]."""
        rows = [row for row, each in enumerate(self.lowered.names.lines) if each.service == service]
        return self.run.level[rows].min(axis=0)

    def distance(self, term: ObservedTerm) -> Reals:
        """Return the mean log ratio of the observations of a term to the model: [future]."""
        return np.mean([self._distance(each) for each in term.series], axis=0)

    def _distance(self, each: TermSeries) -> Reals:
        model = self._model(each)
        ratio = _set_to(each, model)
        logs = [
            np.log(max(value, each.floor))
            - np.log(np.maximum(np.maximum(ratio * model[period], TINY), each.floor))
            for period, value in each.points.items()
        ]
        return np.mean(logs, axis=0)

    def _model(self, each: TermSeries) -> dict[SeriesPeriod, Reals]:
        """Return a series of the model in each of its periods."""
        if each.series.price is None:
            return {period: self.sums[each.key, period.name] for period in each.periods}
        price, plan, names = each.series.price, self.lowered.plan, self.lowered.names
        site = self.situation.world.site_of(price.market, price.good)
        row = names.sites.index(site or "")
        path = self.run.spot[row] if price.of == "spot" else self.run.contract[row]
        found: dict[SeriesPeriod, Reals] = {}
        for period in each.periods:
            first, last = steps_of(period, self.situation, plan.steps)
            found[period] = path[min(first, last) : last + 1].mean(axis=0)
        return found


def _set_to(each: TermSeries, model: Mapping[SeriesPeriod, Reals]) -> Reals:
    """Return the factor that sets the model to the points of reference: [future]."""
    some = next(iter(model.values()))
    if not each.reference:
        return np.ones_like(some)
    if each.series.price is not None:
        logs = [np.log(value) - np.log(model[at]) for at, value in each.reference.items()]
        return np.exp(np.mean(logs, axis=0))
    moved = np.sum([model[at] for at in each.reference], axis=0)
    least = max(1e-3 * float(np.median(moved)), TINY)
    return sum(each.reference.values()) / np.maximum(moved, least)


def can_be_read(each: TermSeries, lowered: Lowered, situation: Situation) -> bool:
    """Return whether the world carries a series: a route for a flow, a site for a price."""
    if each.series.price is None:
        periods = {each.key: each.periods}
        found = tallied_flows(lowered, situation, {each.key: each.series}, periods)
        return not found.impossible
    price = each.series.price
    return situation.world.site_of(price.market, price.good) in lowered.names.sites
