"""The places of requests: how many of one client work at once, and how many more wait."""

from asyncio import sleep
from collections import Counter, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from threading import Lock
from time import monotonic
from typing import Final

from outlast.web.cache import ClientGone

OPEN_PER_PAGE: Final = 4
"""The requests that one open page may have in progress."""

OPEN_PER_ADDRESS: Final = 32
"""The requests that all open pages of one network address may have in progress."""

MOST_WAITING: Final = 64
"""The requests of one open page that may wait at once; a browser opens six connections."""

WAIT_LIMIT: Final = 240.0
"""The time that they wait at most, seconds; browsers give up a little later."""

POLL_INTERVAL: Final = 0.05
"""Seconds after which a waiting request checks again."""

RETRY_AFTER: Final = 5
"""Seconds after which a client beyond its limit may ask again."""


class TooManyRequests(Exception):  # noqa: N818  not an error: the client is asked to wait
    """A client has as many requests in progress and waiting as it may."""


async def stays() -> bool:
    """Return False: the client of a request does not leave."""
    return False


class RequestLimiter:
    """Counts the requests in progress, by open page and by network address."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._waiting: dict[str, deque[object]] = {}
        self._lock = Lock()

    @contextmanager
    def admit(self, client: str) -> Generator[None, None, None]:
        """Count a request of a client while it is in progress.

        Raises:
            TooManyRequests: The client has reached its limit.
        """
        with self._lock:
            if not self._is_free(client):
                raise TooManyRequests
            for key in _counted(client):
                self._open[key] += 1
        try:
            yield
        finally:
            with self._lock:
                for key in _counted(client):
                    self._open[key] -= 1
                    if not self._open[key]:
                        del self._open[key]

    def in_progress(self, client: str) -> int:
        """Return the number of requests of a client that are in progress."""
        with self._lock:
            return self._open[_counted(client)[0]]

    def _is_free(self, client: str) -> bool:
        page, address = _counted(client)
        return self._open[page] < OPEN_PER_PAGE and self._open[address] < OPEN_PER_ADDRESS

    @asynccontextmanager
    async def wait(
        self, client: str, is_gone: Callable[[], Awaitable[bool]] = stays
    ) -> AsyncGenerator[None, None]:
        """Admit a request as soon as the client is below its limit, in the order of coming.

        Args:
            client: The key of the client.
            is_gone: Asked while the request waits: has the client left?

        Raises:
            TooManyRequests: Too many requests of the client wait already, or it waited too long.
            ClientGone: The client has left.
        """
        queue, ticket = self._waiting.setdefault(client, deque()), object()
        if len(queue) >= MOST_WAITING:
            raise TooManyRequests
        queue.append(ticket)
        until = monotonic() + WAIT_LIMIT
        try:
            while not (queue[0] is ticket and self._is_free(client)):
                if monotonic() > until:
                    raise TooManyRequests
                if await is_gone():
                    raise ClientGone
                await sleep(POLL_INTERVAL)
            admission = self.admit(client)
            admission.__enter__()
        finally:
            queue.remove(ticket)
            if not queue:
                self._waiting.pop(client, None)
        try:
            yield
        finally:
            admission.__exit__(None, None, None)


def _counted(client: str) -> tuple[str, str]:
    """Return the two keys under which a client is counted: its page, and its address."""
    return f"page {client}", f"address {client.split(' ', 1)[0]}"
