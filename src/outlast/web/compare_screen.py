"""The screen that compares two answers: of two scenarios, or with the reader's settings."""

from dataclasses import dataclass
from typing import Any, Final

from outlast.present.citation import citation
from outlast.present.comparison import comparison_table, counted_change, headline_change, signed
from outlast.present.display.names import line_name, scenario_name, set_name, side_names
from outlast.present.display.voice import Voice
from outlast.results.comparison import Difference, PairedRuns, paired_runs
from outlast.web.cache import ShouldCancel, check_client
from outlast.web.dot_picture import dot_pictures
from outlast.web.downloads import column, column_state
from outlast.web.state import MINE, PageState
from outlast.web.tables import page_table
from outlast.web.work import Work

MOST: Final = 10
"""Differences that the screen shows."""


@dataclass(frozen=True)
class DifferenceRow:
    """One difference: the same event in both runs."""

    event: str
    one: str
    other: str
    change: str
    interval: str
    at: int | None
    """The place of the side that the event concerns."""


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


def differences(runs: PairedRuns, voice: Voice) -> list[DifferenceRow]:
    """Return the differences that are clear of chance: the headline's, then the largest."""
    sides = side_names(runs.one, voice)
    head = runs.headline
    first = [
        _row(voice.say("end.first", side=voice.capital(sides[at])), end, at)
        for at, end in enumerate(head.ends[:2])
    ]
    found: list[tuple[float, DifferenceRow]] = []
    for each in runs.sets:
        same = (each.definition, each.rule, each.clock) == (head.definition, head.rule, head.clock)
        if not same or each.service_set == head.service_set:
            continue
        for at, end in enumerate(each.ends[:2]):
            if not end.clear:
                continue
            title = voice.say("end.first", side=voice.capital(sides[at]))
            name = f"{set_name(runs.one, each.service_set, voice)}: {title}"
            found.append((abs(end.difference), _row(name, end, at)))
    lines = {(line.service, line.definition): line for line in runs.one.lines()}
    for each in runs.lines:
        line = lines[each.service, each.definition]
        if each.breaks.clear and each.definition in ("flow", head.definition):
            name = voice.say("page.breaks", service=line_name(runs.one, line, voice))
            at = list(runs.one.sides).index(line.side) if line.side in runs.one.sides else None
            found.append((abs(each.breaks.difference), _row(name, each.breaks, at)))
    ranked = [row for _, row in sorted(found, key=lambda pair: -pair[0])]
    largest = [row for row in ranked if row.one != row.other]  # others differ in hundredths
    changed = any(end.difference for end in head.ends[:2])
    return [*first, *largest] if changed or largest else []


def _row(event: str, end: Difference, at: int | None) -> DifferenceRow:
    return DifferenceRow(
        event,
        f"{round(100 * end.one)}",
        f"{round(100 * end.other)}",
        signed(counted_change(end.other, end.one)),
        f"{signed(end.low)} … {signed(end.high)}",
        at,
    )
