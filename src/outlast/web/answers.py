"""Answers for programs: as JSON at once, with progress on the way, and frame by frame."""

import json
from collections.abc import Callable
from typing import Any, Final

from anyio import to_thread
from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response, StreamingResponse

from outlast.errors import InputError, nearest
from outlast.web.frames import LIVE, frames, live_data, spec
from outlast.web.levers import levers
from outlast.web.requests import ASKED, OTHERWISE, Page, client_of, waited
from outlast.web.screens import SCREENS
from outlast.web.state import State
from outlast.web.streams import EVENTS, Send, progress, streamed
from outlast.web.words import spoken


class AnswerOut(BaseModel):
    """The answer of a state."""

    sentence: str

    baselines: list[str]
    """What a changed assumption stands beside: as shipped, and with no lever moved."""

    dots: dict[str, str]
    """The figure as SVG, by look."""

    tables: dict[str, list[list[str]]]
    """The rows of the figures' tables, by figure."""

    columns: list[str]
    rows: list[list[str]]
    note: str
    """What the rows of services count, and how many are left out."""

    futures: int
    told: str
    """How many futures stand behind it, in words."""

    cited: str
    """How it is cited."""

    command: str
    """The command that comes to the same answer on a terminal."""

    address: str
    """The query that leads here again; none for a scenario that came as text."""

    notes: list[str]
    """What in the address was not followed."""

    data: dict[str, dict[str, list[dict[str, Any]]]]
    """The data of the figures that follow a lever."""


def answered(
    page: Page,
    state: State,
    stop: Callable[[], bool],
    tell: Callable[[int, int], None] | None = None,
) -> AnswerOut:
    """Return the answer of a state."""
    voice = spoken(state.lang)
    results = page.work.results(state, stop, progress=tell)
    found = SCREENS["answer"](page.work, state, voice, stop)
    services = found["services"]
    told = "page.rough" if state.quick else "page.done"
    return AnswerOut(
        sentence=found["sentence"],
        baselines=found["baselines"],
        dots={key: str(svg) for key, svg in found["figures"][0].pictures.items()},
        tables={each.name: each.lines for each in found["figures"]},
        columns=[title for _, title in services["columns"]],
        rows=services["lines"],
        note=found["services_note"],
        futures=found["futures"],
        told=voice.say(told, n=found["futures"]),
        cited=found["cited"],
        command=found["command"],
        address=state.query(),
        notes=[voice.say(note.key, **note.values) for note in state.notes],
        data={
            **live_data(results, voice),
            "dots": dict(found["figures"][0].data),
        },
    )


YAML: Final = "application/yaml"
"""The media type of a scenario that comes as text; no page of another host can send it unasked."""

TOLD: Final = {
    "required": True,
    "content": {YAML: {"schema": {"type": "string"}}},
    "description": "A scenario's file that differs from a shipped one: from, id, and what differs.",
}


def text_of(body: bytes) -> str:
    """Return a body as text.

    Raises:
        InputError: It is not UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("the scenario told is not UTF-8.") from None


def give_answers(app: FastAPI, page: Page) -> None:
    """Give the application its answers: as JSON, and with progress on the way."""

    async def api_answer(request: Request) -> AnswerOut:
        state = await to_thread.run_sync(page.state, request)
        with page.gate.passing(client_of(request)):
            return await waited(request, lambda stop: answered(page, state, stop))

    async def api_progress(request: Request) -> StreamingResponse:
        state = await to_thread.run_sync(page.state, request)

        def job(send: Send, stop: Callable[[], bool]) -> None:
            send("answer", answered(page, state, stop, progress(send)).model_dump_json())

        return streamed(page.gate, client_of(request), job)

    async def api_told(request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0] != YAML:
            return JSONResponse({"error": f"A scenario is told as {YAML}."}, 415)
        body = await request.body()

        def job(stop: Callable[[], bool]) -> AnswerOut:
            name = page.work.told(text_of(body))
            answer = answered(page, page.state(request, name), stop)
            return answer.model_copy(update={"address": ""})

        with page.gate.passing(client_of(request)):
            return JSONResponse((await waited(request, job)).model_dump())

    app.add_api_route(
        "/api/answer",
        api_told,
        methods=["POST"],
        response_model=AnswerOut,
        openapi_extra={"parameters": ASKED, "requestBody": TOLD},
        responses={**OTHERWISE, 415: {"description": "The body is not YAML."}},
    )
    _add(app, "/api/answer", api_answer, AnswerOut)
    _add(app, "/api/progress", api_progress, None)


def give_live(app: FastAPI, page: Page) -> None:
    """Give the application what follows a dragged lever: frames, and charts to put them in."""

    async def api_frames(request: Request) -> StreamingResponse:
        state = await to_thread.run_sync(page.state, request)
        known = levers(page.work.situation(state.scenario))
        if state.move not in known:
            what = f'"{state.move}" cannot be moved.'
            raise InputError(f"{what} {nearest(state.move, list(known))}")

        def job(send: Send, stop: Callable[[], bool]) -> None:
            for frame in frames(page.work, state, known[state.move], spoken(state.lang), stop):
                send("frame", frame)

        return streamed(page.gate, client_of(request), job)

    _add(app, "/api/frames", api_frames, None)

    def route(name: str) -> None:
        async def chart(request: Request) -> Response:
            state = await to_thread.run_sync(page.state, request)
            async with page.gate.turn(client_of(request)):
                made = await waited(
                    request,
                    lambda stop: spec(
                        page.work.results(state, stop), spoken(state.lang), name, state.look
                    ),
                )
            return JSONResponse(json.loads(json.dumps(made)))

        _add(app, f"/api/chart/{name}", chart, None)

    for name in LIVE:
        route(name)


def _add(
    app: FastAPI, path: str, endpoint: Callable[..., Any], model: type[BaseModel] | None
) -> None:
    """Give the application an address for programs."""
    told: dict[int | str, dict[str, Any]] = dict(OTHERWISE)
    if "chart" not in path and model is None:
        told[200] = {"description": "Events, the last with the answer.", "content": {EVENTS: {}}}
    app.add_api_route(
        path,
        endpoint,
        response_model=model,
        openapi_extra={"parameters": ASKED},
        responses=told,
    )
