"""The columns that a screening adds to a list, beside those of the reader that pass through."""

from collections.abc import Sequence
from typing import Final

ANSWER_COLUMNS: Final = (
    *("verdict", "policy", "missing", "rules", "addresses"),
    *("exceptions", "record until", "notice"),
)
"""The columns that a screening adds to a list; the last two are the same in every row."""

EARLIER: Final = ("verdict", "policy", "missing", "rules", "addresses")
"""The columns that stand side by side in an answer of this program, and in no other table."""

OURS: Final = "outlast "
"""The beginning of the title of an added column whose name a column of the reader bears."""


def passing(columns: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the columns that pass through: all but those of an earlier answer.

    A column of the reader that bears the name of one of ours passes through. An answer of this
    program that is screened again has all of ours, one beside the other: these are replaced.
    """
    titles = [title.strip().casefold() for title in columns]
    dropped = {place for place, title in enumerate(titles) if title.startswith(OURS)}
    plain = [title.removeprefix(OURS) for title in titles]
    width = len(EARLIER)
    for first in range(len(titles) - width + 1):
        if tuple(plain[first : first + width]) == EARLIER:
            dropped |= set(range(first, first + width))
            rest = ANSWER_COLUMNS[width:]
            place = first + width
            while place < len(plain) and plain[place] in rest:
                dropped.add(place)
                place += 1
    return tuple(place for place in range(len(columns)) if place not in dropped)


def answer_titles(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of the added columns; one whose name is taken begins with `outlast`."""
    taken = {title.strip().casefold() for title in columns}
    return tuple(f"{OURS}{name}" if name in taken else name for name in ANSWER_COLUMNS)
