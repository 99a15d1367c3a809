"""The parts that all requests share: the state, the HTML, the client, cancellable jobs."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from anyio import to_thread
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from outlast.present.display.names import branch_name
from outlast.present.display.voice import LANGUAGES, Voice
from outlast.results import Results
from outlast.scenario.adjust import QuestionKind, questions
from outlast.scenario.bounds import exact_text
from outlast.scenario.prior import Role
from outlast.web.cache import ShouldCancel
from outlast.web.guard import RequestLimiter
from outlast.web.sliders import by_theme, sliders
from outlast.web.state import (
    DEFAULT_FUTURES,
    MOST_LETTERS,
    PageState,
    read_address,
    with_settings_of,
)
from outlast.web.words import bounds_in_words, page_voice
from outlast.web.work import Work

Made = TypeVar("Made")

POLL_INTERVAL: Final = 0.1
"""Seconds between two checks whether a client is still there."""

ERROR_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    303: {"description": "The same address without its empty fields."},
    400: {"description": "The settings cannot be run; the message names the cure."},
    404: {"description": "There is no such scenario; the message names the nearest."},
    429: {"description": "The client has too many requests in progress; when to ask again."},
}
"""The responses besides an answer, for the description of the interface."""

ReportMaker: TypeAlias = Callable[[Results, str], bytes]
"""Makes the report of results in a language, as a PDF."""


def parameters(scenarios: Sequence[str]) -> list[dict[str, Any]]:
    """Return the parameters of an address, for the description of the interface."""
    text, integer = {"type": "string"}, {"type": "integer"}
    return [
        {"name": name, "in": "query", "required": False, "schema": form, "description": about}
        for name, form, about in (
            ("scenario", {"type": "string", "enum": scenarios}, "The name of a scenario."),
            ("seed", integer, "The seed of the dice."),
            ("lang", {"type": "string", "enum": LANGUAGES}, "The language."),
            ("futures", integer, "The number of futures, at most 1000."),
            ("future", integer, "The future whose chain of causes the page traces."),
            (
                "set.{prior}",
                text,
                "Fixes a prior at a value or a branch; any number of such parameters.",
            ),
            ("switch.{name}", text, "Answers a question that the record leaves open."),
            ("quick", integer, "1: a rough answer, in single precision."),
            ("move", text, "The prior whose frames are wanted."),
            ("look", text, "The one look of the figures that is wanted, such as light-wide."),
        )
    ]


class UnknownScenario(Exception):  # noqa: N818  the reader is led back, nothing failed
    """There is no scenario of a name."""

    def __init__(self, name: str, lang: str) -> None:
        super().__init__(name)
        self.name, self.lang = name, lang


class Page:
    """The parts that all requests share.

    Args:
        scenario: The scenario of an empty address; the default of the contest if absent.
        futures: The futures of an empty address.
        report: Makes the report; none is offered if absent.
        contest: The name or folder of the only contest to show; all shipped ones if absent.
        overlays: Folders to lay over it.

    Raises:
        InputError: There is no such scenario or contest.
    """

    def __init__(
        self,
        scenario: str | None = None,
        futures: int = DEFAULT_FUTURES,
        report: ReportMaker | None = None,
        contest: str | Path | None = None,
        overlays: Sequence[str | Path] = (),
    ) -> None:
        self.work, self.limiter, self.report = Work(contest, overlays), RequestLimiter(), report
        self.default = PageState(self.work.scenario_name(scenario), futures=futures)
        self.environment = Environment(
            loader=PackageLoader("outlast.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def state(self, request: Request, from_text: str | None = None) -> PageState:
        """Return the state of a request's address.

        Args:
            request: The request.
            from_text: The name of a scenario that came with it as text, in place of a known one.

        Raises:
            UnknownScenario: The address names a scenario that does not exist.
        """
        pairs = request.query_params.multi_items()
        state = read_address(pairs, self.default)
        if from_text is not None:
            state = replace(state, scenario=from_text, a="", b="")
        for name in (state.scenario, state.a, state.b):
            if name and name not in (*self.work.scenarios, from_text):
                raise UnknownScenario(name, state.lang)
        return with_settings_of(state, pairs, self.work.situation(state.scenario))

    def voice(self, state: PageState) -> Voice:
        """Return the voice of a state, with the names of its contest."""
        names = self.work.situation(state.scenario).origin.contest.names
        return page_voice(state.lang).naming(names)

    def _title(self, scenario: str, lang: str) -> str:
        """Return the title of a scenario, by the names of its own contest."""
        situation = self.work.situation(scenario)
        voice = page_voice(lang).naming(situation.origin.contest.names)
        return voice.name("scenario", scenario, situation.scenario.title)

    def html(
        self, template: str, state: PageState, status: int = 200, **content: object
    ) -> Response:
        """Return a screen as HTML."""
        voice, work = self.voice(state), self.work
        situation = work.situation(state.scenario)
        known, open_questions = sliders(situation), questions(situation).values()
        text = self.environment.get_template(template).render(
            state=state,
            say=voice.say,
            name=voice.name,
            exact=exact_text,
            bounds=partial(bounds_in_words, voice),
            capital=voice.capital,
            infinity=inf,
            choice=QuestionKind.CHOICE,
            branch=partial(branch_name, voice),
            scenarios=[(key, self._title(key, state.lang)) for key in work.scenarios],
            summary=voice.name("summary", state.scenario, situation.scenario.summary),
            themes=by_theme(known.values()),
            record=[each for each in open_questions if each.kind is QuestionKind.SWITCH],
            choices=[each for each in open_questions if each.kind is QuestionKind.CHOICE],
            assumptions=[each for each in known.values() if each.role is Role.ASSUMPTION],
            notes=[note.in_words(voice) for note in state.notes],
            other="zh" if state.lang == "en" else "en",
            has_report=self.report is not None,
            **content,
        )
        return HTMLResponse(text, status)


async def run_job(request: Request, job: Callable[[ShouldCancel], Made]) -> Made:
    """Return the result of a job in a thread; the job is cancelled when its client leaves."""
    cancelled = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():  # noqa: ASYNC110  it has no event to wait for
            await asyncio.sleep(POLL_INTERVAL)
        cancelled.set()

    watcher = asyncio.create_task(watch())
    try:
        return await to_thread.run_sync(partial(job, cancelled.is_set))
    finally:
        watcher.cancel()


def client_key(request: Request) -> str:
    """Return the key of a client: its address, and the open page if the request names it."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get('x-outlast-page', '')[:MOST_LETTERS]}".strip()
