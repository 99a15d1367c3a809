"""Gaps in Chinese: every purpose, search and stand-in, with the numbers of the English."""

import re
from collections.abc import Callable

import pytest

from outlast.api import library
from outlast.cli import main
from outlast.facts import Gap
from outlast.present.display.gap_words import stand_in_told
from outlast.present.display.names import gap_purpose, gap_search, gap_stand_in
from outlast.present.display.voice import Voice, voice

GAPS = tuple(library().ledger.gaps.values())
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|(?<!\d)\.\d+")
IN_WORDS = ("half a million", "500,000")
"""A number in words that Chinese has in figures."""


def chinese() -> Voice:
    return voice("zh").naming(library().names)


def numbers(text: str) -> set[float]:
    """Return the numbers of a text in figures; those of Chinese units as whole numbers."""
    found: set[float] = set()
    text = text.replace(*IN_WORDS)
    for each in NUMBER.finditer(text):
        value, after = float(each[0].replace(",", "")), text[each.end() :].lstrip()
        scale = {"b": 1e9 if after.startswith("billion") else 1, "亿": 1e8, "万": 1e4}
        found.add(round(value * scale.get(after[:1], 1), 6))
    return found


@pytest.mark.parametrize("told", [gap_purpose, gap_search, gap_stand_in])
def test_no_text_of_a_gap_lacks_chinese(told: Callable[[Gap, Voice], str]) -> None:
    words, plain = chinese(), voice("en")
    assert len(GAPS) >= 260
    lacking = {gap.key: told(gap, plain) for gap in GAPS if told(gap, words) == told(gap, plain)}
    assert set(lacking.values()) <= set(library().ledger.facts), "a fact alone has its own title"


def test_english_readers_read_the_ledger_itself() -> None:
    plain = voice("en").naming(library().names)
    for gap in GAPS:
        assert gap_purpose(gap, plain) == gap.needed_for
        assert gap_search(gap, plain) == gap.searched
        assert gap_stand_in(gap, plain) == gap.stand_in


def test_chinese_has_the_numbers_of_the_english() -> None:
    words = chinese()
    wrong = {
        text: said
        for gap in GAPS
        for text, said in (
            (gap.needed_for, gap_purpose(gap, words)),
            (gap.searched, gap_search(gap, words)),
            (gap.stand_in, gap_stand_in(gap, words)),
        )
        if numbers(text) - numbers(said)
    }
    assert not wrong


def test_a_gap_of_ones_own_without_chinese_keeps_its_text() -> None:
    own = Gap(
        key="gap-own",
        title="Own",
        unit="t",
        needed_for="my use",
        searched="my desk",
        stand_in="none",
    )
    assert gap_purpose(own, chinese()) == "my use"
    assert gap_search(own, chinese()) == "my desk"
    assert gap_stand_in(own, chinese()) == "none"


def test_chinese_names_the_same_facts_and_priors() -> None:
    words, known = chinese(), {*library().ledger.facts, *library().priors}
    for gap in GAPS:
        english, told = (
            {key for key in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text) if key in known}
            for text in (gap.stand_in, gap_stand_in(gap, words))
        )
        assert told == english, gap.key


@pytest.mark.parametrize("words", [voice("en").naming(library().names), chinese()])
def test_no_key_of_a_fact_or_a_prior_stands_in_its_place(words: Voice) -> None:
    ledger, priors = library().ledger, library().priors
    keys = {key for key in (*ledger.facts, *ledger.gaps, *priors) if "-" in key}
    alone = 0
    for gap in GAPS:
        told = stand_in_told(gap, ledger, priors, words)
        assert not set(re.findall(r"[a-z0-9-]+", told)) & keys, gap.key
        alone += bool(set(re.findall(r"[a-z0-9-]+", gap.stand_in)) & keys)
    assert alone > 100  # there is something to tell


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "unit: package/year · for scoring"),
        ("zh", "单位：个封装/年 · 用途：评分"),
    ],
)
def test_the_command_tells_gaps_in_words(
    capsys: pytest.CaptureFixture[str], lang: str, told: str
) -> None:
    assert main(["facts", "--gaps", "huawei", "2026", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert told in out
    assert "gap-" not in out
    assert not re.search(r"[a-zA-Z]_[a-zA-Z]", out)  # as in USD_bn
