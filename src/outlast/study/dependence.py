"""Dependence in one future: from whom each good came of late, and for how long its stock lasts."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import trace_block
from outlast.engine.cover import cover
from outlast.engine.workspace import Workspace
from outlast.ensemble.future_audit import FailedFuture, failed_futures, refuse
from outlast.lower import Lowered
from outlast.study.trace import RECENT


@dataclass(frozen=True)
class SupplyAt:
    """The supply of one bloc with one good at one time of a future."""

    shares: Mapping[str, float]
    """The part of each origin bloc in the goods that were sent there in the last 13 weeks; empty
    if none were."""

    cover: float
    """Weeks of use for which all stocks last: of users, sellers and reserve, and goods on their
    way."""


def supply_at(
    lowered: Lowered, point: Reals, future: int, weeks: float
) -> dict[tuple[str, str], SupplyAt]:
    """Return the supply of each bloc with each good at a time of a future, run again.

    Args:
        lowered: The scenario, prepared as for an ensemble.
        point: The future's point of the unit cube.
        future: Its number, which a failure names.
        weeks: Weeks from the scenario's date.

    Returns:
        The supply by bloc and good.

    Raises:
        RunError: The future failed its audit.
    """
    plan = lowered.plan
    last = plan.steps - 1
    at = min(last, max(0, plan.start + round(weeks / plan.step) - 1))
    recent: deque[Reals] = deque(maxlen=max(1, round(RECENT / plan.step)))
    failed: list[FailedFuture] = []
    covers: list[Reals] = []

    def each(step: int, room: Workspace, _: int) -> None:
        if step <= at:
            recent.append(room.week.sent.values[..., 0].copy())
        if step == at:
            covers.append(_covers(lowered, room))
        if step == last:
            here = range(future, future + 1)
            failed.extend(failed_futures(plan, lowered.names, room, here))

    draws = lowered.in_spans(point[None, :])
    trace_block(plan, draws.draw, each, draws.later)
    refuse(failed, 1, None)
    shares = _shares(lowered, np.array(recent).sum(axis=0))
    blocs, goods = lowered.names.blocs, lowered.names.goods
    return {
        (blocs[plan.site_bloc[site]], goods[plan.site_good[site]]): SupplyAt(
            shares[site], float(covers[0][site])
        )
        for site in range(len(plan.site_bloc))
    }


def _shares(lowered: Lowered, sent: Reals) -> list[dict[str, float]]:
    """Return the part of each origin bloc in the goods that were sent to each site."""
    plan, blocs = lowered.plan, lowered.names.blocs
    found: list[dict[str, float]] = [{} for _ in plan.site_bloc]
    for route in range(len(plan.destination)):
        origin = blocs[plan.site_bloc[plan.origin[route]]]
        row = found[int(plan.destination[route])]
        row[origin] = row.get(origin, 0.0) + float(sent[route])
    whole = [sum(row.values()) for row in found]
    return [
        {origin: units / total for origin, units in row.items() if units > 0} if total > 0 else {}
        for row, total in zip(found, whole, strict=True)
    ]


def _covers(lowered: Lowered, room: Workspace) -> Reals:
    """Return the weeks of use for which all stocks of each site last, as on the date."""
    plan, state = lowered.plan, room.state
    stock = state.stock.values[..., 0].sum(axis=1)
    slots = state.transit_open.values[..., 0] + state.transit_tied.values[..., 0]
    stocks, uses = list[list[float]](), list[list[float]]()
    for site in range(len(plan.site_bloc)):
        edges = plan.site_edge[plan.site_edge_ptr[site] : plan.site_edge_ptr[site + 1]]
        routes = plan.site_in[plan.site_in_ptr[site] : plan.site_in_ptr[site + 1]]
        use = float(state.required.values[edges, 0].sum())
        coming = sum(
            float(slots[plan.ring_ptr[route] : plan.ring_ptr[route + 1]].sum()) for route in routes
        )
        ordered = float(state.ordered.values[site, 0])
        held = float(stock[edges].sum())
        sold, kept = float(state.sellers.values[site, 0]), float(state.reserve.values[site, 0])
        stocks.append([held, sold, kept, coming])
        uses.append([use, ordered, use, use])
    return cover(np.array(stocks), np.array(uses)).sum(axis=1)
