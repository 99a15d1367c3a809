"""Rules: the measures of the record and of the scenario as rows, acts and licence practices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.index import CLASSES, Row, numbered
from outlast.lower.network.base_network import Fields, Network
from outlast.lower.rules.coverage import (
    BUYERS_BAN,
    DENY,
    FEE,
    LICENCE,
    NOTHING,
    QUOTA,
    Act,
    Coverage,
)
from outlast.lower.rules.force_series import Life, branchings, changes, life, phased, shares
from outlast.policy import Measure
from outlast.scenario.load import Situation
from outlast.scenario.scenario import Kind, Supposition

PHASE_IN = 1.0
"""Weeks in which a licence, ban or quota builds up: goods declared before still pass."""

PHASED = frozenset({DENY, LICENCE, QUOTA})
"""The kinds that build up; all others act at once."""

KINDS = {
    Kind.DENY: DENY,
    Kind.LICENCE: LICENCE,
    Kind.QUOTA: QUOTA,
    Kind.PURCHASE_BAN: BUYERS_BAN,
    Kind.FEE: FEE,
}
"""The act of each kind of supposed rule."""


@dataclass(frozen=True)
class Version:
    """The terms of a measure over a span of time: what they do on each route."""

    begins: float
    """Weeks since the common start."""

    ends: float
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Ruled:
    """One row of measures with its acts and its series."""

    row: Row
    side: str
    acts: tuple[Act, ...]
    force: Reals
    on: Reals
    announced: Reals
    suspended: bool
    """Whether it was suspended at some time."""


@dataclass
class Rules:
    """All rows, and what other parts of lowering ask of them."""

    rows: list[Ruled] = field(default_factory=list[Ruled])
    silent: list[str] = field(default_factory=list[str])
    """Measures that do nothing on any route of this world."""


def rules(situation: Situation, built: Network) -> Rules:
    """Return the rows of all measures known, and of all that the scenario supposes."""
    found, coverage = Rules(), Coverage(situation, built)
    for key, measure in situation.timeline.measures.items():
        rows = _of_measure(situation, coverage, measure)
        found.rows.extend(rows)
        if not rows:
            found.silent.append(key)
    for key, supposed in situation.scenario.supposed.items():
        found.rows.extend(_of_supposition(situation, built, key, supposed))
    _leave_out_covered_military(found)
    return found


def _of_measure(situation: Situation, coverage: Coverage, measure: Measure) -> list[Ruled]:
    """Return the rows of one measure: one for each version of its terms and way of switches."""
    clock, scenario = situation.clock, situation.scenario
    versions = _versions(situation, coverage, measure)
    bars = measure.id in situation.conduct.bars
    if not bars and not any(version.acts for version in versions):
        return []
    ways = branchings(measure, situation.timeline, scenario.switches)
    lives = [
        life(measure, clock, dict(way), expected=measure.id in scenario.measures.expected)
        for way in ways
    ]
    suspended = any(each.value.value == "suspended" for each in measure.status.values())
    rows: list[Ruled] = []
    for number, version in enumerate(versions):
        for phase in (True, False):
            acts = tuple(act for act in version.acts if (act.kind in PHASED) is phase)
            series = [_series(situation, version, each, phased_in=phase) for each in lives]
            if not (acts or (bars and not phase)):
                continue
            if not any(array.any() for each in series for array in each):
                continue
            same = all(
                np.array_equal(array, first)
                for each in series
                for array, first in zip(each, series[0], strict=True)
            )
            hanging = [
                tuple(pair for pair in way if scenario.switches.get(pair[0], "drawn") == "drawn")
                for way in ways
            ]
            for way, each in [((), series[0])] if same else zip(hanging, series, strict=True):
                row = Row(measure.id, number, way, built_up=phase)
                rows.append(Ruled(row, measure.side, acts, *each, suspended))
    return rows


def _versions(situation: Situation, coverage: Coverage, measure: Measure) -> list[Version]:
    """Return the versions of a measure's terms, without what the base year contains already."""
    clock = situation.clock
    days = changes(measure, situation.timeline)
    base = _acts_of_base_year(situation, coverage, measure)
    found: list[Version] = []
    for index, day in enumerate(days):
        acts = tuple(_beyond(coverage.acts(measure, day), base))
        begins = clock.weeks(day) if index else -inf
        if found and found[-1].acts == acts:
            continue
        if found:
            found[-1] = replace(found[-1], ends=begins)
        found.append(Version(begins, inf, acts))
    return found


def _acts_of_base_year(
    situation: Situation, coverage: Coverage, measure: Measure
) -> tuple[Act, ...]:
    """Return what a measure did already when the base year began: the base flows show it."""
    first = date(situation.world.base_year, 1, 1)
    since = measure.since(first, {})
    if since is None or measure.status[since].value.value != "in-force":
        return ()
    return coverage.acts(measure, first)


def _beyond(acts: Iterable[Act], base: tuple[Act, ...]) -> Iterable[Act]:
    """Yield acts less the share that the base year contains already."""
    contained = {(act.route, act.kind): act.share for act in base}
    for act in acts:
        before = contained.get((act.route, act.kind), 0.0)
        if act.share > before + NOTHING:
            yield replace(act, share=(act.share - before) / (1.0 - before))


def _series(
    situation: Situation, version: Version, lived: Life, *, phased_in: bool
) -> tuple[Reals, Reals, Reals]:
    """Return the force of a version, when it is on, and when it is only announced."""
    clock = situation.clock
    starts = {begins for begins, _ in lived.force}
    begins, ends = (
        _snapped(week, clock.step) if week not in starts else week
        for week in (version.begins, version.ends)
    )
    force = [
        (since, max(since, begins), min(until, ends))
        for since, until in lived.force
        if max(since, begins) < min(until, ends)
    ]
    announced = [
        (since, until)
        for since, until, at in lived.announced
        if version.begins <= at < version.ends
    ]
    return (
        phased(force, clock, PHASE_IN if phased_in else 0.0),
        shares([(a, b) for _, a, b in force], clock),
        np.minimum(shares(announced, clock), 1.0),
    )


def _snapped(week: float, step: float) -> float:
    """Return the beginning of the nearest step: terms that follow on others change between steps.

    Both hold parts of the step otherwise, and the stricter of two parts counts, not their sum.
    """
    return week if week in (inf, -inf) else round(week / step) * step


def _of_supposition(
    situation: Situation, built: Network, key: str, supposed: Supposition
) -> list[Ruled]:
    """Return the row of a rule that the scenario supposes."""
    clock, ledger, world = situation.clock, situation.ledger, situation.world
    share = ledger.value(supposed.share, "1") if supposed.share else 1.0
    rate = ledger.value(supposed.rate, "1") if supposed.rate else 0.0
    acts: list[Act] = []
    for way in built.names.routes:
        origin, destination = world.sites[way.origin], world.sites[way.destination]
        if (
            not way.own
            and not way.round_
            and origin.good in supposed.goods
            and origin.bloc in supposed.origins
            and destination.bloc in supposed.destinations
        ):
            acts.append(Act(way.name, KINDS[supposed.kind], share, rate))
    begins = clock.weeks(supposed.from_)
    ends = clock.weeks(supposed.until) if supposed.until else inf
    since = clock.weeks(supposed.announced) if supposed.announced else begins
    phase = KINDS[supposed.kind] in PHASED
    return (
        [
            Ruled(
                Row(key, 0, built_up=phase),
                supposed.side,
                tuple(acts),
                phased([(begins, begins, ends)], clock, PHASE_IN if phase else 0.0),
                shares([(begins, ends)], clock),
                shares([(since, begins)], clock),
                suspended=False,
            )
        ]
        if acts
        else []
    )


def _leave_out_covered_military(found: Rules) -> None:
    """Leave out rules for military users where another rule reviews or denies the whole route.

    A general licence frees a class from every licence on its route, so that the freedom of one
    rule would undo the other. The stricter rule for military users then acts by its approvals.
    """
    whole = {
        act.route
        for ruled in found.rows
        for act in ruled.acts
        if act.kind in (DENY, LICENCE) and not act.military
    }
    found.rows = [
        replace(ruled, acts=acts)
        for ruled in found.rows
        if (acts := tuple(act for act in ruled.acts if not (act.military and act.route in whole)))
        or not ruled.acts
    ]


def rule_fields(situation: Situation, built: Network, found: Rules) -> Fields:
    """Return the arrays of measures, acts and practices."""
    world, names, clock = situation.world, built.names, situation.clock
    names.measures = tuple(ruled.row for ruled in found.rows)
    blocs = numbered(names.blocs)
    ways = {way.name: way for way in names.routes}
    goods = {way.name: world.sites[way.origin].good for way in names.routes}
    practices = dict.fromkeys(
        (ruled.row.measure, goods[act.route])
        for ruled in found.rows
        for act in ruled.acts
        if act.kind == LICENCE
    )
    names.practices = tuple(practices)
    practice = {pair: index for index, pair in enumerate(names.practices)}
    on_route: dict[str, list[tuple[int, Act]]] = defaultdict(list)
    for row, ruled in enumerate(found.rows):
        for act in ruled.acts:
            on_route[act.route].append((row, act))
    acts = [(row, act) for way in names.routes for row, act in on_route[way.name]]
    rows = [found.rows[row] for row, _ in acts]
    earns = [
        blocs[_earner(situation, ruled.side, ways[act.route].origin, ways[act.route].destination)]
        for ruled, (_, act) in zip(rows, acts, strict=True)
    ]
    licences = [
        practice[ruled.row.measure, goods[act.route]] if act.kind == LICENCE else -1
        for ruled, (_, act) in zip(rows, acts, strict=True)
    ]
    counts = [len(on_route[way.name]) for way in names.routes]
    steps = (len(found.rows), clock.steps)
    return {
        "force": np.array([ruled.force for ruled in found.rows]).reshape(steps),
        "on": np.array([ruled.on for ruled in found.rows]).reshape(steps),
        "announced": np.array([ruled.announced for ruled in found.rows]).reshape(steps),
        "act_ptr": np.array([0, *np.cumsum(counts)], np.int32),
        "act_measure": np.array([row for row, _ in acts], np.int32),
        "act_kind": np.array([act.kind for _, act in acts], np.int8),
        "act_share": np.array([act.share for _, act in acts], np.float64),
        "act_practice": np.array(licences, np.int32),
        "act_rate": np.array([act.rate for _, act in acts], np.float64),
        "act_class": np.array([act.exempt for _, act in acts]).reshape(len(acts), len(CLASSES)),
        "act_bloc": np.array(earns, np.int32),
        "act_tied": np.array([act.kind == LICENCE for _, act in acts], np.int8),
        "tight": _tight(situation, names.practices),
    }


def _earner(situation: Situation, side: str, origin: str, destination: str) -> str:
    """Return the bloc that earns a fee: the sender's if its side asks for it, else the buyer's."""
    world = situation.world
    sender, buyer = world.sites[origin].bloc, world.sites[destination].bloc
    asks = world.blocs[sender].side == side and world.blocs[buyer].side != side
    return sender if asks else buyer


def _tight(situation: Situation, practices: tuple[tuple[str, str], ...]) -> Reals:
    """Return the share of each step in which the second level of each practice holds."""
    clock = situation.clock
    found = np.zeros((len(practices), clock.steps))
    for row, (measure, good) in enumerate(practices):
        stated = situation.conduct.practices.get(measure, {}).get(good)
        if stated is not None and stated.second_from <= situation.scenario.knows_until:
            found[row] = shares([(clock.weeks(stated.second_from), inf)], clock)
    return found
