"""Grades: how reliable a number is."""

from enum import StrEnum
from typing import Final


class Grade(StrEnum):
    """How reliable a number is, from best to worst."""

    MEASURED = "measured"
    """A publisher counted it."""

    DERIVED = "derived"
    """Computed from measured facts; the note has the computation."""

    JUDGED = "judged"
    """An expert, a paper or an agency estimates it."""

    ASSUMED = "assumed"
    """Chosen here; the note has the reason."""


WORST_FIRST: Final = tuple(reversed(Grade))
"""The grades, the least known first."""
