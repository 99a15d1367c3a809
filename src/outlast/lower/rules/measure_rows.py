"""The rows of the measures: the acts and the force of each version of a measure's terms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Final

import numpy as np

from outlast.engine.codes import DENY, LICENCE, PRICE_FLOOR
from outlast.lower.index import MeasureKey
from outlast.lower.network.network import Network
from outlast.lower.rules.acts import ACT_OF, PHASED, RouteAct
from outlast.lower.rules.coverage import NOTHING, Coverage
from outlast.lower.rules.force_series import (
    Branches,
    ForceSpans,
    branch_combinations,
    change_days,
    covered_shares,
    force_spans,
    phased_force,
)
from outlast.lower.rules.measure_row import MeasureRow, MeasureSeries
from outlast.lower.rules.move_rows import with_moves
from outlast.policy import Force, Measure
from outlast.reading import Brief
from outlast.scenario.load import Situation
from outlast.scenario.scenario import DRAWN, Supposition

PHASE_IN: Final = 1.0
"""Weeks in which a licence, ban or quota builds up: goods declared before still pass."""


@dataclass(frozen=True)
class MeasureVersion:
    """The acts of a measure's terms over one span of time."""

    begins: float
    """Weeks since the common start."""

    ends: float
    acts: tuple[RouteAct, ...]


@dataclass(frozen=True, repr=False, eq=False)
class Rules(Brief):
    """All rows of measures."""

    rows: tuple[MeasureRow, ...]
    without_acts: tuple[str, ...]
    """Measures that act on no route of this world."""


def measure_rules(situation: Situation, network: Network) -> Rules:
    """Return the rows of all known measures, and of all rules that the scenario supposes."""
    coverage = Coverage(situation, network)
    of_record = {
        key: tuple(_rows_of_measure(situation, coverage, measure))
        for key, measure in situation.timeline.measures.items()
    }
    supposed = [
        row
        for key, rule in situation.scenario.supposed.items()
        for row in _rows_of_supposition(situation, network, key, rule)
    ]
    rows = [*(row for rows in of_record.values() for row in rows), *supposed]
    held = tuple(_without_covered_military(rows))
    return Rules(
        tuple(with_moves(situation, network, held)),
        tuple(key for key, rows in of_record.items() if not rows),
    )


def _rows_of_measure(
    situation: Situation, coverage: Coverage, measure: Measure
) -> Iterator[MeasureRow]:
    """Yield the rows of one measure: one for each version of its terms and choice of branches."""
    clock, scenario = situation.clock, situation.scenario
    versions = _versions(situation, coverage, measure)
    bars = measure.id in situation.conduct.bars
    if not bars and not any(version.acts for version in versions):
        return
    combinations = branch_combinations(measure, situation.timeline, scenario.switches)
    expected = measure.id in scenario.measures.expected
    spans = [force_spans(measure, clock, dict(each), expected=expected) for each in combinations]
    suspended = any(each.value is Force.SUSPENDED for each in measure.status.values())
    for number, version in enumerate(versions):
        for phased_in in (True, False):
            acts = tuple(act for act in version.acts if (act.kind in PHASED) is phased_in)
            if not (acts or (bars and not phased_in)):
                continue
            series = [_series(situation, version, each, phased_in=phased_in) for each in spans]
            if not phased_in:  # what such acts announce frightens nobody
                series = [each if each.force.any() else _silent(each) for each in series]
            for branches, each in _distinct(situation, combinations, series):
                key = MeasureKey(measure.id, number, branches, phased_in=phased_in)
                yield MeasureRow(key, measure.side, acts, each, suspended)


def _distinct(
    situation: Situation, combinations: list[Branches], series: list[MeasureSeries]
) -> Iterator[tuple[Branches, MeasureSeries]]:
    """Yield the series of each combination of drawn branches; one alone where all are equal.

    Nothing is yielded for a combination that has no force and no announcement.
    """
    if not any(array.any() for each in series for array in each):
        return
    if all(_are_equal(each, series[0]) for each in series):
        yield (), series[0]
        return
    switches = situation.scenario.switches
    for branches, each in zip(combinations, series, strict=True):
        if not any(array.any() for array in each):
            continue
        yield tuple(pair for pair in branches if switches.get(pair[0], DRAWN) == DRAWN), each


def _silent(series: MeasureSeries) -> MeasureSeries:
    """Return a series without its announcements."""
    return series._replace(announced=np.zeros_like(series.announced))


def _are_equal(one: MeasureSeries, other: MeasureSeries) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def _versions(situation: Situation, coverage: Coverage, measure: Measure) -> list[MeasureVersion]:
    """Return the versions of a measure's terms, less the acts that the base year contains."""
    clock = situation.clock
    base = _acts_of_base_year(situation, coverage, measure)
    versions: list[MeasureVersion] = []
    for index, day in enumerate(change_days(measure, situation.timeline)):
        acts = tuple(_beyond(coverage.acts(measure, day), base))
        begins = clock.weeks(day) if index else -inf
        if versions and versions[-1].acts == acts:
            continue
        if versions:
            versions[-1] = replace(versions[-1], ends=begins)
        versions.append(MeasureVersion(begins, inf, acts))
    return versions


def _acts_of_base_year(
    situation: Situation, coverage: Coverage, measure: Measure
) -> tuple[RouteAct, ...]:
    """Return the acts of a measure when the base year began: the base flows reflect them."""
    first = date(situation.world.base_year, 1, 1)
    since = measure.since(first, {})
    if since is None or measure.status[since].value is not Force.IN_FORCE:
        return ()
    return coverage.acts(measure, first)


def _beyond(acts: tuple[RouteAct, ...], base: tuple[RouteAct, ...]) -> Iterator[RouteAct]:
    """Yield acts less the share that the base year contains already."""
    contained = {(act.route, act.kind): act.share for act in base}
    for act in acts:
        before = contained.get((act.route, act.kind), 0.0)
        if act.share > before + NOTHING:
            yield replace(act, share=(act.share - before) / (1.0 - before))


def _series(
    situation: Situation, version: MeasureVersion, spans: ForceSpans, *, phased_in: bool
) -> MeasureSeries:
    """Return the force of a version by step, when it is on, and when it is only announced."""
    clock = situation.clock
    starts = {begins for begins, _ in spans.force}
    begins, ends = (
        _nearest_step(week, clock.step) if week not in starts else week
        for week in (version.begins, version.ends)
    )
    force = [
        (since, max(since, begins), min(until, ends))
        for since, until in spans.force
        if max(since, begins) < min(until, ends)
    ]
    announced = [
        (since, until)
        for since, until, at in spans.announced
        if version.begins <= at < version.ends
    ]
    return MeasureSeries(
        force=phased_force(force, clock, PHASE_IN if phased_in else 0.0),
        on=covered_shares([(a, b) for _, a, b in force], clock),
        announced=np.minimum(covered_shares(announced, clock), 1.0),
    )


def _nearest_step(week: float, step: float) -> float:
    """Return the beginning of the nearest step: one version follows another between two steps.

    Within a step both would hold for a part of it, and the engine applies the stricter part alone.
    """
    return week if week in (inf, -inf) else round(week / step) * step


def _rows_of_supposition(
    situation: Situation, network: Network, key: str, rule: Supposition
) -> Iterator[MeasureRow]:
    """Yield the row of a rule that the scenario supposes, if it acts on any route."""
    clock, ledger, sites = situation.clock, situation.ledger, situation.world.sites
    kind = ACT_OF[rule.kind]
    share = ledger.value(rule.share, "1") if rule.share else 1.0
    rate = ledger.value(rule.rate, "1") if rule.rate else 0.0
    acts = tuple(
        RouteAct(route.name, kind, share, rate)
        for route in network.routes[: network.bases]
        if (not route.own or kind == PRICE_FLOOR)
        and sites[route.origin].good in rule.goods
        and sites[route.origin].bloc in rule.origins
        and sites[route.destination].bloc in rule.destinations
    )
    if not acts:
        return
    begins = clock.weeks(rule.from_)
    ends = clock.weeks(rule.until) if rule.until else inf
    since = clock.weeks(rule.announced) if rule.announced else begins
    phased_in = kind in PHASED
    series = MeasureSeries(
        force=phased_force([(begins, begins, ends)], clock, PHASE_IN if phased_in else 0.0),
        on=covered_shares([(begins, ends)], clock),
        announced=covered_shares([(since, begins)], clock),
    )
    row_key = MeasureKey(key, 0, phased_in=phased_in)
    yield MeasureRow(row_key, rule.side, acts, series, was_suspended=False)


def _without_covered_military(rows: list[MeasureRow]) -> Iterator[MeasureRow]:
    """Yield rows without the rules for military users that a rule for all users covers.

    A general licence frees a class from every licence on its route, so the freedom of civil uses
    under one rule would cancel another rule that reviews or denies the whole route.
    """
    whole = {
        act.route
        for row in rows
        for act in row.acts
        if act.kind in (DENY, LICENCE) and not act.military
    }
    for row in rows:
        acts = tuple(act for act in row.acts if not (act.military and act.route in whole))
        if acts or not row.acts:
            yield replace(row, acts=acts)
