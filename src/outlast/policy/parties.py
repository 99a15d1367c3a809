"""Parties: the listed names that a name of a reader may stand for, each with its score."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from outlast.facts import Reference
from outlast.policy.measure import Force, Measure
from outlast.policy.scope import Entities
from outlast.policy.spelling import normalised
from outlast.policy.timeline import Timeline

SURE: Final = 100.0
"""The score of two names that are the same but for spelling conventions."""

THRESHOLD: Final = 86.0
"""The score from which a name is shown as a candidate; measured in docs/screening.md."""


@dataclass(frozen=True)
class Candidate:
    """A held name that a name of a reader may stand for."""

    query: str
    """The name that the reader gave."""

    role: str
    """The role of the party in the shipment: end-user, maker or exporter."""

    name: str
    """The name on the list."""

    score: float
    """How alike they are, from 0 to 100."""

    measure: Measure
    """The measure whose list holds the name."""

    since: date
    """The day from which the list reads so."""

    reference: Reference
    """The text of the list."""

    held: int
    """The number of names of the list that the record holds."""

    total: int | None
    """The number of names on the list itself, where it is known."""

    @property
    def sure(self) -> bool:
        """Whether the names are the same but for conventions of spelling."""
        return self.score >= SURE


def likeness(name: str, listed: str) -> float:
    """Return how alike two names are, from 0 to 100.

    Legal forms and blanks carry no weight and the order of words little. A listed name that stands
    whole within the other name is a candidate, never the same name.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415  most screenings name no party

    left, right = normalised(name), normalised(listed)
    if not left or not right:
        return 0.0
    if left == right:
        return SURE
    joined = fuzz.ratio(left.replace(" ", ""), right.replace(" ", ""))
    whole = max(fuzz.token_sort_ratio(left, right), joined)
    within = fuzz.token_set_ratio(left, right) if set(right.split()) <= set(left.split()) else 0.0
    inside = 95.0 if not right.isascii() and right in left else 0.0
    return min(SURE - 1, max(whole, 0.95 * within, inside))


def candidates(
    name: str, role: str, timeline: Timeline, day: date, threshold: float = THRESHOLD
) -> tuple[Candidate, ...]:
    """Return the names on the lists of a day that a name may stand for, the likeliest first.

    Args:
        name: The name that the reader gave.
        role: The role of the party: end-user, maker or exporter.
        timeline: The record.
        day: The day.
        threshold: The score from which a name is a candidate.
    """
    found: list[Candidate] = []
    for measure, since, entities, reference in _lists(timeline, day):
        if entities.role != role:
            continue
        held, total = len(entities.names), entities.listed
        for listed, score in _best(name, entities):
            if score >= threshold:
                found.append(
                    Candidate(name, role, listed, score, measure, since, reference, held, total)
                )
    return tuple(sorted(found, key=lambda each: (-each.score, each.name, each.measure.id)))


def _lists(timeline: Timeline, day: date) -> Iterator[tuple[Measure, date, Entities, Reference]]:
    """Yield every list of names of a measure that may be in force on a day."""
    for measure in timeline.measures.values():
        if measure.entities is None or not _may_bind(measure, day):
            continue
        change = measure.entities.change(day)
        if change is not None and change.value is not None and change.value.names:
            since = max(at for at in measure.entities.dates if at <= day)
            yield measure, since, change.value, change.reference


def _may_bind(measure: Measure, day: date) -> bool:
    """Return whether a measure is in force on a day, in some branch of the switches at least."""
    begun = {at: each for at, each in measure.status.items() if at <= day and not each.expected}
    last = measure.since(day, {})
    possible = [each for at, each in begun.items() if at == last or each.when is not None]
    return any(each.value is Force.IN_FORCE for each in possible)


def _best(name: str, entities: Entities) -> Iterator[tuple[str, float]]:
    """Yield each listed name with the best score over its aliases."""
    for listed in entities.names:
        others = entities.aliases.get(listed, ())
        yield listed, max(likeness(name, each) for each in (listed, *others))
