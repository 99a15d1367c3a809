"""What all requests share: the page's state, its HTML, who asks, and jobs that stop with them."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from anyio import to_thread
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from outlast.present.display.names import branch_name
from outlast.present.display.voice import LANGUAGES
from outlast.results import Results
from outlast.scenario.adjust import Kind, questions
from outlast.scenario.prior import Role
from outlast.web.guard import Gate
from outlast.web.levers import levers, themes
from outlast.web.state import LONGEST, QUICK, State, read, settled
from outlast.web.words import spoken
from outlast.web.work import SHIPPED, Work

Made = TypeVar("Made")

ASKED: Final = [
    {"name": name, "in": "query", "required": False, "schema": form, "description": told}
    for name, form, told in (
        ("scenario", {"type": "string", "enum": SHIPPED}, "The id of a shipped scenario."),
        ("seed", {"type": "integer"}, "The seed of the dice."),
        ("lang", {"type": "string", "enum": LANGUAGES}, "The language."),
        ("futures", {"type": "integer"}, "Futures, at most 1000."),
        ("future", {"type": "integer"}, "The future whose chain of causes is told."),
        (
            "set.{prior}",
            {"type": "string"},
            "Fixes a prior at a value or a branch; any number of them.",
        ),
        ("switch.{name}", {"type": "string"}, "Settles a question that the record leaves open."),
        ("quick", {"type": "integer"}, "1: rough, in single precision."),
        ("move", {"type": "string"}, "The prior whose frames are wanted."),
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

    def state(self, request: Request, told: str | None = None) -> State:
        """Return the state of an address.

        Args:
            request: Who asks, and for what.
            told: The name of a scenario that came with it, in place of a shipped one.

        Raises:
            Lost: It names a scenario that is not shipped.
        """
        pairs = request.query_params.multi_items()
        found = read(pairs, self.default)
        if told is not None:
            found = replace(found, scenario=told, a="", b="")
        for name in (found.scenario, found.a, found.b):
            if name and name not in (*SHIPPED, told):
                raise Lost(name, found.lang)
        situation = self.work.situation(found.scenario)
        return settled(found, pairs, levers(situation), questions(situation))

    def html(self, template: str, state: State, status: int = 200, **content: object) -> Response:
        """Return a screen as HTML."""
        voice = spoken(state.lang)
        situation = self.work.situation(state.scenario)
        known, open_ = levers(situation), questions(situation).values()
        text = self.environment.get_template(template).render(
            state=state,
            say=voice.say,
            number=voice.number,
            name=voice.name,
            branch=partial(branch_name, voice),
            scenarios=[
                (key, voice.name("scenario", key, self.work.situation(key).scenario.title))
                for key in SHIPPED
            ],
            summary=voice.name("summary", state.scenario, situation.scenario.summary),
            themes=themes(known.values()),
            record=[each for each in open_ if each.kind is Kind.SWITCH],
            choices=[each for each in open_ if each.kind is Kind.CHOICE],
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
    """Return who asks: its address, and the page, if it says which of its pages it is."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get('x-outlast-page', '')[:LONGEST]}".strip()
