"""The reason that names the open question on which the counts turn: every shipped one fits."""

from itertools import permutations

import pytest

from outlast.present.fitting import REASON, length
from outlast.present.reasons import question_texts
from tests.present.fake import outcome, speak


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scenario", ["today", "lapse", "april-2025", "lilliput"])
def test_every_open_question_is_named_with_any_two_of_its_answers(
    scenario: str, language: str
) -> None:
    results, voice = outcome(scenario, (0.6, 0.2)), speak(language, scenario)
    sides = [voice.name("short", f"side.{key}", key) for key in results.sides]
    for switch, asked in results.situation.timeline.switches.items():
        for answers in permutations(asked.branches, 2):
            for side in sides:
                texts = question_texts(results, switch, answers, (side, "99", "under 1"), voice)
                named = [text for text in texts[:2] if length(text, voice) <= REASON[language]]
                assert named, texts


def test_fewer_words_leave_the_question_out_last() -> None:
    results, voice = outcome("today", (0.6, 0.2)), speak("en", "today")
    answers = ("quota", "price-floor")
    whole, brief, unnamed, bare = question_texts(
        results, "minerals-investigation", answers, ("the US", "40", "6"), voice
    )
    named = "The pending US decision on mineral imports. With a quota, the US"
    assert whole == f"{named} runs short first in 40 of 100; with a price floor, in 6."
    assert brief == f"{named} first in 40 of 100; with a price floor, 6."
    assert unnamed == whole.split(". ", 1)[1]
    assert bare == "An open question: the US runs short first in 40 of 100, or in 6."
