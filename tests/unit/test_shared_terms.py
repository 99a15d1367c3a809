"""Scenarios of one contest share the treatment of trade; each is as if it were alone."""

import pickle
from functools import cached_property

import numpy as np
import pytest

from outlast.lower import lower
from outlast.policy.measure import Measure
from outlast.policy.memo import Memo, Same
from outlast.scenario.load import load_scenario
from outlast.scenario.locate import open_contest

SCENARIOS = ("cutoff", "today", "june-2025")
"""Scenarios that know the record up to three different days, not in the order of these days."""


@pytest.mark.parametrize("name", SCENARIOS[1:])
def test_a_scenario_after_others_has_the_rules_of_a_scenario_alone(name: str) -> None:
    contest = open_contest(None)
    for before in SCENARIOS[: SCENARIOS.index(name)]:
        lower(load_scenario(before, contest))
    shared = lower(load_scenario(name, contest))
    contest.timeline.terms_memo.clear()
    alone = lower(load_scenario(name, contest))
    assert shared.names.measures == alone.names.measures
    for one, two in zip(shared.rules.rows, alone.rules.rows, strict=True):
        assert one.acts == two.acts
        assert all(np.array_equal(a, b) for a, b in zip(one.series, two.series, strict=True))


@pytest.mark.parametrize("name", ["cutoff", "june-2025", "today"])
def test_a_scenario_has_the_same_rules_after_the_record_was_looked_at(name: str) -> None:
    contest = open_contest(None)
    contest.timeline.terms_memo.clear()
    before = lower(load_scenario(name, contest))
    for measure in contest.timeline.measures.values():  # as screening and the timeline do
        for key, kept in vars(Measure).items():
            if isinstance(kept, cached_property):
                getattr(measure, key)
    contest.timeline.terms_memo.clear()
    after = lower(load_scenario(name, contest))
    assert after.names.measures == before.names.measures


def test_a_changed_copy_keeps_no_cached_property() -> None:
    measure = open_contest(None).timeline.measures["us-advanced-chips"]
    assert len(measure.changes) > 1
    first = min(measure.status)
    copy = measure.model_copy(
        update={"status": {first: measure.status[first]}, "paragraphs": {}, "review": None}
    )
    assert copy.changes[0] == first
    assert len(copy.changes) < len(measure.changes)


def test_a_scenario_finds_results_of_another() -> None:
    contest = open_contest(None)
    contest.timeline.terms_memo.clear()
    lower(load_scenario("today", contest))
    before = len(contest.timeline.terms_memo)
    lower(load_scenario("april-2025", contest))
    added = len(contest.timeline.terms_memo) - before
    assert before > 0
    assert added < before / 10


def test_a_part_equal_to_another_is_not_the_same() -> None:
    one, two = ["a"], ["a"]
    memo = Memo({Same(one): 1})
    assert Same(one) in memo
    assert Same(two) not in memo


def test_a_memo_is_empty_in_another_process() -> None:
    memo = Memo({1: 2})
    assert pickle.loads(pickle.dumps(memo)) == {}  # noqa: S301  our own
    assert memo == {1: 2}
