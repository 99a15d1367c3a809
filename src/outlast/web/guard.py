"""What the page allows: headers on every answer, small bodies, two questions at a time each."""

from asyncio import sleep
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from threading import Lock
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WAITING: Final = 8
"""Screens and figures of one client that wait for their turn at once."""

PATIENCE: Final = 20.0
"""Seconds for which they wait."""

LOOK: Final = 0.05
"""Seconds after which who waits looks again."""

BODY: Final = 64 * 1024
"""Bytes of a request's body at most."""

AT_ONCE: Final = 2
"""Questions that one page of a client may have open at once."""

IN_ALL: Final = 32
"""Questions that all pages of one client may have open at once."""

AGAIN: Final = 1
"""Seconds after which a client that asked too much may ask again."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own files and nothing else."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Busy(Exception):  # noqa: N818  not an error: the client is asked to wait
    """A client has as many questions open as it may."""


class Gate:
    """Counts the questions that each client has open: its address, and the page that asks."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def passing(self, client: str) -> Generator[None, None, None]:
        """Let a client through for the time of one question.

        Raises:
            Busy: The client has as many open as it may.
        """
        with self._lock:
            if not self._free(client):
                raise Busy
            for each in _counted(client):
                self._open[each] += 1
        try:
            yield
        finally:
            with self._lock:
                for each in _counted(client):
                    self._open[each] -= 1
                    if not self._open[each]:
                        del self._open[each]

    def _free(self, client: str) -> bool:
        page, address = _counted(client)
        return self._open[page] < AT_ONCE and self._open[address] < IN_ALL

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncGenerator[None, None]:
        """Let a client through as soon as one of its questions is answered.

        Raises:
            Busy: Too many of the client's wait already, or its turn did not come.
        """
        if self._waiting[client] >= WAITING:
            raise Busy
        self._waiting[client] += 1
        try:
            for _ in range(int(PATIENCE / LOOK)):
                if self._free(client):
                    break
                await sleep(LOOK)
        finally:
            self._waiting[client] -= 1
            if not self._waiting[client]:
                del self._waiting[client]
        with self.passing(client):
            yield


def _counted(client: str) -> tuple[str, str]:
    """Return under what a client's questions are counted: its page, and its address alone."""
    return f"page {client}", f"address {client.split(' ', 1)[0]}"


class Guard:
    """Puts the headers on every answer and turns away bodies that are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its body is too large or of no told length."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers:
            refusal = PlainTextResponse("A body must tell its length.", 411)
            await refusal(scope, receive, sent)
        elif not length.isdigit() or int(length) > BODY:
            refusal = PlainTextResponse(f"A body may have {BODY} bytes.", 413)
            await refusal(scope, receive, sent)
        else:
            await self.app(scope, receive, sent)
