"""A setting is refused with its bounds or lies within them, and all four shells say the same."""

from functools import cache
from math import isfinite
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.errors import InputError
from outlast.facts.bounds import bounds_text, exact_text
from outlast.present.display.fact_words import unit_text
from outlast.scenario.adjust import numeric_priors, with_settings
from outlast.scenario.bounds import bounds_of
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, load_scenario, scenario_from_text
from outlast.scenario.locate import open_contest, shipped_contests
from outlast.web.state import PageState, with_settings_of
from outlast.web.words import page_voice

SCENARIOS: Final = {"lilliput": "lilliput", "today": "chips-minerals"}
TYPOGRAPHIC: Final = str.maketrans({"“": '"', "”": '"'})
Verdict = tuple[float | None, str]
"""The number that holds, or None; and the words of the refusal."""


@cache
def situation_of(scenario: str) -> Situation:
    return load_scenario(scenario, contest_of(scenario))


@cache
def contest_of(scenario: str) -> Contest:
    return open_contest(shipped_contests()[SCENARIOS[scenario]])


def held(situation: Situation, name: str) -> float:
    fixed = situation.priors[name].distribution.fixed
    assert fixed is not None
    return fixed.value


def refusal(error: InputError) -> str:
    (only,) = error.problems
    return f"{only.what} {only.cure}"


def in_python(situation: Situation, name: str, value: str | float) -> Verdict:
    try:
        return held(with_settings(situation, {name: value}), name), ""
    except InputError as error:
        return None, refusal(error)


def on_page(situation: Situation, name: str, value: float) -> Verdict:
    state = PageState(situation.scenario.id)
    state = with_settings_of(state, [(f"set.{name}", exact_text(value))], situation)
    if not state.notes:
        return state.values[name], ""
    (note,) = state.notes
    return None, note.in_words(page_voice("en")).translate(TYPOGRAPHIC)


def in_file(scenario: str, name: str, value: float) -> Verdict:
    text = (
        "format: outlast/scenario/2\nid: mine\ntitle: Mine\nsummary: With one number fixed.\n"
        f"from: {scenario}\npriors:\n"
        f"  {name}: {{distribution: {{fixed: {{value: {exact_text(value)}}}}}, why: a test}}\n"
    )
    try:
        return held(scenario_from_text(text, contest_of(scenario)), name), ""
    except InputError as error:
        (only,) = error.problems
        assert only.line == 7
        return None, refusal(error)


numbers = st.one_of(
    st.floats(-1e308, 1e308),
    st.floats(-100.0, 100.0),
    st.floats(0.0, 1.0),
    st.sampled_from([float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e-308, 60.0, 100.0]),
)


@pytest.mark.parametrize("scenario", SCENARIOS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_shell_refuses_or_holds_the_bounds(scenario: str, data: st.DataObject) -> None:
    situation = situation_of(scenario)
    priors = numeric_priors(situation)
    name = data.draw(st.sampled_from(sorted(priors)), label="prior")
    value = data.draw(numbers, label="value")
    low, high = bounds_of(priors[name], situation.ledger.units)
    python = in_python(situation, name, value)
    assert (python[0] is not None) == (low <= value <= high)
    if python[0] is None:
        assert f'"{name}" cannot be "{exact_text(value)}".' in python[1]
        assert bounds_text(low, high, priors[name].unit) in python[1]
    else:
        assert python[0] == value
    assert in_python(situation, name, exact_text(value)) == python
    found, words = on_page(situation, name, value)
    shown = page_voice("en").name("prior", name, priors[name].title)
    unit = priors[name].unit
    words = words.replace(f'"{shown}"', f'"{name}"', 1)
    assert (found, words.replace(f"({unit_text(unit, page_voice('en'))})", f"({unit})")) == python
    if isfinite(value):
        assert in_file(scenario, name, value) == python


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_prior_takes_both_its_bounds_and_nothing_beyond(scenario: str) -> None:
    situation = situation_of(scenario)
    for name, prior in numeric_priors(situation).items():
        low, high = bounds_of(prior, situation.ledger.units)
        for value in (low, high):
            assert in_python(situation, name, value)[0] == value, name
        for value in (low - 1e-6 - abs(low) * 1e-9, high * 1.0001, 1e6 + high, -1e6 + low):
            assert in_python(situation, name, value)[0] is None, name
