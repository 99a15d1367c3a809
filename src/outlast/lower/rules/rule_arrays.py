"""Arrays of measures, of their acts by route, and of licence practices."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from math import inf
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints, Reals
from outlast.engine.codes import BUYERS_BAN, CLASS_NAMES, LICENCE
from outlast.lower.index import AxisNames, RouteRow, numbered
from outlast.lower.network.network import Network
from outlast.lower.rules.acts import RouteAct
from outlast.lower.rules.force_series import covered_shares
from outlast.lower.rules.measure_row import MeasureRow
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation

KNOT: Final = 8.0
"""Weeks between two knots of a path of practice, docs/model/practice.md."""


class MeasureArrays(NamedTuple):
    """Fields of the Plan that hold the force of measures: [measure, step]."""

    force: Reals
    on: Reals
    announced: Reals
    moved: Bytes


class ActArrays(NamedTuple):
    """Fields of the Plan that describe acts, by route."""

    act_ptr: Ints
    act_measure: Ints
    act_kind: Bytes
    act_share: Reals
    act_practice: Ints
    act_rate: Reals
    act_class: Reals
    act_bloc: Ints
    act_tied: Bytes
    act_path: Ints


class PracticeArrays(NamedTuple):
    """Fields of the Plan that describe licence practices: [practice, step], and [step]."""

    tight: Reals
    knot: Reals


def measure_arrays(situation: Situation, rules: Rules) -> MeasureArrays:
    """Return the force of all measures by step."""
    shape = (len(rules.rows), situation.clock.steps)
    series = [row.series for row in rules.rows]
    return MeasureArrays(
        force=np.array([each.force for each in series]).reshape(shape),
        on=np.array([each.on for each in series]).reshape(shape),
        announced=np.array([each.announced for each in series]).reshape(shape),
        moved=np.array([bool(row.ladder) for row in rules.rows], np.int8),
    )


def practices(
    situation: Situation, network: Network, rules: Rules
) -> tuple[tuple[str, str, str], ...]:
    """Return the licence practices: each measure on each good that it licenses, by destination."""
    goods = _goods(situation, network)
    blocs = _destinations(situation, network)
    return tuple(
        dict.fromkeys(
            (row.key.measure, goods[act.route], blocs[act.route])
            for row in rules.rows
            for act in row.acts
            if act.kind == LICENCE
        )
    )


def paths(situation: Situation, network: Network, rules: Rules) -> tuple[tuple[str, str], ...]:
    """Return the paths of practice: each office with each destination that its acts reach."""
    goods, blocs = _goods(situation, network), _destinations(situation, network)
    found = [
        (_office(situation, row, act, goods), blocs[act.route])
        for row in rules.rows
        for act in row.acts
    ]
    return tuple(dict.fromkeys(each for each in found if each[0]))


def _office(situation: Situation, row: MeasureRow, act: RouteAct, goods: Mapping[str, str]) -> str:
    """Return the office whose practice an act follows; empty if none does."""
    refused = goods[act.route] in situation.conduct.refusals.get(row.key.measure, {})
    if act.kind != LICENCE and not (act.kind == BUYERS_BAN and refused):
        return ""
    for name, office in situation.conduct.offices.items():
        if office.side == row.side and goods[act.route] in office.goods:
            return name
    return ""


def act_arrays(situation: Situation, network: Network, rules: Rules, names: AxisNames) -> ActArrays:
    """Return the arrays of acts.

    Args:
        situation: The scenario.
        network: The network.
        rules: The rows of measures.
        names: The names of the axes.
    """
    goods, blocs = _goods(situation, network), numbered(network.blocs)
    places = _destinations(situation, network)
    routes = {route.name: route for route in network.routes}
    practice, path = numbered(names.practices), numbered(names.paths)
    on_route: dict[str, list[tuple[int, MeasureRow, RouteAct]]] = defaultdict(list)
    for number, row in enumerate(rules.rows):
        for act in row.acts:
            on_route[act.route].append((number, row, act))
    acts = [each for route in network.routes for each in on_route[route.name]]
    counts = [len(on_route[route.name]) for route in network.routes]
    earners = [_earner(situation, row.side, routes[act.route]) for _, row, act in acts]
    licences = [
        practice[row.key.measure, goods[act.route], places[act.route]]
        if act.kind == LICENCE
        else -1
        for _, row, act in acts
    ]
    followed = [
        path.get((_office(situation, row, act, goods), places[act.route]), -1)
        for _, row, act in acts
    ]
    return ActArrays(
        act_ptr=np.array([0, *np.cumsum(counts)], np.int32),
        act_measure=np.array([number for number, _, _ in acts], np.int32),
        act_kind=np.array([act.kind for _, _, act in acts], np.int8),
        act_share=np.array([act.share for _, _, act in acts], np.float64),
        act_practice=np.array(licences, np.int32),
        act_rate=np.array([act.rate for _, _, act in acts], np.float64),
        act_class=np.array([act.exempt for _, _, act in acts]).reshape(len(acts), len(CLASS_NAMES)),
        act_bloc=np.array([blocs[bloc] for bloc in earners], np.int32),
        act_tied=np.array([act.kind == LICENCE for _, _, act in acts], np.int8),
        act_path=np.array(followed, np.int32),
    )


def _goods(situation: Situation, network: Network) -> dict[str, str]:
    """Return the good of each route."""
    return {route.name: situation.world.sites[route.origin].good for route in network.routes}


def _destinations(situation: Situation, network: Network) -> dict[str, str]:
    """Return the bloc to which each route leads."""
    return {r.name: situation.world.sites[r.destination].bloc for r in network.routes}


def _earner(situation: Situation, side: str, route: RouteRow) -> str:
    """Return the bloc that earns a fee on a route: the sender's if its side alone charges it."""
    world = situation.world
    sender, buyer = world.sites[route.origin].bloc, world.sites[route.destination].bloc
    sends = world.blocs[sender].side == side and world.blocs[buyer].side != side
    return sender if sends else buyer


def practice_arrays(
    situation: Situation, practices: tuple[tuple[str, str, str], ...]
) -> PracticeArrays:
    """Return the share of each step in which second levels hold, and its place among the knots."""
    clock, known = situation.clock, situation.scenario.knows_until
    shares = np.zeros((len(practices), clock.steps))
    for row, (measure, good, _) in enumerate(practices):
        stated = situation.conduct.practices.get(measure, {}).get(good)
        if stated is not None and stated.second_from <= known:
            shares[row] = covered_shares([(clock.weeks(stated.second_from), inf)], clock)
    middle = (np.arange(clock.steps) + 0.5) * clock.step
    place = (middle - clock.weeks(known + timedelta(days=1))) / KNOT
    return PracticeArrays(shares, np.where(place >= 0.0, place, -1.0))
