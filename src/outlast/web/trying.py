"""Every lever tried at its setpoints: how far the study is, on the page and as events."""

import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from time import sleep
from typing import Final

from anyio import to_thread
from fastapi import FastAPI, Request

from outlast.present.display.voice import Voice
from outlast.study.lever_effects import LeverEffects
from outlast.web.cache import ShouldCancel
from outlast.web.requests import Page, add_stream
from outlast.web.state import WAYS_TO_TRY, PageState
from outlast.web.streams import EventStream, SendEvent
from outlast.web.studies import ASKS_AGAIN, Study
from outlast.web.work import Work

AT_ONCE: Final = 0.7
"""Seconds that a page waits for a study that is soon done, so that it shows no progress of it."""

TOLD_EVERY: Final = 0.25
"""Seconds between two looks at a study whose progress is sent."""


@dataclass(frozen=True)
class Trying:
    """A study of all levers that is not done yet."""

    title: str
    status: str
    """How far it is, in a sentence."""

    done: int
    of: int
    """The setpoints tried, and all of them; none before they are counted."""

    stopped: str
    """The query of the page without the study."""

    asks_again: int = ASKS_AGAIN
    """Seconds after which a page without scripts loads itself again."""


def tried(work: Work, state: PageState, voice: Voice) -> LeverEffects | Trying:
    """Return the effect of every lever, or how far the study is that finds it: it is begun.

    Raises:
        RunError: A future failed its audit.
    """
    known = work.known_effects(state)
    if known is not None:
        return known
    study = _joined(work, state)
    if study is not None:
        study.ask()
        study.ended.wait(AT_ONCE)
        known = work.known_effects(state)
    return _trying(work, state, voice, study) if known is None else known


def _joined(work: Work, state: PageState) -> Study | None:
    """Return the study of a state's levers; None while another one runs."""
    make = partial(work.lever_effects, state)
    return work.studies.join(work.effects_key(state), make)


def _trying(work: Work, state: PageState, voice: Voice, study: Study | None) -> Trying:
    done, of = (study.done, study.of) if study else (0, 0)
    if study is None:
        status = voice.say("page.trying-waits")
    elif of:
        status = voice.say("page.trying-of", done=done, of=of)
    else:
        status = voice.say("page.trying-begins")
    date = work.situation(state.scenario).scenario.date
    title = voice.say(f"page.trying-{state.levers}", date=date)
    return Trying(title, status, done, of, replace(state, levers="").query())


def watch(
    work: Work, state: PageState, voice: Voice, send: SendEvent, should_cancel: ShouldCancel
) -> None:
    """Send how far the study of a state's levers is, until it is done or its reader leaves.

    Raises:
        OutlastError: The study failed.
    """
    last, study = "", None
    with ExitStack() as held:
        while work.known_effects(state) is None and not should_cancel():
            if study is None or study.ended.is_set():
                study = _joined(work, state)
                if study is not None:
                    held.enter_context(study.watched())
            seen = _trying(work, state, voice, study)
            now = json.dumps({"done": seen.done, "of": seen.of, "told": seen.status})
            if now != last:
                send("progress", now)
                last = now
            sleep(TOLD_EVERY)
    if not should_cancel():
        send("tried", json.dumps({"told": voice.say("page.trying-done")}))


def add_trying_routes(app: FastAPI, page: Page) -> None:
    """Add the route of a study's progress."""

    async def api_levers(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)
        asked = state if state.levers else replace(state, levers=WAYS_TO_TRY[0])

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            watch(page.work, asked, page.voice(asked), send, should_cancel)

        return await page.jobs.stream(request, job)

    add_stream(app, page, "/api/levers", api_levers)
