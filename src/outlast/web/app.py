"""The application: four screens as HTML, the answer as JSON, its own files, and nothing else."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from outlast.errors import InputError, OutlastError, RunError, nearest
from outlast.present.registry import FIGURES
from outlast.web import downloads as taken
from outlast.web.answers import give_answers, give_live
from outlast.web.cache import Gone
from outlast.web.guard import AGAIN, Busy, Guard
from outlast.web.requests import ASKED, OTHERWISE, Lost, Page, Report, client_of, waited
from outlast.web.screens import SCREENS
from outlast.web.state import USUAL, State, read
from outlast.web.words import spoken
from outlast.web.work import SHIPPED

HOSTS: Final = ["127.0.0.1", "localhost"]
"""The names under which the page answers; others would be somebody else's page."""

LEFT: Final = 499
"""The status of what nobody waits for any more."""

STATIC: Final = {"page.js": "text/javascript", "live.js": "text/javascript", "page.css": "text/css"}
"""The files of the page, by their media types."""


def make_app(
    scenario: str = "today", futures: int = USUAL, report: Report | None = None
) -> FastAPI:
    """Return the application.

    Args:
        scenario: What its first screen shows.
        futures: Of how many futures.
        report: What makes the report that can be taken away; without it none is offered.
    """
    page = Page(State(scenario, futures=futures), report)
    app = FastAPI(title="outlast", docs_url=None, redoc_url=None)
    app.state.page = page
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.add_middleware(Guard)
    _screens(app, page)
    give_answers(app, page)
    give_live(app, page)
    _figures(app, page)
    if report is not None:
        _report(app, page, report)
    _files(app)
    _refusals(app, page)
    return app


def _screens(app: FastAPI, page: Page) -> None:
    """Give the application its screens."""

    def route(name: str, path: str) -> None:
        async def screen(request: Request) -> Response:
            pairs = request.query_params.multi_items()
            if any(not text.strip() for _, text in pairs):
                kept = urlencode([(key, text) for key, text in pairs if text.strip()])
                return RedirectResponse(f"{path}?{kept}", 303)
            state = await to_thread.run_sync(page.state, request)
            if name == "compare" and not (state.a and state.b):
                return page.html("compare.html", state, screen=name, path=path, figures=[])
            async with page.gate.turn(client_of(request)):

                def job(stop: Callable[[], bool]) -> Response:
                    content = SCREENS[name](page.work, state, spoken(state.lang), stop)
                    return page.html(f"{name}.html", state, screen=name, path=path, **content)

                return await waited(request, job)

        app.add_api_route(
            path,
            screen,
            response_class=HTMLResponse,
            name=name,
            openapi_extra={"parameters": ASKED},
            responses=OTHERWISE,
        )

    for name in SCREENS:
        route(name, "/" if name == "answer" else f"/{name}")


def _figures(app: FastAPI, page: Page) -> None:
    """Give the application its figures as files to take away."""

    def route(name: str, kind: str) -> None:
        async def figure(request: Request) -> Response:
            state = await to_thread.run_sync(page.state, request)
            async with page.gate.turn(client_of(request)):
                content, title = await waited(
                    request,
                    lambda stop: taken.figure(
                        page.work, state, spoken(state.lang), (name, kind), stop
                    ),
                )
            sent = {"content-disposition": f'attachment; filename="{title}"'} if title else {}
            return Response(content, media_type=taken.MEDIA[kind], headers=sent)

        app.add_api_route(
            f"/figure/{name}.{kind}",
            figure,
            response_class=Response,
            name=f"{name}-{kind}",
            openapi_extra={"parameters": ASKED},
            responses=OTHERWISE,
        )

    for name in (*FIGURES, taken.LEVERS):
        for kind in taken.MEDIA:
            route(name, kind)


def _report(app: FastAPI, page: Page, report: Report) -> None:
    """Give the application its report as a PDF to take away."""

    async def pdf(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)
        async with page.gate.turn(client_of(request)):
            content = await waited(
                request, lambda stop: report(page.work.results(state, stop), state.lang)
            )
        name = f'attachment; filename="outlast-{state.scenario}.pdf"'
        return Response(
            content, media_type="application/pdf", headers={"content-disposition": name}
        )

    app.add_api_route(
        "/report.pdf",
        pdf,
        response_class=Response,
        openapi_extra={"parameters": ASKED},
        responses=OTHERWISE,
    )


def _files(app: FastAPI) -> None:
    """Give the application its own files, read once: no name from a request opens a file."""

    def route(name: str, media: str) -> None:
        text = (files("outlast.web") / "static" / name).read_text(encoding="utf-8")

        async def file() -> Response:
            return Response(text, media_type=media)

        app.add_api_route(f"/static/{name}", file, include_in_schema=False)

    for name, media in STATIC.items():
        route(name, media)

    async def vega() -> Response:
        return Response(await to_thread.run_sync(_vega), media_type="text/javascript")

    app.add_api_route("/static/vega.js", vega, include_in_schema=False)


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and their embedding as vl-convert ships them."""
    from vl_convert import javascript_bundle  # noqa: PLC0415  only who drags a lever needs it

    return javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _refusals(app: FastAPI, page: Page) -> None:
    """Say what is refused, in HTML or JSON as it was asked for."""

    def refused(request: Request, status: int, what: str, lang: str | None = None) -> Response:
        given = lang or read(request.query_params.multi_items(), page.default).lang
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": what}, status)
        state = State(page.default.scenario, lang=given)
        return page.html("error.html", state, status, screen="", path="/", code=status, what=what)

    async def lost(request: Request, failure: Exception) -> Response:
        name, lang = getattr(failure, "name", ""), getattr(failure, "lang", "en")
        cure = nearest(name, list(SHIPPED))
        what = spoken(lang).say("note.scenario", text=name, cure=cure)
        return refused(request, 404, what, lang)

    async def busy(request: Request, failure: Exception) -> Response:
        del failure
        lang = read(request.query_params.multi_items(), page.default).lang
        answer = refused(request, 429, spoken(lang).say("page.wait"))
        answer.headers["retry-after"] = f"{AGAIN}"
        return answer

    async def failed(request: Request, failure: Exception) -> Response:
        told = failure.render() if isinstance(failure, OutlastError) else f"{failure}"
        return refused(request, 400 if isinstance(failure, InputError) else 500, told)

    async def gone(request: Request, failure: Exception) -> Response:
        del request, failure
        return PlainTextResponse("", LEFT)

    app.add_exception_handler(Lost, lost)
    app.add_exception_handler(Busy, busy)
    app.add_exception_handler(InputError, failed)
    app.add_exception_handler(RunError, failed)
    app.add_exception_handler(Gone, gone)
