"""Headline levers in words: the title of each, and each of its choices, as a reader reads them."""

from outlast.present.display.voice import Voice
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.headline_levers import HeadlineLever
from outlast.scenario.scenario import DRAWN


def lever_title(lever: HeadlineLever, voice: Voice) -> str:
    """Return the title of a headline lever in as few words as its contest has for it."""
    kind = "switch" if _is_switch(lever) else "prior"
    full = voice.name(kind, lever.key, lever.title)
    return voice.name("short", f"{kind}.{lever.key}", full)


def choice_words(lever: HeadlineLever, value: str, says: str, voice: Voice) -> str:
    """Return a choice in a few words.

    Args:
        lever: The lever.
        value: The choice as a setting; empty for the scenario's own.
        says: Its own words.
        voice: The language, with the words of things to pass on.
    """
    at = value or lever.shipped
    if at == DRAWN:
        return voice.say("share.open" if _is_switch(lever) else "share.drawn")
    kind = "answer" if _is_switch(lever) else "stop"
    key = f"{lever.key}.{at}"
    words = voice.name("short", f"{kind}.{key}", voice.name(kind, key, says.replace("-", " ")))
    return words if value or not lever.drawn else voice.say("share.about", value=words)


def _is_switch(lever: HeadlineLever) -> bool:
    return lever.name.startswith(QuestionKind.SWITCH)
