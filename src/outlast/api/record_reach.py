"""The reach of the record of a contest in plain words, for every face that shows a part of it."""

from datetime import date

from outlast.api.library import Library
from outlast.policy.age import age_of
from outlast.present.display.voice import voice
from outlast.present.record_age import age_lines as words_of_age
from outlast.scenario.contest import Contest, is_shipped


def age_lines(library: Library | Contest, today: date, on: date | None = None) -> list[str]:
    """Return the age of a record in plain words: passed questions first, then its last day.

    Args:
        library: The contest.
        today: The day of reading.
        on: The day that is asked about; questions that came up after it are left out.
    """
    age = age_of(library.timeline, today, on)
    return words_of_age(age, voice(), settles=is_shipped(library.folder))
