"""Jobs: the work of requests in threads, each in its place, until its client leaves."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Final, TypeVar

from anyio import to_thread
from fastapi import Request

from outlast.web.cache import ShouldCancel
from outlast.web.limiter import RequestLimiter
from outlast.web.state import MOST_LETTERS
from outlast.web.streams import EventQueue, EventStream, StreamJob

Made = TypeVar("Made")

POLL_INTERVAL: Final = 0.1
"""Seconds between two checks whether a client is still there."""


class Jobs:
    """Runs the jobs of requests: cancelled when the client leaves, or the server closes.

    A job keeps its place until its thread has ended, so that the places limit the work.

    Args:
        closing: Set when the server closes.
    """

    def __init__(self, closing: threading.Event | None = None) -> None:
        self.limiter, self.closing = RequestLimiter(), closing or threading.Event()
        self._streams: set[asyncio.Task[None]] = set()

    async def run(self, request: Request, job: Callable[[ShouldCancel], Made]) -> Made:
        """Return the result of a job, which begins when its client has a free place.

        Raises:
            TooManyRequests: The client has too many requests in progress and waiting.
            ClientGone: The client left while it waited.
        """
        async with self._place(request):
            return await self._in_thread(request, job)

    async def stream(self, request: Request, job: StreamJob) -> EventStream:
        """Return the events of a job, which begins when its client has a free place.

        Raises:
            TooManyRequests: The client has too many requests in progress and waiting.
            ClientGone: The client left while it waited.
        """
        events = EventQueue()
        async with AsyncExitStack() as waiting:
            await waiting.enter_async_context(self._place(request))
            place = waiting.pop_all()

        async def work() -> None:
            async with place:
                await self._in_thread(request, partial(events.fill, job))

        task = asyncio.create_task(work())
        self._streams.add(task)
        task.add_done_callback(self._streams.discard)
        return EventStream(events, task)

    @asynccontextmanager
    async def _place(self, request: Request) -> AsyncGenerator[None, None]:
        """Wait for a place of the client of a request, and hold it."""

        async def is_gone() -> bool:
            return self.closing.is_set() or await request.is_disconnected()

        async with self.limiter.wait(client_key(request), is_gone):
            yield

    async def _in_thread(self, request: Request, job: Callable[[ShouldCancel], Made]) -> Made:
        """Return the result of a job in a thread."""
        gone = threading.Event()

        async def watch() -> None:
            while not await request.is_disconnected():  # noqa: ASYNC110  it has no event to await
                await asyncio.sleep(POLL_INTERVAL)
            gone.set()

        watcher = asyncio.create_task(watch())
        try:
            return await to_thread.run_sync(job, lambda: gone.is_set() or self.closing.is_set())
        finally:
            watcher.cancel()


def client_key(request: Request) -> str:
    """Return the key of a client: its address, and the open page if the request names it."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get('x-outlast-page', '')[:MOST_LETTERS]}".strip()
