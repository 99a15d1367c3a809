"""Precision and recall of the matching of parties: `python -m pipeline.party_matching`.

Prints, for several thresholds, the figures on the labelled names of `tests/cases/parties.csv`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from outlast.api import library
from outlast.policy.name_index import THRESHOLD
from outlast.policy.parties import candidates

NAMES: Final = Path(__file__).parents[1] / "tests" / "cases" / "parties.csv"
DAY: Final = date(2026, 9, 1)
"""The day on whose lists the names are sought."""

SHIFTS: Final = (-16, -12, -8, -4, 0, 4, 8, 10, 12)
"""The thresholds beside the one in use."""


@dataclass(frozen=True)
class Matching:
    """The matches at one threshold."""

    threshold: float
    spellings: int
    """The spellings of listed names."""

    others: int
    """The names that no list has."""

    hits: int
    """The spellings that find their listed name."""

    alarms: int
    """The other names that find a listed one."""

    @property
    def precision(self) -> float:
        """The share of matches that are right."""
        return self.hits / (self.hits + self.alarms)

    @property
    def recall(self) -> float:
        """The share of spellings that are found."""
        return self.hits / self.spellings

    def words(self) -> str:
        """Return the figures in a line."""
        mark = "  in use" if self.threshold == THRESHOLD else ""
        return (
            f"threshold {self.threshold:5.1f}: precision {100 * self.precision:5.1f} %, "
            f"recall {100 * self.recall:5.1f} %, {self.hits} of {self.spellings} spellings, "
            f"{self.alarms} of {self.others} other names{mark}"
        )


def labelled() -> list[tuple[str, str]]:
    """Return each name with the listed name for which it stands, empty where there is none."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["listed"]) for row in csv.DictReader(file)]


def measured(threshold: float = THRESHOLD) -> Matching:
    """Return the matches of the labelled names at a threshold."""
    timeline, names = library().timeline, labelled()

    def found(name: str) -> set[str]:
        return {each.name for each in candidates(name, "end-user", timeline, DAY, threshold)}

    spellings = [(name, listed) for name, listed in names if listed]
    others = [name for name, listed in names if not listed]
    hits = sum(listed in found(name) for name, listed in spellings)
    alarms = sum(bool(found(name)) for name in others)
    return Matching(threshold, len(spellings), len(others), hits, alarms)


def lines() -> Iterator[str]:
    """Yield the figures at each threshold."""
    for shift in SHIFTS:
        yield measured(THRESHOLD + shift).words()


if __name__ == "__main__":
    for line in lines():
        print(line)
