"""Streams: events that a job in a thread sends while it works, as server-sent events."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager
from typing import Any, Final

from anyio import to_thread
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope
from starlette.types import Send as Sender

from outlast.errors import OutlastError
from outlast.web.cache import Gone
from outlast.web.guard import Gate

EVENTS: Final = "text/event-stream"
"""The media type of server-sent events."""

Send = Callable[[str, str], None]
"""Sends an event: its name, and its data as JSON."""

Job = Callable[[Send, Callable[[], bool]], None]
"""What works: it sends events, and asks now and then whether anybody still listens."""


class Stream(StreamingResponse):
    """A stream that gives its place back when it ends, even where its client left before it began.

    Args:
        content: The events.
        passing: What let the client through, entered.
    """

    def __init__(
        self, content: AsyncGenerator[str, None], passing: AbstractContextManager[None]
    ) -> None:
        super().__init__(content, media_type=EVENTS)
        self.passing = passing

    async def __call__(self, scope: Scope, receive: Receive, send: Sender) -> None:
        """Send the events."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.passing.__exit__(None, None, None)


def streamed(gate: Gate, client: str, job: Job) -> StreamingResponse:
    """Return what a job sends, event by event; it is asked to stop when its client leaves.

    Raises:
        Busy: The client has as many questions open as it may.
    """
    passing = gate.passing(client)
    passing.__enter__()

    async def events() -> AsyncGenerator[str, None]:
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()
        left = threading.Event()

        def put(text: str | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, text)

        def work() -> None:
            try:
                job(lambda name, data: put(event(name, data)), left.is_set)
            except OutlastError as failure:
                put(event("failed", json.dumps({"error": failure.render()})))
            except Gone:
                left.set()
            finally:
                put(None)

        task = asyncio.create_task(to_thread.run_sync(work))
        try:
            while (text := await queue.get()) is not None:
                yield text
            await task
        finally:
            left.set()

    return Stream(events(), passing)


def event(name: str, data: str) -> str:
    """Return one server-sent event; its data are JSON and hold no line break."""
    return f"event: {name}\ndata: {data}\n\n"


def progress(send: Send) -> Callable[[int, int], None]:
    """Return what sends how far a run is."""

    def tell(done: int, of: int) -> None:
        told: dict[str, Any] = {"done": done, "of": of}
        send("progress", json.dumps(told))

    return tell
