"""What a reader takes away: a figure as a file, and the words in which it is cited."""

from collections.abc import Callable
from typing import Final

from outlast.errors import InputError
from outlast.present.compute import compute
from outlast.present.cover import cover
from outlast.present.dependence import dependence
from outlast.present.dots import dots
from outlast.present.drivers import drivers as drivers_view
from outlast.present.export import to_csv, to_png, to_svg
from outlast.present.frontier import frontier
from outlast.present.gap import between
from outlast.present.levers import levers
from outlast.present.measures import measures
from outlast.present.met import met
from outlast.present.named import scenario_name
from outlast.present.paths import paths
from outlast.present.view import View
from outlast.present.wording import Voice
from outlast.results import Results
from outlast.study.drivers import drivers
from outlast.study.singles import singles
from outlast.web.figures import LOOKS
from outlast.web.state import State
from outlast.web.work import Work


def hinges(results: Results, voice: Voice) -> View:
    """Return the view of what the answer hangs on."""
    return drivers_view(results, voice, drivers(results).found)


def sources(results: Results, voice: Voice) -> View:
    """Return the view of compute by source.

    Raises:
        InputError: The world has no compute.
    """
    found = compute(results, voice)
    if found is None:
        raise InputError("this world has no compute.")
    return found


def beside(results: Results, voice: Voice) -> View:
    """Return the view of how far the two sides' likeliest services to break stand apart.

    Raises:
        InputError: One side has no service in the contest.
    """
    found = between(results, voice)
    if found is None:
        raise InputError("one side has no service in this contest.")
    return found


FIGURES: Final[dict[str, Callable[[Results, Voice], View]]] = {
    "dots": dots,
    "paths": paths,
    "gap": beside,
    "drivers": hinges,
    "met": met,
    "cover": cover,
    "dependence": dependence,
    "frontier": frontier,
    "compute": sources,
    "measures": measures,
}
"""The figures of the page by name."""

LEVERS: Final = "levers"
"""The figure of what every lever would change, which runs by itself."""

MEDIA: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
"""The kinds of file, by their media types."""


def view(name: str, results: Results, voice: Voice, future: int | None = None) -> View:
    """Return a figure, with the path of a future in it where one is asked for and has one.

    Raises:
        InputError: The scenario has no such figure.
    """
    if name == "paths" and future is not None and future < results.futures:
        return paths(results, voice, singles={future: singles(results, [future])[0]})
    return FIGURES[name](results, voice)


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
