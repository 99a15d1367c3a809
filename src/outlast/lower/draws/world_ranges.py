"""What a world states of a row of the draw: its own value with its range."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts import Quantity
from outlast.lower.draws.rows import DrawRow
from outlast.lower.index import COMPUTE, FLOW, RENTED
from outlast.lower.network.base_network import Network
from outlast.scenario.load import Situation

RESIDUAL_ELASTICITY = 0.3
"""The elasticity of uses that a world does not name, docs/model/arrays.md."""


@dataclass(frozen=True)
class Stated:
    """A number of the world, with what turns it into the row's."""

    value: float
    low: float
    high: float
    place: str
    """Where it stands; rows that share a place share their luck."""

    turn: Callable[[Reals], Reals]


def _plain(values: Reals) -> Reals:
    return values


def _logarithmic(values: Reals) -> Reals:
    """Return the log rate of a growth a year, 0.9 being a factor of 1.9."""
    return np.log1p(np.maximum(values, -0.99))


def stated(situation: Situation, built: Network, row: DrawRow) -> Stated | None:
    """Return what the world states of a row, or None where its default holds."""
    names, world = built.names, situation.world
    at = row.index[0] if row.index else 0
    match row.draw:
        case "growth_now" | "growth_far":
            service = world.services.get(names.services[at])
            if service is None or names.kinds[at] != FLOW:
                return None
            place = f"services.{names.services[at]}.growth"
            return _of(situation, service.growth, ("1/year", place), _logarithmic)
        case "plan_growth_now" | "plan_growth_far":
            key = names.lines[at].service
            if names.kinds[names.services.index(key)] != COMPUTE:
                return None
            growth = world.services[key].growth
            return _of(situation, growth, ("1/year", f"services.{key}.growth"), _logarithmic)
        case "elasticity":
            return _elasticity(situation, built, at)
        case "cover_mean" | "cover_spread":
            taken = built.inputs.get(names.edges[at])
            if taken is None:
                return None
            edge = names.edges[at]
            quantity = taken.cover if row.draw == "cover_mean" else taken.spread
            unit = "week" if row.draw == "cover_mean" else "1"
            return _of(situation, quantity, (unit, f"{row.draw}.{edge.user}.{edge.good}"), _plain)
        case "yield_best":
            best = world.processes[names.learners[at]].yield_best
            return _of(situation, best, ("1", f"processes.{names.learners[at]}.yield_best"), _plain)
        case "ageing" | "compute0":
            return _compute(situation, names.holdings[at], row.draw)
        case _:
            return None


def _elasticity(situation: Situation, built: Network, at: int) -> Stated | None:
    """Return the elasticity of a service, or of a site's other use."""
    key = built.names.services[at]
    service = situation.world.services.get(key)
    if service is not None:
        place = f"services.{key}.elasticity"
        return _of(situation, service.elasticity, ("1", place), _plain)
    edge = next(each for each in built.names.edges if not each.of_process and each.user == key)
    quantity = situation.world.sites[edge.site].elasticity
    place = f"sites.{edge.site}.elasticity"
    if quantity is None:
        value = RESIDUAL_ELASTICITY
        return Stated(value, value, value, place, _plain)
    return _of(situation, quantity, ("1", place), _plain)


def _compute(situation: Situation, holding: tuple[str, str], draw: str) -> Stated | None:
    """Return the ageing of a bloc's compute, or a holding's stock at the common start."""
    bloc, source = holding
    compute = situation.world.compute[bloc]
    place = f"compute.{bloc}"
    if draw == "ageing":
        return _of(situation, compute.ageing, ("1/year", f"{place}.ageing"), _plain)
    quantity = compute.rented if source == RENTED else compute.owned.get(source)
    return _of(situation, quantity, ("H100e", f"{place}.{source}"), _plain)


def _of(
    situation: Situation,
    quantity: Quantity | None,
    where: tuple[str, str],
    turn: Callable[[Reals], Reals],
) -> Stated | None:
    if quantity is None:
        return None
    unit, place = where
    ledger = situation.ledger
    value = ledger.value(quantity, unit)
    low = high = value
    if quantity.assume is not None and quantity.low is not None and quantity.high is not None:
        scale = value / quantity.assume if quantity.assume else 1.0
        low, high = quantity.low * scale, quantity.high * scale
    elif quantity.fact is not None:
        fact = ledger.facts[quantity.fact]
        if fact.low is not None and fact.high is not None and fact.value:
            scale = value / fact.value
            low, high = fact.low * scale, fact.high * scale
    return Stated(value, min(low, high), max(low, high), place, turn)
