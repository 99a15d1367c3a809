"""The reach of the record of a contest in plain words, for every face that shows a part of it."""

from datetime import date
from typing import Final

from outlast.api.library import Library
from outlast.policy.age import age_of
from outlast.present.display.voice import Voice, voice
from outlast.present.record_age import age_lines as words_of_age
from outlast.scenario.contest import Contest, is_shipped

ENGLISH: Final = "en"
"""The language of the data's own titles."""


def age_lines(
    library: Library | Contest, today: date, on: date | None = None, *, language: str = "en"
) -> list[str]:
    """Return the age of a record in plain words: passed questions first, then its last day.

    Args:
        library: The contest.
        today: The day of reading.
        on: The day that is asked about; questions that came up after it are left out.
        language: `en` or `zh`.
    """
    age = age_of(library.timeline, today, on)
    words = record_voice(library, language)
    return words_of_age(age, words, settles=is_shipped(library.folder))


def record_voice(library: Library | Contest, language: str) -> Voice:
    """Return a voice for texts of a record: English has the titles of the data, Chinese the names.

    Raises:
        InputError: There is no such language.
    """
    words = voice(language)
    return words if language == ENGLISH else words.naming(library.names)
