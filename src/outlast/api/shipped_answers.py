"""Shipped answers: the answer of each shipped scenario as the release computed it, small.

A shell shows one while it computes the same again; it is shown for the very version, data and dice
that made it, and for no other.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from outlast.api.choice_runs import ChoiceRun, LeverChoice
from outlast.api.run import FUTURES
from outlast.api.shipped_effects import SAME, effect_words, shipped_file
from outlast.present.answer_text import answer_text
from outlast.present.display.voice import LANGUAGES, Voice, voice_of
from outlast.present.summary import Summary, summary
from outlast.present.views.dots import dealt
from outlast.results import Results, manifest
from outlast.scenario.load import Situation

FORM: Final = "outlast/shipped/1"
"""The form of a file."""

DIGITS: Final = 6
"""Decimal places of shares and weeks."""


@dataclass(frozen=True)
class ShippedText:
    """The texts of a shipped answer in one language."""

    answer: str
    """The whole answer in sentences."""

    headline: str
    sentence: str
    reasons: tuple[tuple[str, str], ...]
    """Label and text."""

    honesty: str
    levers: str | None
    strip: tuple[tuple[str, str], ...]
    """Label and winner."""

    cost: str | None = None
    """The cost of denial; none where the contest has no bridge to an economy."""


@dataclass(frozen=True)
class ShippedAnswer:
    """The answer of a shipped scenario as the release computed it."""

    made: Mapping[str, Any]
    """Version, digest, seed, futures and precision of its run."""

    shares: tuple[float, ...]
    """The shares of futures by their ends, in the order of their codes."""

    errors: tuple[float, ...]
    """Their standard errors."""

    dots: tuple[tuple[int, float], ...]
    """Fifty equally likely futures: how each ends, and after how many weeks."""

    effects: tuple[tuple[str, str, tuple[float, ...]], ...]
    """Headline levers moved one by one: setting, choice, and the shares."""

    texts: Mapping[str, ShippedText]
    """By language."""


def shipped_answer(
    situation: Situation, *, futures: int = FUTURES, seed: int = 1, precision: str = "float64"
) -> ShippedAnswer | None:
    """Return the shipped answer of a run; None unless version, data and dice are the same.

    Args:
        situation: The scenario.
        futures: The number of futures of the run.
        seed: The seed of their luck.
        precision: Its precision.
    """
    file = shipped_file(situation.origin.contest.declaration.id, situation.scenario.id)
    if not file.is_file():
        return None
    found = read_shipped(file)
    asked = manifest(situation, futures, seed, precision)
    same = all(found.made[key] == getattr(asked, key) for key in SAME)
    return found if same else None


def read_shipped(file: Path) -> ShippedAnswer:
    """Return the shipped answer of a file."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return ShippedAnswer(
        made={key: content[key] for key in SAME},
        shares=tuple(content["shares"]),
        errors=tuple(content["errors"]),
        dots=tuple((end, weeks) for end, weeks in content["dots"]),
        effects=tuple(
            (each["set"], each["to"], tuple(each["shares"])) for each in content["effects"]
        ),
        texts={key: _text(each) for key, each in content["texts"].items()},
    )


def _text(content: Mapping[str, Any]) -> ShippedText:
    """Return the texts of one language."""
    whole: dict[str, Any] = dict(content)
    for key in ("reasons", "strip"):
        whole[key] = tuple((label, text) for label, text in content[key])
    return ShippedText(**whole)


def shipped_content(
    results: Results, effects: Iterable[tuple[LeverChoice, Sequence[float]]]
) -> dict[str, Any]:
    """Return a shipped answer as the content of its file.

    Args:
        results: The results of the scenario as shipped.
        effects: Each choice of a headline lever with the shares of its run.
    """
    made, breaks, moved = results.manifest, results.first_breaks(), list(effects)
    texts = {
        language: asdict(_texts(results, voice_of(results.situation, language), moved))
        for language in LANGUAGES
    }
    return {
        "format": FORM,
        "contest": made.contest,
        "scenario": made.scenario,
        **{key: getattr(made, key) for key in SAME},
        "platform": made.platform,
        "shares": _rounded(breaks.shares),
        "errors": _rounded(breaks.errors),
        "dots": [[end, round(weeks, 2)] for end, weeks in dealt(breaks)],
        "effects": [
            {"set": choice.setting, "to": choice.value, "shares": _rounded(shares)}
            for choice, shares in moved
        ],
        "texts": texts,
    }


def _texts(
    results: Results, voice: Voice, moved: Sequence[tuple[LeverChoice, Sequence[float]]]
) -> ShippedText:
    """Return the texts of results in one language."""
    effects = [
        effect_words(choice.lever, (choice.value, choice.says), tuple(shares), voice)
        for choice, shares in moved
    ]
    return shipped_text(summary(results, voice, effects=effects), answer_text(results, voice))


def shipped_text(found: Summary, answer: str) -> ShippedText:
    """Return the texts of a summary, with the whole answer."""
    return ShippedText(
        answer=answer,
        headline=found.headline,
        sentence=found.sentence,
        reasons=tuple((reason.label, reason.text) for reason in found.reasons),
        honesty=found.honesty,
        levers=found.levers,
        strip=tuple((cell.label, cell.winner) for cell in found.strip),
        cost=found.cost,
    )


def shares_of(run: ChoiceRun) -> tuple[float, ...]:
    """Return the shares of a run by their ends."""
    return run.results.first_breaks().shares


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, DIGITS) for value in values]
