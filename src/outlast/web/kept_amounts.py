"""How much of what it computed the page keeps: numbers of entries, and bytes of the large ones."""

from operator import attrgetter
from typing import Final

from outlast.results import Results

BYTES: Final = attrgetter("nbytes")
"""Returns the bytes of what is cached."""

AWAITED: Final = 4
"""Studies of results that may be under way at once; they take turns with the processors."""

SITUATIONS: Final = 16
"""Scenarios to cache."""

TEXTS: Final = 4
"""Scenarios to cache that came as text."""

BASE_PLANS: Final = 8
"""Plans to cache in which no prior is fixed."""

PLANS: Final = 2
"""Plans to cache in which a reader fixed priors; results hold their own."""

RESULTS: Final = 6
"""Results to cache."""

RESULTS_BYTES: Final = 108 * 2**20
"""Bytes of results to cache: three of the shipped scenarios."""

COUNTED: Final = ("level", "cover", "met", "usable")
"""The series that results hold: all that a figure or a report shows."""

MOVING: Final = 6
"""Sets of drawn futures to cache."""

MOVING_BYTES: Final = 64 * 2**20
"""Bytes of drawn futures and their snapshots to cache: those of a first answer and of a drag."""

WEIGHTS: Final = 32
"""Weights of futures to cache."""

EFFECTS: Final = 4
"""Effects of levers to cache."""

PICTURES: Final = 96
"""Figures to cache."""

FRAMES: Final = 400
"""Frames to cache: some sliders in both passes."""

FIRSTS: Final = 16
"""First answers to cache: few futures each."""

FIRSTS_BYTES: Final = 24 * 2**20
"""Bytes of first answers to cache."""

REASONS: Final = 64
"""Reasons of answers to cache; each takes some three seconds to trace."""

CHOICES: Final = 200
"""Effects of headline levers to cache."""

LIBRARIES: Final = 4
"""Contests to cache, as screenings read them."""

SCREENED: Final = 4
"""Screened lists to cache."""

EVIDENCE: Final = 8
"""Parts of the evidence to cache."""


def results_bytes(results: Results) -> int:
    """Return the bytes of the record and of the counted series."""
    return sum(each.nbytes for each in (*results.record.values(), *results.bands.values()))
