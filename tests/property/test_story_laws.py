"""A story tells one shortage: title, chain, months and measures name one service, side and date."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import pytest

from outlast.ensemble import run_ensemble
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice, voice_of
from outlast.present.story_text import StoryText, story_text
from outlast.present.views.chain import first_lines, served_name, side_chains
from outlast.present.withheld import withholding_act
from outlast.results import Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.scenario.load import load_scenario

FUTURES: Final = 40
"""Futures of each scenario; some of each end have their story read."""

TOLD: Final = 2

SCENARIOS: Final = ("today", "lapse", "truce", "april-2025")
"""Shipped scenarios in which either side runs short first in some of these futures."""


@cache
def results_of(scenario: str) -> Results:
    """Return the futures of a shipped scenario."""
    return run_ensemble(load_scenario(scenario), futures=FUTURES)


@cache
def told_of(scenario: str, future: int, language: str = "en") -> StoryText:
    """Return the story of a future."""
    results = results_of(scenario)
    return story_text(results, voice_of(results.situation, language), future)


def told_futures(results: Results) -> list[int]:
    """Return some futures of each end."""
    ends = results.first_breaks().ends
    return [int(each) for end in range(4) for each in np.flatnonzero(ends == end)[:TOLD]]


def first_of(results: Results, future: int, side: str) -> tuple[str, float]:
    """Return the service of the default set with which a side breaks, and the week of its fall.

    It is read from the record of the future alone.
    """
    record = results.record
    rows = {
        line.service: results.row_of(line.service, line.definition)
        for line in results.lines_of(side=side)
    }
    first = {name: float(record["first"][future, row]) for name, row in rows.items()}
    depth = {name: float(record["depth"][future, row]) for name, row in rows.items()}
    service = min(rows, key=lambda name: (first[name], -depth[name]))
    return service, first[service] - float(record["since"][future, rows[service]])


def expected(results: Results, future: int) -> list[tuple[str, float]]:
    """Return the services of a future's title, with their weeks, from its record."""
    breaks = results.first_breaks()
    end = int(breaks.ends[future])
    sides = breaks.sides if end == BOTH else (breaks.sides[end],)
    return [first_of(results, future, side) for side in sides]


@pytest.mark.parametrize(
    ("scenario", "language"), [*((name, "en") for name in SCENARIOS), ("today", "zh")]
)
def test_title_chain_and_months_tell_the_same_shortage(scenario: str, language: str) -> None:
    results = results_of(scenario)
    voice = voice_of(results.situation, language)
    clock, breaks = results.situation.clock, results.first_breaks()
    for future in told_futures(results):
        told = told_of(scenario, future, language)
        assert told.end == int(breaks.ends[future])
        if told.end == NEITHER:
            continue
        shortages = expected(results, future)
        assert len(told.chains) == len(shortages)
        for (service, week), chain in zip(shortages, told.chains, strict=True):
            name, month = served_name(results, service, voice), date_at(clock, week, voice)
            assert name in told.title
            assert name in chain.lines[0]
            assert month in chain.lines[0]
            assert len(chain.lines) > 1, "a shortage has a cause"
            if len(shortages) == 1:
                assert month in told.title
            if week > 0:
                here = [when for when, found in told.months if _broken(name, voice) in found]
                assert here == [month]


def _broken(name: str, voice: Voice) -> str:
    """Return the event of a service that runs short."""
    return voice.say("story.broken", name=name)


def test_the_scenarios_have_futures_of_both_first_sides() -> None:
    ends = np.concatenate([results_of(name).first_breaks().ends for name in SCENARIOS])
    assert {ONE, OTHER} <= set(ends.tolist())


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_line_of_a_story_is_said_twice_running(scenario: str) -> None:
    for future in told_futures(results_of(scenario)):
        months = told_of(scenario, future).months
        names = [name for name, _ in months]
        assert len(names) == len(set(names))
        for (_, here), (_, then) in pairwise(months):
            assert len(here) == len(set(here))
            assert not set(here) & set(then)


def test_each_step_of_a_ladder_has_its_own_name() -> None:
    """Three steps of one ladder came into force as three equal lines."""
    results = results_of("today")
    voice = voice_of(results.situation)
    moves = results.situation.moves
    assert moves is not None
    keys = [f"{name}.{rung}" for name, each in moves.ladders.items() for rung in each.rungs]
    titles = [withholding_act(results, key, voice).title for key in keys]
    assert len(keys) > 20
    assert len(set(titles)) == len(titles)
    assert withholding_act(results, "us-chips.deny-all", voice).title == (
        "Accelerators for China, step 3 of 3: ban"
    )


def test_a_chain_of_a_side_tells_a_service_of_that_side_and_set() -> None:
    """Services of allies stand beside, in no set, and explain no break of the answer."""
    results = results_of("today")
    voice = voice_of(results.situation)
    breaks = results.first_breaks()
    for future in (None, told_futures(results)[0]):
        for side, (_, chain) in zip(breaks.sides, side_chains(results, voice, future), strict=True):
            names = [
                served_name(results, line.service, voice) for line in results.lines_of(side=side)
            ]
            assert any(name in chain.lines[0] for name in names)


def test_where_neither_breaks_the_closest_service_is_told() -> None:
    """No service of these futures breaks, so that only the levels tell how close each comes."""
    results = results_of("today")
    never = np.full_like(results.record["first"], results.horizon + 1.0)
    sets = {"strict": np.full_like(results.record["strict"], results.horizon + 1.0)}
    calm = replace(results, record={**results.record, **sets, "first": never})
    breaks = calm.first_breaks()
    assert (breaks.ends == NEITHER).all()
    rows = {line: results.row_of(line.service, line.definition) for line in calm.lines_of()}
    for future in range(FUTURES):
        depth, least = results.record["depth"][future], results.record["level_least"][future]
        closest = min(
            rows, key=lambda line: (-depth[rows[line]], (least - results.thresholds)[rows[line]])
        )
        (found,) = first_lines(calm, breaks, future)
        assert found.service == closest.service
