"""The frontier of stock and ramp: how long each stock must last while other supply grows.

One good, one critical input: other supply is a share of need and grows by a steady ramp, all supply
from the other side stops on the scenario's date, and the stock fills what is missing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.results import Results
from outlast.results.supply import base_inflows, inflow_shares, planned_capacity, stock_weeks

LEAST: Final = 0.02
"""A good is left out if the other side supplies a smaller share of it."""


@dataclass(frozen=True)
class StockPosition:
    """One good of one bloc, if all supply from the other side stopped on the date."""

    bloc: str
    good: str
    others: float
    """Other supply on the date, share of need."""

    ramp: float
    """Its growth, share of need a week; 0 where none is known."""

    stock: float
    """Stock within reach, weeks of need."""

    @property
    def missing(self) -> float:
        """The share of need that the other side supplied."""
        return 1.0 - self.others


def needed_stock(others: float, ramp: float, threshold: float = 1.0, window: float = 0.0) -> float:
    """Return the least stock with which a service does not break, weeks of need.

    It is infinite where other supply does not grow. docs/figures.md has the closed form.

    Args:
        others: Other supply on the date, share of need.
        ramp: Its growth, share of need a week.
        threshold: The mean level below which the service breaks.
        window: Weeks over which the level is averaged.
    """
    missing = 1.0 - others
    if missing <= 0:
        return 0.0
    if ramp <= 0:
        return float("inf")
    slack = 1.0 - threshold
    if slack >= ramp * window / 2:
        stock = (missing**2 - (slack + ramp * window / 2) ** 2) / (2 * ramp)
    else:
        stock = (missing**2 - 2 * ramp * window * slack) / (2 * ramp)
    return max(0.0, stock)


def stock_positions(results: Results) -> list[StockPosition]:
    """Return the position of every good that a bloc has from the other side, in bloc order."""
    world = results.situation.world
    inflows, stocks = base_inflows(results), stock_weeks(results)
    installed = {key for key, good in world.goods.items() if good.performance is not None}
    found: list[StockPosition] = []
    for (bloc, good), origins in inflow_shares(results).items():
        side = world.blocs[bloc].side
        if side is None or good in installed:
            continue
        friends = [key for key, each in world.blocs.items() if each.side in (None, side)]
        rival = sum(share for origin, share in origins.items() if origin not in friends)
        if rival >= LEAST:
            pool = sum(inflows.get((friend, good), 0.0) for friend in friends)
            ramp = _ramp(results, good, friends) / pool if pool > 0 else 0.0
            found.append(StockPosition(bloc, good, 1.0 - rival, ramp, stocks[bloc, good]))
    order = list(world.blocs)
    return sorted(found, key=lambda position: order.index(position.bloc))


def _ramp(results: Results, good: str, blocs: list[str]) -> float:
    """Return how fast named projects raise the output of a good, units a week, each week."""
    projects = [
        each for each in planned_capacity(results) if each.good == good and each.bloc in blocs
    ]
    if not projects:
        return 0.0
    last = max(each.complete for each in projects)
    return sum(each.units_a_week for each in projects) / last


def middle_line(results: Results) -> tuple[float, float]:
    """Return the median threshold and window, weeks, of the services that need goods."""
    plan, names = results.lowered.plan, results.lowered.names
    rows = [row for row, line in enumerate(names.lines) if line.definition == "flow"]
    if not rows:
        return 1.0, 0.0
    return float(np.median(plan.threshold[rows])), float(np.median(plan.window[rows] * plan.step))
