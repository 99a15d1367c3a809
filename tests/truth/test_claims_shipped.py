"""Every shipped claim loads, is judged, cites what exists, and does not hold its verdict."""

from functools import cache
from pathlib import Path

import pytest

from outlast.api import library
from outlast.errors import Problems
from outlast.reading import Document, parts, read_yaml
from outlast.truth.claims.evaluate import Asked, NoRuns
from outlast.truth.claims.load import SHELF, Known, load_claims
from outlast.truth.claims.model import Claim
from outlast.truth.claims.query import Query
from outlast.truth.claims.verdict import Judged, Kind, judge
from tests.truth.stub import Stub

FILES = sorted(SHELF.glob("*.yaml"))

WORDS = ("verdict", "supported", "contradicted", "depends", "cannot", "true", "false", "result")
"""Words that would give a verdict away if they were keys."""


@cache
def claims() -> dict[str, Claim]:
    shipped = library()
    return load_claims(SHELF, Known(shipped.ledger, shipped.items, shipped.timeline))


@cache
def judged(name: str, *, runs: bool) -> Judged:
    shipped = library()
    stub = Stub() if runs else NoRuns()
    return judge(claims()[name], Asked(shipped.ledger, shipped.items, shipped.timeline, stub))


def document(name: str) -> Document:
    problems = Problems()
    read = read_yaml(SHELF / f"{name}.yaml", problems)
    assert read is not None
    return read


names = pytest.mark.parametrize("name", [file.stem for file in FILES])


@names
def test_a_claim_is_judged_one_of_four_kinds(name: str) -> None:
    found = judged(name, runs=True)
    assert found.ruling.kind in set(Kind)
    for part in found.parts:
        assert part.ruling.kind in set(Kind)
        assert all(tried.ruling.kind in set(Kind) for tried in part.tried)


@names
def test_what_is_not_settled_says_on_what_it_hangs(name: str) -> None:
    found = judged(name, runs=True)
    if found.ruling.kind in (Kind.DEPENDS, Kind.UNTOLD):
        assert found.ruling.on


@names
def test_a_claim_cites_sources_that_exist(name: str) -> None:
    sources = library().ledger.sources
    found = judged(name, runs=True)
    assert found.claim.made.source in sources
    assert all(each.source in sources for each in found.evidence if each.source)
    for part in found.parts:
        for tried in part.tried:
            assert tried.figure.evidence, f"{part.name}, {tried.name} rests on nothing"


@names
def test_a_claim_does_not_hold_its_verdict(name: str) -> None:
    keys = {str(key) for path in document(name).lines for key in path}
    assert not [key for key in keys if any(word in key for word in WORDS)]


@names
def test_without_runs_a_claim_that_needs_one_waits(name: str) -> None:
    found = judged(name, runs=False)
    runs = any(isinstance(part, Query) and part.run for _, part in parts(found.claim))
    if not runs:
        assert found.ruling.kind is not None
        assert found.ruling == judged(name, runs=True).ruling


def test_the_lists_hold_both_sides() -> None:
    lists = [claim.list for claim in claims().values()]
    assert lists.count("april-2025-comment") == 23
    assert lists.count("counter-claims") >= 10


def test_no_two_claims_of_a_list_have_one_place() -> None:
    places = [(claim.list, claim.order) for claim in claims().values()]
    assert len(places) == len(set(places))


def test_the_page_has_a_row_for_every_claim() -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "can-and-cannot-say.md"
    text = page.read_text(encoding="utf-8")
    assert not [file.stem for file in FILES if f"`{file.stem}`" not in text]
