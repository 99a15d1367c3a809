"""Figures, thresholds and verdicts: each rule by itself, and what moves a verdict."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from outlast.api import library
from outlast.facts import Ledger
from outlast.truth.claims.evaluate import Asked, NoRuns, Runs
from outlast.truth.claims.interval import Figure, joined, measured
from outlast.truth.claims.load import SHELF, Known, load_claim, load_claims
from outlast.truth.claims.model import Bounds, Claim, Part, Trial
from outlast.truth.claims.query import Query
from outlast.truth.claims.verdict import Kind, judge
from tests.truth.stub import Stub


def asked(runs: Runs | None = None, ledger: Ledger | None = None) -> Asked:
    shipped = library()
    return Asked(ledger or shipped.ledger, shipped.items, shipped.timeline, runs or NoRuns())


def shipped_claim(name: str) -> Claim:
    shipped = library()
    known = Known(shipped.ledger, shipped.items, shipped.timeline)
    return load_claims(SHELF, known)[name]


def with_fact(key: str, **changes: float | None) -> Ledger:
    ledger = library().ledger
    fact = ledger.facts[key].model_copy(update=changes)
    return replace(ledger, facts={**ledger.facts, key: fact})


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("sum", (6.0, 4.0, 9.0)),
        ("difference", (2.0, 0.0, 5.0)),
        ("product", (8.0, 3.0, 18.0)),
        ("ratio", (2.0, 1.0, 6.0)),
        ("share", (4 / 6, 3 / 6, 6 / 7)),
        ("least", (2.0, 1.0, 3.0)),
        ("most", (4.0, 3.0, 6.0)),
    ],
)
def test_joined_ranges_hold_every_way_in_which_both_may_err(
    operation: str, expected: tuple[float, float, float]
) -> None:
    found = joined(operation, [measured(4, 3, 6, "1"), measured(2, 1, 3, "1")])
    assert (found.value, found.low, found.high) == pytest.approx(expected)


def test_a_ratio_measures_the_quotient() -> None:
    found = joined("ratio", [measured(3, 3, 3, "t"), measured(36, 36, 36, "t/year")])
    assert found.within("month").value == pytest.approx(1.0)


def test_what_is_joined_with_a_gap_is_lacking_too() -> None:
    found = joined("sum", [measured(1, 1, 1, "1"), Figure(lacks=("a number",))])
    assert found.lacks == ("a number",)
    assert not found.known


@pytest.mark.parametrize(
    ("low", "high", "kind"),
    [
        (10.0, 11.0, Kind.SUPPORTED),
        (9.0, 11.0, Kind.DEPENDS),
        (6.0, 8.0, Kind.DEPENDS),
        (4.0, 6.0, Kind.DEPENDS),
        (3.0, 4.9, Kind.CONTRADICTED),
    ],
)
def test_the_whole_range_must_hold_and_only_the_whole_range_fails(
    low: float, high: float, kind: Kind
) -> None:
    key = "best-chip-ratio-us-cn-2025"
    trial = Trial(
        says="as it is read",
        query=Query(fact=key),
        holds=Bounds(at_least=10),
        open_within=Bounds(at_least=5),
        why="a test",
    )
    claim = shipped_claim("tariff-245").model_copy(
        update={"parts": {"only": Part(says="It is so.", tests={"reading": trial})}}
    )
    ledger = with_fact(key, value=(low + high) / 2, low=low, high=high)
    found = judge(claim, asked(ledger=ledger))
    assert found.ruling.kind is kind


def test_bounds_with_open_edges_leave_the_edge_out() -> None:
    assert not Bounds(above=1).hold(1)
    assert Bounds(at_least=1).hold(1)
    assert not Bounds(below=1).reach(1, 2)
    assert Bounds(at_most=1).reach(1, 2)


def test_readings_that_disagree_make_it_depend_on_the_reading() -> None:
    found = judge(shipped_claim("nvidia-china-17bn"), asked())
    assert found.ruling.kind is Kind.DEPENDS
    assert "the reading" in found.ruling.on[0]


def test_one_part_that_fails_decides() -> None:
    found = judge(shipped_claim("gallium-and-indium-rare-earths"), asked())
    assert found.ruling.kind is Kind.CONTRADICTED
    assert found.ruling.on == ("gallium", "indium")


def test_a_gap_cannot_be_told_and_says_what_is_needed() -> None:
    found = judge(shipped_claim("calm-is-justified"), asked())
    assert found.ruling.kind is Kind.UNTOLD
    assert found.ruling.on == (library().ledger.gaps["gap-public-calm-cn"].title,)


def test_a_changed_fact_changes_the_verdict() -> None:
    claim = shipped_claim("tariff-245")
    assert judge(claim, asked()).ruling.kind is Kind.SUPPORTED
    ledger = with_fact("tariff-ceiling-us-on-cn-2025-04", value=1.45)
    assert judge(claim, asked(ledger=ledger)).ruling.kind is Kind.CONTRADICTED


def test_a_wider_fact_makes_the_verdict_depend_on_it() -> None:
    claim = shipped_claim("tariff-245")
    ledger = with_fact("tariff-ceiling-us-on-cn-2025-04", low=1.45, high=2.45)
    found = judge(claim, asked(ledger=ledger))
    assert found.ruling.kind is Kind.DEPENDS
    assert "1.45 to 2.45" in found.ruling.on[0]


def test_a_gap_that_a_fact_fills_can_be_told() -> None:
    claim = shipped_claim("calm-is-justified")
    told = Query(fact="tariff-ceiling-us-on-cn-2025-04")
    trial = claim.parts["calm"].tests["survey"].model_copy(update={"query": told})
    changed = claim.model_copy(
        update={"parts": {"calm": claim.parts["calm"].model_copy(update={"tests": {"a": trial}})}}
    )
    assert judge(changed, asked()).ruling.kind is Kind.SUPPORTED


def test_a_measure_of_another_date_changes_the_verdict() -> None:
    claim = shipped_claim("china-banned-and-licensed")
    shipped = library()
    measure = shipped.timeline.measures["cn-gallium-germanium-antimony-ban-us"]
    first = measure.status[min(measure.status)]
    later = measure.model_copy(update={"status": {date(2025, 2, 1): first}})
    changed = replace(shipped.timeline, measures={**shipped.timeline.measures, measure.id: later})
    assert judge(claim, asked()).ruling.kind is Kind.SUPPORTED
    found = judge(claim, Asked(shipped.ledger, shipped.items, changed, NoRuns()))
    assert found.ruling.kind is Kind.CONTRADICTED
    assert "december" in found.ruling.on


def test_another_run_changes_the_verdict() -> None:
    claim = shipped_claim("rare-earth-lever-lasts-two-years")
    kinds = {
        chance: judge(claim, asked(Stub({"cutoff": chance}))).ruling.kind
        for chance in (0.01, 0.5, 0.99)
    }
    assert kinds == {0.01: Kind.SUPPORTED, 0.5: Kind.DEPENDS, 0.99: Kind.CONTRADICTED}


def test_a_claim_that_waits_for_a_run_is_not_judged() -> None:
    found = judge(shipped_claim("rare-earth-lever-lasts-two-years"), asked())
    assert found.ruling.kind is None
    assert found.ruling.on == ("a run of cutoff",)


def test_a_user_adds_a_claim_of_their_own(tmp_path: Path) -> None:
    text = (SHELF / "tariff-245.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("id: tariff-245", "id: mine"), encoding="utf-8")
    shipped = library()
    claim = load_claim(file, Known(shipped.ledger, shipped.items, shipped.timeline))
    assert judge(claim, asked()).ruling.kind is Kind.SUPPORTED
