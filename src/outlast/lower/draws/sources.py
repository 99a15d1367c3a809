"""The sources of all rows: a prior, a range that the world states, or the default of the draw."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.draws.draw_source import CONSTANT, DEFAULT, WORLD, DrawSource
from outlast.lower.draws.move_draws import DIMENSION
from outlast.lower.draws.practice_draws import PRACTICE
from outlast.lower.draws.quantiles import EDGE, draws, ranged, rounded
from outlast.lower.draws.rows import SPECS, DrawRow
from outlast.lower.draws.settings import DrawRows, RowSetting
from outlast.lower.draws.world_ranges import WorldRange, world_range
from outlast.lower.index import AxisNames, numbered
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior


class RowSources(NamedTuple):
    """The sources of the rows of every draw, and the dimensions of luck behind them."""

    dimensions: tuple[str, ...]
    """The named dimensions of luck, one uniform number each."""

    sources: Mapping[str, list[DrawSource]]
    """By draw, row by row."""

    factors: Mapping[str, list[list[DrawSource]]]
    """Switches and factors that multiply a row, by draw, row by row."""


def switch_dimension(switch: str) -> str:
    """Return the name of the dimension of luck that decides a switch of the record."""
    return f"switch:{switch}"


def project_dimension(project: str) -> str:
    """Return the name of the dimension of luck that decides whether a project comes."""
    return f"project:{project}"


def patience_dimension(process: str) -> str:
    """Return the name of the dimension of luck in how long a process bears a loss."""
    return f"patience:{process}"


def row_sources(
    situation: Situation,
    network: Network,
    names: AxisNames,
    rows: DrawRows,
    settings: tuple[RowSetting, ...],
) -> RowSources:
    """Return the source of every row, and the dimensions of luck in the order of their first use.

    Args:
        situation: The scenario.
        network: The network.
        names: The names of the axes.
        rows: The rows of every draw.
        settings: The rows that priors set or multiply.
    """
    ranges = {
        draw: [world_range(situation, network, names, row) for row in of_draw]
        for draw, of_draw in rows.items()
    }
    dimensions = _dimensions(situation, names, ranges, settings)
    number = numbered(dimensions)
    sources = {
        draw: [_without_prior(draw, stated, number) for stated in of_draw]
        for draw, of_draw in ranges.items()
    }
    factors: dict[str, list[list[DrawSource]]] = {
        draw: [[] for _ in of_draw] for draw, of_draw in rows.items()
    }
    for each in settings:
        source = _from_prior(situation, network, each, number)
        if each.multiplies:
            factors[each.row.draw][each.number].append(source)
        else:
            sources[each.row.draw][each.number] = source
    return RowSources(dimensions, sources, factors)


def _dimensions(
    situation: Situation,
    names: AxisNames,
    ranges: Mapping[str, list[WorldRange | None]],
    settings: tuple[RowSetting, ...],
) -> tuple[str, ...]:
    """Return the named dimensions of luck: of the world, of priors, of switches, of chances."""
    stated = [each for of_draw in ranges.values() for each in of_draw if each and each.varies]
    drawn = [each for each in settings if not _is_fixed(situation.priors[each.prior])]
    switches = [switch for measure in names.measures for switch, _ in measure.branches]
    return tuple(
        dict.fromkeys(
            [
                *(_world_dimension(each) for each in stated),
                *(_prior_dimension(each) for each in drawn),
                *(switch_dimension(switch) for switch in switches),
                *(project_dimension(project) for project in names.projects),
                *(patience_dimension(process) for process in names.processes),
                *((DIMENSION,) if situation.moves else ()),
                *((PRACTICE,) if names.paths else ()),
            ]
        )
    )


def _is_fixed(prior: Prior) -> bool:
    return prior.distribution.fixed is not None


def _world_dimension(stated: WorldRange) -> str:
    return f"world:{stated.place}"


def _prior_dimension(each: RowSetting) -> str:
    """Return the dimension of a prior's luck: one for all rows, or one each if drawn apart."""
    place = "/".join(str(index) for index in each.row.index)
    return f"{each.prior}@{each.row.draw}/{place}" if each.setting.apart else each.prior


def _without_prior(draw: str, stated: WorldRange | None, number: Mapping[str, int]) -> DrawSource:
    """Return the source of a row that no prior sets: the world's range, or the default."""
    if stated is None:
        default = SPECS[draw].default
        if default is None:
            raise ValueError(f"{draw} has no default")
        return _constant(default.hex(), DEFAULT)
    if not stated.varies:
        return _constant(float(stated.turn(np.array([stated.value]))[0]).hex(), WORLD)

    def make(points: Reals) -> Reals:
        inside = np.clip(points, EDGE, 1.0 - EDGE)
        return rounded(stated.turn(ranged(inside, stated.value, stated.low, stated.high)))

    return DrawSource(number[_world_dimension(stated)], make, WORLD)


@cache
def _constant(bits: str, origin: str) -> DrawSource:
    """Return the source of all rows with one value in every future; thousands share a few.

    Args:
        bits: The value as a hexadecimal number: 0 and -0 are equal, but not the same.
        origin: Its origin.
    """
    value = float.fromhex(bits)
    return DrawSource(CONSTANT, lambda points: np.full(len(points), value), origin)


def _from_prior(
    situation: Situation, network: Network, each: RowSetting, number: Mapping[str, int]
) -> DrawSource:
    """Return the source of a row that a prior sets or multiplies."""
    prior, setting = situation.priors[each.prior], each.setting
    unit = SPECS[setting.draw].unit
    branches = prior.distribution.choice or ()
    values = np.array([(setting.values or {})[branch] for branch in branches])
    units, trade = situation.ledger.units, 1.0
    if setting.as_ == "base-trade":
        trade = _base_trade(situation, network, each.row, prior.unit)

    def draw(points: Reals) -> Reals:
        return draws(prior.distribution, points, prior.bounds)

    def make(drawn: Reals) -> Reals:
        if len(values):
            drawn = values[drawn.astype(np.intp)]
        match setting.as_:
            case "log":
                return rounded(np.log(drawn))
            case "base-trade":
                return drawn / trade
            case "gate" | "factor" | "trend":
                return drawn
            case _:
                return drawn if len(values) else drawn * units.converted(1.0, prior.unit, unit)

    dimension = CONSTANT if _is_fixed(prior) else number[_prior_dimension(each)]
    return DrawSource(dimension, make, each.prior, draw)


def _base_trade(situation: Situation, network: Network, row: DrawRow, unit: str) -> float:
    """Return the base flow of a route, or of the route that a detour avoids, in a prior's unit."""
    route = network.routes[row.index[0]]
    flows = {each.name: flow for each, flow in zip(network.routes, network.flows, strict=True)}
    weekly = flows[route.detour_of or route.name]
    good = situation.world.goods[situation.world.sites[route.origin].good]
    return situation.ledger.units.converted(weekly, f"{good.unit}/week", unit)
