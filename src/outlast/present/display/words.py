"""The words that a shell adds to the one voice: read once for each language."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from outlast.present.display.voice import Voice


def with_words(voice: Voice, package: str) -> Voice:
    """Return a voice with the words of a package as well.

    Args:
        voice: The voice.
        package: A package with a catalogue for each language, `words/en.json` and so on.
    """
    return replace(voice, messages={**voice.messages, **_words(package, voice.language)})


@cache
def _words(package: str, language: str) -> Mapping[str, Any]:
    file = files(package) / "words" / f"{language}.json"
    return json.loads(file.read_text(encoding="utf-8"))
