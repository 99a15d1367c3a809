"""The first two sentences: words for a chance, the month by which half break, counts that add."""

import re

import pytest

from outlast.present.comparison import counted_change
from outlast.present.display.time_axis import date_at
from outlast.present.fitting import SENTENCE, length
from outlast.present.honesty import FAIR
from outlast.present.outcomes import rounded_note
from outlast.present.summary import VISIBLE, short_answer
from outlast.reading import DATA
from outlast.results.first_breaks import ONE
from tests.present.fake import outcome, share_by_then, speak


@pytest.mark.parametrize(
    ("share", "words", "chinese"),
    [
        (0.97, "will almost certainly run short before", "几乎肯定"),
        (0.93, "will very likely run short before", "极可能"),
        (0.82, "will very likely run short before", "极可能"),
        (0.77, "is likely to run short before", "很可能"),
        (0.57, "is likely to run short before", "很可能"),
        (0.5, "is likelier than", "更可能"),
    ],
)
def test_the_words_for_a_chance_are_those_of_intelligence_directive_203(
    share: float, words: str, chinese: str
) -> None:
    results = outcome("today", (share, 0.0 if share > 0.9 else 0.03))
    assert words in short_answer(results, speak("en", "today")).headline
    assert chinese in short_answer(results, speak("zh", "today")).headline


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_counts_the_futures_by_the_month_in_which_half_have_broken(
    language: str,
) -> None:
    results, voice = outcome("today", (0.6, 0.2)), speak(language, "today")
    times = results.first_breaks().quantiles(ONE)
    assert times is not None
    month = date_at(results.situation.clock, times[1], voice)
    count = round(100 * share_by_then(results, ONE, voice))
    assert 30 <= count < 60
    clause = {"en": f"({count} by {month})", "zh": f"（其中{count}次不晚于{month}）"}
    assert clause[language] in short_answer(results, voice).sentence


def test_a_side_that_seldom_breaks_first_has_no_typical_month() -> None:
    sentence = short_answer(outcome("today", (0.02, 0.01)), speak("en", "today")).sentence
    assert " by " not in sentence


def test_a_change_is_the_difference_of_the_counts_that_are_shown() -> None:
    assert round(100 * counted_change(0.944, 0.916)) == 2
    assert counted_change(0.916, 0.9151) == 0
    english = speak("en", "today")
    assert english.hundred(0.075) == "8"
    assert round(100 * counted_change(0.134, 0.075)) == 13 - 8


def test_ranges_are_called_too_narrow_below_the_aims_of_the_backtest() -> None:
    text = (DATA / "contests" / "chips-minerals" / "backtest.yaml").read_text(encoding="utf-8")
    least = re.search(r"^  coverage: \[([\d.]+),", text, re.MULTILINE)
    assert least is not None
    assert float(least[1]) == FAIR


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("shares", [(0.6, 0.2), (0.075, 0.915), (0.334, 0.334), (0.5, 0.25)])
def test_the_counts_of_the_sentence_add_to_100_or_are_said_to_be_rounded(
    language: str, shares: tuple[float, float]
) -> None:
    results, voice = outcome("today", shares), speak(language, "today")
    ends = results.first_breaks().shares
    sentence = short_answer(results, voice).sentence
    rounded = voice.say("summary.rounded")
    shown = [share for share in ends if share > VISIBLE]
    assert all(f"{round(100 * share)}" in sentence for share in shown)
    adds = sum(round(100 * share) for share in shown) == 100
    assert (rounded in sentence) == (not adds)
    assert length(sentence, voice) <= SENTENCE[language]


def test_a_sum_of_counts_that_is_not_100_is_said_to_be_rounded() -> None:
    english = speak("en", "today")
    assert rounded_note((0.075, 0.915, 0.008), english) == " (rounded)"
    assert rounded_note((0.074, 0.914, 0.004), english) == " (rounded)"
    assert not rounded_note((0.074, 0.915, 0.011), english)
    assert not rounded_note((0.07, 0.92, 0.01), english)
