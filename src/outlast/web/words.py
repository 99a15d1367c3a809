"""The voice of the page: the one voice with the page's own words, and bounds in words."""

import re
from functools import cache
from math import isfinite
from typing import Final

from markupsafe import Markup, escape

from outlast.api.condition_words import record_words
from outlast.facts.bounds import exact_text
from outlast.present.display.fact_words import unit_text
from outlast.present.display.voice import Voice, voice
from outlast.present.display.words import with_words

HYPHENED: Final = re.compile(r"(?<![\w/.:-])(?:--[\w-]+|\w+(?:-\w+)+)(?![\w/:])", re.ASCII)
"""A word with a hyphen, as commands have them: an option, or the name of a question."""


def unbroken(text: str) -> Markup:
    """Return a text as HTML in which no word with a hyphen is broken across two lines."""
    parts: list[Markup] = []
    end = 0
    for found in HYPHENED.finditer(text):
        word = Markup('<span class="word">{}</span>').format(found[0])
        parts += [escape(text[end : found.start()]), word]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


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
