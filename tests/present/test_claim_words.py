"""Claims in Chinese: every text of a shipped claim, and every sentence that is composed of them."""

import json
import re
from importlib.resources import files
from string import Formatter

import pytest
from pydantic import BaseModel

from outlast.api import library
from outlast.present.claim_words import (
    claims_voice,
    evidence_words,
    number_words,
    reason_words,
    said,
    same_counts_command,
    still_words,
    threshold_words,
)
from outlast.present.display.voice import Voice, voice
from outlast.reading.parts import parts
from outlast.truth.claims.evaluate import not_run
from outlast.truth.claims.model import Assertion, Attribution, Claim, ClaimTest
from outlast.truth.claims.phrase import Phrase, given, listed, named, phrase, words
from outlast.truth.claims.query import RunQuery
from outlast.truth.claims.run_statistics import run_statistic
from outlast.truth.claims.verdict import ClaimResult, judge
from tests.present.fake import outcome
from tests.truth.claims.stub import evaluator, shipped_claim

HAN = re.compile("[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")
TEXTS: dict[type[BaseModel], tuple[str, ...]] = {
    Claim: ("title", "says", "note"),
    Attribution: ("by",),
    Assertion: ("says",),
    ClaimTest: ("says", "why"),
}
"""The texts of a claim that a reader sees, by the part that holds them."""

QUOTED = ("fact", "statement", "context", "item")
"""Kinds of evidence whose titles stand as the source has them."""


def chinese() -> Voice:
    return claims_voice(voice("zh").naming(library().names))


def judged(name: str) -> ClaimResult:
    return judge(shipped_claim(name), evaluator(not_run))


def test_every_text_of_a_shipped_claim_has_chinese() -> None:
    claims = library().claims
    assert len(claims) >= 40
    missing = [
        f"{claim.id}/{'/'.join(map(str, path))}/{name}"
        for claim in claims.values()
        for path, part in [((), claim), *parts(claim)]
        for name in TEXTS.get(type(part), ())
        if getattr(part, name) and not HAN.search(getattr(part, f"{name}_zh") or "")
    ]
    assert not missing


@pytest.mark.parametrize("package", ["truth.claims", "api"])
def test_the_words_of_a_part_are_the_same_in_both_languages(package: str) -> None:
    folder = files(f"outlast.{package}") / "words"
    english, chinese = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("en", "zh")
    )
    assert english.keys() == chinese.keys()
    assert not voice("en").messages.keys() & english.keys()
    for key, text in english.items():
        assert fields(text) == fields(chinese[key]), key


def fields(text: str | dict[str, str]) -> set[str]:
    """Return the names of the values of a sentence."""
    whole = text if isinstance(text, str) else text["other"]
    return {name for _, name, _, _ in Formatter().parse(whole) if name}


@pytest.mark.parametrize("name", sorted(library().claims))
def test_all_that_is_composed_of_a_claim_is_chinese(name: str) -> None:
    result, words = judged(name), chinese()
    conclusions = [result.conclusion]
    conclusions += [part.conclusion for part in result.assertions]
    conclusions += [test.conclusion for part in result.assertions for test in part.tests]
    for conclusion in conclusions:
        for reason in conclusion.reasons:
            assert isinstance(reason, Phrase), reason
            assert HAN.search(reason_words(conclusion.verdict, reason, words) or "无"), reason
            assert HAN.search(said(reason, words)), reason
    for test in (each for part in result.assertions for each in part.tests):
        assert HAN.search(threshold_words(test.test, words))
        assert "to" not in number_words(test, words).split()
    for evidence in result.evidence:
        told = evidence_words(evidence, library().ledger.sources, words)
        if evidence.kind in QUOTED:
            assert evidence.title in told or HAN.search(told)
        else:
            assert HAN.search(said(evidence.title, words)), evidence
        if evidence.kind in ("gap", "context", "record"):
            assert isinstance(evidence.shown, Phrase) or evidence.shown[0].isdigit(), evidence


@pytest.mark.parametrize(
    "query",
    [
        RunQuery(scenario="today", asks="breaks", service="cn-inference", definition="plan"),
        RunQuery(scenario="today", asks="attributable", service="us-car-magnets"),
        RunQuery(scenario="today", asks="first", set="all", side="us", definition="gap"),
        RunQuery(scenario="today", asks="lead", set="civil"),
    ],
    ids=lambda query: query.asks,
)
def test_a_statistic_of_a_run_names_its_things_in_chinese(query: RunQuery) -> None:
    number, words = run_statistic(query, outcome("today")), chinese()
    (evidence,) = number.evidence
    told = said(evidence.shown, words)
    assert "次推演" in told
    assert "不抽取举措" in told
    assert f"{outcome('today').futures} futures without drawn moves" in evidence.shown
    for key in ("breaks", "attributable", "cn-inference", "us-car-magnets", "futures", " by "):
        assert key not in told
    causes = [said(each, words) for each in number.depends_on]
    assert causes
    assert all("情景" in each or "未决问题" in each for each in causes)
    assert all(isinstance(each, Phrase) for each in number.depends_on)


def test_a_phrase_is_its_english_text_and_keeps_its_parts() -> None:
    parts_of = listed([given("one", "一"), named("policy", "prohibited", "prohibited")], ", ")
    whole = phrase("run.definition", definition=parts_of)
    assert whole == ", one, prohibited"
    assert said(whole, claims_voice(voice())) == whole
    assert said(whole, claims_voice(voice("zh"))) == "，一、禁止"
    assert json.dumps(whole) == '", one, prohibited"'


def test_no_words_of_claims_lie_unused() -> None:
    source = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("truth/claims", "present", "cli")
        for file in sorted((library().folder.parents[2] / folder).glob("*.py"))
    )
    source = source.replace("'", '"')
    begun = ("item.", "asks.", "bound.", "list.")
    unused = [key for key in words("en") if f'"{key}"' not in source and not key.startswith(begun)]
    assert not unused


def test_runs_of_claims_name_the_command_of_the_same_counts() -> None:
    claim, run = shipped_claim("time-will-tell"), outcome("today")
    ran = judge(claim, evaluator(lambda query: run_statistic(query, run)))
    command = "outlast run today --moves record-only --futures 400"
    assert same_counts_command([ran], 400, 1) == command
    assert same_counts_command([ran], 400, 7) == f"{command} --seed 7"
    assert not same_counts_command([judged("time-will-tell")], 400, 1)
    english = still_words(command, claims_voice(voice("en")))
    assert "no moves of the states are drawn" in english
    assert english.endswith(command)
    told = still_words(command, chinese())
    assert "不抽取双方的举措" in told
    assert told.endswith(command)
