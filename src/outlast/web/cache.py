"""Caches that requests share, and the order in which runs wait for the cores."""

from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Final, Generic, TypeAlias, TypeVar

from outlast.engine.compiled.run import never_cancel

POLL_INTERVAL: Final = 0.1
"""Seconds after which a waiting run checks again whether its client is still there."""

Cached = TypeVar("Cached")
Part = TypeVar("Part")

ShouldCancel: TypeAlias = Callable[[], bool]
"""Returns whether the client of a run has left, so that the run may end."""


class ClientGone(Exception):  # noqa: N818  not an error: nobody waits for the result any more
    """The client that asked has left."""


def check_client(should_cancel: ShouldCancel) -> None:
    """Raise `ClientGone` if the client of some work has left."""
    if should_cancel():
        raise ClientGone


def while_client_waits(parts: Iterable[Part], should_cancel: ShouldCancel) -> Iterator[Part]:
    """Yield parts of a work one by one, as long as its client is there.

    Raises:
        ClientGone: The client has left.
    """
    for part in parts:
        check_client(should_cancel)
        yield part


class Cache(Generic[Cached]):
    """The results used last, by the inputs from which they were made.

    Args:
        capacity: The number of results to keep.
        size: Returns the bytes of a result; it may grow while it is kept.
        budget: The most bytes to keep. The result used last stays, whatever its size.
    """

    def __init__(
        self, capacity: int, size: Callable[[Cached], int] | None = None, budget: int = 0
    ) -> None:
        self._capacity, self._moved = capacity, Condition()
        self._size, self._budget = size, budget
        self._entries: OrderedDict[Hashable, Cached] = OrderedDict()
        self._in_progress: set[Hashable] = set()

    def find(self, key: Hashable) -> Cached | None:
        """Return the entry of a key, or None."""
        with self._moved:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def get(
        self,
        key: Hashable,
        make: Callable[[], Cached],
        should_cancel: ShouldCancel = never_cancel,
        tell_waiting: Callable[[], None] = lambda: None,
    ) -> Cached:
        """Return the entry of a key; make it if it is missing, and drop the entry least used.

        Of several threads that ask at once, one makes the entry; if that fails, the next one tries.

        Args:
            key: The key.
            make: Makes the entry.
            should_cancel: Asked while another thread makes the entry: has the client left?
            tell_waiting: Called again and again meanwhile.

        Raises:
            ClientGone: It has.
        """
        with self._moved:
            while key not in self._entries and key in self._in_progress:
                self._moved.wait(POLL_INTERVAL)
                check_client(should_cancel)
                tell_waiting()
            if key in self._entries:
                self._entries.move_to_end(key)
                self._drop()
                return self._entries[key]
            self._in_progress.add(key)
        try:
            made = make()
            with self._moved:
                self._entries[key] = made
                self._drop()
        finally:
            with self._moved:
                self._in_progress.discard(key)
                self._moved.notify_all()
        return made

    @property
    def nbytes(self) -> int:
        """The bytes of all that is kept, where its size is asked for."""
        with self._moved:
            return self._bytes()

    def _bytes(self) -> int:
        return sum(map(self._size, self._entries.values())) if self._size else 0

    def _drop(self) -> None:
        """Drop the entries least used, as long as there are too many or they are too large."""
        while len(self._entries) > self._capacity or (
            len(self._entries) > 1 and self._bytes() > self._budget
        ):
            self._entries.popitem(last=False)


class Cores:
    """The cores of the machine, which runs take in the order in which they came.

    Args:
        count: How many there are.
    """

    def __init__(self, count: int) -> None:
        self._moved, self._tickets = Condition(), deque[object]()
        self.count = self._free = count

    @contextmanager
    def turn(
        self, should_cancel: ShouldCancel, cores: int | None = None
    ) -> Generator[None, None, None]:
        """Hold some cores, once all callers before have theirs and these are free.

        Args:
            should_cancel: Asked while waiting whether the client has left.
            cores: As many as the run can use; all if absent.

        Raises:
            ClientGone: It has.
        """
        wanted, ticket = min(cores or self.count, self.count), object()
        with self._moved:
            self._tickets.append(ticket)
            try:
                while self._tickets[0] is not ticket or self._free < wanted:
                    self._moved.wait(POLL_INTERVAL)
                    check_client(should_cancel)
                self._free -= wanted
            finally:
                self._tickets.remove(ticket)
                self._moved.notify_all()
        try:
            yield
        finally:
            with self._moved:
                self._free += wanted
                self._moved.notify_all()


class Foreground:
    """Counts the requests that readers wait for now; all other runs stand back for them."""

    def __init__(self) -> None:
        self._moved, self._count = Condition(), 0

    @contextmanager
    def request(self) -> Generator[None, None, None]:
        """Count a request while a reader waits for it: a dragged slider, or a whole answer."""
        with self._moved:
            self._count += 1
        try:
            yield
        finally:
            with self._moved:
                self._count -= 1
                self._moved.notify_all()

    def wait_for_none(self, should_cancel: ShouldCancel) -> None:
        """Wait until no reader waits.

        Args:
            should_cancel: Asked while waiting whether the client has left.

        Raises:
            ClientGone: It has.
        """
        with self._moved:
            while self._count:
                self._moved.wait(POLL_INTERVAL)
                check_client(should_cancel)
