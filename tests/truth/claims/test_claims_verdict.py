"""Verdicts: thresholds, each rule by itself, and the changes that turn a verdict."""

from dataclasses import replace
from datetime import date

import pytest

from outlast.api import library
from outlast.facts import Ledger
from outlast.present.claim_words import bounds_words, claims_voice
from outlast.present.display.voice import voice
from outlast.truth.claims.evaluate import Evaluator
from outlast.truth.claims.model import Assertion, ClaimTest, Thresholds
from outlast.truth.claims.query import Query
from outlast.truth.claims.verdict import ClaimVerdict, judge
from tests.truth.claims.stub import FixedChances, evaluator, inputs, shipped_claim


def with_fact(key: str, **changes: float | None) -> Ledger:
    ledger = library().ledger
    fact = ledger.facts[key].model_copy(update=changes)
    return replace(ledger, facts={**ledger.facts, key: fact})


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (10.0, 11.0, ClaimVerdict.SUPPORTED),
        (9.0, 11.0, ClaimVerdict.DEPENDS),
        (6.0, 8.0, ClaimVerdict.DEPENDS),
        (4.0, 6.0, ClaimVerdict.DEPENDS),
        (3.0, 4.9, ClaimVerdict.CONTRADICTED),
    ],
)
def test_the_whole_range_must_hold_and_only_the_whole_range_fails(
    low: float, high: float, verdict: ClaimVerdict
) -> None:
    key = "best-chip-ratio-us-cn-2025"
    test = ClaimTest(
        says="the only reading",
        query=Query(fact=key),
        holds=Thresholds(at_least=10),
        open_within=Thresholds(at_least=5),
        why="a test",
    )
    claim = shipped_claim("tariff-245").model_copy(
        update={"parts": {"only": Assertion(says="It is so.", tests={"reading": test})}}
    )
    ledger = with_fact(key, value=(low + high) / 2, low=low, high=high)
    assert judge(claim, evaluator(ledger=ledger)).conclusion.verdict is verdict


def test_thresholds_above_and_below_leave_out_the_bound_itself() -> None:
    assert not Thresholds(above=1).contain(1)
    assert Thresholds(at_least=1).contain(1)
    assert not Thresholds(below=1).overlap(1, 2)
    assert Thresholds(at_most=1).overlap(1, 2)


def test_thresholds_in_words() -> None:
    thresholds, english = Thresholds(at_least=0.1, below=0.9), claims_voice(voice())
    assert bounds_words(thresholds, english) == "at least 0.1 and below 0.9"


def test_readings_that_disagree_make_the_verdict_depend_on_the_reading() -> None:
    conclusion = judge(shipped_claim("nvidia-china-17bn"), evaluator()).conclusion
    assert conclusion.verdict is ClaimVerdict.DEPENDS
    assert "the reading" in conclusion.reasons[0]


def test_one_assertion_that_fails_decides() -> None:
    conclusion = judge(shipped_claim("gallium-and-indium-rare-earths"), evaluator()).conclusion
    assert conclusion.verdict is ClaimVerdict.CONTRADICTED
    assert conclusion.reasons == ("gallium", "indium")


def test_a_gap_leaves_the_verdict_unknown_and_names_the_number() -> None:
    conclusion = judge(shipped_claim("calm-is-justified"), evaluator()).conclusion
    assert conclusion.verdict is ClaimVerdict.UNKNOWN
    assert conclusion.reasons == (library().ledger.gaps["gap-public-calm-cn"].title,)


def test_a_changed_fact_changes_the_verdict() -> None:
    claim = shipped_claim("tariff-245")
    assert judge(claim, evaluator()).conclusion.verdict is ClaimVerdict.SUPPORTED
    ledger = with_fact("tariff-ceiling-us-on-cn-2025-04", value=1.45)
    changed = judge(claim, evaluator(ledger=ledger))
    assert changed.conclusion.verdict is ClaimVerdict.CONTRADICTED


def test_a_wider_fact_makes_the_verdict_depend_on_it() -> None:
    ledger = with_fact("tariff-ceiling-us-on-cn-2025-04", low=1.45, high=2.45)
    conclusion = judge(shipped_claim("tariff-245"), evaluator(ledger=ledger)).conclusion
    assert conclusion.verdict is ClaimVerdict.DEPENDS
    assert "1.45 to 2.45" in conclusion.reasons[0]


def test_a_fact_that_fills_a_gap_decides() -> None:
    claim = shipped_claim("calm-is-justified")
    assertion = claim.parts["calm"]
    query = Query(fact="tariff-ceiling-us-on-cn-2025-04")
    test = assertion.tests["survey"].model_copy(update={"query": query})
    changed = claim.model_copy(
        update={"parts": {"calm": assertion.model_copy(update={"tests": {"a": test}})}}
    )
    assert judge(changed, evaluator()).conclusion.verdict is ClaimVerdict.SUPPORTED


def test_another_date_of_a_measure_changes_the_verdict() -> None:
    claim, timeline = shipped_claim("china-banned-and-licensed"), library().timeline
    measure = timeline.measures["cn-gallium-germanium-antimony-ban-us"]
    first = measure.status[min(measure.status)]
    later = measure.model_copy(update={"status": {date(2025, 2, 1): first}})
    changed = replace(timeline, measures={**timeline.measures, measure.id: later})
    assert judge(claim, evaluator()).conclusion.verdict is ClaimVerdict.SUPPORTED
    conclusion = judge(claim, Evaluator(replace(inputs(), timeline=changed))).conclusion
    assert conclusion.verdict is ClaimVerdict.CONTRADICTED
    assert "december" in conclusion.reasons


def test_another_run_changes_the_verdict() -> None:
    claim = shipped_claim("rare-earth-lever-lasts-two-years")
    verdicts = {
        chance: judge(
            claim, evaluator(FixedChances({"cutoff": chance}).statistic)
        ).conclusion.verdict
        for chance in (0.01, 0.5, 0.99)
    }
    assert verdicts == {
        0.01: ClaimVerdict.SUPPORTED,
        0.5: ClaimVerdict.DEPENDS,
        0.99: ClaimVerdict.CONTRADICTED,
    }


def test_a_claim_without_its_run_has_no_verdict() -> None:
    conclusion = judge(shipped_claim("rare-earth-lever-lasts-two-years"), evaluator()).conclusion
    assert conclusion.verdict is None
    assert conclusion.in_words == "not run"
    assert conclusion.reasons == ("a run of cutoff",)
