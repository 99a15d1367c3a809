"""A scenario knows what had been announced by its day, and nothing that came later."""

from datetime import date

import pytest

from outlast.scenario.clock import Clock
from outlast.scenario.load import Situation, load_scenario


@pytest.fixture(scope="module")
def april() -> Situation:
    return load_scenario("april-2025")


@pytest.fixture(scope="module")
def today() -> Situation:
    return load_scenario("today")


def test_no_entry_of_a_measure_was_announced_later(april: Situation) -> None:
    day = april.scenario.knows_until
    for measure in april.timeline.measures.values():
        for at, standing in measure.status.items():
            assert (standing.announced or at) <= day, measure.id


def test_measures_of_later_days_do_not_exist(april: Situation, today: Situation) -> None:
    later = set(today.timeline.measures) - set(april.timeline.measures)
    assert {"us-affiliates-rule", "cn-rare-earth-extraterritorial-2025"} <= later
    assert {"cn-rare-earth-licence-2025", "us-letter-h20-2025"} <= set(april.timeline.measures)


def test_terms_that_were_set_later_are_not_known(april: Situation, today: Situation) -> None:
    review = april.timeline.measures["us-letter-h20-2025"].review
    assert review is not None
    assert list(review.root) == [date(2025, 4, 9)]
    known = today.timeline.measures["us-letter-h20-2025"].review
    assert known is not None
    assert date(2025, 8, 8) in known.root


def test_a_suspension_of_later_is_not_known(april: Situation, today: Situation) -> None:
    ban = "cn-gallium-germanium-antimony-ban-us"
    assert len(april.timeline.measures[ban].status) == 1
    assert len(today.timeline.measures[ban].status) == 3


def test_projects_announced_later_are_not_known(april: Situation, today: Situation) -> None:
    assert set(april.world.projects) < set(today.world.projects)


def test_weeks_and_steps() -> None:
    clock = Clock(date(2023, 1, 2), date(2025, 4, 16), 312, 0.5)
    assert clock.weeks(date(2023, 1, 5)) == 3 / 7
    assert clock.start == 238
    assert clock.steps == 238 + 624
    assert clock.in_steps(1.5) == 3
    assert clock.in_steps(1.25) is None
    assert clock.weeks_at_year(2024.0) == pytest.approx(
        (date(2024, 1, 1) - date(2023, 1, 2)).days / 7
    )
