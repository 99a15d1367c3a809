"""A second, literal reading of the record: the measures that concern an unnamed shipment.

It follows the meaning of the fields alone: no memo, no classes of shipments, no branches. A measure
counts if it may be in force on the day in any branch of a switch.
"""

from datetime import date

from outlast.policy import Force, Measure, Policy, Shipment, Timeline
from outlast.policy.match import Match
from outlast.policy.stance import Stance

FREE = {Policy.NO_LICENCE, Policy.TARIFF}


class PlainReading:
    """The measures of a record that may bind on one day, with any parties."""

    def __init__(self, timeline: Timeline, day: date) -> None:
        self.timeline, self.day = timeline, day
        self.live = [
            each
            for each in timeline.measures.values()
            if each.entities is None and not each.instrument.is_duty and self._may_bind(each)
        ]

    def concerning(self, shipment: Shipment) -> list[str]:
        """Return the measures that catch a shipment or may catch it, by id."""
        if shipment.origin == shipment.destination:
            return []
        return [
            measure.id
            for measure in self.live
            if self._reaches(measure, shipment)
            and self._goes_there(measure, shipment)
            and self._may_catch(measure, shipment)
        ]

    def _may_bind(self, measure: Measure) -> bool:
        """Return whether it is in force for certain, or in a branch of a switch."""
        certain, possible = False, False
        for at in sorted(measure.status):
            entry = measure.status[at]
            if at > self.day or entry.expected:
                continue
            if entry.when is None:
                certain, possible = entry.value is Force.IN_FORCE, False
            else:
                possible = possible or entry.value is Force.IN_FORCE
        return certain or possible

    def _reaches(self, measure: Measure, shipment: Shipment) -> bool:
        reach = measure.reach
        if reach.imports_into and shipment.destination not in reach.imports_into:
            return False
        ways: list[bool] = []
        if reach.exports_from:
            ways.append(shipment.origin in reach.exports_from)
        if reach.exports_from_outside:
            ways.append(shipment.origin not in reach.exports_from_outside)
        if reach.made_in:
            ways.append(shipment.attributes.get("maker_country") in reach.made_in)
        if reach.subject_to:
            ways.append(reach.subject_to in shipment.subject_to)
        return any(ways) or not ways

    def _goes_there(self, measure: Measure, shipment: Shipment) -> bool:
        if measure.destinations is None:
            return True
        places = measure.destinations.at(self.day)
        return places is not None and places.include(shipment, self._members)

    def _may_catch(self, measure: Measure, shipment: Shipment) -> bool:
        caught: set[str] = set()
        for name, schedule in measure.paragraphs.items():
            scope = schedule.at(self.day)
            if scope is not None and scope.catches(shipment) is not Match.NO:
                caught.add(name)
        if not caught:
            return False
        rules: tuple[Stance, ...] = (measure.review.at(self.day) if measure.review else None) or ()
        for stance in rules:
            answer = Match.YES
            if stance.when is not None:
                answer = stance.when.holds(shipment, frozenset(caught), self._members)
            if answer is not Match.NO and stance.policy not in FREE:
                return True
            if answer is Match.YES:
                return False
        return True

    def _members(self, group: str) -> frozenset[str]:
        schedule = self.timeline.groups[group]
        return frozenset(schedule.at(max(self.day, min(schedule.root))) or ())
