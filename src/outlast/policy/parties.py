"""Parties: the listed names that a name of a reader may stand for, each with its score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from outlast.facts import Reference
from outlast.policy.entities import Entities
from outlast.policy.measure import Force, Measure
from outlast.policy.name_index import SURE, THRESHOLD, NameIndex
from outlast.policy.reaching import kept
from outlast.policy.timeline import Timeline


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
    day = timeline.last_change(day)
    lists = kept(timeline, ("lists", day), lambda: _party_lists(timeline, day))
    found = lists.alike(name, role, threshold)
    return tuple(sorted(found, key=lambda each: (-each.score, each.name, each.measure.id)))


class PartyLists:
    """The lists of names of a day, with an index over all of their names and aliases.

    Args:
        lists: Each list: its measure, the day from which it reads so, its names, its text.
    """

    def __init__(self, lists: Sequence[tuple[Measure, date, Entities, Reference]]) -> None:
        self._lists = lists
        self._bearers: dict[str, list[tuple[int, str]]] = {}
        for number, (_, _, entities, _) in enumerate(lists):
            for listed in entities.names:
                for each in dict.fromkeys((listed, *entities.aliases.get(listed, ()))):
                    self._bearers.setdefault(each, []).append((number, listed))
        self._names = list(self._bearers)
        self._index = NameIndex(self._names)

    def alike(self, name: str, role: str, threshold: float) -> Iterator[Candidate]:
        """Yield the listed names of a role that a name may stand for, each list's once."""
        best: dict[tuple[int, str], float] = {}
        for place, score in self._index.alike(name, threshold).items():
            for bearer in self._bearers[self._names[place]]:
                best[bearer] = max(best.get(bearer, 0.0), score)
        for (number, listed), score in best.items():
            measure, since, entities, reference = self._lists[number]
            if entities.role == role:
                held, total = len(entities.names), entities.listed
                yield Candidate(name, role, listed, score, measure, since, reference, held, total)


def _party_lists(timeline: Timeline, day: date) -> PartyLists:
    """Return the lists of a day; days on which the same lists hold share them with their index."""
    lists = tuple(_lists(timeline, day))
    texts = tuple((measure.id, since) for measure, since, _, _ in lists)
    return kept(timeline, ("lists of", texts), lambda: PartyLists(lists))


def _lists(timeline: Timeline, day: date) -> Iterator[tuple[Measure, date, Entities, Reference]]:
    """Yield every list of names of a measure that may be in force on a day."""
    for measure in timeline.measures.values():
        if measure.entities is None or not may_bind(measure, day):
            continue
        change = measure.entities.change(day)
        if change is not None and change.value is not None and change.value.names:
            since = max(at for at in measure.entities.dates if at <= day)
            yield measure, since, change.value, change.reference


def may_bind(measure: Measure, day: date) -> bool:
    """Return whether a measure is in force on a day, in some branch of the switches at least."""
    begun = {at: each for at, each in measure.status.items() if at <= day and not each.expected}
    last = measure.since(day, {})
    possible = [each for at, each in begun.items() if at == last or each.when is not None]
    return any(each.value is Force.IN_FORCE for each in possible)
