"""Frames: what a reader sees while a lever is dragged, run ahead of the hand stop by stop."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from outlast.present.display.voice import Voice
from outlast.present.terminal import breaking, services_note, services_table
from outlast.present.view import Look, View
from outlast.present.views.dots import dots
from outlast.present.views.paths import paths
from outlast.results import Results
from outlast.web.figures import LOOKS
from outlast.web.levers import Lever
from outlast.web.screens import sentence
from outlast.web.state import State
from outlast.web.work import Work

PASSES: Final = (64, 192)
"""Futures of a frame: rough first, then finer; whole lanes of the engine."""

HALVINGS: Final = 5
"""How often the way between the ends of a lever is halved: 33 stops."""

POINTS: Final = 32
"""Points of a path that follows a lever."""

LIVE: Final[dict[str, Callable[[Results, Voice], View]]] = {
    "dots": dots,
    "paths": partial(paths, points=POINTS),
}
"""The figures that follow a lever."""


def stops(lever: Lever) -> list[float]:
    """Return the stops of a lever, each halving after the coarser one before."""
    shares = [0.0, 1.0]
    for halving in range(1, HALVINGS + 1):
        shares += [number / 2**halving for number in range(1, 2**halving, 2)]
    return [float(f"{lever.low + share * (lever.high - lever.low):.6g}") for share in shares]


def frames(
    work: Work, state: State, lever: Lever, voice: Voice, stop: Callable[[], bool]
) -> Iterator[str]:
    """Yield frames as JSON: every stop of a lever roughly, then every stop again, finer.

    Args:
        work: What computes and keeps.
        state: The state, with every other lever where it stands.
        lever: The lever that is dragged.
        voice: The language.
        stop: Asked whether anybody still waits.

    Raises:
        Gone: Nobody does.
    """
    for futures in PASSES:
        for at in stops(lever):
            there = replace(state, values={**state.values, lever.key: at}, futures=futures)
            key = (there.query(), lever.key)
            yield work.frames.get(
                key, lambda at=at, there=there: _frame(work, there, at, voice, stop)
            )


def _frame(work: Work, state: State, at: float, voice: Voice, stop: Callable[[], bool]) -> str:
    results = work.moved(state, stop)
    told = voice.say("page.at", n=results.futures, value=at)
    return json.dumps({"at": at, "told": told, **live(results, voice)}, ensure_ascii=False)


def live(results: Results, voice: Voice) -> dict[str, Any]:
    """Return what follows a lever: sentence, services, and the data of the live figures."""
    lines = breaking(results)
    return {
        "sentence": sentence(results, voice),
        "rows": services_table(results, voice, lines).lines(voice),
        "note": services_note(results, voice, shown=len(lines)),
        "data": live_data(results, voice),
    }


def live_data(results: Results, voice: Voice) -> dict[str, Any]:
    """Return the data of the figures that follow a lever."""
    return {name: make(results, voice).data for name, make in LIVE.items()}


def spec(results: Results, voice: Voice, name: str, look: str) -> dict[str, Any]:
    """Return a live figure as Vega-Lite, in a look of the page; what it is of stands below it."""
    view = LIVE[name](results, voice)
    return replace(view, caption=()).spec(LOOKS.get(look, Look(heading=False)))
