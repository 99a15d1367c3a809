"""The hit rate of past intervals: how many later observations fell within them, as kept in data."""

from datetime import date
from typing import Final

from pydantic import Field

from outlast.errors import InputError, Problems
from outlast.reading import Frozen, Layers, read_placed, topmost

FILE_NAME: Final = "hits.yaml"
"""The file of a contest that `python -m pipeline.looks` writes."""


class HitRate(Frozen):
    """The share of observations within 90 % intervals, at the last look at the freeze."""

    share: float = Field(ge=0, le=1)
    """The share of observations after the freeze that lay within their 90 % intervals."""

    since: date
    """The day of the freeze: nothing after it was known to the forecast."""

    looked: date
    """The day of the look."""

    release: str
    """The release that looked."""


def hit_rate(layers: Layers) -> HitRate | None:
    """Return the hit rate that a contest keeps; None where none of its forecasts was scored.

    Raises:
        InputError: All problems of the file.
    """
    problems = Problems()
    found = read_hit_rate(layers, problems)
    problems.stop_if_any(InputError)
    return found


def read_hit_rate(layers: Layers, problems: Problems) -> HitRate | None:
    """Return the hit rate that a contest keeps, or add every problem to those of a load."""
    file = topmost(layers, FILE_NAME)
    read = None if file is None else read_placed(file, "hits", HitRate, problems)
    return None if read is None else read[0]
