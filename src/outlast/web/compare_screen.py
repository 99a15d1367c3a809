"""The screen that compares two answers: of two scenarios, or with the reader's settings."""

from typing import Any

from outlast.present.citation import citation
from outlast.present.comparison import MOST, comparison_table, differences, headline_change
from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.results.comparison import paired_runs
from outlast.web.cache import ShouldCancel, check_client
from outlast.web.dot_picture import dot_pictures
from outlast.web.downloads import column, column_state
from outlast.web.state import MINE, PageState
from outlast.web.tables import page_table
from outlast.web.work import Work


def compare_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the comparison: both answers, and the differences that matter."""
    names = _columns(work, state)
    one, other = (column(work, state, name, should_cancel) for name in names)
    runs = paired_runs(one, other)
    check_client(should_cancel)
    voice = voice.naming(other.situation.origin.contest.names)  # they may be of another contest
    first, second = (
        voice.say("page.mine", scenario=scenario_name(each, voice))
        if name == MINE
        else scenario_name(each, voice)
        for name, each in zip(names, (one, other), strict=True)
    )
    rows = differences(runs, voice)
    return {
        "sentence": headline_change(runs, voice, (first, second)),
        "cited": voice.sentences(
            list(dict.fromkeys(citation(each, voice) for each in (one, other)))
        ),
        "pictures": list(dot_pictures(other, voice, one).values()),
        "titles": (first, second),
        "chosen": names,
        "has_mine": bool(state.values or state.answers),
        "rows": rows[:MOST],
        "same": not rows,
        "key": voice.say("page.dots-compared", one=first, other=second),
        "sets": page_table(comparison_table(runs, voice), voice),
    }


def column_states(work: Work, state: PageState) -> tuple[PageState, ...]:
    """Return the states of both columns."""
    return tuple(column_state(state, name) for name in _columns(work, state))


def _columns(work: Work, state: PageState) -> tuple[str, str]:
    """Return the names of both columns: as asked for, else two that differ, of near dates."""
    contest = work.contest(state.scenario).folder
    others = [
        name
        for name in work.scenarios
        if name != state.scenario and work.contest(name).folder == contest
    ]
    if state.values or state.answers:
        one, other = state.a or state.scenario, state.b or MINE
    else:
        one, other = state.a or state.scenario, state.b
    here = work.situation(one if one != MINE else state.scenario).clock.on
    comparable = [name for name in others if name != one]
    comparable.sort(key=lambda name: abs((work.situation(name).clock.on - here).days))
    return one, other or (comparable[0] if comparable else one)
