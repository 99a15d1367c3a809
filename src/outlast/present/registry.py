"""The registry of figures: one entry for each view, read by terminal, page and report alike.

A shell asks for the figures of one of its screens (`figures`) or of one section of the report
(`report_figures`), and builds each from a `Subject`. A new view needs its file, one entry here, and
its name in the help of `outlast figure`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from outlast.economy.contest_exposure import contest_exposure, declares_exposure
from outlast.economy.exposed import exposure_producers
from outlast.errors import InputError, nearest
from outlast.present.display.voice import Voice
from outlast.present.headline import answer
from outlast.present.view import View
from outlast.present.views.compute import compute
from outlast.present.views.cost import cost, has_cost
from outlast.present.views.cover import cover
from outlast.present.views.dependence import dependence
from outlast.present.views.dots import dots
from outlast.present.views.drivers import drivers as drivers_view
from outlast.present.views.exposure import exposure
from outlast.present.views.frontier import frontier
from outlast.present.views.gap import likeliest, likeliest_gap
from outlast.present.views.lag import lag
from outlast.present.views.levers import levers
from outlast.present.views.measures import measures
from outlast.present.views.need_met import need_met
from outlast.present.views.paths import paths
from outlast.results import Results
from outlast.study.drivers import Drivers, drivers
from outlast.study.lever_effects import LeverEffects
from outlast.study.single_futures import single_futures


@dataclass(frozen=True)
class Subject:
    """The results that figures show, with the inputs that single figures need beyond them."""

    results: Results
    future: int | None = None
    """A future that `paths` draws by itself; one beyond the last is ignored."""

    baseline: Results | None = None
    """Other results, whose dots stand behind those of `dots` as outlines."""

    drivers: Drivers | None = None
    """The drivers of the results; `drivers` computes them if they are absent."""

    lever_effects: LeverEffects | None = None
    """The effects of every lever; required by figures that need them."""

    side: str | None = None
    """The side whose measures `measures` shows; both if absent."""

    measures: tuple[str, ...] | None = None
    """The measures that `measures` shows; all, or all of the side, if absent."""


@dataclass(frozen=True)
class FigureEntry:
    """One figure: how it is built, and where it stands."""

    name: str
    build: Callable[[Subject, Voice], View]
    screens: tuple[str, ...] = ()
    """Screens of the page on which it stands: answer, why, changes, cost, compare, evidence."""

    section: str | None = None
    """Section of the report in which it stands; none if the report leaves it out."""

    exists: Callable[[Results], bool] = lambda _: True
    """Whether these results have it: a world without compute has no figure of compute."""

    needs_lever_effects: bool = False
    """Whether the subject must bring the effects of levers, which take a run for each setpoint."""

    shows_future: bool = False
    """Whether it can draw one future by itself."""


def _paths(subject: Subject, voice: Voice) -> View:
    """Build the paths of services, with the path of one future where it is asked for."""
    results, future = subject.results, subject.future
    if future is None or future >= results.futures:
        return paths(results, voice)
    return paths(results, voice, single_futures={future: single_futures(results, [future])[0]})


def _drivers(subject: Subject, voice: Voice) -> View:
    """Build the drivers of the answer."""
    found = subject.drivers or drivers(subject.results)
    return drivers_view(subject.results, voice, found.ranked, noise=found.noise)


def _compute(subject: Subject, voice: Voice) -> View:
    """Build compute by source."""
    if not _has_compute(subject.results):
        raise InputError("this world has no compute.")
    return compute(subject.results, voice)


def _has_compute(results: Results) -> bool:
    """Return whether a bloc of the world owns compute."""
    return bool(results.situation.world.compute)


def _measures(subject: Subject, voice: Voice) -> View:
    """Build the measures of both sides, or of one."""
    record = subject.results.situation.timeline.measures
    if subject.measures is not None or subject.side is None:
        return measures(subject.results, voice, only=subject.measures)
    names = [name for name, measure in record.items() if measure.side == subject.side]
    return measures(subject.results, voice, only=names)


def _exposure(subject: Subject, voice: Voice) -> View:
    """Build published losses beside the model's, as `outlast exposure` has them."""
    results = subject.results
    contest = results.situation.origin.contest
    found = contest_exposure(contest)
    if found is None:
        raise InputError("this contest declares no exposure.")
    producers = exposure_producers(found, contest.ledger.sources)
    return exposure(found, voice, producers, results.manifest.version)


def _levers(subject: Subject, voice: Voice) -> View:
    """Build the effects of levers."""
    if subject.lever_effects is None:
        raise InputError("the figure of levers needs the effects of levers.")
    return levers(subject.lever_effects, voice)


_ENTRIES: Final = (
    FigureEntry(
        "dots",
        lambda subject, voice: dots(subject.results, voice, baseline=subject.baseline),
        screens=("answer", "compare"),
        section="answer",
    ),
    FigureEntry("answer", lambda subject, voice: answer(subject.results, voice), section="answer"),
    FigureEntry("paths", _paths, screens=("why",), section="why", shows_future=True),
    FigureEntry(
        "gap",
        lambda subject, voice: likeliest_gap(subject.results, voice),
        screens=("why",),
        section="why",
        exists=lambda results: likeliest(results) is not None,
    ),
    FigureEntry(
        "levers", _levers, screens=("changes",), section="change", needs_lever_effects=True
    ),
    FigureEntry("drivers", _drivers, screens=("changes",), section="change"),
    FigureEntry(
        "met",
        lambda subject, voice: need_met(subject.results, voice),
        screens=("why",),
        section="why",
    ),
    FigureEntry(
        "cover",
        lambda subject, voice: cover(subject.results, voice),
        screens=("why",),
        section="why",
    ),
    FigureEntry(
        "dependence",
        lambda subject, voice: dependence(subject.results, voice),
        section="why",
    ),
    FigureEntry(
        "frontier",
        lambda subject, voice: frontier(subject.results, voice),
        screens=("changes",),
        section="why",
    ),
    FigureEntry(
        "compute",
        _compute,
        screens=("why",),
        section="why",
        exists=_has_compute,
    ),
    FigureEntry(
        "lag",
        lambda subject, voice: lag(subject.results, voice),
        screens=("why",),
        section="why",
        exists=lambda results: results.situation.conduct.lag is not None,
    ),
    FigureEntry(
        "cost",
        lambda subject, voice: cost(subject.results, voice),
        screens=("cost",),
        section="cost",
        exists=has_cost,
    ),
    FigureEntry(
        "exposure",
        _exposure,
        screens=("cost",),
        section="cost",
        exists=lambda results: declares_exposure(results.situation.origin.contest.layers),
    ),
    FigureEntry(
        "measures",
        _measures,
        screens=("evidence",),
        section="measures",
    ),
)

FIGURES: Final = {entry.name: entry for entry in _ENTRIES}
"""The figures by name, in the order in which screens and sections show them."""


def figure(name: str) -> FigureEntry:
    """Return the entry of a figure.

    Raises:
        InputError: There is no such figure; the nearest name is given.
    """
    if name not in FIGURES:
        raise InputError.of(f'"{name}" is not a figure.', nearest(name, list(FIGURES)))
    return FIGURES[name]


def figures(screen: str, results: Results) -> tuple[FigureEntry, ...]:
    """Return the figures of a screen of the page that these results have, in order."""
    return tuple(
        entry for entry in FIGURES.values() if screen in entry.screens and entry.exists(results)
    )


def report_figures(section: str, results: Results) -> tuple[FigureEntry, ...]:
    """Return the figures of a section of the report that these results have, in order."""
    return tuple(
        entry for entry in FIGURES.values() if entry.section == section and entry.exists(results)
    )


def view(name: str, results: Results, voice: Voice, future: int | None = None) -> View:
    """Return a figure of results, with the path of one future where the figure can show it.

    Raises:
        InputError: There is no such figure, or these results do not have it.
    """
    return figure(name).build(Subject(results, future=future), voice)
