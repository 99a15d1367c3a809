"""A Chinese story, card or comparison names nothing of the record in English alone."""

import re
from typing import Final

import pytest

from outlast.present.display.names import source_name
from outlast.present.display.voice import voice_of
from outlast.scenario.load import Situation, load_scenario

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

ENGLISH: Final = re.compile(r"(?:\b[A-Za-z][a-z]+\b[ ,]+){3,}")
"""Three English words in a row: more than a proper name such as MP Materials."""

NAMED: Final = ("bloc", "good", "service", "side", "measure", "ladder", "prior", "switch", "set")
"""The kinds of things that a story, the first screen and Compare name."""


@pytest.fixture(scope="module")
def today() -> Situation:
    """The shipped scenario of today."""
    return load_scenario("today")


def test_every_text_behind_a_measure_has_a_chinese_title(today: Situation) -> None:
    voice = voice_of(today, "zh")
    cited = {
        entry.reference.source
        for measure in today.timeline.measures.values()
        for entry in measure.status.values()
    }
    titles = {key: source_name(today.ledger, key, voice) for key in cited}
    assert len(titles) > 50
    faults = {
        key: title
        for key, title in titles.items()
        if not CHINESE.search(title) or ENGLISH.search(title)
    }
    assert faults == {}
    numbers = {
        key: set(re.findall(r"\d{4,}", today.ledger.sources[key].title))
        - set(re.findall(r"\d{4,}", title))
        for key, title in titles.items()
    }
    assert {key: lost for key, lost in numbers.items() if lost} == {}


def test_everything_that_a_story_names_has_a_chinese_name(today: Situation) -> None:
    voice, world = voice_of(today, "zh"), today.world
    things = {
        "bloc": world.blocs,
        "good": world.goods,
        "service": world.services,
        "side": today.timeline.sides,
        "measure": today.timeline.measures,
        "ladder": today.moves.ladders if today.moves else {},
        "prior": today.priors,
        "switch": today.timeline.switches,
        "set": today.sets,
    }
    assert tuple(things) == NAMED
    missing = [
        f"{kind}.{key}"
        for kind, keys in things.items()
        for key in keys
        if not CHINESE.search(voice.name(kind, key, ""))
    ]
    assert missing == []
    assert all(things.values())


def test_english_titles_are_faults() -> None:
    assert ENGLISH.search("Announcement of the export control of items")
    assert not ENGLISH.search("MP Materials宣布与美国国防部的合作")
