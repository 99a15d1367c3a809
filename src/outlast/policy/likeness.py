"""Likeness: the answers by which the rules of a day tell one shipment from another."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from outlast.policy.code_list import ListedCodes
from outlast.policy.match import Match
from outlast.policy.measure import Measure
from outlast.policy.reaching import follows, kept, kept_in
from outlast.policy.scope import Scope, Test
from outlast.policy.shipment import Attribute, Shipment
from outlast.policy.stance import Stance
from outlast.policy.timeline import Timeline

UNNAMED: Final = "a party that no rule names"
"""The name of every party that no rule names, where rules alone are asked."""


@dataclass(frozen=True)
class _Comparisons:
    """Comparisons of one attribute, which the rules of many days share."""

    attribute: str
    tests: tuple[Test, ...]
    memo: dict[object, Any] = field(default_factory=dict[object, Any])
    """The answers by value."""

    def answers(self, shipment: Shipment) -> tuple[Match, ...]:
        """Return the answer of a shipped item to each."""
        value = shipment.attributes.get(self.attribute)
        return kept_in(self.memo, value, lambda: tuple(test.holds(shipment) for test in self.tests))


@dataclass(frozen=True)
class _Telling:
    """All by which the rules on one way tell the items of a day apart."""

    tests: tuple[_Comparisons, ...]
    """Every comparison, by the attribute that it compares."""

    goods: tuple[ListedCodes, ...]
    """Every list of codes."""

    by_group: bool
    """Whether a licence policy asks for the group of the item."""

    memo: dict[object, Any] = field(default_factory=dict[object, Any])
    """The answers by codes."""


def likeness(shipment: Shipment, timeline: Timeline, maker: Attribute | None) -> tuple[object, ...]:
    """Return a key that is the same for shipments which no rule tells from each other.

    It says nothing about place, parties and end use: `Shipment.circumstances` does.

    Args:
        shipment: The shipment.
        timeline: The record.
        maker: The maker of the item, or a stand-in where no rule names it.
    """
    day, attributes = shipment.on, shipment.attributes
    made_in = attributes.get("maker_country")
    way = (day, shipment.origin, made_in, shipment.subject_to)
    telling = kept(timeline, ("telling", way), lambda: _telling(shipment, timeline))

    codes = kept_in(
        telling.memo,
        shipment.codes,
        lambda: tuple(each.catch(shipment.codes) for each in telling.goods),
    )
    group = attributes.get("group") if telling.by_group else None
    near = shipment.codes.near
    return (way, maker, group, codes, near, *(each.answers(shipment) for each in telling.tests))


def like_day(shipment: Shipment, timeline: Timeline) -> date:
    """Return the last day up to that of a shipment on which a rule changed that can look at it.

    These are the measures that follow it, those that name seats, those that name parties it may
    have, and every country group.
    """
    made_in = shipment.attributes.get("maker_country")
    has_receiver = bool(shipment.end_user or shipment.owners)
    way = (shipment.origin, made_in, shipment.subject_to, has_receiver)

    def days() -> tuple[date, ...]:
        near = [m for m in timeline.measures.values() if _may_ever_ask(m, shipment, has_receiver)]
        found = {day for each in timeline.groups.values() for day in each.root}
        return tuple(sorted(found.union(*(measure.changes for measure in near))))

    changes = kept(timeline, ("days", way), days)
    place = bisect_right(changes, shipment.on)
    return changes[place - 1] if place else date.min


def _may_ever_ask(measure: Measure, shipment: Shipment, has_receiver: bool) -> bool:  # noqa: FBT001
    """Return whether a measure may look at a shipment, its seat or its parties on any day."""
    named = measure.entities.root.values() if measure.entities else ()
    for each in named:
        if each.value is not None and (has_receiver or each.value.role != "end-user"):
            return True
    for each in measure.destinations.root.values() if measure.destinations else ():
        places = each.value
        if places and (places.headquartered_in or places.headquartered_in_groups):
            return True
    return follows(measure, shipment) and (measure.entities is None or has_receiver)


def like_destination(shipment: Shipment, timeline: Timeline) -> str:
    """Return a destination that no rule of the day tells from that of a shipment.

    The home of the goods stays itself: nothing is exported to it.
    """
    place, origin = shipment.destination, shipment.origin
    day = timeline.last_change(shipment.on)
    if place == origin:
        return place
    named = kept(timeline, ("places", day), lambda: tuple(set(_place_sets(timeline, day))))
    answers = kept(
        timeline, ("place", day, place), lambda: tuple(place in countries for countries in named)
    )
    return kept(timeline, ("like place", day, origin, answers), lambda: place)


def _place_sets(timeline: Timeline, day: date) -> Iterator[frozenset[str]]:
    """Yield every set of countries that a measure of a day names, for destinations or for seats."""
    for measure in timeline.measures.values():
        stances = (measure.review.at(day) if measure.review else None) or ()
        places = [stance.when.places for stance in stances if stance.when is not None]
        places.append(measure.destinations.at(day) if measure.destinations else None)
        for each in (each for each in places if each is not None):
            yield from map(frozenset, (each.countries, each.except_countries))
            yield frozenset(each.headquartered_in)
            groups = (*each.groups, *each.except_groups, *each.headquartered_in_groups)
            yield from (timeline.members(group, day) for group in groups)
        yield frozenset(measure.reach.imports_into)
    yield timeline.coverage.silent_places


def _telling(shipment: Shipment, timeline: Timeline) -> _Telling:
    """Return all by which the rules on the way of a shipment tell the items of its day apart."""
    near = [each for each in timeline.measures.values() if _may_ask(each, shipment)]
    scopes = [scope for measure in near for scope in _scopes(measure, shipment)]
    stances = [stance for measure in near for stance in _stances(measure, shipment)]
    conditions = [stance.when for stance in stances if stance.when is not None]
    tests = [test for each in (*scopes, *conditions) for test in each.tests]
    by_attribute: dict[str, list[Test]] = {}
    for single in (single for test in tests for single in test.single):
        by_attribute.setdefault(f"{single.attribute}", []).append(single)
    goods = [scope.goods for scope in scopes if scope.goods is not None]

    def shared(name: str, found: list[Test]) -> _Comparisons:
        key = ("comparisons", name, tuple(map(id, found)))  # the record keeps its tests alive
        return kept(timeline, key, lambda: _Comparisons(name, tuple(found)))

    return _Telling(
        tuple(shared(name, found) for name, found in by_attribute.items()),
        tuple(goods),
        any(each.item_groups for each in conditions),
    )


def _may_ask(measure: Measure, shipment: Shipment) -> bool:
    """Return whether a measure may look at the item: it follows it, or names seats."""
    places = measure.destinations.at(shipment.on) if measure.destinations else None
    seats = places is not None and (places.headquartered_in or places.headquartered_in_groups)
    return bool(seats) or follows(measure, shipment)


def _scopes(measure: Measure, shipment: Shipment) -> Iterator[Scope]:
    """Yield the scopes of a measure on the day of a shipment."""
    for schedule in measure.paragraphs.values():
        scope = schedule.at(shipment.on)
        if scope is not None:
            yield scope


def _stances(measure: Measure, shipment: Shipment) -> tuple[Stance, ...]:
    """Return the rules of review of a measure on the day of a shipment."""
    return (measure.review.at(shipment.on) if measure.review else None) or ()
