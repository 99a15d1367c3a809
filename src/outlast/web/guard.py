"""The limits of the server: headers on every answer, small bodies, few open requests a client."""

from asyncio import sleep
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from threading import Lock
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_WAITING: Final = 8
"""The screens and figures of one client that may wait at once."""

WAIT_LIMIT: Final = 20.0
"""The time that they wait at most, seconds."""

POLL_INTERVAL: Final = 0.05
"""Seconds after which a waiting request checks again."""

MOST_BYTES: Final = 64 * 1024
"""The largest body of a request, bytes."""

OPEN_PER_PAGE: Final = 2
"""The requests that one open page may have in progress."""

OPEN_PER_ADDRESS: Final = 32
"""The requests that all open pages of one network address may have in progress."""

RETRY_AFTER: Final = 1
"""Seconds after which a client beyond its limit may ask again."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy: the page loads its own files and nothing else."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""The headers of every answer."""


class TooManyRequests(Exception):  # noqa: N818  not an error: the client is asked to wait
    """A client has as many requests in progress as it may."""


class RequestLimiter:
    """Counts the requests in progress, by open page and by network address."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()
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

    def _is_free(self, client: str) -> bool:
        page, address = _counted(client)
        return self._open[page] < OPEN_PER_PAGE and self._open[address] < OPEN_PER_ADDRESS

    @asynccontextmanager
    async def wait(self, client: str) -> AsyncGenerator[None, None]:
        """Admit a request as soon as the client is below its limit.

        Raises:
            TooManyRequests: Too many requests of the client wait already, or it waited too long.
        """
        if self._waiting[client] >= MOST_WAITING:
            raise TooManyRequests
        self._waiting[client] += 1
        try:
            for _ in range(int(WAIT_LIMIT / POLL_INTERVAL)):
                if self._is_free(client):
                    break
                await sleep(POLL_INTERVAL)
        finally:
            self._waiting[client] -= 1
            if not self._waiting[client]:
                del self._waiting[client]
        with self.admit(client):
            yield


def _counted(client: str) -> tuple[str, str]:
    """Return the two keys under which a client is counted: its page, and its address."""
    return f"page {client}", f"address {client.split(' ', 1)[0]}"


class SecurityHeaders:
    """The middleware that sets the headers of every answer and refuses bodies that are too large.

    Args:
        app: The application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; refuse one whose body is too large or does not state its length."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers:
            refusal = PlainTextResponse("A request with a body must state its length.", 411)
            await refusal(scope, receive, send_with_headers)
        elif not length.isdigit() or int(length) > MOST_BYTES:
            refusal = PlainTextResponse(f"A body may have {MOST_BYTES:,} bytes at most.", 413)
            await refusal(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)
