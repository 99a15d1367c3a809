"""Knowledge of a day: the measures, their terms and the projects that were announced by then."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from outlast.facts import Ledger, Source
from outlast.policy import Change, Measure, Schedule, Timeline
from outlast.scenario.clock import Clock
from outlast.world import World

Value = TypeVar("Value")


def known_timeline(timeline: Timeline, day: date, sources: Mapping[str, Source]) -> Timeline:
    """Return the record as it was known at the end of a day."""
    known = {key: _known_measure(each, day, sources) for key, each in timeline.measures.items()}
    return replace(
        timeline, measures={key: each for key, each in known.items() if each is not None}
    )


def _known_measure(measure: Measure, day: date, sources: Mapping[str, Source]) -> Measure | None:
    """Return a measure as it was known on a day, or None if it had not been announced."""
    status = {at: each for at, each in measure.status.items() if (each.announced or at) <= day}
    if not status:
        return None
    paragraphs = {
        name: _known_schedule(schedule, day, sources)
        for name, schedule in measure.paragraphs.items()
    }
    terms = {
        name: _known_schedule(schedule, day, sources) for name, schedule in measure.terms().items()
    }
    return measure.model_copy(update={"status": status, "paragraphs": paragraphs, **terms})


def _known_schedule(
    schedule: Schedule[Value], day: date, sources: Mapping[str, Source]
) -> Schedule[Value]:
    """Return the changes of a schedule that were known on a day."""
    first = min(schedule.root, default=None)
    known = {
        at: change
        for at, change in schedule.root.items()
        if at == first or at <= day or _is_published(change, day, sources)
    }
    return type(schedule).model_construct(known)


def _is_published(change: Change[Value], day: date, sources: Mapping[str, Source]) -> bool:
    """Return whether the text that sets a change had been published by a day."""
    source = sources.get(change.reference.source)
    return source is not None and source.published <= day


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
