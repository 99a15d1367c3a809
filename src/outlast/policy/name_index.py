"""An index of names: those of them that a name of a reader may stand for, each with its score."""

from collections.abc import Mapping, Sequence
from typing import Final

from outlast.policy.spelling import normalised

SURE: Final = 100.0
"""The score of two names that are the same but for spelling conventions."""

THRESHOLD: Final = 86.0
"""The score from which a name is shown as a candidate; measured in docs/screening.md."""

WITHIN: Final = 95.0
"""The score of a name that stands whole within another, which is longer."""


class NameIndex:
    """Names to compare with, in spellings that are prepared once.

    Legal forms and blanks carry no weight and the order of words little. A name that stands whole
    within the name of the reader is a candidate, never the same name.

    Args:
        names: The names.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [normalised(name) for name in names]
        self._sorted = [" ".join(sorted(name.split())) for name in self._names]
        self._joined = [name.replace(" ", "") for name in self._names]
        self._same: dict[str, list[int]] = {}
        self._first: dict[str, list[int]] = {}
        for place, name in enumerate(self._names):
            if name:
                self._same.setdefault(name, []).append(place)
                first = self._sorted[place].partition(" ")[0]
                self._first.setdefault(first, []).append(place)
        self._foreign = [place for place, name in enumerate(self._names) if not name.isascii()]

    def alike(self, name: str, threshold: float) -> Mapping[int, float]:
        """Return the names that a name may stand for: by place, how alike, from 0 to 100.

        Args:
            name: The name of the reader.
            threshold: The least score.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415  most screenings name no party

        plain = normalised(name)
        words = plain.split()
        scores: dict[int, float] = {}

        def note(place: int, score: float) -> None:
            scores[place] = max(scores.get(place, 0.0), score)

        texts = ((" ".join(sorted(words)), self._sorted), ("".join(words), self._joined))
        for text, others in texts if plain else ():
            found = process.extract(
                text, others, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=threshold
            )
            for _, score, place in found:
                note(place, min(score, SURE - 1))
        if threshold <= WITHIN:
            for place in self._whole(plain, words):
                note(place, WITHIN)
        for place in self._same.get(plain, ()):
            note(place, SURE)
        return {place: score for place, score in scores.items() if self._names[place]}

    def _whole(self, plain: str, words: Sequence[str]) -> list[int]:
        """Return the names that stand whole within a name, word by word or in another script."""
        given = frozenset(words)
        within = [
            place
            for word in given
            for place in self._first.get(word, ())
            if given.issuperset(self._names[place].split())
        ]
        if not plain.isascii():
            within += [p for p in self._foreign if self._names[p] and self._names[p] in plain]
        return within


def likeness(name: str, other: str) -> float:
    """Return how alike two names are, from 0 to 100.

    Args:
        name: The name of the reader.
        other: The name to compare it with.
    """
    return NameIndex([other]).alike(name, 0.0).get(0, 0.0)
