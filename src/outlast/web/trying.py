"""Every lever tried at its setpoints: a study that the page of changes waits for."""

from dataclasses import replace
from functools import partial
from typing import Final

from fastapi import FastAPI

from outlast.present.display.voice import Voice
from outlast.study.lever_effects import LeverEffects
from outlast.web.requests import Page
from outlast.web.state import WAYS_TO_TRY, PageState
from outlast.web.studies import Study
from outlast.web.waiting import AwaitedWork, Waiting, add_watching, how_far
from outlast.web.work import Work

EVENTS: Final = "/api/levers"
"""The path of a study's progress."""


def tried(work: Work, state: PageState, voice: Voice) -> LeverEffects | Waiting:
    """Return the effect of every lever, or how far the study is that finds it: it is begun.

    Raises:
        RunError: A future failed its audit.
    """
    study = _study(work, state, voice)
    waiting = study.soon()
    return work.known_effects(state) or waiting or study.seen(study.join())


def _study(work: Work, state: PageState, voice: Voice) -> AwaitedWork:
    """Return the study of a state's levers."""
    make = partial(work.lever_effects, state)
    return AwaitedWork(
        is_known=lambda: work.known_effects(state) is not None,
        join=lambda: work.studies.join(work.effects_key(state), make),
        seen=partial(_seen, work, state, voice),
        ended=voice.say("page.trying-done"),
    )


def _seen(work: Work, state: PageState, voice: Voice, study: Study | None) -> Waiting:
    """Return how far a study is; without one, that another goes first."""
    status, done, of = how_far(
        study,
        voice,
        waits="page.trying-waits",
        begins="page.trying-begins",
        counts="page.trying-of",
    )
    date = work.situation(state.scenario).scenario.date
    return Waiting(
        title=voice.say(f"page.trying-{state.levers}", date=date),
        status=status,
        done=done,
        of=of,
        events=f"{EVENTS}?{state.query()}",
        about=voice.say("page.trying-about"),
        leave=f"/changes?{replace(state, levers='').query()}",
    )


def add_trying_routes(app: FastAPI, page: Page) -> None:
    """Add the route of a study's progress."""

    def awaited(state: PageState) -> AwaitedWork:
        asked = state if state.levers else replace(state, levers=WAYS_TO_TRY[0])
        return _study(page.work, asked, page.voice(asked))

    add_watching(app, page, EVENTS, awaited)
