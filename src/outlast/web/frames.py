"""Frames: the answer at many values of one slider, computed ahead while the reader drags it."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final

from outlast.present.display.voice import Voice
from outlast.storage.strict_json import json_text
from outlast.web.cache import ShouldCancel
from outlast.web.choices import Render
from outlast.web.sliders import Slider
from outlast.web.state import PageState
from outlast.web.work import Work

PASSES: Final = (32, 192)
"""The futures of a frame: one block of the engine first, on one core, then a first answer's."""

MOST_AT_ONCE: Final = 4
"""The most frames that are made at once; each holds its own weeks."""

HALVINGS: Final = 5
"""The number of times that the slider's range is halved, which gives 33 values."""


def frame_values(slider: Slider) -> list[float]:
    """Return the values of a slider's frames: its ends, then each halving after the coarser one."""
    shares = [0.0, 1.0]
    for halving in range(1, HALVINGS + 1):
        shares += [number / 2**halving for number in range(1, 2**halving, 2)]
    return [float(f"{slider.low + share * (slider.high - slider.low):.6g}") for share in shares]


def frames(  # noqa: PLR0913  each is a part of the drag
    work: Work,
    state: PageState,
    slider: Slider,
    voice: Voice,
    should_cancel: ShouldCancel,
    *,
    render: Render,
) -> Iterator[str]:
    """Yield frames as JSON: every value of a slider roughly, then every value again, finer.

    Args:
        work: The runs and caches.
        state: The state, with every other setting as it stands.
        slider: The slider that the reader drags.
        voice: The language.
        should_cancel: Asked between blocks of futures.
        render: Returns the first screen of a state and its results as HTML.

    Raises:
        ClientGone: The client left.
    """

    def frame(futures: int, value: float) -> str:
        there = replace(state, values={**state.values, slider.key: value}, futures=futures)
        return work.frames.get(
            (there.query(), slider.key),
            partial(_frame, work, there, value, voice, should_cancel, render=render),
            should_cancel,
        )

    at_once, ahead = min(work.cores.count, MOST_AT_ONCE), deque[Future[str]]()
    with ThreadPoolExecutor(at_once) as pool:
        for futures in PASSES:
            for value in frame_values(slider):
                ahead.append(pool.submit(frame, futures, value))
                if len(ahead) >= at_once:
                    yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _frame(  # noqa: PLR0913
    work: Work,
    state: PageState,
    value: float,
    voice: Voice,
    should_cancel: ShouldCancel,
    *,
    render: Render,
) -> str:
    results = work.moved(state, should_cancel)
    note = voice.say("page.at", n=results.futures, value=value)
    return json_text({"at": value, "told": note, "sight": render(state, results)})
