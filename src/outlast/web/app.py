"""The application: four screens as HTML, the answer as JSON, its own files, and nothing else."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from outlast.errors import InputError, OutlastError, RunError, nearest
from outlast.present.wording import LANGUAGES
from outlast.results import Results
from outlast.scenario.prior import Role
from outlast.web import taken
from outlast.web.guard import AGAIN, Busy, Gate, Guard
from outlast.web.levers import levers
from outlast.web.screens import SCREENS
from outlast.web.state import QUICK, USUAL, State, read, settled
from outlast.web.words import spoken
from outlast.web.work import SHIPPED, Gone, Work

Made = TypeVar("Made")

HOSTS: Final = ["127.0.0.1", "localhost"]
"""The names under which the page answers; others would be somebody else's page."""

LEFT: Final = 499
"""The status of what nobody waits for any more."""

STATIC: Final = {"page.js": "text/javascript", "page.css": "text/css"}
"""The files of the page, by their media types."""

ASKED: Final = [
    {"name": name, "in": "query", "required": False, "schema": form, "description": told}
    for name, form, told in (
        ("scenario", {"type": "string", "enum": SHIPPED}, "The id of a shipped scenario."),
        ("seed", {"type": "integer"}, "The seed of the dice."),
        ("lang", {"type": "string", "enum": LANGUAGES}, "The language."),
        ("futures", {"type": "integer"}, "Futures, at most 1000."),
        ("future", {"type": "integer"}, "The future whose chain of causes is told."),
        ("set.{prior}", {"type": "number"}, "Fixes a prior at a value; any number of them."),
        ("quick", {"type": "integer"}, "1: rough, in single precision."),
        ("look", {"type": "string"}, "The one look of the figure that is wanted, as light-wide."),
    )
]
"""What an address can hold, for the description of the interface."""


OTHERWISE: Final[dict[int | str, dict[str, Any]]] = {
    303: {"description": "The same address without its empty fields."},
    400: {"description": "What was asked cannot be run; the cure is told."},
    404: {"description": "No shipped scenario has the name; the nearest is told."},
    429: {"description": "Too many questions of this client are open; when to ask again is told."},
}
"""What an answer can be besides what was asked for."""


class AnswerOut(BaseModel):
    """The answer of a state."""

    sentence: str

    baselines: list[str]
    """What a changed assumption stands beside: as shipped, and with no lever moved."""

    dots: dict[str, str]
    """The figure as SVG, by look."""

    dots_rows: list[list[str]]
    """The figure's table."""

    columns: list[str]
    rows: list[list[str]]
    futures: int
    told: str
    """How many futures stand behind it, in words."""

    cited: str
    """How it is cited."""

    address: str
    """The query that leads here again."""

    notes: list[str]
    """What in the address was not followed."""


class Lost(Exception):  # noqa: N818  the reader is led back, nothing failed
    """There is no such scenario."""

    def __init__(self, name: str, lang: str) -> None:
        super().__init__(name)
        self.name, self.lang = name, lang


Report = Callable[[Results, str], bytes]
"""What makes a PDF of results in a language."""


class Page:
    """What all requests share."""

    def __init__(self, default: State, report: Report | None = None) -> None:
        self.default, self.work, self.gate, self.report = default, Work(), Gate(), report
        self.environment = Environment(
            loader=PackageLoader("outlast.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def state(self, request: Request) -> State:
        """Return the state of an address.

        Raises:
            Lost: It names a scenario that is not shipped.
        """
        pairs = request.query_params.multi_items()
        found = read(pairs, self.default)
        for name in (found.scenario, found.a, found.b):
            if name and name not in SHIPPED:
                raise Lost(name, found.lang)
        return settled(found, pairs, levers(self.work.situation(found.scenario)))

    def html(self, template: str, state: State, status: int = 200, **content: object) -> Response:
        """Return a screen as HTML."""
        voice = spoken(state.lang)
        known = levers(self.work.situation(state.scenario))
        text = self.environment.get_template(template).render(
            state=state,
            say=voice.say,
            number=voice.number,
            name=voice.name,
            scenarios=[(key, self.work.situation(key).scenario.title) for key in SHIPPED],
            summary=self.work.situation(state.scenario).scenario.summary,
            levers=[each for each in known.values() if each.role is Role.LEVER],
            assumptions=[each for each in known.values() if each.role is Role.ASSUMPTION],
            notes=[voice.say(note.key, **note.values) for note in state.notes],
            other="zh" if state.lang == "en" else "en",
            quick=QUICK,
            has_report=self.report is not None,
            **content,
        )
        return HTMLResponse(text, status)


async def waited(request: Request, job: Callable[[Callable[[], bool]], Made]) -> Made:
    """Return what a job makes in a thread; it is asked to stop when its client leaves."""
    left = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():  # noqa: ASYNC110  it can only be asked
            await asyncio.sleep(0.1)
        left.set()

    watcher = asyncio.create_task(watch())
    try:
        return await to_thread.run_sync(partial(job, left.is_set))
    finally:
        watcher.cancel()


def client_of(request: Request) -> str:
    """Return who asks."""
    return request.client.host if request.client else ""


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
    _answers(app, page)
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


def _answers(app: FastAPI, page: Page) -> None:
    """Give the application its answers as JSON."""

    async def api_answer(request: Request) -> AnswerOut:
        state = await to_thread.run_sync(page.state, request)
        voice = spoken(state.lang)
        with page.gate.passing(client_of(request)):
            found = await waited(
                request, lambda stop: SCREENS["answer"](page.work, state, voice, stop)
            )
        services = found["services"]
        told = "page.rough" if state.quick else "page.done"
        return AnswerOut(
            sentence=found["sentence"],
            baselines=found["baselines"],
            dots={key: str(svg) for key, svg in found["figures"][0].pictures.items()},
            dots_rows=found["figures"][0].lines,
            columns=[title for _, title in services["columns"]],
            rows=services["lines"],
            futures=found["futures"],
            told=voice.say(told, n=found["futures"]),
            cited=found["cited"],
            address=state.query(),
            notes=[voice.say(note.key, **note.values) for note in state.notes],
        )

    app.add_api_route(
        "/api/answer",
        api_answer,
        response_model=AnswerOut,
        openapi_extra={"parameters": ASKED},
        responses=OTHERWISE,
    )


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

    for name in taken.FIGURES:
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
