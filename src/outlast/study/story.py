"""The story of one future: the dated events of its measures, stocks and services."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.codes import NOT_CRITICAL
from outlast.lower import Lowered
from outlast.study.trace import GONE, LITTLE, NO_USE, ChainTracer, StepLog, Trace, follow


class EventKind(StrEnum):
    """The kind of one event."""

    FORCE = "force"
    """A measure comes into force."""

    LIFTED = "lifted"
    """A measure falls away."""

    SPENT = "spent"
    """The users of a good in a bloc use up their stock."""

    SHORT = "short"
    """A service falls below its need, stays there, and breaks for it."""

    BROKEN = "broken"
    """A service breaks: it has been below its need for longer than its users can bear."""


@dataclass(frozen=True)
class StoryEvent:
    """One event of a future."""

    weeks: float
    """Weeks from the scenario's date."""

    kind: EventKind
    name: str
    """The measure, the site, or the service."""

    definition: str = ""
    """The definition of need of a service."""


@dataclass(frozen=True)
class Story:
    """One future from the scenario's date on."""

    future: int
    traces: tuple[Trace, ...]
    """The chain of causes of each line that was asked for."""

    events: tuple[StoryEvent, ...]
    """In the order of time."""


def story(
    lowered: Lowered, point: Reals, future: int, rows: Sequence[int], members: Sequence[int]
) -> Story:
    """Return the story of a future.

    Args:
        lowered: The scenario, prepared as for an ensemble.
        point: The future's point of the unit cube.
        future: Its number.
        rows: The lines whose chains of causes are wanted, with the stocks of their users.
        members: The lines whose shortages are events.

    Raises:
        RunError: The future failed its audit.
    """
    log = follow(lowered, point, future)
    tracer = ChainTracer(lowered, log)
    traces = tuple(tracer.trace(row, future) for row in rows)
    services = list(dict.fromkeys(lowered.names.lines[row].service for row in rows))
    found = [
        *_measures(lowered, log),
        *(event for service in services for event in _stocks(lowered, log, service)),
        *(event for row in members for event in _lines(tracer, row)),
    ]
    events = dict.fromkeys(sorted(found, key=lambda event: event.weeks))
    return Story(future, traces, tuple(events))


def _weeks(lowered: Lowered, step: int) -> float:
    return (step - lowered.plan.start) * lowered.plan.step


def _measures(lowered: Lowered, log: StepLog) -> Iterator[StoryEvent]:
    """Yield each measure that comes into force or falls away after the date."""
    effect, start = log["effect"], lowered.plan.start
    names = [each.measure for each in lowered.names.measures]
    for name in dict.fromkeys(names):
        rows = [row for row, each in enumerate(names) if each == name]
        holds = effect[:, rows].max(axis=1) > LITTLE
        for step in np.flatnonzero(holds[1:] != holds[:-1]) + 1:
            if step > start:
                kind = EventKind.FORCE if holds[step] else EventKind.LIFTED
                yield StoryEvent(_weeks(lowered, int(step)), kind, name)


def _stocks(lowered: Lowered, log: StepLog, service: str) -> Iterator[StoryEvent]:
    """Yield when a service first uses up its stock of a good that it cannot do without."""
    plan, names = lowered.plan, lowered.names
    for edge in lowered.edges_of(service):
        use = log["requirement"][plan.start :, edge]
        if plan.essential[edge] == NOT_CRITICAL or not use.any():
            continue
        cover = log["stock"][plan.start :, edge] / np.maximum(use, NO_USE * use.max())
        gone = np.flatnonzero(cover < GONE)
        if len(gone) and cover[0] >= GONE:
            site = names.sites[int(plan.edge_site[edge])]
            yield StoryEvent(int(gone[0]) * plan.step, EventKind.SPENT, site)


def _lines(tracer: ChainTracer, row: int) -> Iterator[StoryEvent]:
    """Yield when a line falls below its need and when it breaks, if it does after the date."""
    plan, line = tracer.lowered.plan, tracer.lowered.names.lines[row]
    broken = tracer.broken(row)
    if broken is None or broken <= 0:
        return
    last = plan.start + int(broken / plan.step)
    met = np.flatnonzero(tracer.log["line_level"][: last + 1, row] >= plan.threshold[row])
    begun = _weeks(tracer.lowered, int(met[-1]) + 1 if len(met) else 0)
    if 0 < begun < broken - plan.step:
        yield StoryEvent(begun, EventKind.SHORT, line.service, line.definition)
    yield StoryEvent(broken, EventKind.BROKEN, line.service, line.definition)
