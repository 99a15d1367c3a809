"""The force of a measure over time: when it binds and when it is only announced, step by step."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import exp, inf
from typing import Final, TypeAlias

import numpy as np

from outlast.engine.arrays import Reals
from outlast.policy import Force, Measure, Timeline
from outlast.scenario.clock import Clock
from outlast.scenario.scenario import DRAWN

FORESEEN: Final = 26.0
"""Weeks before the end of a suspension from which buyers expect the measure to return."""

Weeks: TypeAlias = tuple[float, float]
"""Weeks since the common start: from, until."""

Branches: TypeAlias = tuple[tuple[str, str], ...]
"""Switches with the branch of each."""


@dataclass(frozen=True)
class ForceSpans:
    """When a measure binds under one choice of branches, and when it is only announced."""

    force: tuple[Weeks, ...]
    announced: tuple[tuple[float, float, float], ...]
    """From, until, and the week from which the announced entry would bind."""


def branch_combinations(
    measure: Measure, timeline: Timeline, fixed: Mapping[str, str]
) -> list[Branches]:
    """Return every combination of branches of the switches on which a measure depends.

    Args:
        measure: The measure.
        timeline: The record with its switches.
        fixed: The branches that a scenario fixes; others are drawn.
    """
    names = sorted({each.when.switch for each in measure.status.values() if each.when})
    branches = [
        [fixed[name]] if fixed.get(name, DRAWN) != DRAWN else list(timeline.switches[name].branches)
        for name in names
    ]
    return [tuple(zip(names, chosen, strict=True)) for chosen in product(*branches)]


def force_spans(
    measure: Measure, clock: Clock, branches: Mapping[str, str], *, expected: bool
) -> ForceSpans:
    """Return when a measure binds and when it is only announced.

    Args:
        measure: The measure, as it is known.
        clock: The clock.
        branches: The branch of each switch.
        expected: Whether entries that are merely expected take effect.
    """
    entries = sorted(
        (day, each)
        for day, each in measure.status.items()
        if (expected or not each.expected)
        and (each.when is None or branches.get(each.when.switch) == each.when.is_)
    )
    force: list[Weeks] = []
    for index, (day, each) in enumerate(entries):
        ends = clock.weeks(entries[index + 1][0]) if index + 1 < len(entries) else inf
        if each.value is not Force.IN_FORCE:
            continue
        begins = clock.weeks(day)
        if force and force[-1][1] == begins:
            begins = force.pop()[0]
        force.append((begins, ends))
    return ForceSpans(tuple(force), tuple(_announced(measure, clock)))


def _announced(measure: Measure, clock: Clock) -> Iterator[tuple[float, float, float]]:
    """Yield when each entry into force was announced and not yet decided.

    An entry that a switch decides is announced in every branch until its day: nobody knows which
    will come. After a suspension buyers expect it in the last weeks alone.
    """
    entries = sorted(measure.status.items())
    for day, each in entries:
        if each.value is not Force.IN_FORCE:
            continue
        at = clock.weeks(day)
        since = clock.weeks(each.announced) if each.announced else at
        suspended = [
            clock.weeks(other)
            for other, standing in entries
            if standing.value is Force.SUSPENDED and standing.when is None and other < day
        ]
        called_off = [
            clock.weeks(standing.announced or other)
            for other, standing in entries
            if standing.value is not Force.IN_FORCE and since < clock.weeks(other) <= at
        ]
        if suspended and max(suspended) <= at:
            since = max(since, *suspended, at - FORESEEN)
        until = min([at, *(week for week in called_off if not suspended and week > since)])
        if since < until:
            yield since, until, at


def covered_shares(spans: Iterable[Weeks], clock: Clock) -> Reals:
    """Return the share of each step that spans of weeks cover."""
    return phased_force([(begins, begins, ends) for begins, ends in spans], clock, 0.0)


def phased_force(spans: Iterable[tuple[float, float, float]], clock: Clock, time: float) -> Reals:
    """Return the mean force in each step, as docs/model/clock.md defines it.

    Args:
        spans: For each the week in which force began to build up, its first week, its last.
        clock: The clock.
        time: The time in which force builds up, weeks; at once if 0.
    """
    step, force = clock.step, np.zeros(clock.steps)
    for origin, begins, ends in spans:
        first = max(0, int(begins / step) if begins > 0 else 0)
        last = clock.steps if ends == inf else min(clock.steps, int(np.ceil(ends / step)))
        for week in range(first, last):
            a, b = max(begins, week * step), min(ends, (week + 1) * step)
            if b <= a:
                continue
            missing = time * (exp(-(b - origin) / time) - exp(-(a - origin) / time)) if time else 0
            force[week] += ((b - a) + missing) / step
    return force


def change_days(measure: Measure, timeline: Timeline) -> list[date]:
    """Return the days on which the terms of a measure may change, the first of them included."""
    days = {day for _, schedule in measure.schedules() for day in schedule.root}
    places = measure.destinations.root.values() if measure.destinations else ()
    groups = {
        name
        for change in places
        if change.value
        for name in (*change.value.groups, *change.value.except_groups)
    }
    return sorted(days.union(*(timeline.groups[name].root for name in groups)))
