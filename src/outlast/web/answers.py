"""Answers for programs: as JSON at once, with progress on the way, and frame by frame."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final

from anyio import to_thread
from fastapi import FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from outlast.errors import InputError, nearest
from outlast.storage.strict_json import json_text
from outlast.web.cache import ShouldCancel
from outlast.web.frames import LIVE_FIGURES, frames, live_chart, live_data
from outlast.web.requests import ERROR_RESPONSES, Page, add_head, parameters
from outlast.web.screens import SCREENS
from outlast.web.sliders import sliders
from outlast.web.state import PageState
from outlast.web.streams import EVENT_STREAM, EventStream, SendEvent, progress_events


class AnswerOut(BaseModel):
    """The answer of a state."""

    sentence: str

    baselines: list[str]
    """The answers beside which it stands: as shipped, and with no lever moved."""

    dots: dict[str, str]
    """The first figure as SVG, by look."""

    tables: dict[str, list[list[str]]]
    """The rows of the figures' tables, by figure."""

    columns: list[str]
    """The headings of the table of services."""

    rows: list[list[str]]
    """The rows of the table of services."""

    note: str
    """The remark below that table: how it counts, and how many services it leaves out."""

    clocks_columns: list[str]
    """The headings of the table of clocks."""

    clocks: list[list[str]]
    """The rows of the table of clocks: how each set of services ends on each of three clocks."""

    futures: int
    status: str = Field(serialization_alias="told")
    """The number of futures, in words."""

    cited: str
    """The citation."""

    command: str
    """The command that gives the same answer on a terminal."""

    address: str
    """The query that leads here again; empty for a scenario that came as text."""

    notes: list[str]
    """The entries of the address that could not be used."""

    data: dict[str, dict[str, list[dict[str, Any]]]]
    """The data of the figures that follow a slider."""


def answer_state(
    page: Page,
    state: PageState,
    should_cancel: ShouldCancel,
    progress: Callable[[int, int], None] | None = None,
) -> AnswerOut:
    """Return the answer of a state."""
    voice = page.voice(state)
    results = page.work.results(state, should_cancel, progress=progress)
    content = SCREENS["answer"](page.work, state, voice, should_cancel)
    services, figures = content["services"], content["figures"]
    return AnswerOut(
        sentence=content["sentence"],
        baselines=content["baselines"],
        dots={look: str(svg) for look, svg in figures[0].pictures.items()},
        tables={figure.name: figure.lines for figure in figures},
        columns=[heading for _, heading in services.columns],
        rows=services.lines,
        note=content["services_note"],
        clocks_columns=[heading for _, heading in content["clocks"].columns],
        clocks=content["clocks"].lines,
        futures=content["futures"],
        status=voice.say("page.rough" if state.quick else "page.done", n=content["futures"]),
        cited=content["cited"],
        command=content["command"],
        address=state.query(),
        notes=[note.in_words(voice) for note in state.notes],
        data={**live_data(results, voice), figures[0].name: dict(figures[0].data)},
    )


JSON: Final = "application/json"

YAML: Final = "application/yaml"
"""The media type of a scenario that comes as text; no page of another host can send it unasked."""

BODY_LIMIT: Final = 10.0
"""The time within which a body must come, seconds."""

TEXT_BODY: Final = {
    "required": True,
    "content": {YAML: {"schema": {"type": "string"}}},
    "description": "A scenario's file that differs from a shipped one: from, id, and differences.",
}


BODY_RESPONSES: Final = {
    408: {"description": "The body came too slowly."},
    415: {"description": "The body is not YAML."},
}


def text_of(body: bytes) -> str:
    """Return a body as text.

    Raises:
        InputError: It is not UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("the scenario's text is not UTF-8.") from None


def add_answer_routes(app: FastAPI, page: Page) -> None:
    """Add the routes of answers: as JSON, with progress on the way, and for a scenario as text."""

    async def api_answer(request: Request) -> AnswerOut:
        state = await to_thread.run_sync(page.state, request)
        return await page.jobs.run(request, lambda cancel: answer_state(page, state, cancel))

    async def api_progress(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            answer = answer_state(page, state, should_cancel, progress_events(send))
            send("answer", answer.model_dump_json(by_alias=True))

        return await page.jobs.stream(request, job)

    async def api_text(request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0] != YAML:
            return JSONResponse({"error": f"A scenario must come as {YAML}."}, 415)
        try:
            body = await asyncio.wait_for(request.body(), BODY_LIMIT)
        except TimeoutError:
            what = f"The body of a request must come within {BODY_LIMIT:g} seconds."
            return JSONResponse({"error": what}, 408, {"connection": "close"})
        beside = (await to_thread.run_sync(page.state, request)).scenario

        def job(should_cancel: ShouldCancel) -> AnswerOut:
            name = page.work.add_text(text_of(body), beside, should_cancel)
            answer = answer_state(page, page.state(request, name), should_cancel)
            return answer.model_copy(update={"address": ""})

        return JSONResponse((await page.jobs.run(request, job)).model_dump(by_alias=True))

    known = parameters(page.work.scenarios)
    app.add_api_route(
        "/api/answer",
        api_text,
        methods=["POST"],
        response_model=AnswerOut,
        openapi_extra={"parameters": known, "requestBody": TEXT_BODY},
        responses={**ERROR_RESPONSES, **BODY_RESPONSES},
    )
    app.add_api_route(
        "/api/answer",
        api_answer,
        response_model=AnswerOut,
        openapi_extra={"parameters": known},
        responses=ERROR_RESPONSES,
    )
    add_head(app, page, "/api/answer", JSON)
    _add_stream(app, page, "/api/progress", api_progress)


def add_live_routes(app: FastAPI, page: Page) -> None:
    """Add the routes that a dragged slider needs: frames, and charts that take up their data."""

    async def api_frames(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)
        known = sliders(page.work.situation(state.scenario))
        if state.move not in known:
            raise InputError.of(f'"{state.move}" has no slider.', nearest(state.move, list(known)))

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            slider, voice = known[state.move], page.voice(state)
            for frame in frames(page.work, state, slider, voice, should_cancel):
                send("frame", frame)

        return await page.jobs.stream(request, job)

    _add_stream(app, page, "/api/frames", api_frames)
    for name in LIVE_FIGURES:
        _add_chart(app, page, name)


def _add_stream(app: FastAPI, page: Page, path: str, endpoint: Callable[..., Any]) -> None:
    """Add a route that sends events."""
    about = "Events; the last one is the answer."
    events: dict[str, Any] = {"description": about, "content": {EVENT_STREAM: {}}}
    app.add_api_route(
        path,
        endpoint,
        response_model=None,
        openapi_extra={"parameters": parameters(page.work.scenarios)},
        responses={**ERROR_RESPONSES, 200: events},
    )
    add_head(app, page, path, EVENT_STREAM)


def _add_chart(app: FastAPI, page: Page, name: str) -> None:
    """Add the route of a live figure as Vega-Lite."""

    async def chart(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> dict[str, Any]:
            results = page.work.results(state, should_cancel)
            return live_chart(results, page.voice(state), name, state.look)

        spec = await page.jobs.run(request, job)
        return JSONResponse(json.loads(json_text(spec)))

    path = f"/api/chart/{name}"
    app.add_api_route(
        path,
        chart,
        response_model=None,
        openapi_extra={"parameters": parameters(page.work.scenarios)},
        responses=ERROR_RESPONSES,
    )
    add_head(app, page, path, JSON)
