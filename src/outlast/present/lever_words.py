"""Headline levers in words: the title of each, and each of its choices, as a reader reads them."""

from outlast.present.display.voice import Voice
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.headline_levers import HeadlineLever
from outlast.scenario.scenario import DRAWN


def lever_title(lever: HeadlineLever, voice: Voice) -> str:
    """Return the title of a headline lever in as few words as its contest has for it."""
    return voice.name("short", f"{_kind(lever)}.{lever.key}", whole_title(lever, voice))


def whole_title(lever: HeadlineLever, voice: Voice) -> str:
    """Return the title of a headline lever in full."""
    return voice.name(_kind(lever), lever.key, lever.title)


def choice_words(lever: HeadlineLever, value: str, says: str, voice: Voice) -> str:
    """Return a choice in a few words.

    Args:
        lever: The lever.
        value: The choice as a setting; empty for the scenario's own.
        says: Its own words.
        voice: The language.
    """
    at = value or lever.shipped
    if at == DRAWN:
        return voice.say("choice.open" if _is_switch(lever) else "choice.drawn")
    key = f"{lever.key}.{at}"
    if _is_switch(lever):  # the short name of an answer is a clause of a sentence
        words = voice.name("answer", key, says.replace("-", " "))
    else:
        words = voice.name("short", f"stop.{key}", voice.name("stop", key, says))
    return words if value or not lever.drawn else voice.say("choice.about", value=words)


def _kind(lever: HeadlineLever) -> str:
    return "switch" if _is_switch(lever) else "prior"


def _is_switch(lever: HeadlineLever) -> bool:
    return lever.name.startswith(QuestionKind.SWITCH)
