"""How far the record reaches, on the terminal: each search for what it lacks, each area of law."""

from datetime import date

from rich.console import Console
from rich.text import Text

from outlast.api.condition_words import ScreeningVoice, record_words
from outlast.api.library import Library
from outlast.api.record_reach import age_lines, record_voice
from outlast.cli.lang_option import ENGLISH


def show_coverage(library: Library, shown: Console, today: date, language: str) -> None:
    """Show how far the record reaches.

    Args:
        library: The contest.
        shown: The console.
        today: The day of reading.
        language: The language.
    """
    words = ScreeningVoice(library, record_words(record_voice(library, language)))
    say, english = words.voice.say, language == ENGLISH
    for line in age_lines(library, today, language=language):
        shown.print(line)
    for key, search in words.coverage.searches.items():
        on, newest = (
            f"{day}" if english else words.voice.day(day) for day in (search.on, search.newest)
        )
        looked_for, found = words.searched(key)
        _entry(say("screening.searched", on=on, newest=newest), looked_for, found, words, shown)
    for area in words.coverage.areas.values():
        held = area.extent.value if english else say(f"screening.extent.{area.extent.value}")
        _entry(words.area(area), held, words.reach(area), words, shown)


def _entry(name: str, value: str, text: str, words: ScreeningVoice, shown: Console) -> None:
    """Show a name in bold with its value, and a text below."""
    headed = Text(words.voice.say("screening.fact", name=name, value=value))
    headed.stylize("bold", 0, len(name))
    shown.print()
    shown.print(headed)
    shown.print(Text(text))
