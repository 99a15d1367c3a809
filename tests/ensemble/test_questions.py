"""Settings beyond numbers: severity, the part of allies, answers to open questions."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.ensemble import run_ensemble
from outlast.ensemble.prepare import prepare, prepare_again
from outlast.lower import Lowered
from outlast.policy.timeline import Timeline
from outlast.scenario.adjust import (
    QuestionKind,
    questions,
    with_answers,
    with_values,
    without_moves,
)
from outlast.scenario.load import Situation, load_scenario
from tests.ensemble.test_prepare_again import alike

FUTURES = 16
BAN = "cn-gallium-germanium-antimony-ban-us"


def without(situation: Situation, measure: str) -> Situation:
    record = situation.timeline
    kept = {key: each for key, each in record.measures.items() if key != measure}
    return replace(
        situation,
        timeline=Timeline(record.sides, kept, record.groups, record.switches, record.context),
    )


@pytest.fixture(scope="module")
def today() -> tuple[Situation, Lowered]:
    situation = load_scenario("today")
    return situation, prepare(situation)


def test_a_measure_of_no_severity_is_as_good_as_off() -> None:
    situation = without_moves(load_scenario("april-2025"))
    none = run_ensemble(with_values(situation, {"severity-cn-ban": 0}), futures=FUTURES)
    off = run_ensemble(without(situation, BAN), futures=FUTURES)
    assert none.lines() == off.lines()
    assert none.lines() != run_ensemble(situation, futures=FUTURES).lines()


def test_allies_take_part_on_routes_out_of_theirs_alone(today: tuple[Situation, Lowered]) -> None:
    situation, whole = today
    moved = prepare_again(whole, with_values(situation, {"allied-participation": 0}))
    coverage = moved.sample(np.full((1, len(moved.drawing.dimensions)), 0.5)).coverage.values[:, 0]
    for way, multiple in zip(moved.names.routes, coverage, strict=True):
        origin = situation.world.sites[way.origin]
        theirs = origin.bloc == "ALLY" and origin.good in (
            "chip-making-tools", "hbm", "advanced-logic",
        )  # fmt: skip
        assert multiple == (0.0 if theirs else 1.0), way.name


def test_questions_of_the_record_answered_are_the_scenario_that_says_so(
    today: tuple[Situation, Lowered],
) -> None:
    situation, _ = today
    lapse = load_scenario("lapse")
    answers = {f"{QuestionKind.SWITCH}{key}": way for key, way in lapse.scenario.switches.items()}
    found = run_ensemble(with_answers(situation, answers), futures=FUTURES)
    same = run_ensemble(lapse, futures=FUTURES)
    assert found.lines() == same.lines()
    assert not set(answers) & set(found.switch_branches)
    assert set(found.switch_branches) == set(same.switch_branches) == {"minerals-investigation"}


def test_a_question_of_how_the_world_works_moves_draws_alone(
    today: tuple[Situation, Lowered],
) -> None:
    situation, whole = today
    choices = [each for each in questions(situation).values() if each.kind is QuestionKind.CHOICE]
    assert len(choices) == 7
    for question in choices[::4]:
        changed = with_answers(situation, {question.name: question.answers[-1]})
        assert alike(prepare_again(whole, changed), prepare(changed)), question.key
