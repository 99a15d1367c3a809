"""Transactions: the answers by which licence policies tell place, parties and end use apart."""

from outlast.policy.measure import Measure
from outlast.policy.reaching import kept
from outlast.policy.shipment import Shipment
from outlast.policy.stance import Stance
from outlast.policy.timeline import Timeline


def told_apart(measure: Measure, shipment: Shipment, timeline: Timeline) -> tuple[object, ...]:
    """Return all that the licence policies of a measure ask of a transaction, as a key.

    Shipments of the same item with the same key are treated alike by the measure.
    """
    if not measure.reviews_transactions:
        return (silent_on(shipment, timeline),)
    since, circumstances = timeline.told_since(measure, shipment.on), shipment.circumstances
    return kept(
        timeline,
        ("transaction", measure.id, since, circumstances),
        lambda: _answers(measure, shipment, timeline),
    )


def _answers(measure: Measure, shipment: Shipment, timeline: Timeline) -> tuple[object, ...]:
    """Return the answer of each licence policy of the day, and whether they are tried strictly."""

    def groups(name: str) -> frozenset[str]:
        return timeline.members(name, shipment.on)

    stances = (measure.review.at(shipment.on) if measure.review else None) or ()
    strictly = silent_on(shipment, timeline)
    return (
        shipment.end_use if strictly else None,
        *(each.when is None or each.when.meets(shipment, groups) for each in stances),
    )


def in_order(
    rules: tuple[Stance, ...] | None, shipment: Shipment, timeline: Timeline
) -> tuple[Stance, ...]:
    """Return rules of review in the order in which they are tried: that of the text.

    Where the record is silent on the rules of an end use or of a place, a rule that names the end
    use comes first, and then the stricter ones: no milder policy and no exception is offered.
    """
    if rules is None or not silent_on(shipment, timeline):
        return rules or ()

    def place(stance: Stance) -> tuple[bool, int]:
        names = stance.when is not None and shipment.end_use in stance.when.end_use
        return not names, -stance.policy.strictness

    return tuple(sorted(rules, key=place))


def silent_on(shipment: Shipment, timeline: Timeline) -> bool:
    """Return whether the record is silent on rules of a shipment's end use, place or seat."""
    coverage = timeline.coverage
    places = {shipment.destination, shipment.seat}
    return shipment.end_use in coverage.silent_end_uses or not places.isdisjoint(
        coverage.silent_places
    )
