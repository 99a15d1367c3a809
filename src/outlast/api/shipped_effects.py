"""The effects of headline levers that the release computed, for the very run that it computed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlast.present.display.voice import Voice
from outlast.present.lever_words import choice_words, lever_title
from outlast.present.sharing.card import share_voice
from outlast.reading.paths import DATA
from outlast.results import Results
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.headline_levers import HeadlineLever, headline_levers

FOLDER: Final = DATA / "shipped"
"""The folder of shipped answers, by contest."""

SAME: Final = ("version", "digest", "seed", "futures", "precision")
"""Fields that must be those of the run that is asked for."""


@dataclass(frozen=True)
class ShippedEffect:
    """The counts with one headline lever at one choice, in the words of one language."""

    name: str
    setpoint: str
    shares: tuple[float, ...]
    """The shares of futures by their ends, in the order of their codes."""


def shipped_file(contest: str, scenario: str) -> Path:
    """Return the file of a shipped answer, which need not exist."""
    return FOLDER / contest / f"{scenario}.json"


def effect_words(
    lever: HeadlineLever, choice: tuple[str, str], shares: tuple[float, ...], voice: Voice
) -> ShippedEffect:
    """Return an effect in the words of a language.

    Args:
        lever: The lever.
        choice: The choice as a setting, and its own words.
        shares: The shares of its run.
        voice: The language.
    """
    words = share_voice(voice)
    return ShippedEffect(lever_title(lever, words), choice_words(lever, *choice, words), shares)


def shipped_effects(results: Results, voice: Voice) -> tuple[ShippedEffect, ...]:
    """Return the effects that the release computed beside these results; none for another run.

    Args:
        results: The results.
        voice: The language.
    """
    made, situation = results.manifest, results.situation
    file = shipped_file(made.contest, made.scenario)
    if not file.is_file():
        return ()
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if any(content[key] != getattr(made, key) for key in SAME):
        return ()
    levers = {
        each.name.removeprefix(QuestionKind.CHOICE): each for each in headline_levers(situation)
    }
    found: list[ShippedEffect] = []
    for each in content["effects"]:
        lever = levers.get(each["set"])
        says = dict(lever.choices).get(each["to"]) if lever else None
        if lever is not None and says is not None:  # another program may offer other choices
            choice = (each["to"], says)
            found.append(effect_words(lever, choice, tuple(each["shares"]), voice))
    return tuple(found)
