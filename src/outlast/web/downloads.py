"""Figures as files to download."""

from dataclasses import replace
from typing import Final

from outlast.present.display.voice import Voice
from outlast.present.export import to_csv, to_png, to_svg
from outlast.present.registry import FigureEntry, Subject
from outlast.present.view import View
from outlast.results import Results
from outlast.web.cache import ShouldCancel, check_client
from outlast.web.figures import LOOKS, picture
from outlast.web.state import MINE, PageState
from outlast.web.work import Work

MEDIA: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
"""The kinds of file by their endings, with their media types."""


def figure_file(
    work: Work,
    state: PageState,
    voice: Voice,
    wanted: tuple[FigureEntry, str],
    should_cancel: ShouldCancel,
) -> tuple[bytes, str]:
    """Return a figure as a file, and the file's name.

    Args:
        work: The runs and caches.
        state: The state that it shows.
        voice: The language.
        wanted: The figure and the kind of file. An SVG in a look of the page has no file's name: it
            is a part of the page.
        should_cancel: Asked between blocks of futures.

    Raises:
        InputError: These results do not have the figure.
        ClientGone: The client left.
    """
    entry, kind = wanted
    shown = subject(work, state, entry, should_cancel)
    check_client(should_cancel)
    view = entry.build(shown, voice.naming(shown.results.situation.origin.contest.names))
    check_client(should_cancel)
    if kind == "svg" and state.look in LOOKS:
        return picture(work, view, voice, state.look).encode(), ""
    return _content(view, kind), f"outlast-{shown.results.manifest.scenario}-{entry.name}.{kind}"


def subject(
    work: Work, state: PageState, entry: FigureEntry, should_cancel: ShouldCancel
) -> Subject:
    """Return the subject of a figure of a state: two scenarios where the state compares them."""
    if entry.needs_lever_effects:
        effects = work.lever_effects(state, should_cancel)
        return Subject(effects.base, lever_effects=effects)
    if state.a and state.b and "compare" in entry.screens:
        one, other = (column(work, state, name, should_cancel) for name in (state.a, state.b))
        return Subject(other, baseline=one)
    return Subject(work.results(state, should_cancel), future=state.future)


def column(work: Work, state: PageState, name: str, should_cancel: ShouldCancel) -> Results:
    """Return the results of one column of a comparison; settings belong to the reader's own.

    Raises:
        RunError: A future failed its audit.
        ClientGone: The client left.
    """
    return work.results(column_state(state, name), should_cancel)


def column_state(state: PageState, name: str) -> PageState:
    """Return the state of one column of a comparison."""
    return state if name == MINE else replace(state, scenario=name, values={}, answers={})


def _content(view: View, kind: str) -> bytes:
    match kind:
        case "svg":
            return to_svg(view).encode()
        case "csv":
            return to_csv(view).encode()
        case _:
            return to_png(view)
