"""The age of a record: the questions whose day has passed, its last day, and its next fork."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outlast.policy.forks import Fork, next_fork, passed_forks
from outlast.policy.settlement import Settlement
from outlast.policy.timeline import Timeline


@dataclass(frozen=True)
class RecordAge:
    """How far a record reaches, seen from a day of reading."""

    today: date
    """The day of reading."""

    until: date | None
    """The last day on which the record was searched for changes, if it says so."""

    passed: tuple[Fork, ...]
    """The questions whose day has come and whose answer is not recorded."""

    next: Fork | None
    """The first fork after the day of reading."""

    settlements: Mapping[str, Settlement]
    """The questions that the reader settled."""

    @property
    def days(self) -> int:
        """The days from the end of the record to the day of reading; 0 without an end."""
        return max(0, (self.today - self.until).days) if self.until else 0


def age_of(timeline: Timeline, today: date, on: date | None = None) -> RecordAge:
    """Return the age of a record.

    Args:
        timeline: The record.
        today: The day of reading.
        on: The day that is asked about; questions that came up after it are left out.
    """
    return RecordAge(
        today,
        timeline.coverage.record_until,
        passed_forks(timeline, min(today, on or today)),
        next_fork(timeline, today),
        timeline.settlements,
    )
