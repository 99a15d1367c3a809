"""Server-sent events: a job in a thread sends them while it works."""

import asyncio
import json
from collections.abc import Callable
from typing import Final, TypeAlias

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from outlast.errors import Fault, OutlastError
from outlast.web.cache import ClientGone, ShouldCancel

EVENT_STREAM: Final = "text/event-stream"
"""The media type of server-sent events."""

SendEvent: TypeAlias = Callable[[str, str], None]
"""Sends an event: its name, and its data as JSON."""

StreamJob: TypeAlias = Callable[[SendEvent, ShouldCancel], None]
"""A job that sends events, and asks now and then whether its client has left."""


class EventQueue:
    """The events of a job on their way from its thread to the client."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue = asyncio.Queue[str | None]()

    def fill(self, job: StreamJob, should_cancel: ShouldCancel) -> None:
        """Run a job in this thread and queue its events; a failure is the last event."""
        try:
            job(lambda name, data: self._put(event(name, data)), should_cancel)
        except OutlastError as failure:
            self._put(event("failed", json.dumps({"error": failure.render()})))
        except ClientGone:
            return
        except Exception:
            self._put(event("failed", json.dumps({"error": f"{Fault.opening}."})))
            raise
        finally:
            self._put(None)

    def _put(self, text: str | None) -> None:
        self._loop.call_soon_threadsafe(self._queue.put_nowait, text)

    async def next(self) -> str | None:
        """Return the next event, or None after the last one."""
        return await self._queue.get()


class EventStream(Response):
    """The response that sends the events of a job as they come.

    Args:
        events: The events.
        task: The task that runs the job.
    """

    def __init__(self, events: EventQueue, task: asyncio.Task[None]) -> None:
        super().__init__(None, media_type=EVENT_STREAM)
        del self.headers["content-length"]
        self.events, self.task = events, task

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; the job itself notices when its client leaves."""
        del scope, receive
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        while (text := await self.events.next()) is not None:
            body = {"type": "http.response.body", "body": text.encode(), "more_body": True}
            await send(body)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        await self.task


def event(name: str, data: str) -> str:
    """Return one server-sent event; its data are JSON without a line break."""
    return f"event: {name}\ndata: {data}\n\n"


def progress_events(send: SendEvent) -> Callable[[int, int], None]:
    """Return the function that sends the progress of a run: futures done, and of how many."""

    def report(done: int, of: int) -> None:
        send("progress", json.dumps({"done": done, "of": of}))

    return report
