"""The door of the server: headers on every answer, small bodies, no orders from other sites."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 64 * 1024
"""The largest body of a request, bytes, where its path allows no larger one."""

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
}
"""The headers of every answer."""

CHECKED_AGAIN: Final = "private, no-cache"
"""The cache rule of whole answers: a browser keeps them, and asks whether they still hold."""

KEPT: Final = "public, max-age=31536000, immutable"
"""The cache rule of a file whose address holds a mark of its content."""

STATIC: Final = "/static/"

NOT_KEPT: Final = "no-store"
"""The cache rule of streams and refusals."""

READING: Final = ("GET", "HEAD")
"""The methods that change nothing."""

SAME: Final = "same-origin"
"""The value of `Sec-Fetch-Site` of a request that the page itself makes."""

OWN_SITES: Final = (SAME, "none")
"""The values of `Sec-Fetch-Site` by which the page or the reader asks, and no other site."""

FOLLOWED_LINK: Final = {
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
    "sec-fetch-user": "?1",
}
"""The headers of a reader who followed a link from another site."""


class SecurityHeaders:
    """The middleware that sets the headers of every answer and refuses bodies that are too large.

    Args:
        app: The application behind it.
        larger: The largest body, bytes, of each path at which it may be larger than elsewhere.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self.app, self.larger = app, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; refuse one whose body is too large or does not state its length."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", NOT_KEPT)
            await send(message)

        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        most = self.larger.get(scope["path"], MOST_BYTES)
        if "transfer-encoding" in headers:
            refusal = PlainTextResponse("A request with a body must state its length.", 411)
            await refusal(scope, receive, send_with_headers)
        elif not (length.isascii() and length.isdigit()) or int(length[:20]) > most:
            refusal = PlainTextResponse(f"A body may have {most:,} bytes at most.", 413)
            await refusal(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


class BrowserCache:
    """The middleware that marks whole answers, so that a browser need not fetch them again.

    An answer carries a mark of its content (`ETag`). A browser that sends the mark back receives
    304 without the content. Streams and refusals are not kept.

    Args:
        app: The application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark its answer."""
        if scope["type"] != "http" or scope["method"] not in READING:
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        known = Headers(scope=scope).get("if-none-match", "")
        begun: list[Message] = []

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004
                begun.append(message)
                return
            if begun:
                start = begun.pop()
                if message.get("body") and not message.get("more_body", False):
                    is_marked = (
                        scope["path"].startswith(STATIC) and scope["query_string"][:2] == b"v="
                    )
                    message = _marked(start, message, known, KEPT if is_marked else CHECKED_AGAIN)
                await send(start)
            if is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, send_marked)


def _marked(start: Message, body: Message, known: str, rule: str) -> Message:
    """Mark the start of a whole answer; return its body, empty if the client has it already."""
    mark = f'"{sha256(body["body"]).hexdigest()[:32]}"'
    headers = MutableHeaders(scope=start)
    headers["etag"] = mark
    headers["cache-control"] = rule
    if mark not in [each.strip().removeprefix("W/") for each in known.split(",")]:
        return body
    start["status"] = 304
    del headers["content-length"]
    return {**body, "body": b""}


class OwnSite:
    """The middleware that refuses a request that another site makes in the reader's browser.

    The page itself may ask, and the reader, by the address bar or by a link.

    Args:
        app: The application behind it.
        refuse: Makes the answer to a request from another site.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], Response]) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and is_foreign(scope["method"], Headers(scope=scope)):
            await self.refuse(Request(scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_foreign(method: str, headers: Headers) -> bool:
    """Return whether another site makes a request.

    Every current browser states the site (`Sec-Fetch-Site`); older ones state the origin of posts.
    A program states neither. A form of the page's own states no origin (`null`), because the page
    sends no referrer; then the site decides.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    own = {None, f"http://{headers.get('host', '')}", *(["null"] if site == SAME else [])}
    if origin not in own:
        return True
    if site is None or site in OWN_SITES:
        return False
    return not (
        method in READING and all(headers.get(key) == at for key, at in FOLLOWED_LINK.items())
    )
