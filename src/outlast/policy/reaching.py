"""Reach: the measures that can concern a shipment at all, and results that shipments share."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from outlast.policy.measure import Measure
from outlast.policy.shipment import Shipment
from outlast.policy.timeline import Timeline

Thing = TypeVar("Thing")

MISSING: Final[Any] = object()
"""Stands for a result that was not kept."""

MOST_KEPT: Final = 16384
"""Intermediate results that are kept at once."""


def concerned(shipment: Shipment, timeline: Timeline) -> tuple[Measure, ...]:
    """Return the measures that reach a shipment, its place and its parties on its day.

    A measure that names parties is among them where one may be named: owners are not counted here.
    """
    day = shipment.on
    made_in, maker = map(shipment.attributes.get, ("maker_country", "maker"))
    way = (shipment.origin, shipment.destination, shipment.seat, made_in, shipment.subject_to)
    parties = (shipment.end_user, shipment.exporter, maker, bool(shipment.owners))

    def groups(name: str) -> frozenset[str]:
        return timeline.members(name, day)

    def includes(measure: Measure) -> bool:
        places = measure.destinations.at(day) if measure.destinations else None
        return measure.destinations is None or (
            places is not None and places.include(shipment, groups)
        )

    def near() -> tuple[Measure, ...]:
        found = timeline.measures.values()
        return tuple(measure for measure in found if reaches(measure, shipment))

    return kept(
        timeline,
        ("concerned", day, way, parties),
        lambda: tuple(
            measure
            for measure in kept(timeline, ("near", way), near)
            if includes(measure) and _may_name(measure, shipment)
        ),
    )


def kept(timeline: Timeline, key: object, make: Callable[[], Thing]) -> Thing:
    """Return an intermediate result, made at its first use."""
    return kept_in(timeline.memo, key, make)


def kept_in(memo: dict[object, Any], key: object, make: Callable[[], Thing]) -> Thing:
    """Return a result from a memo, made at its first use; a memo that is full is emptied."""
    found = memo.get(key, MISSING)
    if found is MISSING:  # another thread may clear the memo at any time
        if len(memo) >= MOST_KEPT:
            memo.clear()
        memo[key] = found = make()
    return found


def reaches(measure: Measure, shipment: Shipment) -> bool:
    """Return whether the measure's law reaches the shipment at all."""
    if shipment.origin == shipment.destination:
        return False
    into = measure.reach.imports_into
    return (not into or shipment.destination in into) and follows(measure, shipment)


def follows(measure: Measure, shipment: Shipment) -> bool:
    """Return whether the measure's law follows a shipment, wherever it goes."""
    reach = measure.reach
    if not (reach.exports_from or reach.exports_from_outside or reach.made_in or reach.subject_to):
        return True
    return (
        shipment.origin in reach.exports_from
        or (bool(reach.exports_from_outside) and shipment.origin not in reach.exports_from_outside)
        or shipment.attributes.get("maker_country") in reach.made_in
        or reach.subject_to in shipment.subject_to
    )


def _may_name(measure: Measure, shipment: Shipment) -> bool:
    """Return whether a measure may name a party of a shipment, or names none."""
    named = measure.entities.at(shipment.on) if measure.entities else None
    if measure.entities is None or named is None:
        return measure.entities is None
    return bool(shipment.owners) or named.name(shipment, frozenset)
