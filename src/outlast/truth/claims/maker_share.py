"""Sales of accelerators by maker in a run: a maker's share of the compute put to use, by market.

A unit counts with the performance of its class, which no research changes: shares of sales say
which maker sells. The research that lost sales cost, and that kept-out purchases pay for, moves the
frontiers in the engine (docs/model/learn.md); it shows in compute in use (`source-share`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble import luck
from outlast.ensemble.processors import processors
from outlast.errors import InputError, nearest
from outlast.lower import lower
from outlast.scenario.load import Situation
from outlast.truth.backtest.flows import tallied_flows
from outlast.truth.backtest.forecast_runs import run_forecast
from outlast.truth.backtest.periods import Frequency, periods_from
from outlast.truth.backtest.series import FlowSeries, ForecastSeries
from outlast.truth.claims.query import RunQuery

MOST_FUTURES: Final = 256
"""Futures of a run of sales: the paths of all lines and prices are kept meanwhile."""


@dataclass(frozen=True)
class MakerSales:
    """Compute put to use, by maker, market and year, H100-equivalents."""

    makers: tuple[str, ...]
    markets: tuple[str, ...]
    years: tuple[str, ...]
    sales: Reals
    """[maker, market, year, future]."""

    unsold: tuple[tuple[str, str], ...]
    """Makers and markets between which the world has no route."""

    def share(self, maker: str, markets: Sequence[str], year: str) -> Reals:
        """Return a maker's share of all sales in some markets and a year: [future with sales].

        Raises:
            InputError: The run has no such maker, market or year.
        """
        rows = [_place(name, self.markets, "a market of this run") for name in markets]
        at = _place(year, self.years, "a year of this run")
        sold = self.sales[:, rows, at].sum(axis=1)
        own, all_sold = sold[_place(maker, self.makers, "a maker of accelerators")], sold.sum(0)
        return own[all_sold > 0] / all_sold[all_sold > 0]

    def reaches(self, maker: str, markets: Sequence[str]) -> bool:
        """Return whether a route leads from a maker to some of these markets."""
        return any((maker, market) not in self.unsold for market in markets)


def maker_sales(
    situation: Situation, futures: int, seed: int, should_cancel: Callable[[], bool]
) -> MakerSales:
    """Return the sales of a run of a scenario.

    Args:
        situation: The scenario; its conduct names the makers of its goods.
        futures: The number of futures, of which at most 256 are run.
        seed: The seed of the draws.
        should_cancel: Called between pieces of the run; True ends it.

    Raises:
        InputError: The contest names no makers, or the run was cancelled.
        RunError: A future failed its audit.
    """
    goods = situation.conduct.makers
    if not goods:
        raise InputError("this contest names no makers of accelerators.")
    makers = tuple(dict.fromkeys(goods.values()))
    markets = tuple(situation.world.blocs)
    lowered, clock = lower(situation), situation.clock
    periods = periods_from(Frequency.YEAR, clock.common_start, clock.end)
    series = {
        f"{maker} {market}": ForecastSeries(
            meaning="sales of one maker in one market",
            unit="H100e",
            every=Frequency.YEAR,
            flow=FlowSeries(
                counts="arrived",
                goods=tuple(good for good, each in goods.items() if each == maker),
                destinations=(market,),
                routes="with-own-use",
                per="compute",
            ),
        )
        for maker in makers
        for market in markets
    }
    flows = tallied_flows(lowered, situation, series, dict.fromkeys(series, periods))
    plan = flows.plan._replace(paired=0, start=0, horizon=flows.plan.steps)
    count = min(futures, MOST_FUTURES)
    draw = lowered.sample(luck(lowered.drawing.dimensions, range(count), seed))
    run = run_forecast(
        plan, lowered.names, draw, seed, threads=processors(), should_cancel=should_cancel
    )
    sums, years = flows.sums(run.tally), tuple(each.name for each in periods)
    nothing = np.zeros(count)
    sales = [
        [[sums.get((f"{maker} {market}", year), nothing) for year in years] for market in markets]
        for maker in makers
    ]
    unsold = tuple(
        (maker, market)
        for maker in makers
        for market in markets
        if f"{maker} {market}" in flows.impossible
    )
    return MakerSales(makers, markets, years, np.array(sales, np.float64), unsold)


def markets_of(query: RunQuery, sales: MakerSales) -> tuple[str, ...]:
    """Return the markets that a query names: all but the maker's own where it names none."""
    return query.markets or tuple(each for each in sales.markets if each != query.maker)


def _place(name: str, known: Sequence[str], kind: str) -> int:
    """Return the place of a name, or refuse it with the nearest."""
    if name not in known:
        raise InputError.of(f'"{name}" is not {kind}.', nearest(name, list(known)))
    return known.index(name)
