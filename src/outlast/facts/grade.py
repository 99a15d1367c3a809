"""How well a number is known."""

from enum import StrEnum
from typing import Final


class Grade(StrEnum):
    """How well a number is known, from best to worst."""

    MEASURED = "measured"
    """A publisher counted it."""

    DERIVED = "derived"
    """Computed from measured facts; the note says how."""

    JUDGED = "judged"
    """An expert, a paper or an agency estimates it."""

    ASSUMED = "assumed"
    """Chosen here; the note says why."""


WORST_FIRST: Final = tuple(reversed(Grade))
"""The grades, the least known first."""
