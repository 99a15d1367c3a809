"""What a reader takes away: a figure as a file, and the words in which it is cited."""

from collections.abc import Callable
from typing import Final

from outlast.present.cover import cover
from outlast.present.dependence import dependence
from outlast.present.dots import dots
from outlast.present.drivers import drivers as drivers_view
from outlast.present.export import to_csv, to_png, to_svg
from outlast.present.measures import measures
from outlast.present.met import met
from outlast.present.paths import paths
from outlast.present.view import View
from outlast.present.wording import Voice
from outlast.results import Results
from outlast.study.drivers import drivers
from outlast.web.state import State
from outlast.web.work import Work


def hinges(results: Results, voice: Voice) -> View:
    """Return the view of what the answer hangs on."""
    return drivers_view(results, voice, drivers(results).found)


FIGURES: Final[dict[str, Callable[[Results, Voice], View]]] = {
    "dots": dots,
    "paths": paths,
    "drivers": hinges,
    "met": met,
    "cover": cover,
    "dependence": dependence,
    "measures": measures,
}
"""The figures of the page by name."""

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
        wish: The figure's name and the kind of file, both known.
        stop: Asked whether anybody still waits.
    """
    name, kind = wish
    results = work.results(state, stop)
    view = FIGURES[name](results, voice)
    if name == "dots" and state.a and state.b:
        one = work.results(state, stop, scenario=state.a)
        view = dots(work.results(state, stop, scenario=state.b), voice, baseline=one)
    content = {"svg": to_svg, "csv": to_csv}[kind](view).encode() if kind != "png" else to_png(view)
    return content, f"outlast-{view.stamp['scenario']}-{name}.{kind}"


def cited(results: Results, voice: Voice) -> str:
    """Return how the answer is cited: enough for anyone to have it again."""
    manifest = results.manifest
    return voice.say(
        "page.cited",
        version=manifest.version,
        title=manifest.title,
        scenario=manifest.scenario,
        digest=manifest.digest,
        day=manifest.knows_until,
        futures=manifest.futures,
        seed=f"{manifest.seed}",
    )
