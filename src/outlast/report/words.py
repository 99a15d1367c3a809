"""The voice of the report: the one voice with the report's own words."""

from functools import cache

from outlast.present.display.voice import Voice, voice
from outlast.present.display.words import with_words


@cache
def report_voice(language: str) -> Voice:
    """Return the voice of a language with the words of the report.

    Raises:
        InputError: There is no voice of that language.
    """
    return with_words(voice(language), "outlast.report")
