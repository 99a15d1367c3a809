"""Headline levers and movers: what the contest declares, and the rule for contests that do not."""

from dataclasses import replace

import pytest

from outlast.scenario.adjust import questions
from outlast.scenario.headline_levers import (
    MOST,
    headline_levers,
    mover_of_prior,
    mover_of_question,
)
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.prior import LeverTheme, Role


@pytest.fixture(scope="module")
def today() -> Situation:
    return load_scenario("today")


def undeclared(situation: Situation) -> Situation:
    """Return a situation whose contest declares no headline levers."""
    contest = situation.origin.contest
    declaration = contest.declaration.model_copy(update={"headline_levers": ()})
    contest = replace(contest, declaration=declaration)
    return replace(situation, origin=replace(situation.origin, contest=contest))


def test_the_contest_declares_its_headline_levers(today: Situation) -> None:
    declared = today.origin.contest.declaration.headline_levers
    assert tuple(each.name for each in headline_levers(today)) == declared
    assert len(declared) <= MOST


def test_a_contest_without_them_has_a_question_and_a_lever_of_each_theme(today: Situation) -> None:
    found = headline_levers(undeclared(today))
    assert len(found) == MOST
    assert found[0].name.startswith("switch.")
    themes = [today.priors[each.key].theme for each in found[1:]]
    assert len(set(themes)) == len(themes)
    order = list(LeverTheme)
    assert [order.index(theme) for theme in themes if theme] == sorted(
        order.index(theme) for theme in themes if theme
    )


def test_a_toy_without_levers_has_none() -> None:
    assert headline_levers(load_scenario("lilliput")) == ()


def test_the_shipped_choice_stands_among_the_setpoints_in_order(today: Situation) -> None:
    for lever in headline_levers(today):
        if not lever.name.startswith("set."):
            continue
        values = [float(value) for value, _ in lever.choices]
        values.insert(lever.place, float(lever.shipped))
        assert values == sorted(values)
        assert lever.drawn == (today.priors[lever.key].distribution.fixed is None)


def test_every_setting_has_a_mover(today: Situation) -> None:
    known = {*today.timeline.sides, "both", "allies", "buyers", "world"}
    for prior in today.priors.values():
        mover = mover_of_prior(prior)
        assert mover in known
        assert (mover == "world") <= (prior.kind is not Role.LEVER)
    movers = {each.key: mover_of_question(today, each) for each in questions(today).values()}
    assert movers["kuala-lumpur-extension"] == "cn"
    assert movers["affiliates-suspension"] == "us"
    assert movers["fungible"] == "world"
