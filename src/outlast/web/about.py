"""The screen about the house: purpose, upkeep, corrections, errors, licence, and how to quote."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from outlast.present.citation import citation
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.outcomes import rounded_note, short_sides, strip
from outlast.results import Results
from outlast.results.first_breaks import NEITHER, ONE, OTHER
from outlast.web.cache import ShouldCancel

if TYPE_CHECKING:
    from outlast.web.state import PageState
    from outlast.web.work import Work


NAME: Final = "outlast"
"""The name of the program, which stays in small letters."""


@dataclass(frozen=True)
class Quotation:
    """A sentence about the answer, right or wrong, with the reason."""

    sentence: str
    reason: str


def about_screen(
    work: "Work", state: "PageState", voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the screen about the house."""
    results = work.results(state, should_cancel)  # nobody shall quote a first answer
    right, wrong = quotations(results, voice)
    return {
        "right": right,
        "wrong": wrong,
        "corrections": corrections(voice),
        "cited": citation(results, voice),
    }


def quotations(
    results: Results, voice: Voice
) -> tuple[tuple[Quotation, ...], tuple[Quotation, ...]]:
    """Return three right and three wrong sentences about an answer."""
    breaks = results.first_breaks()
    one, other = short_sides(results, voice)
    clock = results.situation.clock
    winner, loser = (one, other) if breaks.shares[ONE] > breaks.shares[OTHER] else (other, one)
    ahead = max(breaks.shares[ONE], breaks.shares[OTHER])
    cells = strip(results, breaks.service_set, voice)
    differing = [each for each in cells if each.winner != cells[0].winner]
    named = [each for each in differing if each.side is not None]
    values = {
        "one": one,
        "other": other,
        "winner": winner,
        "loser": loser,
        "p_loser": voice.hundred(min(breaks.shares[ONE], breaks.shares[OTHER])),
        "p_one": voice.hundred(breaks.shares[ONE]),
        "p_other": voice.hundred(breaks.shares[OTHER]),
        "rounded": rounded_note([breaks.shares[end] for end in (ONE, OTHER, NEITHER)], voice),
        "neither": voice.hundred(breaks.shares[NEITHER]),
        "ahead": voice.hundred(ahead),
        "end": date_at(clock, clock.horizon_weeks, voice),
        "on": clock.on,
    }
    if differing:
        cell = (named or differing)[-1]
        definition = voice.say(f"definition.short.{cell.definition}")
        counted_from = voice.say(f"clock.{cell.clock}")
        sides = dict(zip(results.sides, (one, other), strict=True))
        there = sides.get(cell.side or "", cell.winner)
        values |= {"definition": definition, "clock": counted_from, "there": there}
    counted = "quote.right-side" if named else "quote.right-definition"
    right = (
        "quote.right-counts",
        counted if differing else "quote.right-neither",
        "quote.right-model" if breaks.odds.winner is not None else "quote.right-close",
    )
    return (
        tuple(_quotation(key, voice, values) for key in right),
        tuple(
            _quotation(f"quote.wrong-{key}", voice, values)
            for key in ("certain", "probability", "policy")
        ),
    )


def _quotation(key: str, voice: Voice, values: dict[str, Any]) -> Quotation:
    """Return a sentence with the reason for which it is right or wrong."""
    sentence = voice.say(key, **values)
    if not sentence.startswith(NAME):
        sentence = voice.capital(sentence)
    return Quotation(sentence, voice.say(f"{key}-reason", **values))


def corrections(voice: Voice) -> list[tuple[str, str]]:
    """Return the corrections with their days, the newest first."""
    file = files("outlast.web") / "words" / "corrections.json"
    entries: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    entries.sort(key=lambda entry: entry["day"], reverse=True)
    return [
        (voice.day(date.fromisoformat(entry["day"])), entry[voice.language]) for entry in entries
    ]
