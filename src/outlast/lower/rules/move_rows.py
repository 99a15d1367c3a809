"""Rows of moves: the rungs that a side has not reached, and measures that a deal can suspend."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from outlast.engine.codes import DENY, LICENCE
from outlast.lower.index import MeasureKey
from outlast.lower.network.network import Network
from outlast.lower.rules.acts import ACT_OF, RouteAct
from outlast.lower.rules.measure_row import MeasureRow, MeasureSeries
from outlast.policy import Force, Measure
from outlast.scenario.load import Situation
from outlast.scenario.moves import Ladder, Rung
from outlast.scenario.scenario import Kind

RECENT: Final = timedelta(weeks=104)
"""A measure announced longer ago is out of the reach of any deal."""


def with_moves(
    situation: Situation, network: Network, rows: Iterable[MeasureRow]
) -> Iterator[MeasureRow]:
    """Yield the rows of the record, those that a deal can suspend marked, then those of rungs."""
    ladder_of, held = _suspendable(situation), tuple(rows)
    for row in held:
        ladder = ladder_of.get(row.key.measure, "")
        yield replace(row, ladder=ladder) if ladder else row
    yield from _rows_of_rungs(situation, network, held)


def rungs_left(situation: Situation, ladder: str) -> list[str]:
    """Return the rungs of a ladder that its side has not reached, in order."""
    process = situation.moves
    if process is None:
        return []
    rungs = process.ladders[ladder].rungs
    return [name for name, rung in rungs.items() if not any(_is_on(situation, m) for m in rung.by)]


def rung_name(ladder: str, rung: str) -> str:
    """Return the name of a rung where measures have their ids."""
    return f"{ladder}.{rung}"


def announced_of(situation: Situation, measure: str) -> date:
    """Return the day on which a measure of the record was announced."""
    return situation.timeline.measures[measure].announced


def _is_on(situation: Situation, measure: str) -> bool:
    """Return whether a measure binds on the last known day, will, or waits for an open question."""
    scenario = situation.scenario
    if measure in scenario.measures.off:
        return True
    found = situation.timeline.measures.get(measure)
    if found is None:
        return False
    if _is_open(found) or measure in scenario.measures.expected:
        return True
    since = found.since(scenario.knows_until, {})
    if since is not None:
        return found.status[since].value is Force.IN_FORCE
    return any(each.value is Force.IN_FORCE and not each.expected for each in found.status.values())


def _is_open(measure: Measure) -> bool:
    """Return whether an open question of the record decides a measure."""
    return any(standing.when is not None for standing in measure.status.values())


def _suspendable(situation: Situation) -> dict[str, str]:
    """Return the ladder of each measure of the record that a deal can suspend."""
    process, known = situation.moves, situation.scenario.knows_until
    measures = situation.timeline.measures
    return {
        key: ladder
        for ladder, declared in (process.ladders if process else {}).items()
        for rung in declared.rungs.values()
        for key in rung.by
        if key in measures
        and not _is_open(measures[key])
        and measures[key].announced >= known - RECENT
        and _is_on(situation, key)
    }


def _rows_of_rungs(
    situation: Situation, network: Network, held: Sequence[MeasureRow]
) -> Iterator[MeasureRow]:
    """Yield the row of each rung that is left and acts on a route, in force in every step."""
    process = situation.moves
    ones = np.ones(situation.clock.steps)
    series = MeasureSeries(force=ones, on=ones, announced=np.zeros_like(ones))
    for ladder, declared in (process.ladders if process else {}).items():
        covered = _covered(situation, network, declared, held)
        for number, name in enumerate(rungs_left(situation, ladder)):
            acts = tuple(_acts(situation, network, declared.rungs[name], covered))
            if acts:
                key = MeasureKey(rung_name(ladder, name), 0, phased_in=False)
                yield MeasureRow(
                    key, declared.side, acts, series, was_suspended=False,
                    ladder=ladder, rung=number,
                )  # fmt: skip


def _covered(
    situation: Situation, network: Network, ladder: Ladder, held: Sequence[MeasureRow]
) -> dict[str, float]:
    """Return the greatest share of trade in each good that the measures of a ladder cover."""
    goods = {route.name: situation.world.sites[route.origin].good for route in network.routes}
    by = {key for rung in ladder.rungs.values() for key in rung.by}
    found: dict[str, float] = {}
    for row in held:
        for act in row.acts if row.key.measure in by else ():
            if act.kind in (DENY, LICENCE) and not act.military:
                good = goods[act.route]
                found[good] = max(found.get(good, 0.0), act.share)
    return found


def _acts(
    situation: Situation, network: Network, rung: Rung, covered: Mapping[str, float]
) -> Iterator[RouteAct]:
    """Yield the acts of a rung on the base routes between its blocs."""
    sites, ledger = situation.world.sites, situation.ledger
    rate = ledger.value(rung.rate, "1") if rung.rate else 0.0
    stated = ledger.value(rung.share, "1") if rung.share else None
    whole = rung.kind not in (Kind.DENY, Kind.LICENCE)
    for route in network.routes[: network.bases]:
        origin, destination = sites[route.origin], sites[route.destination]
        if (
            not route.own
            and origin.good in rung.goods
            and origin.bloc in rung.origins
            and destination.bloc in rung.destinations
        ):
            share = 1.0 if whole else covered.get(origin.good, 1.0)
            share = share if stated is None else stated
            yield RouteAct(route.name, ACT_OF[rung.kind], share, rate)
