"""Answers for programs: as JSON at once, with progress on the way, and frame by frame."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Final

from anyio import to_thread
from fastapi import FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from outlast.errors import InputError
from outlast.present.answer_text import answer_text
from outlast.present.citation import citation
from outlast.present.clocks import clocks_note, clocks_table
from outlast.present.display.voice import Voice
from outlast.present.summary import short_answer
from outlast.present.terminal import breaking, services_note, services_table
from outlast.present.weights import weights_lines
from outlast.results import Results
from outlast.web.cache import ShouldCancel
from outlast.web.choices import (
    Card,
    Render,
    cards,
    choice_sight,
    choice_states,
    shown_effects,
)
from outlast.web.first_screen import below, levers_told, sight
from outlast.web.frames import frames
from outlast.web.requests import ERROR_RESPONSES, Page, add_head, add_stream, parameters
from outlast.web.screens import baselines, in_sentences
from outlast.web.sliders import sliders
from outlast.web.state import FIRST_FUTURES, PageState, text_note
from outlast.web.streams import EventStream, SendEvent, progress_events


class AnswerOut(BaseModel):
    """The answer of a state."""

    headline: str
    sentence: str
    """The counts in a sentence."""

    details: str
    """For programs: the counts with their errors, on every clock."""

    sight: str
    """Headline, counted sentence and dots as a part of the page."""

    below: str
    """Reasons, honesty and strip as a part of the page."""

    baselines: list[str]
    """The answers beside which it stands: as shipped, and with no lever moved."""

    weights: str
    """The weights of the futures by what was observed, in a sentence or two."""

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

    clocks_note: str
    """The remark below that table: how each clock counts."""

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


def answer_state(
    page: Page,
    state: PageState,
    should_cancel: ShouldCancel,
    progress: Callable[[int, int], None] | None = None,
) -> AnswerOut:
    """Return the answer of a state."""
    voice = page.voice(state)
    results = page.work.results(state, should_cancel, progress=progress)
    seen = sight(page.work, state, results, voice, should_cancel)
    services = services_table(results, voice, breaking(results))
    clocks = clocks_table(results, voice)
    beside = baselines(page.work, state, results, should_cancel)
    return AnswerOut(
        headline=seen.headline,
        sentence=short_answer(results, voice).sentence,
        details=answer_text(results, voice),
        sight=page.part("sight", seen, voice),
        below=page.part("below", below(page.work, state, results, voice), voice),
        baselines=in_sentences(beside, voice),
        weights=voice.sentences(weights_lines(results, voice)),
        columns=[heading for _, heading in services.columns],
        rows=services.lines(voice),
        note=services_note(results, voice, shown=len(services.rows)),
        clocks_columns=[heading for _, heading in clocks.columns],
        clocks=clocks.lines(voice),
        clocks_note=clocks_note(results, voice),
        futures=results.futures,
        status=voice.say("page.rough" if state.quick else "page.done", n=results.futures),
        cited=citation(results, voice),
        command=results.manifest.command,
        address=state.query(),
        notes=[note.in_words(voice) for note in state.notes],
    )


def first_sight(page: Page, state: PageState, should_cancel: ShouldCancel) -> str:
    """Return the first screen of a state in few futures, as a part of the page."""
    voice = page.voice(state)
    results = page.work.first(state, should_cancel)
    return page.part("sight", sight(page.work, state, results, voice, should_cancel), voice)


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
            is_large = state.futures > FIRST_FUTURES and not state.quick
            is_shown = page.work.known(state) or page.work.shipped(state)
            with page.work.foreground.request():
                if is_large and not is_shown:
                    send("rough", json.dumps({"sight": first_sight(page, state, should_cancel)}))
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
    add_stream(app, page, "/api/progress", api_progress)


def add_live_routes(app: FastAPI, page: Page) -> None:
    """Add the routes of frames: along a slider, and for each choice of the headline levers."""

    async def api_frames(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)
        known = sliders(page.work.situation(state.scenario))
        if state.move not in known:
            raise InputError(text_note("move", state.move, known).in_words(page.voice(state)))

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            slider, voice = known[state.move], page.voice(state)
            render = renderer(page, voice, should_cancel)
            with page.work.foreground.request():
                for frame in frames(page.work, state, slider, voice, should_cancel, render=render):
                    send("frame", frame)

        return await page.jobs.stream(request, job)

    async def api_choices(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            voice = page.voice(state)
            for name, value, shown in choice_frames(page, state, should_cancel):
                best = {card.name: card.effect for card in _cards(page, state, voice)}
                told = {"name": name, "value": value, "sight": shown}
                send("choice", json.dumps({**told, "effect": best[name]}))
            results = page.work.first(state, should_cancel)
            send("levers", json.dumps({"text": levers_told(page.work, state, results, voice)}))

        return await page.jobs.stream(request, job)

    add_stream(app, page, "/api/frames", api_frames)
    add_stream(app, page, "/api/choices", api_choices)


def renderer(page: Page, voice: Voice, should_cancel: ShouldCancel) -> Render:
    """Return the function that makes the first screen of a state and its results as HTML."""

    def render(state: PageState, results: Results) -> str:
        return page.part("sight", sight(page.work, state, results, voice, should_cancel), voice)

    return render


def choice_frames(
    page: Page, state: PageState, should_cancel: ShouldCancel
) -> Iterator[tuple[str, str, str]]:
    """Yield each choice of the headline levers: the lever's name, the choice, its first screen.

    A choice that nobody has touched yet waits while a reader drags a slider or awaits an answer.

    Raises:
        RunError: A future failed its audit.
        ClientGone: The client left.
    """
    voice = page.voice(state)
    render = renderer(page, voice, should_cancel)
    for chosen in choice_states(page.work, state):
        page.work.foreground.wait_for_none(should_cancel)
        shown = choice_sight(page.work, state, chosen, voice, should_cancel, render=render)
        yield chosen[0].name, chosen[1], shown


def _cards(page: Page, state: PageState, voice: Voice) -> tuple[Card, ...]:
    return cards(page.work, state, voice, shown_effects(page.work, state, voice))
