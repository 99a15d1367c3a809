"""What was known on a day: measures, their terms and projects announced by then, and no others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from outlast.facts import Ledger, Source
from outlast.policy import Measure, Schedule, Timeline
from outlast.scenario.clock import Clock
from outlast.world import World

Value = TypeVar("Value")

SCHEDULES = ("destinations", "entities", "review", "rate", "de_minimis", "volume_cap")
"""The terms of a measure that change on dates, beside its paragraphs."""


def known_timeline(timeline: Timeline, day: date, sources: Mapping[str, Source]) -> Timeline:
    """Return the record as it was known at the end of a day."""
    measures: dict[str, Measure] = {}
    for key, measure in timeline.measures.items():
        status = {at: each for at, each in measure.status.items() if (each.announced or at) <= day}
        if not status:
            continue
        paragraphs = {
            name: _known_schedule(schedule, day, sources)
            for name, schedule in measure.paragraphs.items()
        }
        terms = {
            name: _known_schedule(getattr(measure, name), day, sources)
            for name in SCHEDULES
            if getattr(measure, name) is not None
        }
        changed = {"status": status, "paragraphs": paragraphs, **terms}
        measures[key] = measure.model_copy(update=changed)
    return replace(timeline, measures=measures)


def _known_schedule(
    schedule: Schedule[Value], day: date, sources: Mapping[str, Source]
) -> Schedule[Value]:
    """Return the changes known on a day: past, first of their kind, or set by a text of then."""
    first = min(schedule.root, default=None)
    kept = {
        at: change
        for at, change in schedule.root.items()
        if at <= day
        or at == first
        or (
            change.reference.source in sources and sources[change.reference.source].published <= day
        )
    }
    return schedule.model_copy(update={"root": kept})


def known_world(world: World, day: date, ledger: Ledger, clock: Clock) -> World:
    """Return a world without the projects that were announced after a day."""
    until = clock.weeks(day)
    known = {
        key: project
        for key, project in world.projects.items()
        if project.announced is None
        or clock.weeks_at_year(ledger.value(project.announced, "year")) <= until
    }
    return world.model_copy(update={"projects": known})
