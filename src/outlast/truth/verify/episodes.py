"""Episodes behind published results: one run of the engine a scenario, read off in many ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble import luck
from outlast.facts.period import span
from outlast.lower.lower import Lowered, lower
from outlast.reading import DATA
from outlast.scenario.load import Situation, load_scenario
from outlast.truth.backtest.flows import Flows, lay
from outlast.truth.backtest.runs import Ran, run
from outlast.truth.backtest.series import Every, Series, Slot, slot, slots
from outlast.truth.verify.model import Computation, Learned, Moved, Priced, Stopped, Summed

EPISODES = DATA / "episodes"
"""The folder of shipped episodes."""


@dataclass(frozen=True)
class Episode:
    """A run of a scenario from the common start to its end, and its flows by month."""

    situation: Situation
    lowered: Lowered
    flows: Flows
    ran: Ran
    sums: Mapping[tuple[str, str], Reals]

    @property
    def futures(self) -> int:
        """How many futures were run."""
        return int(self.ran.first_stop.shape[1])

    def flow(self, series: str, periods: Sequence[str]) -> Reals:
        """Return the flow of a series over periods: months, quarters or years."""
        total = np.zeros(self.futures, np.float64)
        for each in periods:
            for name in self._months(series, each):
                total = total + self.sums[series, name]
        return total

    def base(self, series: str, periods: Sequence[str]) -> Reals:
        """Return the base flow of a series over periods of the same length."""
        names = {name for each in periods for name in self._months(series, each)}
        bases = [p.base for p in self.flows.parts if p.key == series and p.slot.name in names]
        return np.full(self.futures, float(sum(bases)), np.float64)

    def _months(self, series: str, period: str) -> list[str]:
        """Return the names of a series' own periods within a period."""
        first, last = span(period)
        return [
            name
            for key, name in self.sums
            if key == series and span(name)[0] >= first and span(name)[1] <= last
        ]

    def price(self, given: Priced, period: str) -> Reals:
        """Return the mean price over a day, month or year, base 1."""
        names, plan, clock = self.lowered.names, self.lowered.plan, self.situation.clock
        site = self.situation.world.site_of(given.market, given.good)
        row = int(plan.site_price[names.sites.index(site or "")])
        path = self.ran.spot[row] if given.of == "spot" else self.ran.contract[row]
        first, last = span(period)
        begin, end = (int(clock.weeks(day) / clock.step) for day in (first, last))
        return path[begin : end + 1].mean(axis=0)


def episode(name: str, series: Mapping[str, Series], futures: int, seed: int = 1) -> Episode:
    """Return the run of a shipped episode, its prices kept from the common start on.

    Raises:
        RunError: A future failed its audit.
    """
    situation = load_scenario(str(EPISODES / f"{name}.yaml"))
    lowered = lower(situation)
    begin, end = situation.clock.common_start, situation.clock.end
    by_month = {key: each.model_copy(update={"every": Every.MONTH}) for key, each in series.items()}
    running = (slot(Every.MONTH, begin), *slots(Every.MONTH, begin, end))
    flows = lay(lowered, situation, by_month, dict.fromkeys(by_month, running))
    plan = flows.plan._replace(paired=0, start=0, horizon=flows.plan.steps)
    points = luck(lowered.drawing.dimensions, range(futures), seed)
    ran = run(plan, lowered.sample(points), threads=2)
    return Episode(situation, lowered, flows, ran, flows.sums(ran.tally))


def computed(given: Computation, found: Episode) -> Reals:
    """Return the value of a result in each future."""
    for form, what in (
        (_moved, given.moved),
        (_summed, given.summed),
        (_priced, given.priced),
        (_stopped, given.stopped),
        (_learned, given.learned),
    ):
        if what is not None:
            return form(what, found)  # type: ignore[operator]
    raise ValueError("the engine runs nothing of this.")


def _moved(given: Moved, found: Episode) -> Reals:
    above = found.flow(given.series, given.above)
    if given.against is not None:
        below = found.flow(given.against, given.above)
    elif not given.below:
        below = found.base(given.series, given.above)
    elif given.most:
        below = np.max([found.flow(given.series, [each]) for each in given.below], axis=0)
    else:
        below = found.flow(given.series, given.below)
    return above / np.maximum(below, 1e-12) - float(given.change)


def _summed(given: Summed, found: Episode) -> Reals:
    return given.start + np.sum([found.flow(each, given.periods) for each in given.series], axis=0)


def _priced(given: Priced, found: Episode) -> Reals:
    return found.price(given, given.above) / found.price(given, given.below) - float(given.change)


def _stopped(given: Stopped, found: Episode) -> Reals:
    """Return the weeks from a day to the first stop; a future without one has none."""
    row = found.lowered.names.services.index(given.service)
    weeks = found.ran.first_stop[row] - found.situation.clock.weeks(date.fromisoformat(given.since))
    end = found.situation.clock.weeks(found.situation.clock.end)
    return np.where(found.ran.first_stop[row] < end, weeks, np.inf)


def _learned(given: Learned, found: Episode) -> Reals:
    r"""Return $1 - 2^{-b}$ with $b = \log (y_2 / y_1) / \log (Q_2 / Q_1)$."""
    names, plan = found.lowered.names, found.lowered.plan
    made0 = float(plan.made0[names.learners.index(given.learner)])
    begin = found.situation.clock.common_start
    totals = [
        made0
        + found.flow(
            given.series,
            [each.name for each in _months(begin, span(upto)[1])],
        )
        for upto in (given.first, given.last)
    ]
    rise = log2(given.yields[1] / given.yields[0])
    doublings = np.log2(np.maximum(totals[1] / totals[0], 1.0 + 1e-9))
    return 1.0 - 2.0 ** (-rise / doublings)


def _months(begin: date, until: date) -> tuple[Slot, ...]:
    return (slot(Every.MONTH, begin), *slots(Every.MONTH, begin, until))
