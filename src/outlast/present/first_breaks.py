"""Who runs out of breath first in each future, and when: what the sentence and the dots count."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.errors import InputError, Problem, nearest
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome

ONE, OTHER, BOTH, NEITHER = range(4)
"""How a future ends: one side first, the other first, both in one week, neither."""

ERRORS: Final = 2.0
"""Standard errors on either side of what is said after a plus-minus."""

ROUGH: Final = 0.05
"""Differences under this are too close to call, whatever their error."""


@dataclass(frozen=True)
class Firsts:
    """One contest under one definition of need: the first break of each future."""

    contest: str
    definition: str
    sides: tuple[str, str]
    """The two sides, in the order in which the record declares them."""

    weeks: Reals
    """Weeks to the first break of either side, horizon + 1 if never."""

    ends: Ints
    """How the future ends."""

    @cached_property
    def shares(self) -> tuple[float, float, float, float]:
        """The shares of futures by how they end."""
        one, other, both, neither = (float((self.ends == end).mean()) for end in range(4))
        return one, other, both, neither

    def error(self, share: float) -> float:
        """Return the standard error of a share, as of random points."""
        return float(np.sqrt(share * (1 - share) / len(self.ends)))

    @property
    def close(self) -> bool:
        """Whether the difference of the sides is within twice its error, or small."""
        one, other, _, _ = self.shares
        spread = float(np.sqrt((one + other - (one - other) ** 2) / len(self.ends)))
        return abs(one - other) < max(ERRORS * spread, ROUGH)

    def times(self, end: int) -> tuple[float, float, float] | None:
        """Return the weeks after which those futures end so: tenth, middle, ninetieth of 100."""
        chosen = self.weeks[self.ends == end]
        if not len(chosen):
            return None
        low, middle, high = np.quantile(chosen, (0.1, 0.5, 0.9))
        return float(low), float(middle), float(high)


def firsts(outcome: Outcome, contest: str | None = None, definition: str | None = None) -> Firsts:
    """Return the first breaks of a contest; the last declared and its first definition if not told.

    Raises:
        InputError: There is no such contest or definition.
    """
    halves = outcome.lowered.names.sets
    known = list(dict.fromkeys(half.contest for half in halves))
    contest = contest or known[-1]
    ways = list(dict.fromkeys(half.definition for half in halves if half.contest == contest))
    definition = definition or (ways[0] if ways else "")
    if contest not in known or definition not in ways:
        word, those = (contest, known) if contest not in known else (definition, ways)
        raise InputError([Problem("", 0, f'"{word}" is not compared.', nearest(word, those))])
    sides = list(outcome.situation.timeline.sides)
    rows = {
        half.side: row
        for row, half in enumerate(halves)
        if (half.contest, half.definition) == (contest, definition)
    }
    never = outcome.situation.clock.horizon_weeks + 1.0
    strict = np.asarray(outcome.record["strict"], np.float64)
    times = [
        strict[:, rows[side]] if side in rows else np.full(len(strict), never) for side in sides[:2]
    ]
    one, other = np.floor(times[0]), np.floor(times[1])
    gone = np.minimum(one, other) >= np.floor(never)
    ends = np.select([gone, one < other, other < one], [NEITHER, ONE, OTHER], BOTH)
    return Firsts(
        contest,
        definition,
        (sides[0], sides[1]),
        np.where(gone, never, np.minimum(times[0], times[1])),
        ends.astype(np.int32),
    )


def side_names(outcome: Outcome, found: Firsts, voice: Voice) -> tuple[str, str]:
    """Return the two sides as they stand in a sentence."""
    sides = outcome.situation.timeline.sides
    one, other = (voice.side(key, sides[key].title) for key in found.sides)
    return one, other


def end_names(outcome: Outcome, found: Firsts, voice: Voice) -> tuple[str, str, str, str]:
    """Return how futures end, for a legend."""
    one, other = side_names(outcome, found, voice)
    return (
        voice.say("end.first", side=voice.capital(one)),
        voice.say("end.first", side=voice.capital(other)),
        voice.say("end.both"),
        voice.say("end.neither"),
    )
