"""The two catalogues say the same things, and numbers are written in one way."""

import ast
import json
import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from outlast.errors import InputError
from outlast.present.display.voice import LANGUAGES, voice
from outlast.present.first_breaks import firsts
from outlast.present.headline import sentence
from outlast.scenario.adjust import questions
from outlast.scenario.load import SHELF
from outlast.scenario.scenario import DRAWN
from tests.present.fake import loaded, outcome

PRESENT = Path(__file__).parent.parent.parent / "src" / "outlast" / "present"


def catalogue(name: str) -> dict[str, str | dict[str, str]]:
    return json.loads((PRESENT / "catalogue" / f"{name}.json").read_text(encoding="utf-8"))


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


def test_every_sentence_that_code_asks_for_is_in_the_catalogue() -> None:
    known = catalogue("en").keys()
    asked: set[str] = set()
    for file in PRESENT.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "say"
                and isinstance(node.args[0], ast.Constant)
            ):
                asked.add(str(node.args[0].value))
    assert len(asked) > 50
    assert not asked - known


def test_no_sentence_lies_unused() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in PRESENT.glob("*.py"))
    made = set(re.findall(r'say\(f?"([a-z]+)\.', code)) | {"date", "state"}
    assert not {key.split(".")[0] for key in catalogue("en")} - made - {"font"}


@pytest.mark.parametrize("scenario", ["today", "lilliput"])
def test_every_shipped_thing_has_a_chinese_name(scenario: str) -> None:
    situation, lowered = loaded(scenario)
    names = catalogue("names-zh")
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
    things["scenario"] = things["summary"] = [file.stem for file in SHELF.glob("*.yaml")]
    missing = [f"{kind}.{key}" for kind, keys in things.items() for key in keys]
    assert not [name for name in missing if name not in names]


def test_numbers_have_three_digits_and_groups() -> None:
    english = voice("en")
    told = [english.number(value) for value in (0, 0.012345, 3.14159, 57.0, 1234567.0, -2.5, 1200)]
    assert told == ["0", "0.0123", "3.14", "57", "1,234,567", "−2.5", "1,200"]


def test_what_is_rare_is_not_none() -> None:
    english = voice("en")
    told = [english.hundred(share) for share in (0.0, 0.001, 0.61, 0.999, 1.0)]
    assert told == ["0", "under 1", "61", "over 99", "100"]


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
    english = voice("en")
    said = sentence(clear, firsts(clear), english)
    assert said.startswith("In 61 of 100 futures (±7) the Big-endian side runs out of breath first")
    assert "in 20 (±6) the Little-endian side does" in said
    assert sentence(close, firsts(close), english).startswith("Too close to call.")


def test_the_sentence_is_symmetric() -> None:
    here, there = outcome(shares=(0.61, 0.2)), outcome(shares=(0.2, 0.61))
    english = voice("en")
    one = sentence(here, firsts(here), english).split("Where")[0]
    other = sentence(there, firsts(there), english).split("Where")[0]
    shape = re.compile(r"\d+")
    assert shape.sub("#", one) == shape.sub("#", other)


def test_an_answer_that_hangs_on_the_definition_says_so_first() -> None:
    found = outcome("today")
    names = found.lowered.names.sets
    turned = [n for n, half in enumerate(names) if half.definition == "keep"]
    strict = found.record["strict"]
    strict[:, turned] = (
        strict[:, turned].reshape(len(strict), -1, 2)[:, :, ::-1].reshape(len(strict), -1)
    )
    said = sentence(found, firsts(found), voice("en"))
    assert said.startswith("It depends on the definition of need: against its own plan, ")
    assert "against what it had, the Chinese side is first" in said


def test_nobody_breaking_is_said() -> None:
    never = outcome(shares=(0.0, 0.0))
    never.record["strict"][:] = never.situation.clock.horizon_weeks + 1.0
    said = sentence(never, firsts(never), voice("en"))
    assert said.startswith("Neither side runs out of breath within 3 years.")
