"""The server of the page, on this machine alone; it ends soon after it is interrupted."""

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Final

import uvicorn
from anyio import to_thread
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from outlast.errors import InputError
from outlast.web.cache import ClientGone, ShouldCancel
from outlast.web.jobs import Jobs

WAITING: Final = 64
"""Connections that wait before the server takes them."""

HEAD_LIMIT: Final = 10.0
"""The time within which the head of a request must come, seconds."""

LAST_MOMENT: Final = 2.5
"""The time after an interrupt at which the process ends, even if work still runs, seconds."""

Prepare = Callable[[ShouldCancel], None]
"""Does the work that comes before the first request, until it is cancelled."""


class PatientProtocol(H11Protocol):
    """A connection that ends when the head of a request does not come in time."""

    late: asyncio.TimerHandle | None = None
    """The timer while a head is awaited."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take data; wait on if they are the beginning of a head."""
        super().data_received(data)
        cycle = getattr(self, "cycle", None)  # none before the first request
        in_request = cycle is not None and not cycle.response_complete
        if in_request and self.late is not None:
            self.late.cancel()
            self.late = None
        elif not in_request and self.late is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the timer with the connection."""
        if self.late is not None:
            self.late.cancel()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self.late = self.loop.call_later(HEAD_LIMIT, self.transport.close)


class PageServer(uvicorn.Server):
    """A server that prepares the first answer, and cancels all work when it is interrupted.

    Args:
        config: The server's settings.
        jobs: The jobs of its requests.
        prepare: Runs before the first request is taken; connections wait meanwhile.
        on_ready: Called when the server takes requests.
    """

    def __init__(
        self, config: uvicorn.Config, jobs: Jobs, prepare: Prepare, on_ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self.jobs, self.prepare, self.on_ready = jobs, prepare, on_ready
        self.failure: Exception | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Prepare the first answer in a thread, where interrupts are heard; then take requests."""
        try:
            await to_thread.run_sync(self.prepare, self.jobs.closing.is_set)
        except ClientGone:
            self.should_exit = True
        except Exception as failure:  # noqa: BLE001  the caller of `serve` receives it
            self.failure, self.should_exit = failure, True
        if not self.should_exit:
            await super().startup(sockets)
            self.on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Cancel all jobs and end the server; end the process if some work does not end."""
        self.jobs.closing.set()
        last = threading.Timer(LAST_MOMENT, os._exit, (128 + sig,))
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)


def bind(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine; port 0 takes a free one.

    Raises:
        InputError: The port cannot be used.
    """
    door = socket.socket()
    # Elsewhere the option frees a port that was used a moment ago; on Windows it would share one.
    alone = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if alone is None else alone, 1)
    try:
        door.bind(("127.0.0.1", port))
        door.listen(WAITING)
    except OSError as failure:
        door.close()
        what = f"port {port} cannot be used: {failure.strerror}."
        raise InputError.of(what, "Take a free one: --port 0") from failure
    return door


def serve(
    app: FastAPI, door: socket.socket, prepare: Prepare, on_ready: Callable[[], None]
) -> None:
    """Serve the application on a listening socket until it is interrupted.

    Args:
        app: The application.
        door: The socket.
        prepare: Computes the first answer, before any request is taken.
        on_ready: Called when requests are taken.

    Raises:
        OutlastError: The first answer cannot be computed.
        KeyboardInterrupt: The user interrupted the server.
    """
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    server = PageServer(config, app.state.page.jobs, prepare, on_ready)
    server.run(sockets=[door])
    if server.failure is not None:
        raise server.failure
