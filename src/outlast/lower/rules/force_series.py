"""The life of a measure in weeks: when it binds, when it is only announced, step by step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import exp, inf

import numpy as np

from outlast.engine.arrays import Reals
from outlast.policy import Force, Measure, Timeline
from outlast.scenario.clock import Clock
from outlast.scenario.scenario import DRAWN

FORESEEN = 26.0
"""Weeks before the end of a suspension from which buyers reckon with it."""

Span = tuple[float, float]
"""Weeks since the common start: from, until."""


@dataclass(frozen=True)
class Life:
    """When a measure binds in one way in which switches fall, and when it is only announced."""

    force: tuple[Span, ...]
    announced: tuple[tuple[float, float, float], ...]
    """From, until, and the week from which what is announced would bind."""


def branchings(
    measure: Measure, timeline: Timeline, fixed: Mapping[str, str]
) -> list[tuple[tuple[str, str], ...]]:
    """Return every way in which the switches on which a measure hangs can fall."""
    names = sorted({each.when.switch for each in measure.status.values() if each.when})
    ways = [
        [fixed[name]] if fixed.get(name, DRAWN) != DRAWN else list(timeline.switches[name].branches)
        for name in names
    ]
    return [tuple(zip(names, way, strict=True)) for way in product(*ways)]


def life(measure: Measure, clock: Clock, branches: Mapping[str, str], *, expected: bool) -> Life:
    """Return the life of a measure.

    Args:
        measure: The measure, as it is known.
        clock: The clock.
        branches: The branch of each switch.
        expected: Whether entries that are merely expected take effect.
    """
    held = sorted(
        (day, each)
        for day, each in measure.status.items()
        if (expected or not each.expected)
        and (each.when is None or branches.get(each.when.switch) == each.when.is_)
    )
    force: list[Span] = []
    for index, (day, each) in enumerate(held):
        ends = clock.weeks(held[index + 1][0]) if index + 1 < len(held) else inf
        if each.value is not Force.IN_FORCE:
            continue
        begins = clock.weeks(day)
        if force and force[-1][1] == begins:
            begins = force.pop()[0]
        force.append((begins, ends))
    return Life(tuple(force), tuple(_announced(measure, clock)))


def _announced(measure: Measure, clock: Clock) -> Iterable[tuple[float, float, float]]:
    """Yield when each entry into force was announced and not yet decided.

    An entry that a switch decides is announced in every branch until its day: nobody knows which
    will come. After a suspension it is reckoned with in the last weeks alone.
    """
    entries = sorted(measure.status.items())
    for day, each in entries:
        if each.value is not Force.IN_FORCE:
            continue
        at = clock.weeks(day)
        since = clock.weeks(each.announced) if each.announced else at
        rests = [
            clock.weeks(other)
            for other, standing in entries
            if standing.value is Force.SUSPENDED and standing.when is None and other < day
        ]
        called_off = [
            clock.weeks(standing.announced or other)
            for other, standing in entries
            if standing.value is not Force.IN_FORCE and since < clock.weeks(other) <= at
        ]
        if rests and max(rests) <= at:
            since = max(since, *rests, at - FORESEEN)
        until = min([at, *(week for week in called_off if not rests and week > since)])
        if since < until:
            yield since, until, at


def shares(spans: Iterable[Span], clock: Clock) -> Reals:
    """Return the share of each step that spans of weeks cover."""
    return phased([(begins, begins, ends) for begins, ends in spans], clock, 0.0)


def phased(spans: Iterable[tuple[float, float, float]], clock: Clock, time: float) -> Reals:
    """Return the mean force of each step over spans, as docs/model/clock.md has it.

    Args:
        spans: For each the week in which force began to build up, its first week, its last.
        clock: The clock.
        time: The time in which force builds up, weeks; at once if 0.
    """
    step, found = clock.step, np.zeros(clock.steps)
    for origin, begins, ends in spans:
        first = max(0, int(begins / step) if begins > 0 else 0)
        last = clock.steps if ends == inf else min(clock.steps, int(np.ceil(ends / step)))
        for week in range(first, last):
            a, b = max(begins, week * step), min(ends, (week + 1) * step)
            if b <= a:
                continue
            missing = time * (exp(-(b - origin) / time) - exp(-(a - origin) / time)) if time else 0
            found[week] += ((b - a) + missing) / step
    return found


def changes(measure: Measure, timeline: Timeline) -> list[date]:
    """Return the days on which the terms of a measure may change, the first of them included."""
    days: set[date] = set()
    for schedule in (
        *measure.paragraphs.values(),
        measure.destinations,
        measure.entities,
        measure.review,
        measure.rate,
        measure.de_minimis,
        measure.volume_cap,
    ):
        days |= set(schedule.root) if schedule else set()
    groups = {
        name
        for change in (measure.destinations.root.values() if measure.destinations else ())
        if change.value
        for name in (*change.value.groups, *change.value.except_groups)
    }
    for name in groups:
        days |= set(timeline.groups[name].root)
    return sorted(days)
