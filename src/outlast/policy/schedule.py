"""A value that changes on named dates, each change with the text that set it."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Generic, TypeVar

from pydantic import RootModel

from outlast.facts import Reference
from outlast.reading import Frozen

Value = TypeVar("Value")


class Change(Frozen, Generic[Value]):
    """One value, and the text that set it."""

    value: Value | None
    """The value from this date on. Null: the rule is silent from this date on."""

    reference: Reference
    """The text that set it."""

    confirmed: tuple[Reference, ...] = ()
    """Further texts that bear it out."""

    note: str | None = None
    """A remark for readers, doubts included."""


class Schedule(RootModel[dict[date, Change[Value]]], Generic[Value]):
    """A value that changes on named dates.

    A value holds from its date until the next one. Before the first date, and after a null, the
    schedule is silent.
    """

    root: dict[date, Change[Value]]

    @property
    def dates(self) -> list[date]:
        """The dates of change, in order."""
        return sorted(self.root)

    def change(self, day: date) -> Change[Value] | None:
        """Return the change in force on a day, or None before the first."""
        dates = self.dates
        position = bisect_right(dates, day)
        return self.root[dates[position - 1]] if position else None

    def at(self, day: date) -> Value | None:
        """Return the value in force on a day, or None where the schedule is silent."""
        change = self.change(day)
        return change.value if change else None

    def references(self) -> Iterator[Reference]:
        """Yield the reference of each change."""
        for change in self.root.values():
            yield change.reference
            yield from change.confirmed
