"""Results that a screen needs and that are not computed yet: the page waits for them in view."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias

from fastapi import FastAPI

from outlast.present.display.voice import Voice
from outlast.web.cache import ShouldCancel
from outlast.web.compare_screen import column_states
from outlast.web.evidence import evidence_kinds
from outlast.web.requests import Page
from outlast.web.state import PageState
from outlast.web.studies import Study, TellProgress
from outlast.web.waiting import AwaitedWork, Waiting, add_watching, how_far
from outlast.web.work import Work

EVENTS: Final = "/api/waiting"
"""The beginning of the paths of progress, which the name of a screen ends."""

States: TypeAlias = tuple[PageState, ...]
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
        is_known=lambda: all(work.known_by(key) is not None for key in needed),
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
    status, done, of = how_far(
        study, voice, waits="page.waiting-turn", begins="page.running", counts="page.running-of"
    )
    return Waiting(
        title=voice.say("page.waiting"),
        status=status,
        done=done,
        of=of,
        events=f"{EVENTS}/{screen}?{state.query()}",
        about=voice.say("page.waiting-about"),
    )


def add_waiting_routes(app: FastAPI, page: Page) -> None:
    """Add the routes of the progress of results, one for each screen that needs some."""

    def results_of(screen: str, state: PageState) -> AwaitedWork:
        return _results(page.work, screen, state, page.voice(state))

    for screen in NEEDS:
        add_watching(app, page, f"{EVENTS}/{screen}", partial(results_of, screen))
