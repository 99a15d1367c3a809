"""A value that changes on named dates, each change with the text that set it."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from pydantic import RootModel

from outlast.facts import Reference
from outlast.reading import Day, Frozen

Value = TypeVar("Value")


KINDS: Final[dict[str, type]] = {}
"""The generic models below with their values, by name; Python itself knows them by none."""


class _Parametrised:
    """A generic model that can be pickled, also where it is one of certain values."""

    @classmethod
    def __pydantic_init_subclass__(cls, **more: object) -> None:
        """Note a model by its name."""
        KINDS[cls.__qualname__] = cls
        super().__pydantic_init_subclass__(**more)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the name of the model and the state; the values in it have been checked before."""
        state: Any = self.__getstate__()
        return _restored, (type(self).__qualname__, state)


def _restored(kind: str, state: Any) -> Any:  # noqa: ANN401  as pickle asks for it
    """Return a model from its pickled state."""
    found: Any = KINDS[kind]
    model: Any = found.__new__(found)
    model.__setstate__(state)
    return model


class Change(_Parametrised, Frozen, Generic[Value]):
    """One value, and the text that set it."""

    value: Value | None
    """The value from this date on. Null: the rule is silent from this date on."""

    reference: Reference
    """The text that set it."""

    confirmed: tuple[Reference, ...] = ()
    """Further texts that bear it out."""

    note: str | None = None
    """A remark for readers, doubts included."""


class Schedule(_Parametrised, RootModel[dict[Day, Change[Value]]], Generic[Value]):
    """A value that changes on named dates.

    A value holds from its date until the next one. Before the first date, and after a null, the
    schedule is silent.
    """

    root: dict[Day, Change[Value]]

    def __eq__(self, other: object) -> bool:
        return self.root == other.root if isinstance(other, Schedule) else NotImplemented

    __hash__ = None  # it may hold lists  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]

    @cached_property
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
