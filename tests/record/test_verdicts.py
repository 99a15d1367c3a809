"""Verdicts over the whole record: none is milder than its rules and its coverage allow."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from outlast.api import library
from outlast.api.screen import Screened, screen_item
from outlast.api.screening_form import content
from outlast.cli.screening_view import verdict_lines
from outlast.policy import EndUse
from outlast.policy.verdict import Verdict
from outlast.scenario.shipments import Transaction, shipment_of
from tests.record.plain_reading import PlainReading

LIBRARY = library()
TIMELINE = LIBRARY.timeline
DAY = timedelta(days=1)
PARTS = 16
"""The nightly sweep in parts, which several processes share."""

SAYS_FREE = re.compile(r"\b(free|no.licence)\b", re.IGNORECASE)


@cache
def first_days() -> list[date]:
    """Return every day from which a rule, a country group or the coverage reads otherwise."""
    days: set[date] = set()
    for measure in TIMELINE.measures.values():
        days |= set(measure.status)
        for _, schedule in measure.schedules():
            days |= set(schedule.dates)
    for group in TIMELINE.groups.values():
        days |= set(group.root)
    for area in TIMELINE.coverage.areas.values():
        days |= {area.since} if area.since else set()
        days |= {area.until + DAY} if area.until else set()
    until = TIMELINE.coverage.record_until
    return sorted(days | ({until + DAY} if until else set()))


@cache
def change_days() -> list[date]:
    """Return every day on which a rule changes, with the day before and the day after."""
    return sorted({day + shift for day in first_days() for shift in (-DAY, 0 * DAY, DAY)})


def like_days() -> list[tuple[date, ...]]:
    """Return the days of change in groups between which nothing changes."""
    stretches: dict[int, list[date]] = {}
    for day in change_days():
        stretches.setdefault(bisect_right(first_days(), day), []).append(day)
    return [tuple(days) for days in stretches.values()]


@cache
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


def check_day(day: date) -> int:
    """Hold every item to every distinct destination on a day; return the number of verdicts."""
    read = PlainReading(TIMELINE, day)
    count = 0
    for place in distinct_destinations():
        for name, item in LIBRARY.items.items():
            transaction = Transaction(place, day)
            found = screen_item(LIBRARY, name, transaction)
            assert holds(found), f"{name} to {place} on {day}: {found.determination.verdict}"
            if found.determination.verdict in {Verdict.NOT_CAUGHT, Verdict.NOT_COVERED}:
                missed = read.concerning(shipment_of(item, transaction, TIMELINE))
                assert not missed, f"{name} to {place} on {day} is not caught by {missed}"
            count += 1
    return count


def test_no_shipment_is_called_not_caught_while_a_rule_catches_or_is_undecided() -> None:
    assert check(1500, 1) == set(Verdict)


def test_every_item_to_every_distinct_place_at_the_end_of_the_record() -> None:
    until = TIMELINE.coverage.record_until
    assert until is not None
    assert check_day(until) == len(LIBRARY.items) * len(distinct_destinations())


def test_the_plain_reading_sees_rules_that_bind() -> None:
    """The second reading of the record is no blind one: it finds the rules behind verdicts."""
    day = date(2025, 6, 1)
    read, seen = PlainReading(TIMELINE, day), 0
    for name, item in LIBRARY.items.items():
        transaction = Transaction("CN" if item.maker_country == "US" else "US", day)
        found = screen_item(LIBRARY, name, transaction)
        binding = {each.measure.id for way in found.screenings for each in way.binding}
        unnamed = {each for each in binding if TIMELINE.measures[each].entities is None}
        assert unnamed <= set(read.concerning(shipment_of(item, transaction, TIMELINE)))
        seen += len(unnamed)
    assert seen > 100


def test_shipments_that_share_an_answer_have_it_alone_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(name: str, transaction: Transaction) -> tuple[object, ...]:
        found = screen_item(LIBRARY, name, transaction).determination
        branches = [(each.supposing, each.screening.findings) for each in found.branches]
        return found.verdict, found.policy, found.missing, branches

    asked = list(shipments(60, 3))
    shared = [told(*each) for each in asked]
    for each, answer in zip(asked, shared, strict=True):
        monkeypatch.setattr(LIBRARY, "timeline", replace(TIMELINE))
        assert told(*each) == answer


def alike(count: int, seed: int) -> None:
    """Hold shipments at random to the law that an answer changes on days of change alone."""
    random, stretches = Random(seed), like_days()  # noqa: S311  a test
    for name, transaction in shipments(count, seed):
        days = random.choice(stretches)
        told = {_told(name, replace(transaction, on=day)) for day in days}
        assert len(told) == 1, f"{name}, {transaction}, on {days}: {told}"


def _told(name: str, transaction: Transaction) -> tuple[object, ...]:
    found = screen_item(LIBRARY, name, transaction).determination
    branches = tuple((each.verdict, each.policy) for each in found.branches)
    rules = tuple(each.measure.id for each in found.rules)
    return found.verdict, found.policy, branches, found.missing, rules


def test_no_answer_changes_between_days_of_change() -> None:
    alike(150, 4)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_item_and_place_on_every_day_of_change(part: int) -> None:
    """One day of each group of days between which nothing changes stands for the others."""
    days = [group[0] for group in like_days()]
    for day in days[len(days) * part // PARTS : len(days) * (part + 1) // PARTS]:
        check_day(day)


@pytest.mark.slow
def test_no_answer_changes_between_other_days_of_change() -> None:
    alike(5_000, date.today().toordinal())  # noqa: DTZ011  a new sample each night


@pytest.mark.slow
def test_random_days_and_places() -> None:
    check(20_000, date.today().toordinal())  # noqa: DTZ011  a new sample each night


def test_no_answer_says_free() -> None:
    for name, transaction in shipments(150, 2):
        found = screen_item(LIBRARY, name, transaction)
        stated = content(found, LIBRARY)
        words = [*verdict_lines(found), f"{stated['verdict']} {stated['policy']}"]
        assert not [line for line in words if SAYS_FREE.search(line)]
