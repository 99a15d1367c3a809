"""The application: its screens as HTML, answers as JSON, figures, the report, its own files."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from outlast.present.registry import FIGURES, FigureEntry
from outlast.web.answers import add_answer_routes, add_live_routes
from outlast.web.awaited_results import add_waiting_routes, awaited
from outlast.web.cache import ShouldCancel, check_client
from outlast.web.downloads import MEDIA, figure_file
from outlast.web.guard import BrowserCache, OwnSite, SecurityHeaders
from outlast.web.kept_lists import MOST_LIST_BYTES
from outlast.web.refusals import Refusals, screen_path
from outlast.web.requests import ERROR_RESPONSES, Page, ReportMaker, add_head, parameters
from outlast.web.screening_routes import API, SCREEN, add_screening_routes
from outlast.web.screens import SCREENS
from outlast.web.state import DEFAULT_FUTURES, repeated_keys
from outlast.web.static_files import MEDIA_TYPES, StaticFile, static_files
from outlast.web.story import add_story_routes
from outlast.web.trying import add_trying_routes
from outlast.web.work import Work

HOSTS: Final = ["127.0.0.1", "localhost"]
"""The host names that the page answers to; a request for another belongs to another page."""

ICON: Final = "/favicon.ico"
"""The address at which browsers look for an icon without being led there."""

ICON_KEPT: Final = "max-age=86400"
"""The cache rule of the icon."""

SMALL: Final = 1000
"""Bytes of an answer below which it is not compressed."""

ANSWER: Final = "answer"
"""The name of the screen of the answer."""

HTML: Final = "text/html"
PDF: Final = "application/pdf"

Endpoint = Callable[[Request], Awaitable[Response]]
"""Answers a request."""


def make_app(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | None = None,
    futures: int = DEFAULT_FUTURES,
    report: ReportMaker | None = None,
    *,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = True,
) -> FastAPI:
    """Return the application.

    Args:
        scenario: The scenario of its first screen; the default of the contest if absent.
        futures: The number of futures of its first screen.
        report: Makes the report to download; none is offered if absent.
        contest: The name or folder of the only contest to show; all shipped ones if absent.
        overlays: Folders to lay over it.
        as_recorded: Leave the user's own settlements out; else they lie over a shipped contest.

    Raises:
        InputError: There is no such scenario or contest.
    """
    work = Work(contest, overlays, as_recorded=as_recorded)
    page = Page(scenario, futures, report, work)
    app = FastAPI(title="outlast", docs_url=None, redoc_url=None)
    app.state.page = page
    refusals = Refusals(app, page)
    app.add_middleware(OwnSite, refuse=refusals.foreign)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.add_middleware(BrowserCache)
    app.add_middleware(GZipMiddleware, minimum_size=SMALL)
    app.add_middleware(SecurityHeaders, larger=dict.fromkeys((SCREEN, API), MOST_LIST_BYTES))
    for name in SCREENS:
        _add_screen(app, page, name)
    _add_whole_answer(app, page)
    add_answer_routes(app, page)
    add_live_routes(app, page)
    add_story_routes(app, page)
    add_trying_routes(app, page)
    add_waiting_routes(app, page)
    add_screening_routes(app, page)
    for entry in FIGURES.values():
        for kind in MEDIA:
            _add_figure(app, page, entry, kind)
    if report is not None:
        _add_report(app, page, report)
    for name, file in static_files().items():
        _add_file(app, name, file)
    _add_icon(app)
    refusals.add()
    return app


def _add_read(app: FastAPI, page: Page, path: str, endpoint: Endpoint, media: str) -> None:
    """Add a route to read, whose answer has a media type."""
    app.add_api_route(
        path,
        endpoint,
        response_class=HTMLResponse if media == HTML else Response,
        name=path.strip("/") or "answer",
        openapi_extra={"parameters": parameters(page.work.scenarios)},
        responses=ERROR_RESPONSES,
    )
    add_head(app, page, path, media)


def _add_screen(app: FastAPI, page: Page, name: str) -> None:
    """Add a screen."""
    path = screen_path(name)

    async def screen(request: Request) -> Response:
        pairs = request.query_params.multi_items()
        if any(not text.strip() for _, text in pairs) and not repeated_keys(pairs):
            filled = urlencode([(key, text) for key, text in pairs if text.strip()])
            return RedirectResponse(f"{path}?{filled}", 303)
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> Response:
            voice = page.voice(state)
            waits = name != ANSWER and _is_opened(request)
            waiting = awaited(page.work, name, state, voice) if waits else None
            if waiting is not None:
                return page.html("waiting.html", state, screen=name, path=path, waiting=waiting)
            content = SCREENS[name](page.work, state, voice, should_cancel)
            check_client(should_cancel)
            return page.html(f"{name}.html", state, screen=name, path=path, **content)

        return await page.jobs.run(request, job)

    _add_read(app, page, path, screen, HTML)


def _add_whole_answer(app: FastAPI, page: Page) -> None:
    """Add the way to the whole answer for readers without scripts, whose page computes none."""

    async def whole(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(_: ShouldCancel) -> Response:
            waiting = awaited(page.work, ANSWER, state, page.voice(state))
            if waiting is None:
                return RedirectResponse(f"{screen_path(ANSWER)}?{state.query()}", 303)
            path = screen_path(ANSWER)
            return page.html("waiting.html", state, screen=ANSWER, path=path, waiting=waiting)

        return await page.jobs.run(request, job)

    _add_read(app, page, "/whole", whole, HTML)


def _is_opened(request: Request) -> bool:
    """Return whether a browser opens a screen: scripts and programs want the whole screen alone."""
    return request.headers.get("sec-fetch-dest") == "document"


def _add_figure(app: FastAPI, page: Page, entry: FigureEntry, kind: str) -> None:
    """Add a figure as a file of one kind to download."""

    async def figure(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> tuple[bytes, str]:
            return figure_file(page.work, state, page.voice(state), (entry, kind), should_cancel)

        content, name = await page.jobs.run(request, job)
        headers = {"content-disposition": f'attachment; filename="{name}"'} if name else {}
        return Response(content, media_type=MEDIA[kind], headers=headers)

    _add_read(app, page, f"/figure/{entry.name}.{kind}", figure, MEDIA[kind])


def _add_report(app: FastAPI, page: Page, report: ReportMaker) -> None:
    """Add the report as a PDF to download."""

    async def pdf(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> bytes:
            results = page.work.results(state, should_cancel)
            return report(results, state.lang, should_cancel)

        content = await page.jobs.run(request, job)
        name = f'attachment; filename="outlast-{state.scenario}.pdf"'
        return Response(content, media_type=PDF, headers={"content-disposition": name})

    _add_read(app, page, "/report.pdf", pdf, PDF)


def _add_file(app: FastAPI, name: str, static: StaticFile) -> None:
    """Add a file of the page."""

    async def file() -> Response:
        content = await to_thread.run_sync(static.content)
        return Response(content, media_type=MEDIA_TYPES[name])

    path = f"/static/{name}"
    app.add_api_route(path, file, methods=["GET", "HEAD"], include_in_schema=False)


def _add_icon(app: FastAPI) -> None:
    """Add the answer that the page has no icon, so that browsers do not ask again."""

    async def icon() -> Response:
        return Response(status_code=204, headers={"cache-control": ICON_KEPT})

    app.add_api_route(ICON, icon, methods=["GET", "HEAD"], include_in_schema=False)
