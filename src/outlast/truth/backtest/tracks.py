"""The two tracks of a backtest: the later record of rules is given, or nothing is."""

from enum import StrEnum
from typing import Final


class Track(StrEnum):
    """The knowledge that a forecast has of the time after its freeze."""

    RULES_KNOWN = "rules-known"
    """The rules that came later, and nothing else: the score is that of the physics."""

    NOTHING_KNOWN = "nothing-known"
    """Nothing: the score is that of the physics and of the moves of the states."""


TITLES: Final = {Track.RULES_KNOWN: "Rules known", Track.NOTHING_KNOWN: "Nothing known"}
"""The tracks in words, in the order of tables."""
