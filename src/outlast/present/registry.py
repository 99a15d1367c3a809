"""The figures that results have, by name."""

from collections.abc import Callable
from typing import Final

from outlast.errors import InputError
from outlast.present.display.voice import Voice
from outlast.present.headline import answer
from outlast.present.view import View
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.present.views.dependence import dependence
from outlast.present.views.dots import dots
from outlast.present.views.drivers import drivers as drivers_view
from outlast.present.views.frontier import frontier
from outlast.present.views.gap import between
from outlast.present.views.measures import measures
from outlast.present.views.need_met import met
from outlast.present.views.paths import paths
from outlast.results import Results
from outlast.study.drivers import drivers
from outlast.study.single_futures import singles


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
    "answer": answer,
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
"""The figures by name."""


def view(name: str, results: Results, voice: Voice, future: int | None = None) -> View:
    """Return a figure, with the path of a future in it where one is asked for and has one.

    Raises:
        InputError: The scenario has no such figure.
    """
    if name == "paths" and future is not None and future < results.futures:
        return paths(results, voice, singles={future: singles(results, [future])[0]})
    return FIGURES[name](results, voice)
