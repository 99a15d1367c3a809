"""Frames: the answer at many values of one slider, computed ahead while the reader drags it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from outlast.present.answer_text import answer_text
from outlast.present.clocks import clocks_table
from outlast.present.display.voice import Voice
from outlast.present.terminal import breaking, services_note, services_table
from outlast.present.view import Look, View
from outlast.present.views.dots import dots
from outlast.present.views.paths import paths
from outlast.results import Results
from outlast.storage.strict_json import json_text
from outlast.web.cache import ShouldCancel
from outlast.web.figures import LOOKS
from outlast.web.sliders import Slider
from outlast.web.state import PageState
from outlast.web.work import Work

PASSES: Final = (64, 192)
"""The futures of a frame: rough first, then finer; multiples of the engine's lanes."""

HALVINGS: Final = 5
"""The number of times that the slider's range is halved, which gives 33 values."""

POINTS: Final = 32
"""The points of a path that follows a slider."""

LIVE_FIGURES: Final[dict[str, Callable[[Results, Voice], View]]] = {
    "dots": dots,
    "paths": partial(paths, points=POINTS),
}
"""The figures that follow a slider."""


def frame_values(slider: Slider) -> list[float]:
    """Return the values of a slider's frames: its ends, then each halving after the coarser one."""
    shares = [0.0, 1.0]
    for halving in range(1, HALVINGS + 1):
        shares += [number / 2**halving for number in range(1, 2**halving, 2)]
    return [float(f"{slider.low + share * (slider.high - slider.low):.6g}") for share in shares]


def frames(
    work: Work, state: PageState, slider: Slider, voice: Voice, should_cancel: ShouldCancel
) -> Iterator[str]:
    """Yield frames as JSON: every value of a slider roughly, then every value again, finer.

    Args:
        work: The runs and caches.
        state: The state, with every other setting as it stands.
        slider: The slider that the reader drags.
        voice: The language.
        should_cancel: Asked between blocks of futures.

    Raises:
        ClientGone: The client left.
    """
    for futures in PASSES:
        for value in frame_values(slider):
            there = replace(state, values={**state.values, slider.key: value}, futures=futures)
            key = (there.query(), slider.key)
            yield work.frames.get(
                key,
                lambda value=value, there=there: _frame(work, there, value, voice, should_cancel),
                should_cancel,
            )


def _frame(
    work: Work, state: PageState, value: float, voice: Voice, should_cancel: ShouldCancel
) -> str:
    results = work.moved(state, should_cancel)
    note = voice.say("page.at", n=results.futures, value=value)
    return json_text({"at": value, "told": note, **live(results, voice)})


def live(results: Results, voice: Voice) -> dict[str, Any]:
    """Return all that follows a slider: the answer, the services, the data of the live figures."""
    lines = breaking(results)
    return {
        "sentence": answer_text(results, voice),
        "rows": services_table(results, voice, lines).lines(voice),
        "note": services_note(results, voice, shown=len(lines)),
        "clocks": clocks_table(results, voice).lines(voice),
        "data": live_data(results, voice),
    }


def live_data(results: Results, voice: Voice) -> dict[str, Any]:
    """Return the data of the figures that follow a slider."""
    return {name: build(results, voice).data for name, build in LIVE_FIGURES.items()}


def live_chart(results: Results, voice: Voice, name: str, look: str) -> dict[str, Any]:
    """Return a live figure as Vega-Lite in a look of the page, without its caption."""
    view = LIVE_FIGURES[name](results, voice)
    return replace(view, caption=()).spec(LOOKS.get(look, Look(heading=False)))
