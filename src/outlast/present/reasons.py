"""Three reasons of one line each: why one side, why the other, and what decides it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

import numpy as np

from outlast.present.causes import begun_texts, cause_of
from outlast.present.display.names import question_name
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.first_service import first_service
from outlast.present.fitting import REASON, fitting
from outlast.present.outcomes import branch_case, short_sides
from outlast.results import FirstBreaks, Results, SetOdds
from outlast.results.first_breaks import CLOCKS, ONE, OTHER
from outlast.results.odds import CLOSE, PLUS_MINUS
from outlast.results.verdict import same_case
from outlast.results.weights import weighted_mean
from outlast.study.kept_traces import kept_traces

SELDOM: Final = 0.025
"""A side that breaks first in a smaller share of futures has no typical time and no cause."""


@dataclass(frozen=True)
class Reason:
    """One reason in one line."""

    key: str
    """`one`, `other` or `decides`: the first side of the record, the second, what decides it."""

    label: str
    text: str


def reasons(results: Results, breaks: FirstBreaks, voice: Voice) -> tuple[Reason, Reason, Reason]:
    """Return why one side breaks first, why the other does, and what decides between them."""
    one, other = short_sides(results, voice)
    return (
        Reason(
            "one",
            voice.say("reason.why", side=voice.capital(one)),
            _why(results, breaks, ONE, voice),
        ),
        Reason(
            "other",
            voice.say("reason.why", side=voice.capital(other)),
            _why(results, breaks, OTHER, voice),
        ),
        _decides(results, breaks, voice),
    )


def _why(results: Results, breaks: FirstBreaks, end: int, voice: Voice) -> str:
    """Return the service with which a side breaks first, its causes, and when."""
    service = first_service(results, breaks, end, voice)
    share = breaks.shares[end]
    if service is None:
        return voice.say("reason.never")
    if share < SELDOM:
        return voice.say("reason.seldom", p=voice.hundred(share))
    found = kept_traces(results, service.line, service.futures)
    causes = [cause_of(results, each, breaks.sides[end], voice) for each in found]
    begun = begun_texts(service.name, causes, voice)
    times = _times(results, breaks, end, voice)
    timed = [voice.sentences([text, time]) for text in begun for time in times]
    return fitting([*timed, *begun[-2:]], REASON, voice)


def _times(results: Results, breaks: FirstBreaks, end: int, voice: Voice) -> list[str]:
    """Return when a side breaks where it breaks first after the date, in ever fewer words."""
    chosen = (breaks.ends == end) & (breaks.weeks > 0)
    times = breaks.quantiles(end, later=True)
    if times is None or float(weighted_mean(chosen, breaks.weights)) < SELDOM:
        short_already = bool(np.any(breaks.ends == end))
        return [voice.say("reason.already")] if short_already else []
    low, middle, high = (date_at(results.situation.clock, weeks, voice) for weeks in times)
    if low == high:
        return [voice.say("reason.when", when=middle)]
    return [voice.say(f"reason.typical{size}", low=low, high=high) for size in ("", "-brief")]


def _decides(results: Results, breaks: FirstBreaks, voice: Voice) -> Reason:
    """Return the open question that moves the counts most, or how the count itself does.

    A question whose answers leave the same side the likelier one decides nothing: it is still open.
    """
    question, decides = _question(results, breaks, voice)
    if question:
        label = "reason.decides" if decides else "reason.open"
        return Reason("decides", voice.say(label), question)
    texts = _counting(results, breaks, voice)
    text = fitting(texts, REASON, voice) if texts else voice.say("reason.nothing")
    return Reason("decides", voice.say("reason.decides"), text)


def _question(results: Results, breaks: FirstBreaks, voice: Voice) -> tuple[str, bool]:
    """Return the open question whose answers differ most, and whether they name other sides.

    Nothing where chance explains it.
    """
    best: tuple[float, str, int, list[tuple[str, SetOdds]]] | None = None
    branches = results.branches()
    for switch in dict.fromkeys(each.switch for each in branches):
        ways = [each for each in branches if each.switch == switch]
        odds = same_case(ways, breaks.odds)
        cases = list(zip((way.branch for way in ways), odds, strict=True))
        for end, side in enumerate(breaks.sides):
            low, high = (pick(cases, key=lambda case: case[1].first[side]) for pick in (min, max))
            gap = high[1].first[side] - low[1].first[side]
            error = hypot(high[1].errors[side], low[1].errors[side])
            clear = gap > max(CLOSE, PLUS_MINUS * error)
            if clear and (best is None or gap > best[0]):
                best = (gap, switch, end, [high, low])
    if best is None:
        return "", False
    _, switch, end, cases = best
    decides = cases[0][1].winner != cases[1][1].winner
    p, q = (voice.hundred(odds.first[breaks.sides[end]]) for _, odds in cases)
    counts, answers = (short_sides(results, voice)[end], p, q), [answer for answer, _ in cases]
    texts = question_texts(results, switch, answers, counts, voice)
    return fitting(texts, REASON, voice), decides


def question_texts(
    results: Results,
    switch: str,
    answers: Sequence[str],
    counts: tuple[str, str, str],
    voice: Voice,
) -> list[str]:
    """Return in ever fewer words how often a side runs short first under two answers.

    Args:
        results: The results.
        switch: The open question.
        answers: Its answers with the most and with the fewest of these futures.
        counts: The side, and of 100 futures how many under either answer.
        voice: The language.
    """
    named = voice.name("short", f"switch.{switch}", "") or question_name(results, switch, voice)
    side, p, q = counts
    high, low = (branch_case(switch, answer, voice) for answer in answers)
    words = {"side": side, "high": voice.capital(high), "low": low, "p": p, "q": q}
    return [
        voice.say("reason.question", question=voice.capital(named), **words),
        voice.say("reason.question-brief", question=voice.capital(named), **words),
        voice.say("reason.question-unnamed", **words),
        voice.say("reason.question-bare", **words),
    ]


def _counting(results: Results, breaks: FirstBreaks, voice: Voice) -> list[str]:
    """Return how the count of a side changes with the clock, or with the definition of need."""
    name, definition, rule = breaks.service_set, breaks.definition, breaks.rule
    others = [results.first_breaks(name, definition, rule, clock) for clock in CLOCKS]
    others += [
        results.first_breaks(name, each, rule, breaks.clock) for each in results.definitions(name)
    ]
    gap, end, there = 0.0, ONE, breaks
    for other in others:
        for side in (ONE, OTHER):
            found = abs(other.shares[side] - breaks.shares[side])
            if found > gap:
                gap, end, there = found, side, other
    if gap < CLOSE:
        return []
    words = {
        "side": short_sides(results, voice)[end],
        "p": voice.hundred(there.shares[end]),
        "q": voice.hundred(breaks.shares[end]),
    }
    if there.clock == breaks.clock:
        cases = [voice.say(f"definition.short.{each.definition}") for each in (there, breaks)]
        return [voice.say("reason.definition", there=cases[0], here=cases[1], **words)]
    year = f"{results.situation.clock.common_start.year}"
    cases = [voice.say(f"turn.clock.{each.clock}", year=year) for each in (there, breaks)]
    return [voice.say("reason.clock", clock=cases[0], here=cases[1], **words)]
