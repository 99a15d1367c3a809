"""A forecast from a freeze: every series in every later period, by the model and by three rivals.

Rivals: *persistence*, the mean of the last known points; *no effect*, the same run with no measure
in force; *strict Leontief*, the same run where a rule stops all that it names and nothing takes its
place. All four are dressed with the spread of single points, and each with the wandering of its
level that its own errors on what was known tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble import luck
from outlast.facts.period import span
from outlast.lower.lower import Lowered, lower
from outlast.scenario.load import Situation
from outlast.truth.backtest.flows import Flows, lay, steps_of
from outlast.truth.backtest.freeze import Freeze
from outlast.truth.backtest.known import Known, known, strayed
from outlast.truth.backtest.runs import Ran, run, without_measures, without_way_out
from outlast.truth.backtest.series import (
    Backtest,
    Event,
    Every,
    Price,
    Series,
    Slot,
    months_on,
    slot,
    slots,
)
from outlast.truth.backtest.wander import Errors, lasting_errors, number, walked, wander

MODEL: Final = "model"
PERSISTENCE: Final = "persistence"
NO_EFFECT: Final = "no effect"
STRICT: Final = "strict Leontief"
FORECASTERS: Final = (MODEL, PERSISTENCE, NO_EFFECT, STRICT)

NOTHING: Final = 1e-6
"""Share of the largest known point under which a flow is nothing: statistics round to nought."""


@dataclass(frozen=True)
class Outlook:
    """One series: what each forecaster says of each period, and on what that rests."""

    series: Series
    slots: tuple[Slot, ...]
    by: Mapping[str, Reals]
    """Forecaster to [period, future]."""

    known: Known
    share: float
    """The median share of the flow that the series is; 1 where it is the flow itself."""

    fit: float | None
    """The model's median over what was observed, both summed over the known points."""


@dataclass(frozen=True)
class How:
    """How a forecast is run."""

    months: int
    futures: int
    seed: int = 1
    threads: int = 2


@dataclass(frozen=True)
class Forecasts:
    """Every series that can be forecast from a freeze, and the others with their reason."""

    freeze: Freeze
    how: How
    outlooks: Mapping[str, Outlook]
    silent: Mapping[str, str]


@dataclass(frozen=True)
class Central:
    """What the runs say of a series before single points stray."""

    by: dict[str, Reals]
    """Run to [period, future]."""

    errors: Mapping[str, Errors] = field(default_factory=dict[str, Errors])
    """What each run erred by on what was known, by lead since the anchor; empty: as persistence."""

    anchor: int | None = None
    """The number of the period at which the runs were last set to the record; absent: the last
    known one."""

    share: float = 1.0
    fit: float | None = None


@dataclass(frozen=True)
class Dress:
    """What tells how far a forecast strays."""

    series: Series
    then: Known
    recent: int
    how: How


@dataclass(frozen=True)
class Desk:
    """What every forecast of a freeze is made from."""

    freeze: Freeze
    lowered: Lowered
    ran: Mapping[str, Ran]
    sums: Mapping[str, Mapping[tuple[str, str], Reals]]
    """The flows of each run, by series and period."""

    @property
    def situation(self) -> Situation:
        """The frozen situation."""
        return self.freeze.situation


def forecast(freeze: Freeze, declared: Backtest, how: How) -> Forecasts:
    """Return what was to be expected on the day of a freeze.

    Raises:
        RunError: A future failed its audit.
    """
    observed = freeze.situation.ledger.observed
    then = {
        key: known(each, observed.get(key, ()), freeze.day, declared.recent)
        for key, each in declared.series.items()
    }
    until = months_on(freeze.day, how.months)
    periods = {
        key: _periods(each, then[key], freeze.situation.clock.common_start, until)
        for key, each in declared.series.items()
    }
    lowered = lower(freeze.situation)
    flows = lay(lowered, freeze.situation, declared.series, periods)
    desk = _desk(freeze, lowered, flows, how)
    outlooks: dict[str, Outlook] = {}
    silent = dict(flows.silent)
    for key, each in declared.series.items():
        if key in silent:
            continue
        later = tuple(slot for slot in periods[key] if slot.first > freeze.day)
        central = _central(key, each, later, then[key], desk)
        if isinstance(central, str):
            silent[key] = central
            continue
        by = _dressed(key, later, central, Dress(each, then[key], declared.recent, how))
        outlooks[key] = Outlook(each, later, by, then[key], central.share, central.fit)
    return Forecasts(freeze, how, outlooks, silent)


def _periods(series: Series, then: Known, begin: date, until: date) -> tuple[Slot, ...]:
    """Return the periods of the known points before the common start, and all from it on."""
    running = slots(series.every, begin - timedelta(days=1), until)
    if not running or running[0].first > begin:
        running = (slot(series.every, begin), *running)
    names = {each.name for each in running}
    before = [Slot(name, *span(name)) for name in then.points if name not in names]
    return (*(each for each in before if each.last < begin), *running)


def _desk(freeze: Freeze, lowered: Lowered, flows: Flows, how: How) -> Desk:
    """Run the frozen scenario and its two rivals on the same dice."""
    draw = lowered.sample(luck(lowered.drawing.dimensions, range(how.futures), how.seed))
    plan = flows.plan._replace(paired=0)
    ran = {
        MODEL: run(plan, draw, how.threads),
        NO_EFFECT: run(plan, without_measures(draw), how.threads),
        STRICT: run(plan, without_way_out(draw), how.threads),
    }
    return Desk(freeze, lowered, ran, {name: flows.sums(each.tally) for name, each in ran.items()})


def _central(
    key: str, series: Series, later: Sequence[Slot], then: Known, desk: Desk
) -> Central | str:
    """Return what the runs say of a series, or why they say nothing."""
    if series.flow is not None:
        if series.flow.stands:
            return _stock(key, series, later, then, desk)
        return _flow(key, series, later, then, desk)
    if series.price is not None:
        return _price(series.price, later, then, desk)
    return _event(series.event, later, desk) if series.event is not None else "it is nothing."


def _flow(
    key: str, series: Series, later: Sequence[Slot], then: Known, desk: Desk
) -> Central | str:
    """Return a flow, by its share of what the model's goods carry.

    The share is what was observed over what the model moved, future by future, in the known months
    that no rule had touched.
    """
    share = np.ones(next(iter(desk.ran.values())).tally.shape[1])
    ours = desk.sums[MODEL]
    anchor = slot(series.every, desk.situation.clock.common_start).name
    if series.share_until is not None:
        names = [name for name in then.points if span(name)[1] < series.share_until]
        if not names:
            return "nothing was known of it from before the first rule: its share cannot be told."
        moved = np.sum([ours[key, name] for name in names], axis=0)
        seen = sum(then.points[name] for name in names)
        if np.median(moved) <= 0.0:
            return "the model moves nothing of it before the first rule."
        share = seen / np.maximum(moved, 1e-3 * np.median(moved))
        anchor = names[-1]
    by = {
        name: np.array([share * found[key, each.name] for each in later])
        for name, found in desk.sums.items()
    }
    seen = sum(then.points.values())
    moved = np.sum([share * ours[key, name] for name in then.points], axis=0)
    fit = float(np.median(moved)) / seen if seen > 0.0 else None
    since = number(series.every, anchor)
    errors = {
        name: _errors(
            {each: float(np.median(share * found[key, each])) for each in then.points},
            then,
            series.every,
            since,
        )
        for name, found in desk.sums.items()
    }
    return Central(by, errors, since, float(np.median(share)), fit)


def _errors(said: Mapping[str, float], then: Known, every: Every, since: int) -> Errors:
    """Return what a run erred by in the known periods after the one to which it was set."""
    least = NOTHING * max(then.points.values(), default=0.0)
    return [
        (number(every, name) - since, float(np.log(value / said[name])))
        for name, value in then.points.items()
        if number(every, name) > since and min(value, said[name]) > least
    ]


def _stock(
    key: str, series: Series, later: Sequence[Slot], then: Known, desk: Desk
) -> Central | str:
    """Return a stock of which nothing is retired: its last known level and every flow since."""
    last = then.last
    if last is None:
        return "no level of it was known."
    since = sorted(
        {name for k, name in desk.sums[MODEL] if k == key and span(name)[0] > span(last)[1]},
        key=span,
    )
    by = {
        name: np.array(
            [
                then.points[last]
                + np.sum([found[key, n] for n in since if span(n)[1] <= each.last], axis=0)
                for each in later
            ]
        )
        for name, found in desk.sums.items()
    }
    errors = {
        name: [
            (
                number(series.every, after) - number(series.every, before),
                float(np.log(then.points[after] / (then.points[before] + moved))),
            )
            for before, after in pairwise(then.points)
            if (moved := _between(key, found, before, after)) is not None
        ]
        for name, found in desk.sums.items()
    }
    return Central(by, errors)


def _between(
    key: str, found: Mapping[tuple[str, str], Reals], before: str, after: str
) -> float | None:
    """Return the median flow after one period up to the end of another, if it was tallied."""
    names = [
        name
        for k, name in found
        if k == key and span(before)[1] < span(name)[0] and span(name)[1] <= span(after)[1]
    ]
    return float(np.median(np.sum([found[key, name] for name in names], axis=0))) if names else None


def _price(price: Price, later: Sequence[Slot], then: Known, desk: Desk) -> Central | str:
    """Return a price: what persists, times the rise of the market's index since the freeze.

    A spot price of which nothing was known is the index alone, over that of the date.
    """
    plan, names = desk.lowered.plan, desk.lowered.names
    site = desk.situation.world.site_of(price.market, price.good)
    if site is None or site not in names.sites:
        return "no site of the world buys it on this day."
    row = int(plan.site_price[names.sites.index(site)])
    level = 1.0 if then.lasting is None else then.lasting
    by: dict[str, Reals] = {}
    for name, ran in desk.ran.items():
        path, at = (
            (ran.spot[row], ran.spot_date[row])
            if price.of == "spot"
            else (ran.contract[row], ran.contract_date[row])
        )
        means: list[Reals] = []
        for each in later:
            first, last = steps_of(each, desk.situation, plan.steps)
            begin = max(0, first - plan.start)
            means.append(path[begin : last - plan.start + 1].mean(axis=0))
        by[name] = level * np.array(means) / at
    return Central(by)


def _event(event: Event, later: Sequence[Slot], desk: Desk) -> Central | str:
    """Return whether something has happened by the end of each period, 1 or 0."""
    services = desk.lowered.names.services
    if event.first_stop not in services:
        return "the world has no such service on this day."
    row = services.index(event.first_stop)
    clock = desk.situation.clock
    by = {
        name: np.array(
            [ran.first_stop[row] < clock.weeks(each.after) for each in later], np.float64
        )
        for name, ran in desk.ran.items()
    }
    return Central(by)


def _dressed(key: str, later: Sequence[Slot], central: Central, dress: Dress) -> dict[str, Reals]:
    """Return all forecasters, with the spread of single points and of a level that wanders."""
    then, every, futures = dress.then, dress.series.every, dress.how.futures
    if dress.series.event is not None or not later:
        return dict(central.by)
    stray = np.array([strayed(key, each.name, futures, then.spread) for each in later])
    least = NOTHING * max(then.points.values(), default=0.0)
    periods = [number(every, each.name) for each in later]
    last = periods[0] - 1 if then.last is None else number(every, then.last)
    lasting = lasting_errors(then.points, every, dress.recent, dress.how.months // every.months)
    noise = then.spread**2
    levels = {PERSISTENCE: (last, wander(lasting, noise * (1.0 + 1.0 / dress.recent), every))}
    for name in central.by:
        own = central.errors.get(name)
        since = last if central.anchor is None else central.anchor
        levels[name] = levels[PERSISTENCE] if own is None else (since, wander(own, noise, every))
    factors = {
        name: stray * walked(key, [at - since for at in periods], futures, omega)
        for name, (since, omega) in levels.items()
    }
    by = {
        name: np.where(paths < least, 0.0, paths * factors[name])
        for name, paths in central.by.items()
    }
    if then.lasting is not None:
        by[PERSISTENCE] = then.lasting * factors[PERSISTENCE]
    return {name: by[name] for name in FORECASTERS if name in by}
