"""From forced shortfalls of services to losses of value added, by future, year and industry.

    cut[j, y] = sum over services of tied share x (short - short without denial) / weeks of the year

Once a year and future the closure gives the loss of all industries for these cuts. A cut of fewer
weeks than the stocks of its buyers need not spread: the lower end of the propagation is that of the
part beyond the stocks, which are used once; the upper end is that of the whole cut.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from outlast.economy.bridge_draws import BridgeDraws
from outlast.economy.closure import Closure
from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import ACCOUNT_YEAR
from outlast.scenario.bridge import Bridge

BLOCK: Final = 4096
"""Futures and years that are computed at once, which bounds the memory."""

CLOSURES: Final = ("final-uses", "supply-push", "least-cost")
"""The ways in which a cut spreads, in the order of their draws."""

WEEKS: Final = float(ACCOUNT_YEAR)
"""Weeks of a whole year of the engine."""

MILLION: Final = 1e6
"""Dollars in the unit of the table."""


@dataclass(frozen=True, eq=False)
class Losses:
    """Losses of value added by denial, USD of the table's year; positive is lost."""

    direct: Reals
    """Of the cut industries themselves: [future, year]."""

    spread: Reals
    """In other industries, at the drawn place between the ends: [future, year]."""

    least: Reals
    """In other industries, at least: [future, year]."""

    most: Reals
    """In other industries, at most: [future, year]."""

    by_industry: Reals
    """In each industry over all years, at that place: [future, industry]."""

    overdrawn: Reals
    """1 where the final uses of an industry would fall below nothing: [future, year]."""

    @classmethod
    def joined(cls, parts: "Sequence[Losses]") -> "Losses":
        """Return the losses of the futures of all parts, in order."""
        if len(parts) == 1:
            return parts[0]
        names = [each.name for each in fields(cls)]
        return cls(*(np.concatenate([getattr(each, name) for each in parts]) for name in names))


def industry_cuts(bridge: Bridge, drawn: BridgeDraws, short: Mapping[str, Reals]) -> Reals:
    """Return the weeks of output that each industry of the bridge loses: [future, year, industry].

    Args:
        bridge: The bridge.
        drawn: Its draws.
        short: The weeks of need that denial adds to each service's shortfall: [future, year].
    """
    codes = list(bridge.industries)
    sample = next(iter(short.values()))
    weeks = np.zeros((*sample.shape, len(codes)))
    pairs = [(service, each.industry) for service, ties in bridge.tied.items() for each in ties]
    for at, (service, industry) in enumerate(pairs):
        if service in short:
            weeks[:, :, codes.index(industry)] += drawn.shares[:, at, None] * short[service]
    return weeks


def beyond_cover(weeks: Reals, cover: Reals) -> Reals:
    """Return the weeks of output lost beyond the stocks of buyers, which are used once.

    Args:
        weeks: The weeks of output that each industry loses: [future, year, industry].
        cover: The stocks, weeks: [future].
    """
    over = np.maximum(0.0, np.cumsum(weeks, axis=1) - cover[:, None, None])
    return np.diff(over, axis=1, prepend=0.0)


def losses(
    closure: Closure,
    multiples: Mapping[str, float],
    weeks: Reals,
    drawn: BridgeDraws,
    years: Reals,
) -> Losses:
    """Return the losses from weeks of output that industries lose.

    Args:
        closure: The response of the table; its pinned industries are those of the bridge, in order.
        multiples: The loss in all industries per unit of loss in one, where a planner spares value
            added; by code.
        weeks: The weeks of output that each industry loses: [future, year, industry].
        drawn: The draws of the bridge.
        years: The weeks of each year; a last one may be shorter.
    """
    futures, count, pinned = weeks.shape
    lasting = np.broadcast_to((years / WEEKS)[None, :], (futures, count)).ravel()
    ways = np.repeat(drawn.closure, count)
    cuts = (weeks / years[None, :, None]).reshape(-1, pinned)
    over = (beyond_cover(weeks, drawn.cover) / years[None, :, None]).reshape(-1, pinned)
    value = closure.table.value_added[list(closure.pinned)] * MILLION
    direct = (cuts @ value) * lasting
    least, most = np.zeros(len(cuts)), np.zeros(len(cuts))
    overdrawn = np.zeros(len(cuts))
    industries = np.zeros((futures, len(closure.table.codes)))
    place = np.repeat(drawn.place, count)
    moved = np.flatnonzero(cuts.any(axis=1))
    for start in range(0, len(moved), BLOCK):
        rows = moved[start : start + BLOCK]
        pins, scale = list(closure.pinned), lasting[rows][:, None]
        own = cuts[rows] * value * scale
        whole = -_spread(closure, multiples, cuts[rows], ways[rows]) * MILLION * scale
        part = -_spread(closure, multiples, over[rows], ways[rows]) * MILLION * scale
        whole[:, pins] -= own
        part[:, pins] -= over[rows] * value * scale
        least[rows], most[rows] = part.sum(1), whole.sum(1)
        between = part + place[rows][:, None] * (whole - part)
        whole[:, pins] += own
        overdrawn[rows] = _overdrawn(closure, whole / scale / MILLION)
        between[:, pins] += own
        np.add.at(industries, rows // count, between)
    shape = (futures, count)
    ends = least.reshape(shape), most.reshape(shape)
    return Losses(
        direct=direct.reshape(shape),
        spread=ends[0] + drawn.place[:, None] * (ends[1] - ends[0]),
        least=ends[0],
        most=ends[1],
        by_industry=industries,
        overdrawn=overdrawn.reshape(shape),
    )


def _spread(closure: Closure, multiples: Mapping[str, float], cuts: Reals, ways: Ints) -> Reals:
    """Return the change of value added, each row by the way in which its future spreads a cut.

    No industry loses more than all of its value added: an output is not below nothing.
    """
    found = np.zeros((len(cuts), len(closure.table.codes)))
    for number, name in enumerate(CLOSURES):
        rows = np.flatnonzero(ways == number)
        if rows.size == 0:
            continue
        if name == "supply-push":
            found[rows] = closure.supply_pushes(cuts[rows])
            continue
        spared = closure.planner_spares(cuts[rows], multiples) if name == "least-cost" else None
        found[rows] = closure.final_uses_give_way(cuts[rows]) if spared is None else spared
    return np.maximum(found, -np.maximum(closure.table.value_added, 0.0))


def _overdrawn(closure: Closure, lost: Reals) -> Reals:
    """Return 1 for each row in which some final use would fall below nothing, else 0."""
    table = closure.table
    share = np.where(table.value_share != 0, table.value_share, 1.0)
    outputs = -lost / share
    final = table.final + outputs - outputs @ table.inputs.T
    return (final < -1e-6 * table.output.sum()).any(axis=1).astype(np.float64)
