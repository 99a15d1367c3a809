"""The length of texts: words in English, characters in Chinese, and the longest text that fits."""

from collections.abc import Sequence
from typing import Final

from outlast.present.display.voice import Voice

HEADLINE: Final = {"en": 16, "zh": 32}
"""The most words of a headline, in Chinese the most characters."""

SENTENCE: Final = {"en": 35, "zh": 110}
"""The same of the counted sentence below a headline."""

REASON: Final = {"en": 24, "zh": 72}
"""The same of one reason."""


def length(text: str, voice: Voice) -> int:
    """Return the length of a text: its characters in Chinese, else its words."""
    return len(text) if voice.language == "zh" else len(text.split())


def fitting(candidates: Sequence[str], limits: dict[str, int], voice: Voice) -> str:
    """Return the first text that is not too long; the last one cut, where all are.

    Args:
        candidates: The same content in ever fewer words.
        limits: The greatest length by language.
        voice: The language.
    """
    limit = limits[voice.language]
    for text in candidates:
        if length(text, voice) <= limit:
            return text
    last = candidates[-1]
    if voice.language == "zh":
        return f"{last[: limit - 1]}…"
    return f"{' '.join(last.split()[:limit])} …".replace(" …", "…")
