"""The application: four screens as HTML, answers as JSON, figures, the report, its own files."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from outlast.errors import InputError, OutlastError, RunError
from outlast.present.registry import FIGURES, FigureEntry
from outlast.web.answers import add_answer_routes, add_live_routes
from outlast.web.cache import ClientGone, ShouldCancel
from outlast.web.downloads import MEDIA, figure_file
from outlast.web.guard import RETRY_AFTER, SecurityHeaders, TooManyRequests
from outlast.web.requests import (
    ERROR_RESPONSES,
    Page,
    ReportMaker,
    UnknownScenario,
    client_key,
    parameters,
    run_job,
)
from outlast.web.screens import SCREENS
from outlast.web.state import DEFAULT_FUTURES, PageState, cure, read_address
from outlast.web.words import page_voice

HOSTS: Final = ["127.0.0.1", "localhost"]
"""The host names that the page answers to; a request for another belongs to another page."""

CLIENT_CLOSED_REQUEST: Final = 499
"""The status of an answer whose client has left."""

STATIC: Final = {"page.js": "text/javascript", "live.js": "text/javascript", "page.css": "text/css"}
"""The files of the page with their media types."""


def make_app(
    scenario: str | None = None,
    futures: int = DEFAULT_FUTURES,
    report: ReportMaker | None = None,
    *,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
) -> FastAPI:
    """Return the application.

    Args:
        scenario: The scenario of its first screen; the default of the contest if absent.
        futures: The number of futures of its first screen.
        report: Makes the report to download; none is offered if absent.
        contest: The name or folder of the only contest to show; all shipped ones if absent.
        overlays: Folders to lay over it.

    Raises:
        InputError: There is no such scenario or contest.
    """
    page = Page(scenario, futures, report, contest, overlays)
    app = FastAPI(title="outlast", docs_url=None, redoc_url=None)
    app.state.page = page
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.add_middleware(SecurityHeaders)
    for name in SCREENS:
        _add_screen(app, page, name)
    add_answer_routes(app, page)
    add_live_routes(app, page)
    for entry in FIGURES.values():
        for kind in MEDIA:
            _add_figure(app, page, entry, kind)
    if report is not None:
        _add_report(app, page, report)
    for name, media in STATIC.items():
        _add_file(app, name, media)
    _add_vega(app)
    _add_refusals(app, page)
    return app


def _described(page: Page) -> dict[str, Any]:
    """Return the description of a route in the interface."""
    known = parameters(page.work.scenarios)
    return {"openapi_extra": {"parameters": known}, "responses": ERROR_RESPONSES}


def _add_screen(app: FastAPI, page: Page, name: str) -> None:
    """Add a screen."""
    path = "/" if name == "answer" else f"/{name}"

    async def screen(request: Request) -> Response:
        pairs = request.query_params.multi_items()
        if any(not text.strip() for _, text in pairs):
            filled = urlencode([(key, text) for key, text in pairs if text.strip()])
            return RedirectResponse(f"{path}?{filled}", 303)
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> Response:
            content = SCREENS[name](page.work, state, page.voice(state), should_cancel)
            return page.html(f"{name}.html", state, screen=name, path=path, **content)

        async with page.limiter.wait(client_key(request)):
            return await run_job(request, job)

    app.add_api_route(path, screen, response_class=HTMLResponse, name=name, **_described(page))


def _add_figure(app: FastAPI, page: Page, entry: FigureEntry, kind: str) -> None:
    """Add a figure as a file of one kind to download."""

    async def figure(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> tuple[bytes, str]:
            return figure_file(page.work, state, page.voice(state), (entry, kind), should_cancel)

        async with page.limiter.wait(client_key(request)):
            content, name = await run_job(request, job)
        headers = {"content-disposition": f'attachment; filename="{name}"'} if name else {}
        return Response(content, media_type=MEDIA[kind], headers=headers)

    app.add_api_route(
        f"/figure/{entry.name}.{kind}",
        figure,
        response_class=Response,
        name=f"{entry.name}-{kind}",
        **_described(page),
    )


def _add_report(app: FastAPI, page: Page, report: ReportMaker) -> None:
    """Add the report as a PDF to download."""

    async def pdf(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> bytes:
            return report(page.work.results(state, should_cancel), state.lang)

        async with page.limiter.wait(client_key(request)):
            content = await run_job(request, job)
        name = f'attachment; filename="outlast-{state.scenario}.pdf"'
        return Response(
            content, media_type="application/pdf", headers={"content-disposition": name}
        )

    app.add_api_route("/report.pdf", pdf, response_class=Response, **_described(page))


def _add_file(app: FastAPI, name: str, media: str) -> None:
    """Add a file of the page, read once: no name in a request opens a file."""
    text = (files("outlast.web") / "static" / name).read_text(encoding="utf-8")

    async def file() -> Response:
        return Response(text, media_type=media)

    app.add_api_route(f"/static/{name}", file, include_in_schema=False)


def _add_vega(app: FastAPI) -> None:
    """Add Vega as a script, which vl-convert brings."""

    async def vega() -> Response:
        return Response(await to_thread.run_sync(_vega), media_type="text/javascript")

    app.add_api_route("/static/vega.js", vega, include_in_schema=False)


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and their embedding as vl-convert ships them."""
    from vl_convert import javascript_bundle  # noqa: PLC0415  only a dragged slider needs it

    return javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _add_refusals(app: FastAPI, page: Page) -> None:
    """Add the answers to requests that cannot be served: in HTML, or in JSON for programs."""

    def refusal(request: Request, status: int, what: str, lang: str) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": what}, status)
        state = PageState(page.default.scenario, lang=lang)
        return page.html("error.html", state, status, screen="", path="/", code=status, what=what)

    def lang_of(request: Request) -> str:
        return read_address(request.query_params.multi_items(), page.default).lang

    async def unknown_scenario(request: Request, failure: Exception) -> Response:
        name, lang = getattr(failure, "name", ""), getattr(failure, "lang", "en")
        voice = page_voice(lang)
        what = voice.say("note.scenario", text=name)
        return refusal(
            request, 404, voice.sentences([what, cure(voice, name, page.work.scenarios)]), lang
        )

    async def too_many(request: Request, failure: Exception) -> Response:
        del failure
        lang = lang_of(request)
        answer = refusal(request, 429, page_voice(lang).say("page.wait"), lang)
        answer.headers["retry-after"] = f"{RETRY_AFTER}"
        return answer

    async def failed(request: Request, failure: Exception) -> Response:
        what = failure.render() if isinstance(failure, OutlastError) else f"{failure}"
        status = 400 if isinstance(failure, InputError) else 500
        return refusal(request, status, what, lang_of(request))

    async def client_gone(request: Request, failure: Exception) -> Response:
        del request, failure
        return PlainTextResponse("", CLIENT_CLOSED_REQUEST)

    app.add_exception_handler(UnknownScenario, unknown_scenario)
    app.add_exception_handler(TooManyRequests, too_many)
    app.add_exception_handler(InputError, failed)
    app.add_exception_handler(RunError, failed)
    app.add_exception_handler(ClientGone, client_gone)
