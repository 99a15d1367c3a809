"""Reading claims: a broken file is refused at the line of each problem, with the cure."""

from pathlib import Path

import pytest

from outlast.api import library
from outlast.errors import InputError
from outlast.truth.claims.load import find_claim, load_claim, load_claims
from outlast.truth.claims.verdict import ClaimVerdict, judge
from tests.truth.claims.stub import evaluator, inputs

HEAD = """format: outlast/claim/1
id: broken
list: tests
title: A broken claim
says: It is broken in one place.
made: {by: A test, on: 2025-04, source: eo-14272, locator: "section 2"}
parts:
  only:
    says: It holds.
    tests:
      reading:
        says: as it is read
"""
BOUNDS = '        holds: {at_least: 1}\n        why: "a test"\n'

CASES = {
    "verdict-as-a-field": (
        "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n        verdict: supported\n"
        + BOUNDS,
        14,
        'the key "verdict" is not known here.',
        "",
    ),
    "unknown-fact": (
        "        query: {fact: tarif-ceiling-us-on-cn-2025-04}\n" + BOUNDS,
        13,
        '"tarif-ceiling-us-on-cn-2025-04" is not a fact.',
        "tariff-ceiling-us-on-cn-2025-04",
    ),
    "unknown-gap": (
        "        query: {gap: gap-calm}\n" + BOUNDS,
        13,
        '"gap-calm" is not a gap.',
        "",
    ),
    "unknown-measure": (
        "        query: {life: {measure: us-letter-h20-2024, asks: announced, "
        "from: 2025-01-01, to: 2025-12-31}}\n" + BOUNDS,
        13,
        '"us-letter-h20-2024" is not a measure.',
        "us-letter-h20-2025",
    ),
    "unknown-item": (
        "        query: {shipment: {item: H2O, to: CN, on: 2025-04-16, at_most: tariff}}\n"
        + BOUNDS,
        13,
        '"H2O" is not an item.',
        "",
    ),
    "shipment-without-a-treatment": (
        "        query: {shipment: {item: H20, to: CN, on: 2025-04-16}}\n" + BOUNDS,
        13,
        "the shipment has no treatment to compare with.",
        "at_least: case-by-case",
    ),
    "unknown-scenario": (
        "        query: {run: {scenario: todey, asks: breaks, service: us-car-magnets}}\n" + BOUNDS,
        13,
        '"todey" is not a scenario.',
        "today",
    ),
    "run-without-service": (
        "        query: {run: {scenario: today, asks: breaks}}\n" + BOUNDS,
        13,
        'a run that asks "breaks" must name: service.',
        "",
    ),
    "query-of-two-things": (
        "        query: {fact: tariff-ceiling-us-on-cn-2025-04, gap: gap-public-calm-cn}\n"
        + BOUNDS,
        13,
        "a query states fact and gap.",
        "It states one of: fact, gap",
    ),
    "query-of-nothing": ("        query: {}\n" + BOUNDS, 13, "a query states nothing.", "fact"),
    "sum-of-one": (
        "        query: {sum: [{fact: tariff-ceiling-us-on-cn-2025-04}]}\n" + BOUNDS,
        13,
        '"sum" combines at least two queries.',
        "",
    ),
    "apples-and-pears": (
        "        query: {sum: [{fact: tariff-ceiling-us-on-cn-2025-04}, "
        "{fact: nvidia-revenue-billing-cn-fy25-total}]}\n" + BOUNDS,
        13,
        '"sum" combines numbers that measure different things.',
        "",
    ),
    "another-unit": (
        "        query: {fact: nvidia-revenue-billing-cn-fy25-total}\n        unit: t\n" + BOUNDS,
        13,
        'the query does not measure "t".',
        "",
    ),
    "no-threshold": (
        (
            "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n"
            '        holds: {}\n        why: "a test"\n'
        ),
        14,
        "there is no threshold.",
        "at_least, above, at_most or below",
    ),
    "thresholds-reversed": (
        (
            "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n"
            '        holds: {at_least: 2, at_most: 1}\n        why: "a test"\n'
        ),
        14,
        "the thresholds 2 to 1 are reversed.",
        "",
    ),
    "open-inside-of-what-holds": (
        (
            "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n"
            "        holds: {at_least: 1}\n        open_within: {at_least: 2}\n"
            '        why: "a test"\n'
        ),
        11,
        '"open_within" must surround "holds".',
        "does not fail yet",
    ),
    "no-reason": (
        "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n        holds: {at_least: 1}\n",
        11,
        'the key "why" is missing.',
        "",
    ),
    "span-reversed": (
        "        query: {moves: {side: us, asks: count, from: 2025-01-01, to: 2024-01-01}}\n"
        + BOUNDS,
        13,
        "it ends on 2024-01-01, before it begins on 2025-01-01.",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_broken_claim_is_refused_at_its_line_with_its_cure(name: str, tmp_path: Path) -> None:
    text, line, what, cure = CASES[name]
    file = tmp_path / "broken.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_claim(file, inputs())
    found = [(each.line, each.what, each.cure) for each in refusal.value.problems]
    assert any(at == line and said == what and cure in right for at, said, right in found), found


def test_a_claim_whose_source_is_unknown_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    sound = "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n" + BOUNDS
    file.write_text(HEAD.replace("eo-14272", "eo-14727") + sound, encoding="utf-8")
    with pytest.raises(InputError, match='"eo-14727" is not a source'):
        load_claim(file, inputs())


def test_a_claim_of_another_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(
        HEAD + "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n" + BOUNDS, encoding="utf-8"
    )
    with pytest.raises(InputError, match='says id "broken"'):
        load_claim(file, inputs())


def test_an_unknown_claim_names_the_nearest() -> None:
    with pytest.raises(InputError, match="is not a claim"):
        find_claim("tariff-254", {})


SOUND = "        query: {fact: tariff-ceiling-us-on-cn-2025-04}\n" + BOUNDS


def test_a_claim_of_ones_own_is_read_and_judged(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(HEAD + SOUND, encoding="utf-8")
    result = judge(load_claim(file, inputs()), evaluator())
    assert result.conclusion.verdict is ClaimVerdict.SUPPORTED


def test_a_claim_laid_over_the_contest_replaces_the_claim_of_its_id(tmp_path: Path) -> None:
    shipped = (library().folder / "claims" / "tariff-245.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "tariff-245.yaml").write_text(
        shipped.replace("list: april-2025-comment", "list: mine"), encoding="utf-8"
    )
    (folder / "broken.yaml").write_text(HEAD + SOUND, encoding="utf-8")
    claims = library(overlays=(tmp_path,)).claims
    assert claims["tariff-245"].list == "mine"
    assert set(claims) == {*library().claims, "broken"}


def test_a_broken_overlay_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "broken.yaml").write_text(HEAD + BOUNDS, encoding="utf-8")
    with pytest.raises(InputError, match='the key "query" is missing'):
        _ = library(overlays=(tmp_path,)).claims


def test_a_contest_without_claims_has_none() -> None:
    assert library("lilliput").claims == {}
    assert load_claims(library("lilliput").claim_inputs) == {}
