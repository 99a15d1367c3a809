"""World ranges: the value and the range that a world states for a row of the draw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.codes import COMPUTE, FLOW
from outlast.facts import Quantity
from outlast.lower.draws.rows import DrawRow
from outlast.lower.index import RENTED, AxisNames
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation

RESIDUAL_ELASTICITY: Final = 0.3
"""The elasticity of uses that a world does not name, docs/model/arrays.md."""


@dataclass(frozen=True)
class WorldRange:
    """A number of the world with its 90 % range, and the way from it to the row."""

    value: float
    low: float
    high: float
    place: str
    """Its place in the world; rows that share a place share their luck."""

    turn: Callable[[Reals], Reals]
    """From the number of the world to that of the row."""

    @property
    def varies(self) -> bool:
        """Whether the number has a range, so that futures differ in it."""
        return self.low != self.high


def _plain(values: Reals) -> Reals:
    return values


def _logarithmic(values: Reals) -> Reals:
    """Return the log rate of a growth a year: 0.9 is growth by a factor of 1.9."""
    return np.log1p(np.maximum(values, -0.99))


def world_range(
    situation: Situation, network: Network, names: AxisNames, row: DrawRow
) -> WorldRange | None:
    """Return the range that the world states for a row, or None where its default holds."""
    world = situation.world
    at = row.index[0] if row.index else 0
    match row.draw:
        case "growth_now" | "growth_far":
            service = world.services.get(names.services[at])
            if service is None or names.service_kinds[at] != FLOW:
                return None
            place = f"services.{names.services[at]}.growth"
            return _range(situation, service.growth, ("1/year", place), _logarithmic)
        case "plan_growth_now" | "plan_growth_far":
            key = names.lines[at].service
            if names.service_kinds[names.services.index(key)] != COMPUTE:
                return None
            growth = world.services[key].growth
            return _range(situation, growth, ("1/year", f"services.{key}.growth"), _logarithmic)
        case "elasticity":
            return _elasticity(situation, names, names.services[at])
        case "cover_mean" | "cover_spread":
            edge = names.edges[at]
            declared = network.inputs.get(edge)
            if declared is None:
                return None
            quantity = declared.cover if row.draw == "cover_mean" else declared.spread
            unit = "week" if row.draw == "cover_mean" else "1"
            place = f"{row.draw}.{edge.user}.{edge.good}"
            return _range(situation, quantity, (unit, place), _plain)
        case "yield_best":
            best = world.processes[names.learners[at]].yield_best
            place = f"processes.{names.learners[at]}.yield_best"
            return _range(situation, best, ("1", place), _plain)
        case "ageing" | "compute0":
            return _compute(situation, names.holdings[at], row.draw)
        case _:
            return None


def _elasticity(situation: Situation, names: AxisNames, key: str) -> WorldRange | None:
    """Return the elasticity of a service, or of the uses of a site that no service names."""
    service = situation.world.services.get(key)
    if service is not None:
        place = f"services.{key}.elasticity"
        return _range(situation, service.elasticity, ("1", place), _plain)
    edge = next(each for each in names.edges if not each.of_process and each.user == key)
    quantity = situation.world.sites[edge.site].elasticity
    place = f"sites.{edge.site}.elasticity"
    if quantity is None:
        value = RESIDUAL_ELASTICITY
        return WorldRange(value, value, value, place, _plain)
    return _range(situation, quantity, ("1", place), _plain)


def _compute(situation: Situation, holding: tuple[str, str], draw: str) -> WorldRange | None:
    """Return the ageing of a bloc's compute, or a holding's stock at the common start."""
    bloc, source = holding
    compute = situation.world.compute[bloc]
    place = f"compute.{bloc}"
    if draw == "ageing":
        return _range(situation, compute.ageing, ("1/year", f"{place}.ageing"), _plain)
    quantity = compute.rented if source == RENTED else compute.owned.get(source)
    return _range(situation, quantity, ("H100e", f"{place}.{source}"), _plain)


def _range(
    situation: Situation,
    quantity: Quantity | None,
    where: tuple[str, str],
    turn: Callable[[Reals], Reals],
) -> WorldRange | None:
    """Return the range of a quantity, None if it is absent.

    Args:
        situation: The scenario.
        quantity: The quantity.
        where: The unit of the number, and its place in the world.
        turn: From the number to that of the row.
    """
    if quantity is None:
        return None
    unit, place = where
    value, ends = situation.ledger.value(quantity, unit), situation.ledger.ends(quantity, unit)
    return WorldRange(value, *ends, place, turn)
