"""A file of party names that a reader brings, which takes the place of lists held in part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from outlast.policy.name_index import THRESHOLD, NameIndex


@dataclass(frozen=True)
class ListedParty:
    """A party on one list, as a row of the file has it."""

    line: int
    name: str
    aliases: tuple[str, ...] = ()
    source: str = ""
    """The name of the list, as the file writes it."""

    since: date | None = None
    """The first day on the list, if the file says so."""

    until: date | None = None
    """The last day on the list, if it ends."""

    requirement: str = ""
    """The licence requirement, in the words of the file."""

    policy: str = ""
    """The licence policy, in the words of the file."""

    reference: str = ""
    """The notice that put it there."""

    address: str = ""
    """The address of the list."""

    def stands_on(self, day: date) -> bool:
        """Return whether it stands on the list on a day, as far as the file says."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, eq=False)
class PartyFile:
    """The parties of a file, with its day and its digest."""

    file: str
    on: date
    """The day as of which its lists are."""

    digest: str
    """Ten hexadecimal digits of its hash."""

    parties: tuple[ListedParty, ...]
    lists: Mapping[str, str | None]
    """Each list that it names, with the key of the record's list if it is one of them."""

    name_column: str = ""
    """The title of the column from which the names were taken."""

    @property
    def words(self) -> str:
        """The file with its day and its digest."""
        return f"{self.file} as of {self.on}, digest {self.digest}"

    @property
    def covers(self) -> frozenset[str]:
        """The keys of the record's lists that it holds."""
        return frozenset(key for key in self.lists.values() if key is not None)

    def count(self, source: str) -> int:
        """Return the number of parties on one of its lists."""
        return self._counts[source]

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        sources = [party.source for party in self.parties]
        return {source: sources.count(source) for source in self.lists}

    @cached_property
    def _spellings(self) -> tuple[list[str], list[int]]:
        """Every name and alias, and the place of the party that bears it."""
        pairs = [
            (spelling, place)
            for place, party in enumerate(self.parties)
            for spelling in (party.name, *party.aliases)
        ]
        return [spelling for spelling, _ in pairs], [place for _, place in pairs]

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._spellings[0])

    def alike(self, name: str, day: date) -> Iterator[tuple[ListedParty, float]]:
        """Yield the parties on their lists on a day that a name may stand for, with the score."""
        bearers, best = self._spellings[1], dict[int, float]()
        for place, score in self._index.alike(name, THRESHOLD).items():
            bearer = bearers[place]
            best[bearer] = max(best.get(bearer, 0.0), score)
        for bearer, score in sorted(best.items(), key=lambda each: (-each[1], each[0])):
            if self.parties[bearer].stands_on(day):
                yield self.parties[bearer], score
