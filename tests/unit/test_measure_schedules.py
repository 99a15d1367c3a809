"""A measure lists everything of it that changes on dates, once, for all who ask."""

from typing import Any, cast

import pytest

from outlast.lower.rules.force_series import change_days
from outlast.policy import Measure, Timeline
from outlast.policy.schedule import Schedule
from outlast.scenario.known import known_timeline
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return load_scenario("today").timeline


def scheduled(measure: Measure) -> dict[str, object]:
    """Return every schedule in the fields of a measure, by field or by paragraph."""
    fields: dict[str, Any] = {name: getattr(measure, name) for name in type(measure).model_fields}
    tables = [cast("dict[Any, Any]", each) for each in fields.values() if isinstance(each, dict)]
    inside = {key: each for table in tables for key, each in table.items()}
    return {key: each for key, each in (fields | inside).items() if isinstance(each, Schedule)}


def test_no_field_that_changes_on_dates_is_left_out(timeline: Timeline) -> None:
    seen: set[str] = set()
    for measure in timeline.measures.values():
        assert dict(measure.schedules()) == scheduled(measure), measure.id
        seen |= measure.terms().keys()
    assert seen == {"destinations", "entities", "review", "rate", "de_minimis", "volume_cap"}


def test_terms_change_on_the_days_of_every_schedule(timeline: Timeline) -> None:
    for measure in timeline.measures.values():
        days = {day for _, schedule in measure.schedules() for day in schedule.dates}
        assert days <= set(change_days(measure, timeline)), measure.id
        cited = [reference for _, each in measure.schedules() for reference in each.references()]
        assert all(reference in measure.references() for reference in cited), measure.id


def test_every_schedule_is_cut_at_the_last_known_day() -> None:
    situation = load_scenario("today")
    day = load_scenario("april-2025").scenario.knows_until
    known = known_timeline(situation.timeline, day, situation.ledger.sources)
    for measure in known.measures.values():
        for name, schedule in measure.schedules():
            first = min(schedule.root)
            for at, change in schedule.root.items():
                published = situation.ledger.sources[change.reference.source].published
                assert at <= day or at == first or published <= day, (measure.id, name)
