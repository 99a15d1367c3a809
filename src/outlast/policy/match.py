"""The result of a test: yes, no or open, and the results of several tests together."""

from collections.abc import Iterable
from enum import Enum


class Match(Enum):
    """The result of a test; it is open where the item's attribute is not known."""

    YES = "yes"
    NO = "no"
    OPEN = "open"

    __hash__ = object.__hash__  # each is one object


def all_hold(answers: Iterable[Match]) -> Match:
    """Return yes if every answer is yes, no if one is no, else open."""
    return _combined(answers, Match.NO, Match.YES)


def any_holds(answers: Iterable[Match]) -> Match:
    """Return yes if one answer is yes, no if every one is no, else open."""
    return _combined(answers, Match.YES, Match.NO)


def _combined(answers: Iterable[Match], decisive: Match, found: Match) -> Match:
    """Return the decisive answer if one is given, else open if one is open."""
    for answer in answers:
        if answer is decisive:
            return answer
        if answer is Match.OPEN:
            found = answer
    return found
