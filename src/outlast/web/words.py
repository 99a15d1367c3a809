"""The words of the page itself, over those of the one voice."""

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from outlast.present.display.voice import Voice, voice


@cache
def spoken(language: str) -> Voice:
    """Return the voice of a language with the words of the page."""
    file = files("outlast.web") / "words" / f"{language}.json"
    own: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    heard = voice(language)
    return replace(heard, messages={**heard.messages, **own})
