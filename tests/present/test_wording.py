"""The two catalogues say the same things, and numbers are written in one way."""

import ast
import json
import re
from collections.abc import Collection
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from outlast.errors import InputError
from outlast.present.display.names import gap_name
from outlast.present.display.voice import LANGUAGES, voice
from outlast.present.headline import sentence
from outlast.scenario.adjust import questions
from outlast.scenario.scenario import DRAWN
from tests.present.fake import loaded, outcome, speak

SOURCE = Path(str(files("outlast")))
CATALOGUE = SOURCE / "present" / "display" / "catalogue"
FORMED = {"column", "date", "unit", "word"}
"""Kinds of sentences whose keys the code forms itself, from keys of tables."""


def catalogue(name: str) -> dict[str, str | dict[str, str]]:
    return json.loads((CATALOGUE / f"{name}.json").read_text(encoding="utf-8"))


def placeholders(message: str | dict[str, str]) -> set[str]:
    texts = [message] if isinstance(message, str) else list(message.values())
    found = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]
    assert all(each == found[0] for each in found), message
    return found[0]


def test_both_catalogues_have_the_same_sentences() -> None:
    english, chinese = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    differ = [key for key in english if placeholders(english[key]) != placeholders(chinese[key])]
    assert not differ


def test_no_sentence_is_empty_and_every_plural_has_its_other_form() -> None:
    for language in LANGUAGES:
        for key, message in catalogue(language).items():
            if isinstance(message, dict):
                assert "other" in message, key
            elif key != "list.sentence":
                assert message, key


@cache
def trees() -> tuple[ast.Module, ...]:
    """Return every module of the program."""
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in SOURCE.rglob("*.py"))


def constants() -> set[str]:
    """Return every text that stands in the code by itself."""
    nodes = (node for tree in trees() for node in ast.walk(tree))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def said() -> tuple[set[str], set[str]]:
    """Return the keys of sentences that the code names whole, and the beginnings of the others."""
    whole: set[str] = set()
    begun: set[str] = set()
    for node in (node for tree in trees() for node in ast.walk(tree)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "say" or not node.args:
            continue
        match node.args[0]:
            case ast.Constant(value=str(key)):
                whole.add(key)
            case ast.JoinedStr(values=[ast.Constant(value=str(key)), *_]):
                begun.add(key)
            case ast.BinOp(left=ast.Constant(value=str(key))):
                begun.add(key)
            case _:
                pass
    return whole, begun


def test_every_sentence_that_code_asks_for_is_in_the_catalogue() -> None:
    known = catalogue("en").keys()
    whole, begun = said()
    words = {
        key
        for shell in ("web", "report", "present/sharing", "api", "truth/claims")
        for key in json.loads((SOURCE / shell / "words" / "en.json").read_text(encoding="utf-8"))
    }
    assert len(whole) > 100
    assert not whole - known - words
    assert not [each for each in begun if not any(key.startswith(each) for key in known | words)]


def test_no_sentence_lies_unused() -> None:
    whole, begun = said()
    texts = constants()
    unused = [
        key
        for key in catalogue("en")
        if key not in whole | texts
        and not any(key.startswith(each) for each in begun - {"column."})
        and not (key.split(".")[0] in FORMED and key.split(".", 1)[1] in texts)
    ]
    assert not unused


@pytest.mark.parametrize("scenario", ["today", "lilliput"])
def test_every_shipped_thing_has_a_chinese_name(scenario: str) -> None:
    situation, lowered = loaded(scenario)
    names = situation.origin.contest.names["zh"]
    world = situation.world
    things: dict[str, Collection[str]] = {
        "bloc": world.blocs,
        "good": world.goods,
        "service": world.services,
        "side": situation.timeline.sides,
        "holding": {source for _, source in lowered.names.holdings},
    }
    if scenario == "today":
        priors = situation.priors
        things["measure"] = situation.timeline.measures
        things["prior"] = priors
        things["stop"] = [
            f"{key}.{stop.at:g}" for key, prior in priors.items() for stop in prior.stops
        ]
    things["switch"] = situation.timeline.switches
    things["answer"] = [
        f"{question.key}.{answer}"
        for question in questions(situation).values()
        for answer in question.answers
        if answer != DRAWN
    ]
    shelf = situation.origin.contest.folder / "scenarios"
    things["scenario"] = things["summary"] = [file.stem for file in shelf.glob("*.yaml")]
    missing = [f"{kind}.{key}" for kind, keys in things.items() for key in keys]
    assert not [name for name in missing if name not in names]
    chinese = speak("zh", scenario)
    gaps = situation.ledger.gaps
    assert not [key for key, gap in gaps.items() if gap_name(key, gap.title, chinese).isascii()]


def test_numbers_have_three_digits_and_groups() -> None:
    english = voice("en")
    told = [english.number(value) for value in (0, 0.012345, 3.14159, 57.0, 1234567.0, -2.5, 1200)]
    assert told == ["0", "0.0123", "3.14", "57", "1,234,567", "−2.5", "1,200"]


def test_a_rare_event_is_not_rounded_to_zero() -> None:
    english = voice("en")
    told = [english.hundred(share) for share in (0.0, 0.001, 0.005, 0.61, 0.995, 1.0)]
    assert told == ["0", "under 1", "under 1", "61", "over 99", "100"]
    assert voice("zh").percent(0.999) == "超过99%"


def test_days_and_spans() -> None:
    english, chinese = voice("en"), voice("zh")
    day = date(2026, 11, 23)
    assert (english.day(day), chinese.day(day)) == ("23 Nov 2026", "2026年11月23日")
    assert (english.span(1), english.span(6.2), english.span(61)) == (
        "1 week",
        "6 weeks",
        "14 months",
    )
    assert chinese.span(61) == "14个月"


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(InputError, match="not a language"):
        voice("fr")


def test_the_sentence_counts_and_announces_no_winner_of_a_close_race() -> None:
    clear, close = outcome(shares=(0.61, 0.2)), outcome(shares=(0.41, 0.4))
    english = speak("en")
    text = sentence(clear, clear.first_breaks(), english)
    assert text.startswith("In 61 of 100 futures (±7) the Big-endian side runs short first")
    assert "in 20 (±6) the Little-endian side does" in text
    assert sentence(close, close.first_breaks(), english).startswith("Too close to call.")


def test_the_sentence_is_symmetric() -> None:
    here, there = outcome(shares=(0.61, 0.2)), outcome(shares=(0.2, 0.61))
    english = speak("en")
    one = sentence(here, here.first_breaks(), english).split("Where")[0]
    other = sentence(there, there.first_breaks(), english).split("Where")[0]
    shape = re.compile(r"\d+")
    assert shape.sub("#", one) == shape.sub("#", other)


def test_an_answer_that_depends_on_the_definition_says_so_first() -> None:
    found = outcome("today")
    names = found.lowered.names.sets
    turned = [n for n, half in enumerate(names) if half.definition == "keep"]
    strict = found.record["strict"]
    strict[:, turned] = (
        strict[:, turned].reshape(len(strict), -1, 2)[:, :, ::-1].reshape(len(strict), -1)
    )
    text = sentence(found, found.first_breaks(), speak("en", "today"))
    opening = "The answer depends on the definition of need: against its own plan, "
    assert text.startswith(opening)
    assert "against its earlier level, the Chinese side runs short first" in text


def test_nobody_breaking_is_said() -> None:
    never = outcome(shares=(0.0, 0.0))
    never.record["strict"][:] = never.situation.clock.horizon_weeks + 1.0
    text = sentence(never, never.first_breaks(), speak("en"))
    assert text.startswith("Neither side runs short within 3 years.")
