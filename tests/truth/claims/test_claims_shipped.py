"""Every shipped claim loads, is judged, cites existing sources, and does not state its verdict."""

from functools import cache
from pathlib import Path

import pytest

from outlast.api import library
from outlast.errors import Problems
from outlast.reading import DEFAULT_CONTEST, Document, read_yaml
from outlast.reading.parts import parts
from outlast.truth.claims.query import Query
from outlast.truth.claims.scenario_runs import scenario_runs
from outlast.truth.claims.verdict import ClaimResult, ClaimVerdict, judge
from tests.truth.claims.stub import FixedChances, evaluator, shipped_claim

FILES = sorted((DEFAULT_CONTEST / "claims").glob("*.yaml"))

FUTURES = 64

WORDS = ("verdict", "supported", "contradicted", "depends", "cannot", "true", "false", "result")
"""Words that would give a verdict away if they were keys."""


@cache
def result(name: str, *, with_runs: bool) -> ClaimResult:
    judges = evaluator(FixedChances().statistic) if with_runs else evaluator()
    return judge(shipped_claim(name), judges)


def document(name: str) -> Document:
    read = read_yaml(DEFAULT_CONTEST / "claims" / f"{name}.yaml", Problems())
    assert read is not None
    return read


names = pytest.mark.parametrize("name", [file.stem for file in FILES])


@names
def test_a_claim_has_one_of_four_verdicts(name: str) -> None:
    judged = result(name, with_runs=True)
    assert judged.conclusion.verdict in set(ClaimVerdict)
    for assertion in judged.assertions:
        assert assertion.conclusion.verdict in set(ClaimVerdict)
        assert all(test.conclusion.verdict in set(ClaimVerdict) for test in assertion.tests)


@names
def test_an_unsettled_verdict_has_reasons(name: str) -> None:
    conclusion = result(name, with_runs=True).conclusion
    if conclusion.verdict in (ClaimVerdict.DEPENDS, ClaimVerdict.UNKNOWN):
        assert conclusion.reasons


@names
def test_a_claim_cites_sources_that_exist(name: str) -> None:
    sources, judged = library().ledger.sources, result(name, with_runs=True)
    assert judged.claim.made.source in sources
    assert all(each.source in sources for each in judged.evidence if each.source)
    for assertion in judged.assertions:
        for test in assertion.tests:
            assert test.interval.evidence, f"{assertion.name}, {test.name} has no evidence"


@names
def test_a_claim_does_not_state_its_verdict(name: str) -> None:
    keys = {str(key) for path in document(name).lines for key in path}
    assert not [key for key in keys if any(word in key for word in WORDS)]


@names
def test_a_claim_that_needs_no_run_has_the_same_verdict_without_runs(name: str) -> None:
    judged = result(name, with_runs=False)
    needs_run = any(isinstance(part, Query) and part.run for _, part in parts(judged.claim))
    if not needs_run:
        assert judged.conclusion.verdict is not None
        assert judged.conclusion == result(name, with_runs=True).conclusion


def test_the_lists_contain_both_sides() -> None:
    lists = [claim.list for claim in library().claims.values()]
    assert lists.count("april-2025-comment") == 23
    assert lists.count("counter-claims") >= 10


def test_no_two_claims_of_a_list_have_one_position() -> None:
    positions = [(claim.list, claim.order) for claim in library().claims.values()]
    assert len(positions) == len(set(positions))


def test_the_page_has_a_row_for_every_claim() -> None:
    page = Path(__file__).parents[3] / "docs" / "can-and-cannot-say.md"
    text = page.read_text(encoding="utf-8")
    assert not [file.stem for file in FILES if f"`{file.stem}`" not in text]


@pytest.mark.slow
def test_every_shipped_claim_has_a_verdict_from_its_runs() -> None:
    runs = scenario_runs(library().layers, FUTURES, 1, lambda _: None)
    for claim in library().claims.values():
        conclusion = judge(claim, evaluator(runs.statistic)).conclusion
        assert conclusion.verdict in set(ClaimVerdict), claim.id
