"""Work that a page waits for: how far it is, on the page and as events, until it is done."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from time import sleep
from typing import Final

from anyio import to_thread
from fastapi import FastAPI, Request

from outlast.present.display.voice import Voice
from outlast.web.cache import ShouldCancel
from outlast.web.requests import Page, add_stream
from outlast.web.state import PageState
from outlast.web.streams import EventStream, SendEvent
from outlast.web.studies import ASKS_AGAIN, Study

SOON: Final = 0.7
"""Seconds that a page waits for work that is soon done, so that it shows no progress of it."""

AGAIN: Final = 2
"""Times that work is begun again which ended without a result, because its readers had left."""

LOOKS_EVERY: Final = 0.25
"""Seconds between two looks at work whose progress is sent."""


@dataclass(frozen=True)
class Waiting:
    """Work that is not done yet, as the page shows it."""

    title: str
    status: str
    """How far it is, in a sentence."""

    done: int
    of: int
    """The runs or futures done, and all of them; none before they are counted."""

    events: str
    """The address of its progress as events."""

    about: str
    """How long it takes, and what the reader can do meanwhile."""

    leave: str = ""
    """The address of the page without it; empty where the page is nothing without it."""

    asks_again: int = ASKS_AGAIN
    """Seconds after which a page without scripts loads itself again."""


def how_far(
    study: Study | None, voice: Voice, *, waits: str, begins: str, counts: str
) -> tuple[str, int, int]:
    """Return how far a study is: a sentence, the runs or futures done, and all of them.

    Args:
        study: The study; none while other work goes first.
        voice: The language.
        waits: The key of the words for the latter.
        begins: The key of the words before anything is counted.
        counts: The key of the words with the numbers.
    """
    if study is None:
        return voice.say(waits), 0, 0
    done, of = study.done, study.of
    return voice.say(counts, done=done, of=of) if of else voice.say(begins), done, of


@dataclass(frozen=True)
class AwaitedWork:
    """Work of some seconds or a minute that readers wait for."""

    is_known: Callable[[], bool]
    """Whether its result is there."""

    join: Callable[[], Study | None]
    """Begins it or joins it; returns None while other work goes first."""

    seen: Callable[[Study | None], Waiting]
    """Returns how far it is."""

    ended: str
    """The words for its end."""

    def soon(self) -> Waiting | None:
        """Begin the work; return how far it is, or None if its result is there at once.

        Raises:
            OutlastError: It failed.
        """
        if self.is_known():
            return None
        study = self.join()
        if study is not None:
            study.ask()
            study.ended.wait(SOON)
            study.check()
        return None if self.is_known() else self.seen(study)

    def watch(self, send: SendEvent, should_cancel: ShouldCancel) -> None:
        """Send how far the work is, until it is done or its reader leaves.

        Raises:
            OutlastError: It failed.
        """
        last, study, lost = "", None, 0
        with ExitStack() as held:
            while not self.is_known() and not should_cancel():
                if study is None:
                    study = self.join()
                    if study is not None:
                        held.enter_context(study.watched())
                elif study.ended.is_set():
                    study.check()
                    study, lost = None, lost + 1
                    if lost > AGAIN:
                        break  # its result does not stay: the page itself makes it once more
                    continue
                seen = self.seen(study)
                now = json.dumps({"done": seen.done, "of": seen.of, "told": seen.status})
                if now != last:
                    send("progress", now)
                    last = now
                sleep(LOOKS_EVERY)
        if not should_cancel():
            send("ended", json.dumps({"told": self.ended}))


def add_watching(
    app: FastAPI, page: Page, path: str, awaited: Callable[[PageState], AwaitedWork]
) -> None:
    """Add the route of the progress of work on a state, as events."""

    async def api_progress(request: Request) -> EventStream:
        state = await to_thread.run_sync(page.state, request)

        def job(send: SendEvent, should_cancel: ShouldCancel) -> None:
            awaited(state).watch(send, should_cancel)

        return await page.jobs.stream(request, job)

    add_stream(app, page, path, api_progress)
