"""The words of the report itself, over those of the one voice."""

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from outlast.present.display.voice import Voice, voice


@cache
def told(language: str) -> Voice:
    """Return the voice of a language with the words of the report.

    Raises:
        InputError: The language is not spoken.
    """
    heard = voice(language)
    file = files("outlast.report") / "words" / f"{language}.json"
    own: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return replace(heard, messages={**heard.messages, **own})
