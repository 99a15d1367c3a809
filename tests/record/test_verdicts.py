"""Verdicts over the whole record: none is milder than its rules and its coverage allow."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from outlast.api import library
from outlast.api.screen import Screened, screen_item
from outlast.api.screening_form import content
from outlast.cli.screening_view import verdict_lines
from outlast.policy import EndUse
from outlast.policy.verdict import Verdict
from outlast.scenario.shipments import Transaction

LIBRARY = library()
TIMELINE = LIBRARY.timeline
DAY = timedelta(days=1)
FREE = re.compile(r"\b(free|no.licence)\b", re.IGNORECASE)


def change_days() -> list[date]:
    """Return every day on which a rule changes, with the day before and the day after."""
    days: set[date] = set()
    for measure in TIMELINE.measures.values():
        days |= set(measure.status)
        for _, schedule in measure.schedules():
            days |= set(schedule.dates)
    return sorted({day + shift for day in days for shift in (-DAY, 0 * DAY, DAY)})


def distinct_destinations() -> list[str]:
    """Return one destination for each treatment that the record can tell apart."""
    texts = " ".join(measure.model_dump_json() for measure in TIMELINE.measures.values())
    areas = {each for area in TIMELINE.coverage.areas.values() for each in area.destinations}
    kinds: dict[object, str] = {}
    for country in LIBRARY.countries:
        named = f'"{country}"' in texts or country in areas
        groups = frozenset(
            name
            for name, schedule in TIMELINE.groups.items()
            if any(country in (change.value or ()) for change in schedule.root.values())
        )
        kinds.setdefault(country if named else groups, country)
    return sorted(kinds.values())


def shipments(count: int, seed: int) -> Iterator[tuple[str, Transaction]]:
    """Yield shipments at random: every item, distinct destinations, days of change, end uses."""
    random = Random(seed)  # noqa: S311  a test
    days, places = change_days(), distinct_destinations()
    names = sorted(LIBRARY.items)
    for index in range(count):
        origin = random.choice([None, None, "US", "CN", "DE"])
        yield (
            names[index % len(names)],
            Transaction(
                random.choice(places),
                random.choice(days),
                origin,
                end_use=random.choice([EndUse.CIVIL, EndUse.CIVIL, *EndUse]),
                end_user=random.choice([None, None, "Huawei Technologies", "Lagado Mills"]),
            ),
        )


def holds(found: Screened) -> bool:
    """Return whether the verdict is as mild as the record allows, and no milder."""
    determination = found.determination
    caught = [branch for branch in determination.branches if branch.screening.binding]
    undecided = [branch for branch in determination.branches if branch.screening.undecided]
    open_area = bool(determination.uncovered) or determination.after_the_record
    match determination.verdict:
        case Verdict.NOT_CAUGHT:
            return not caught and not undecided and not open_area
        case Verdict.NOT_COVERED:
            return not caught and open_area
        case Verdict.PROHIBITED | Verdict.LICENCE:
            return len(caught) == len(determination.branches)
        case Verdict.UNKNOWN:
            return bool(determination.missing) or open_area or bool(caught)


def check(count: int, seed: int) -> set[Verdict]:
    seen: set[Verdict] = set()
    for name, transaction in shipments(count, seed):
        found = screen_item(LIBRARY, name, transaction)
        assert holds(found), f"{name}, {transaction}: {found.determination.verdict}"
        seen.add(found.determination.verdict)
    return seen


def test_no_shipment_is_called_not_caught_while_a_rule_catches_or_is_undecided() -> None:
    assert check(1500, 1) == set(Verdict)


@pytest.mark.slow
def test_every_item_and_place_on_every_day_of_change() -> None:
    for item in sorted(LIBRARY.items):
        for place in distinct_destinations():
            for day in change_days():
                found = screen_item(LIBRARY, item, Transaction(place, day))
                assert holds(found), f"{item} to {place} on {day}"


@pytest.mark.slow
def test_random_days_and_places() -> None:
    check(20_000, date.today().toordinal())  # noqa: DTZ011  a new sample each night


def test_no_answer_says_free() -> None:
    for name, transaction in shipments(150, 2):
        found = screen_item(LIBRARY, name, transaction)
        stated = content(found, LIBRARY)
        words = [*verdict_lines(found), f"{stated['verdict']} {stated['policy']}"]
        assert not [
            line for line in words if re.search(r"\b(free|no.licence)\b", line, re.IGNORECASE)
        ]
