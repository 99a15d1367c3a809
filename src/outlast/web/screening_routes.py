"""The routes of screenings beside the screen: lists that are posted, their files, and JSON."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from anyio import to_thread
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from outlast.api.list_output import about_lines, counts_line, list_file, version_line
from outlast.api.screening_fields import FIELDS, FieldKind, read_fields
from outlast.api.screening_form import content
from outlast.api.screening_list import screen_table
from outlast.errors import InputError
from outlast.present.display.voice import Voice
from outlast.reading.day import local_day
from outlast.reading.writing import json_document
from outlast.web.answers import BODY_LIMIT, JSON
from outlast.web.cache import ShouldCancel, check_client
from outlast.web.kept_lists import FormPart, KeptList, form_parts, read_list
from outlast.web.requests import ERROR_RESPONSES, Page, add_head, parameters
from outlast.web.screening import (
    NEW_LIST,
    is_common,
    list_library,
    question_of,
    refused_list,
    screened_list,
    screened_once,
)
from outlast.web.state import MOST_LETTERS, PageState

SCREEN: Final = "/screen"
API: Final = "/api/screen"
FORM: Final = "multipart/form-data"

LISTS: Final = {
    "text/csv": "list.csv",
    "text/tab-separated-values": "list.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "list.xlsx",
}
"""The media types of a list, each with a name for messages; no page of another host can send one
unasked."""

FILES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of file in which a screened list can be taken away."""

LIST_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {"text/csv": {"schema": {"type": "string"}}},
    "description": "A list of parts, as `outlast screen --list` reads it; tabs and XLSX come under "
    "media types of their own.",
}

LIST_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    408: {"description": "The body came too slowly."},
    413: {"description": "The list is too large."},
    415: {"description": "The body is no list."},
}


def query_parameters() -> list[dict[str, Any]]:
    """Return the parameters of a question, for the description of the interface."""
    schemas = {FieldKind.DAY: {"type": "string", "format": "date"}}
    return [
        {
            "name": f"{each.key}.{{name}}" if each.is_prefix else each.key,
            "in": "query",
            "required": False,
            "schema": schemas.get(each.kind, {"type": "string"}),
            "description": each.about,
        }
        for each in FIELDS
    ]


def add_screening_routes(app: FastAPI, page: Page) -> None:
    """Add the routes of lists, of their files, and of screenings as JSON."""
    _add_posted_list(app, page)
    for kind in FILES:
        _add_file(app, page, kind)
    _add_api(app, page)


def _add_posted_list(app: FastAPI, page: Page) -> None:
    """Add the route to which the form of a list is sent; it leads on to the list's own address."""

    async def posted(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)
        media = request.headers.get("content-type", "")
        if _bare(media) != FORM:
            return JSONResponse({"error": f"A form must come as {FORM}."}, 415)
        try:
            body = await _body(request)
        except TimeoutError:
            return _late()
        return await page.jobs.run(request, lambda cancel: _kept(page, state, body, media, cancel))

    app.add_api_route(SCREEN, posted, methods=["POST"], include_in_schema=False)


def _kept(
    page: Page, state: PageState, body: bytes, media: str, should_cancel: ShouldCancel
) -> Response:
    """Keep the list of a form and lead on to its address, or show the form with its problems."""
    parts = form_parts(body, media)
    texts = {key: part.text for key, part in parts.items() if is_common(key) and part.text}
    asked = replace(state, question=texts, parts=NEW_LIST)
    try:
        kept = _list_of(parts, page, page.voice(asked))
        asked = replace(asked, parts=kept.mark)
        screened_list(page.work, kept, asked, should_cancel)
    except InputError as refusal:
        pasted = parts["list"].text if "list" in parts else ""
        found = refused_list(page.work, asked, page.voice(asked), refusal, pasted)
        return page.html("screen.html", asked, screen="screen", path=SCREEN, **found)
    return RedirectResponse(f"{SCREEN}?{asked.query()}", 303)


def _list_of(parts: Mapping[str, FormPart], page: Page, voice: Voice) -> KeptList:
    """Return the list of a form: its file, else its text.

    Raises:
        InputError: It holds none, or one that cannot be read.
    """
    parties = _sent(parts, "parties-file", "parties", voice) or (b"", "")
    sent = _sent(parts, "file", "list", voice)
    if sent is None:
        raise InputError(voice.say("screening.no-list"))
    return page.work.lists.add(*sent, *parties)


def _sent(
    parts: Mapping[str, FormPart], file_key: str, text_key: str, voice: Voice
) -> tuple[bytes, str] | None:
    """Return the bytes of a file of a form, else of its text, with the name; None without both."""
    file, pasted = parts.get(file_key), parts.get(text_key)
    if file is not None and file.content:
        return file.content, _file_name(file.file)
    if pasted is None or not pasted.text:
        return None
    return pasted.text.encode(), voice.say("screening.pasted")


def _file_name(given: str) -> str:
    """Return the name of a file without folders, and not longer than a line."""
    return given.replace("\\", "/").rpartition("/")[2][:MOST_LETTERS] or "list"


def _add_file(app: FastAPI, page: Page, kind: str) -> None:
    """Add a screened list as a file to download."""
    path = f"{SCREEN}/list.{kind}"

    async def file(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(should_cancel: ShouldCancel) -> bytes:
            kept = page.work.lists.find(state.parts)
            if kept is None:
                raise InputError(page.voice(state).say("screening.list-gone"))
            found = screened_list(page.work, kept, state, should_cancel)
            library = list_library(page.work, kept, state)
            about = [counts_line(found), *about_lines(library, local_day()), version_line(library)]
            return list_file(found, f".{kind}", about)

        made = await page.jobs.run(request, job)
        headers = {"content-disposition": f'attachment; filename="screening.{kind}"'}
        return Response(made, media_type=FILES[kind], headers=headers)

    app.add_api_route(
        path,
        file,
        response_class=Response,
        openapi_extra={"parameters": _list_parameters(page)},
        responses={**ERROR_RESPONSES, 200: {"content": {_bare(FILES[kind]): {}}}},
    )
    add_head(app, page, path, FILES[kind])


def _add_api(app: FastAPI, page: Page) -> None:
    """Add the routes of a screening and of a list as JSON."""

    async def one(request: Request) -> Response:
        state = await to_thread.run_sync(page.state, request)

        def job(_: ShouldCancel) -> bytes:
            library = page.work.library(state.scenario)
            query = question_of(state.question, page.voice(state), local_day())
            found = content(screened_once(library, query), library)
            return json_document({"format": "outlast/screening/2", **found}).encode()

        return Response(await page.jobs.run(request, job), media_type=JSON)

    async def several(request: Request) -> Response:
        media = _bare(request.headers.get("content-type", ""))
        if media not in LISTS:
            what = f"A list must come as one of {', '.join(LISTS)}."
            return JSONResponse({"error": what}, 415)
        state = await to_thread.run_sync(page.state, request)
        try:
            body = await _body(request)
        except TimeoutError:
            return _late()

        def job(should_cancel: ShouldCancel) -> bytes:
            library = page.work.library(state.scenario)
            sheet = read_list(body, LISTS[media], is_workbook=LISTS[media].endswith(".xlsx"))
            check_client(should_cancel)
            common = read_fields(state.question, local_day())
            found = screen_table(sheet, library, common)
            return json_document([row.content() for row in found.rows]).encode()

        return Response(await page.jobs.run(request, job), media_type=JSON)

    known = [*parameters(page.work.scenarios)[:1], *query_parameters()]
    example: dict[str, Any] = {"content": {JSON: {}}}
    app.add_api_route(
        API,
        one,
        response_class=Response,
        openapi_extra={"parameters": known},
        responses={**ERROR_RESPONSES, 200: example},
    )
    app.add_api_route(
        API,
        several,
        methods=["POST"],
        response_class=Response,
        openapi_extra={"parameters": known, "requestBody": LIST_BODY},
        responses={**ERROR_RESPONSES, **LIST_RESPONSES, 200: example},
    )
    add_head(app, page, API, JSON)


def _list_parameters(page: Page) -> list[dict[str, Any]]:
    """Return the parameters of a screened list, for the description of the interface."""
    about = "The mark of a list, as the address has it to which the page leads after it was sent."
    mark = {"name": "list", "in": "query", "required": True, "schema": {"type": "string"}}
    common = [each for each in query_parameters() if is_common(each["name"])]
    return [*parameters(page.work.scenarios)[:1], {**mark, "description": about}, *common]


async def _body(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        TimeoutError: It did not come in time.
    """
    return await asyncio.wait_for(request.body(), BODY_LIMIT)


def _late() -> Response:
    """Return the answer to a body that came too slowly."""
    what = f"The body of a request must come within {BODY_LIMIT:g} seconds."
    return JSONResponse({"error": what}, 408, {"connection": "close"})


def _bare(media: str) -> str:
    """Return a media type without its parameters."""
    return media.split(";", maxsplit=1)[0].strip().lower()
