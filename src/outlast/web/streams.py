"""Server-sent events: a job in a thread sends them while it works."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager
from typing import Final, TypeAlias

from anyio import to_thread
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from outlast.errors import OutlastError
from outlast.web.cache import ClientGone, ShouldCancel
from outlast.web.guard import RequestLimiter

EVENT_STREAM: Final = "text/event-stream"
"""The media type of server-sent events."""

SendEvent: TypeAlias = Callable[[str, str], None]
"""Sends an event: its name, and its data as JSON."""

StreamJob: TypeAlias = Callable[[SendEvent, ShouldCancel], None]
"""A job that sends events, and asks now and then whether its client has left."""


class EventStream(StreamingResponse):
    """A stream that ends its admission with itself, even if the client leaves before it begins.

    Args:
        content: The events.
        admission: The admission of the client, entered.
    """

    def __init__(
        self, content: AsyncGenerator[str, None], admission: AbstractContextManager[None]
    ) -> None:
        super().__init__(content, media_type=EVENT_STREAM)
        self.admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.admission.__exit__(None, None, None)


def stream_events(limiter: RequestLimiter, client: str, job: StreamJob) -> StreamingResponse:
    """Return the events of a job as a response; the job is cancelled when its client leaves.

    Raises:
        TooManyRequests: The client has reached its limit.
    """
    admission = limiter.admit(client)
    admission.__enter__()

    async def events() -> AsyncGenerator[str, None]:
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()
        cancelled = threading.Event()

        def put(text: str | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, text)

        def work() -> None:
            try:
                job(lambda name, data: put(event(name, data)), cancelled.is_set)
            except OutlastError as failure:
                put(event("failed", json.dumps({"error": failure.render()})))
            except ClientGone:
                cancelled.set()
            finally:
                put(None)

        task = asyncio.create_task(to_thread.run_sync(work))
        try:
            while (text := await queue.get()) is not None:
                yield text
            await task
        finally:
            cancelled.set()

    return EventStream(events(), admission)


def event(name: str, data: str) -> str:
    """Return one server-sent event; its data are JSON without a line break."""
    return f"event: {name}\ndata: {data}\n\n"


def progress_events(send: SendEvent) -> Callable[[int, int], None]:
    """Return the function that sends the progress of a run: futures done, and of how many."""

    def report(done: int, of: int) -> None:
        send("progress", json.dumps({"done": done, "of": of}))

    return report
