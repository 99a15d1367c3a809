"""What requests share: shelves of what was made last, and the line of those who wait for cores."""

from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from threading import Condition, Lock
from typing import Final, Generic, TypeVar

PAUSE: Final = 0.1
"""Seconds after which who waits for its turn looks whether it is still wanted."""

Kept = TypeVar("Kept")


class Gone(Exception):  # noqa: N818  not an error: nobody waits for it any more
    """Whoever asked has left."""


class Shelf(Generic[Kept]):
    """The things that were made last, by what they were made from."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def find(self, key: Hashable) -> Kept | None:
        """Return what is kept, if it is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept, or make it and keep it in place of what was asked longest ago.

        What several ask for at once is made once; if its maker fails, the next one makes it.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made


class Line:
    """Those who wait for the cores, served in the order in which they came."""

    def __init__(self) -> None:
        self._moved, self._tickets = Condition(), deque[object]()

    @contextmanager
    def turn(self, stop: Callable[[], bool]) -> Generator[None, None, None]:
        """Wait until it is this one's turn.

        Raises:
            Gone: Nobody waits for it any more.
        """
        ticket = object()
        with self._moved:
            self._tickets.append(ticket)
        try:
            with self._moved:
                while self._tickets[0] is not ticket:
                    self._moved.wait(PAUSE)
                    if stop():
                        raise Gone
            yield
        finally:
            with self._moved:
                self._tickets.remove(ticket)
                self._moved.notify_all()
