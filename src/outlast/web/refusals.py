"""The answers to requests that cannot be served: in HTML for readers, in JSON for programs."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

from outlast.errors import InputError, OutlastError, closest
from outlast.web.cache import ClientGone
from outlast.web.limiter import (
    MOST_WAITING,
    OPEN_PER_PAGE,
    RETRY_AFTER,
    WAIT_LIMIT,
    TooManyRequests,
)
from outlast.web.requests import Page, RepeatedKeys, UnknownScenario
from outlast.web.screens import SCREENS
from outlast.web.state import MOST_LETTERS, PageState, cure, read_address
from outlast.web.words import page_voice

CLIENT_CLOSED_REQUEST: Final = 499
"""The status of an answer whose client has left."""

NO_SUCH_PAGE: Final = 404
NOT_THIS_WAY: Final = 405
FOREIGN: Final = 403
TOO_MANY: Final = 429

INTERFACE: Final = ("/api/", "/openapi.json")
"""The beginnings of addresses at which programs ask."""


def screen_path(name: str) -> str:
    """Return the path of a screen."""
    return "/" if name == "answer" else f"/{name}"


class Refusals:
    """Makes the answers to requests that cannot be served.

    Args:
        app: The application, with all its routes.
        page: The parts that all requests share.
    """

    def __init__(self, app: FastAPI, page: Page) -> None:
        self.app, self.page = app, page

    def add(self) -> None:
        """Answer every failure of a request."""
        for kind, handler in (
            (HTTPException, self.not_served),
            (UnknownScenario, self.unknown_scenario),
            (RepeatedKeys, self.repeated),
            (TooManyRequests, self.too_many),
            (OutlastError, self.failed),
            (ClientGone, self.client_gone),
            (ClientDisconnect, self.client_gone),
        ):
            self.app.add_exception_handler(kind, handler)

    def refusal(
        self,
        request: Request,
        status: int,
        what: str,
        *,
        title: str = "",
        links: Sequence[tuple[str, str]] = (),
    ) -> Response:
        """Return a refusal in the form and the language of a request.

        Args:
            request: The request.
            status: The status.
            what: The reason, with its cure.
            title: The key of the title; the one of the status by default.
            links: Addresses with their texts that lead on.
        """
        accepted = request.headers.get("accept", "")
        wants_json = "application/json" in accepted and "text/html" not in accepted
        if request.url.path.startswith(INTERFACE) or wants_json:
            return JSONResponse({"error": what}, status)
        lang = self.lang_of(request)
        state = PageState(self.page.default.scenario, lang=lang)
        title = page_voice(lang).say(title or f"error.{status}")
        content = {"title": title, "what": what, "links": links}
        return self.page.html("error.html", state, status, screen="", path="/", **content)

    def lang_of(self, request: Request) -> str:
        """Return the language of a request."""
        return read_address(request.query_params.multi_items(), self.page.default).lang

    def foreign(self, request: Request) -> Response:
        """Refuse a request from another site; a reader may follow the link to the same address."""
        here = urlsplit(f"{request.url}")._replace(scheme="", netloc="").geturl()
        if not here.startswith("/") or here.startswith("//"):
            here = "/"
        what = page_voice(self.lang_of(request)).say("page.foreign", address=here)
        return self.refusal(request, FOREIGN, what, links=[(here, here)])

    async def not_served(self, request: Request, failure: Exception) -> Response:
        """Answer a request for an address that is not there, or by a method that it has not."""
        allowed = self._methods(request)
        voice, path = page_voice(self.lang_of(request)), request.url.path[:MOST_LETTERS]
        if allowed:
            headers = {"allow": ", ".join(allowed)}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=headers)
            names = voice.join(allowed)
            what = voice.say("page.method", path=path, method=request.method, allowed=names)
            answer = self.refusal(request, NOT_THIS_WAY, what)
            answer.headers.update(headers)
            return answer
        status = failure.status_code if isinstance(failure, HTTPException) else NO_SUCH_PAGE
        screens = {screen_path(name): voice.say(f"page.{name}") for name in SCREENS}
        near = closest(path.lower(), self._paths(request))
        cured = voice.say("note.closest", name=near) if near else ""
        what = voice.sentences([voice.say("page.no-page", path=path), cured])
        settings = f"?{request.url.query}" if request.url.query else ""
        known = {near: near} if near else screens
        links = [(f"{to}{settings}", text) for to, text in known.items()]
        return self.refusal(request, status, what, title="error.page", links=links)

    def _methods(self, request: Request) -> list[str]:
        """Return the methods that the path of a request takes; none if it is not there."""
        found = {
            method
            for route in self.app.routes
            if route.matches(request.scope)[0] is not Match.NONE
            for method in getattr(route, "methods", None) or ()
        }
        return sorted({*found, "OPTIONS"}) if found else []

    def _paths(self, request: Request) -> list[str]:
        """Return the paths that a reader or a program could have meant."""
        is_program = request.url.path.startswith("/api")
        return [
            route.path
            for route in self.app.routes
            if isinstance(route, APIRoute)
            and "GET" in (route.methods or ())
            and route.path.startswith("/api/") == is_program
        ]

    async def unknown_scenario(self, request: Request, failure: Exception) -> Response:
        """Answer that there is no such scenario, with the nearest one."""
        voice = page_voice(self.lang_of(request))
        name = f"{failure}"
        what = voice.say("note.scenario", text=name)
        known = self.page.work.scenarios
        return self.refusal(
            request, NO_SUCH_PAGE, voice.sentences([what, cure(voice, name, known)])
        )

    async def repeated(self, request: Request, failure: Exception) -> Response:
        """Refuse an address that gives a key more than once, and name the key."""
        voice = page_voice(self.lang_of(request))
        keys = failure.keys if isinstance(failure, RepeatedKeys) else ()
        what = voice.sentences([voice.say("note.repeated", key=key) for key in keys])
        return self.refusal(request, 400, what)

    async def too_many(self, request: Request, failure: Exception) -> Response:
        """Name the limit that a client has reached, and when it may ask again."""
        del failure
        what = page_voice(self.lang_of(request)).say(
            "page.wait",
            open=OPEN_PER_PAGE,
            waiting=MOST_WAITING,
            limit=WAIT_LIMIT,
            seconds=RETRY_AFTER,
        )
        answer = self.refusal(request, TOO_MANY, what)
        answer.headers["retry-after"] = f"{RETRY_AFTER}"
        return answer

    async def failed(self, request: Request, failure: Exception) -> Response:
        """Answer with the problems of a request, or of a run."""
        what = failure.render() if isinstance(failure, OutlastError) else f"{failure}"
        return self.refusal(request, 400 if isinstance(failure, InputError) else 500, what)

    async def client_gone(self, request: Request, failure: Exception) -> Response:
        """Answer nobody: the client has left."""
        del request, failure
        return PlainTextResponse("", CLIENT_CLOSED_REQUEST)
