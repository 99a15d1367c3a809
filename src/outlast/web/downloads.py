"""What a reader takes away: a figure as a file, and the words in which it is cited."""

from collections.abc import Callable
from typing import Final

from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.present.export import to_csv, to_png, to_svg
from outlast.present.registry import view
from outlast.present.view import View
from outlast.present.views.dots import dots
from outlast.present.views.levers import levers
from outlast.results import Results
from outlast.web.figures import LOOKS
from outlast.web.state import State
from outlast.web.work import Work

LEVERS: Final = "levers"
"""The figure of what every lever would change, which runs by itself."""

MEDIA: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
"""The kinds of file, by their media types."""


def figure(
    work: Work, state: State, voice: Voice, wish: tuple[str, str], stop: Callable[[], bool]
) -> tuple[bytes, str]:
    """Return a figure as a file, and the file's name.

    Args:
        work: What computes and keeps.
        state: The state that it shows.
        voice: Its language.
        wish: The figure's name and the kind of file, both known; an SVG in a look of the page has
            no file's name.
        stop: Asked whether anybody still waits.
    """
    name = wish[0]
    if name == LEVERS:
        return _filed(work, state, voice, levers(work.stops(state, stop), voice), wish)
    results = work.results(state, stop)
    found = view(name, results, voice, state.future)
    if name == "dots" and state.a and state.b:
        one = work.results(state, stop, scenario=state.a)
        found = dots(work.results(state, stop, scenario=state.b), voice, baseline=one)
    return _filed(work, state, voice, found, wish)


def _filed(
    work: Work, state: State, voice: Voice, found: View, wish: tuple[str, str]
) -> tuple[bytes, str]:
    """Return a view as a file, and the file's name."""
    name, kind = wish
    if kind == "svg" and state.look in LOOKS:
        key = (name, found.stamp["digest"], state.look, voice.language, state.query())
        return work.pictures.get(key, lambda: to_svg(found, LOOKS[state.look])).encode(), ""
    content = (
        {"svg": to_svg, "csv": to_csv}[kind](found).encode() if kind != "png" else to_png(found)
    )
    return content, f"outlast-{found.stamp['scenario']}-{name}.{kind}"


def cited(results: Results, voice: Voice) -> str:
    """Return how the answer is cited: enough for anyone to have it again."""
    manifest = results.manifest
    return voice.say(
        "page.cited",
        version=manifest.version,
        title=scenario_name(results, voice),
        scenario=manifest.scenario,
        digest=manifest.digest,
        day=manifest.knows_until,
        futures=manifest.futures,
        seed=f"{manifest.seed}",
    )
