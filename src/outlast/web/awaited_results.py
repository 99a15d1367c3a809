"""Results that a screen needs and that are not computed yet: the page waits for them in view."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from anyio import to_thread
from fastapi import FastAPI, Request

from outlast.present.display.voice import Voice
from outlast.web.cache import ShouldCancel
from outlast.web.compare_screen import column_states
from outlast.web.evidence import evidence_kinds
from outlast.web.requests import Page, add_stream
from outlast.web.state import PageState
from outlast.web.streams import EventStream, SendEvent
from outlast.web.studies import Study, TellProgress
from outlast.web.waiting import AwaitedWork, Waiting
from outlast.web.work import Work

States = tuple[PageState, ...]
"""The states whose results a screen needs."""


def _own(work: Work, state: PageState) -> States:
    """Return the state of the address itself."""
    del work
    return (state,)


def _measures(work: Work, state: PageState) -> States:
    """Return the state of the address, where the evidence is the measures of both sides."""
    return () if state.show in evidence_kinds(work.contest(state.scenario)) else (state,)


NEEDS: Final[Mapping[str, Callable[[Work, PageState], States]]] = MappingProxyType(
    {
        "answer": _own,
        "why": _own,
        "changes": _own,
        "cost": _own,
        "about": _own,
        "compare": column_states,
        "evidence": _measures,
    }
)
"""The screens of whole results, each with the states whose results it needs.

The answer itself shows fewer futures at first, so that it waits only where a reader asks for it.
"""


def awaited(work: Work, screen: str, state: PageState, voice: Voice) -> Waiting | None:
    """Return how far the results of a screen are; None if they are there, or soon.

    Raises:
        InputError: The settings cannot be run.
        RunError: A future failed its audit.
    """
    if screen not in NEEDS or state.quick:
        return None
    return _results(work, screen, state, voice).soon()


def _results(work: Work, screen: str, state: PageState, voice: Voice) -> AwaitedWork:
    """Return the work on the results that a screen needs."""
    needed = {work.results_key(each): each for each in NEEDS[screen](work, state)}
    states = tuple(needed.values())
    return AwaitedWork(
        is_known=lambda: all(work.known(each) is not None for each in states),
        join=lambda: work.awaited.join(tuple(needed), partial(_compute, work, states)),
        seen=partial(_seen, screen, state, voice),
        ended=voice.say("page.waiting-done"),
    )


def _compute(work: Work, states: States, should_cancel: ShouldCancel, tell: TellProgress) -> None:
    """Compute the results of states, one after the other."""
    of, before = sum(each.futures for each in states), 0
    with work.foreground.request():
        for state in states:

            def progress(done: int, _: int, before: int = before) -> None:
                tell(before + done, of)

            work.results(state, should_cancel, progress=progress)
            before += state.futures
            tell(before, of)


def _seen(screen: str, state: PageState, voice: Voice, study: Study | None) -> Waiting:
    """Return how far the results are; without a study, that others go first."""
    done, of = (study.done, study.of) if study else (0, 0)
    if study is None:
        status = voice.say("page.waiting-turn")
    elif of:
        status = voice.say("page.running-of", done=done, of=of)
    else:
        status = voice.say("page.running")
    return Waiting(
        title=voice.say("page.waiting"),
        status=status,
        done=done,
        of=of,
        events=f"/api/waiting/{screen}?{state.query()}",
        about=voice.say("page.waiting-about"),
    )


def add_waiting_routes(app: FastAPI, page: Page) -> None:
    """Add the routes of the progress of results, one for each screen that needs some."""
    for screen in NEEDS:
        _add_route(app, page, screen)


def _add_route(app: FastAPI, page: Page, screen: str) -> None:
    async def api_waiting(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            _results(page.work, screen, state, page.voice(state)).watch(send, should_cancel)

        return await page.jobs.stream(request, job)

    add_stream(app, page, f"/api/waiting/{screen}", api_waiting)
