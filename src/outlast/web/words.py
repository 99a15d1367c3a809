"""The voice of the page: the one voice with the page's own words, and bounds in words."""

from functools import cache
from math import isfinite

from outlast.api.condition_words import record_words
from outlast.facts.bounds import exact_text
from outlast.present.display.fact_words import unit_text
from outlast.present.display.voice import Voice, voice
from outlast.present.display.words import with_words


@cache
def page_voice(language: str) -> Voice:
    """Return the voice of a language with the words of the page and of screenings.

    Raises:
        InputError: There is no voice of that language.
    """
    return with_words(record_words(voice(language)), "outlast.web")


def bounds_in_words(voice: Voice, low: float, high: float, unit: str = "1") -> str:
    """Return bounds as a noun: "a number between 0 and 1", with the unit where there is one."""
    key = {
        (True, True): "bounds.both",
        (True, False): "bounds.low",
        (False, True): "bounds.high",
        (False, False): "bounds.none",
    }[isfinite(low), isfinite(high)]
    text = voice.say(key, low=exact_text(low), high=exact_text(high))
    if unit == "1":
        return text
    return voice.say("bounds.unit", bounds=text, unit=unit_text(unit, voice))
