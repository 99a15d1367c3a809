"""Flows by period: the engine's tallies for each period of each series, and their sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.plan import Plan
from outlast.lower import Lowered
from outlast.lower.index import RouteRow, csr_list
from outlast.scenario.load import Situation
from outlast.truth.backtest.periods import SeriesPeriod
from outlast.truth.backtest.series import A_MONTH, FlowSeries, ForecastSeries


@dataclass(frozen=True)
class PeriodFlow:
    """The flow of one good of a series in one period."""

    key: str
    """The series."""

    period: SeriesPeriod

    row: int
    """The row of its tally, -1 where the period lies before the common start."""

    factor: float
    """The factor of the tally: performance, unit, and the days of the period over those of the
    steps that stand for it."""

    base: float
    """The base flow of the period, in the unit of the series."""


@dataclass(frozen=True)
class TalliedFlows:
    """A plan with tallies, and the series and period of each."""

    plan: Plan
    flows: tuple[PeriodFlow, ...]
    impossible: Mapping[str, str]
    """The series that the plan cannot carry, each with the reason."""

    routes: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    """The rows of the routes whose flow counts, by series."""

    def base(self, key: str) -> dict[str, float]:
        """Return the base flow of a series in each period."""
        flows: dict[str, float] = {}
        for each in self.flows:
            if each.key == key:
                flows[each.period.name] = flows.get(each.period.name, 0.0) + each.base
        return flows

    def sums(self, tally: Reals) -> dict[tuple[str, str], Reals]:
        """Return the flow of each series in each period: [future].

        Args:
            tally: The tallies of a run: [tally, future].
        """
        sums: dict[tuple[str, str], Reals] = {}
        for each in self.flows:
            amount = (
                tally[each.row] * each.factor
                if each.row >= 0
                else np.full(tally.shape[1], each.base)
            )
            at = (each.key, each.period.name)
            sums[at] = sums[at] + amount if at in sums else amount
        return sums


def tallied_flows(
    lowered: Lowered,
    situation: Situation,
    series: Mapping[str, ForecastSeries],
    periods: Mapping[str, Sequence[SeriesPeriod]],
) -> TalliedFlows:
    """Return a plan with a tally for every period of every flow.

    Args:
        lowered: The lowered scenario.
        situation: The scenario.
        series: The series, by key.
        periods: The periods of each series, in order.
    """
    tallies = _Tallies(lowered, situation)
    flows: list[PeriodFlow] = []
    impossible: dict[str, str] = {}
    counted: dict[str, tuple[int, ...]] = {}
    for key, each in series.items():
        if each.flow is None:
            continue
        routes = tallies.routes_by_good(each.flow)
        if not routes:
            impossible[key] = "no route of the world carries it on this day."
        counted[key] = tuple(row for rows in routes.values() for row in rows)
        for period in periods[key]:
            flows += [tallies.add(key, period, each, good, rows) for good, rows in routes.items()]
    return TalliedFlows(tallies.plan(), tuple(flows), impossible, counted)


@dataclass
class _Tallies:
    """The tallies of a lowered scenario, added one by one."""

    lowered: Lowered
    situation: Situation
    kinds: list[int] = field(default_factory=list[int])
    first: list[int] = field(default_factory=list[int])
    last: list[int] = field(default_factory=list[int])
    routes: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def routes_by_good(self, flow: FlowSeries) -> dict[str, list[int]]:
        """Return the rows of the routes whose flow counts, by good."""
        rows = {good: self._routes(flow, good) for good in flow.goods}
        return {good: routes for good, routes in rows.items() if routes}

    def _routes(self, flow: FlowSeries, good: str) -> list[int]:
        sites = self.situation.world.sites
        return [
            row
            for row, route in enumerate(self.lowered.names.routes)
            if sites[route.origin].good == good
            and (not flow.origins or sites[route.origin].bloc in flow.origins)
            and (not flow.destinations or sites[route.destination].bloc in flow.destinations)
            and _counts(flow, route)
        ]

    def add(
        self, key: str, period: SeriesPeriod, series: ForecastSeries, good: str, routes: list[int]
    ) -> PeriodFlow:
        """Add the tally of one good of a series in a period."""
        plan, clock = self.lowered.plan, self.situation.clock
        weeks = clock.weeks(period.after) - clock.weeks(period.first)
        base = float(plan.flow0[routes].sum()) * weeks
        scale = self._scale(series, good, base)
        if period.last < clock.common_start:
            return PeriodFlow(key, period, -1, 0.0, base * scale)
        first, last = steps_of(period, self.situation, plan.steps)
        factor = scale * weeks / ((last - first + 1) * plan.step)
        row = len(self.kinds)
        self.kinds.append(int(series.flow is not None and series.flow.counts == "arrived"))
        self.first.append(first)
        self.last.append(last)
        self.routes[row] = routes
        return PeriodFlow(key, period, row, factor, base * scale)

    def _scale(self, series: ForecastSeries, good: str, base: float) -> float:
        """Return one unit of a good in the unit of a series."""
        names = self.lowered.names
        if series.flow is None or series.flow.per == "base":
            return 1.0 / base if base > 0.0 else 0.0
        if series.flow.per == "compute":
            # Equivalents count arithmetic: the profile in which arithmetic weighs most.
            profile = int(np.argmax(names.profiles))
            return float(self.lowered.plan.good_performance[names.goods.index(good), profile])
        bare = series.unit.removesuffix(A_MONTH)
        months = series.every.months if series.unit.endswith(A_MONTH) else 1
        unit = self.situation.world.goods[good].unit
        return self.situation.ledger.units.converted(1.0, unit, bare) / months

    def plan(self) -> Plan:
        """Return the plan with these tallies and no others."""
        begins, listed = csr_list(self.routes, len(self.kinds))
        return self.lowered.plan._replace(
            tally_kind=np.array(self.kinds, np.int32),
            tally_from=np.array(self.first, np.int32),
            tally_to=np.array(self.last, np.int32),
            tally_ptr=begins,
            tally_route=listed,
        )


def _counts(flow: FlowSeries, route: RouteRow) -> bool:
    """Return whether the flow of a route counts."""
    match flow.routes:
        case "with-own-use":
            return True
        case "direct":
            return not route.own and not route.detour_of
        case "detour":
            return bool(route.detour_of)
        case "all":
            return not route.own


def steps_of(period: SeriesPeriod, situation: Situation, steps: int) -> tuple[int, int]:
    """Return the first and last step that stand for a period."""
    clock = situation.clock
    first = max(0, round(clock.weeks(period.first) / clock.step))
    last = round(clock.weeks(period.after) / clock.step) - 1
    return first, max(first, min(last, steps - 1))
