"""Three reasons of one line each: why one side, why the other, and what decides it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

import numpy as np

from outlast.present.display.names import bloc_name, question_name
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.first_service import FirstService, first_service
from outlast.present.fitting import REASON, fitting
from outlast.present.outcomes import branch_case, short_side, short_sides, short_thing
from outlast.present.withheld import withholding_act
from outlast.results import FirstBreaks, Results, SetOdds
from outlast.results.first_breaks import CLOCKS, ONE, OTHER
from outlast.results.odds import CLOSE, PLUS_MINUS
from outlast.results.verdict import same_case
from outlast.results.weights import weighted_mean
from outlast.study.kept_traces import kept_traces
from outlast.study.trace import Link, LinkKind, Trace

SELDOM: Final = 0.025
"""A side that breaks first in a smaller share of futures has no typical time and no cause."""


OFTEN: Final = 0.25
"""The least share of futures in which a cause is frequent."""


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
        Reason("decides", voice.say("reason.decides"), _decides(results, breaks, voice)),
    )


def _why(results: Results, breaks: FirstBreaks, end: int, voice: Voice) -> str:
    """Return the service with which a side breaks first, its cause, and when."""
    service = first_service(results, breaks, end, voice)
    share = breaks.shares[end]
    if service is None:
        return voice.say("reason.never")
    if share < SELDOM:
        return voice.say("reason.seldom", p=voice.hundred(share))
    start = voice.say("reason.starts", service=service.name)
    begun = _because(start, results, service, breaks.sides[end], voice)
    whole = f"{begun}{voice.say('list.stop')}"
    times = _times(results, breaks, end, voice)
    texts = [voice.sentences([whole, long]) for long in times]
    return fitting([*texts, whole, f"{start}{voice.say('list.stop')}"], REASON, voice)


def _times(results: Results, breaks: FirstBreaks, end: int, voice: Voice) -> list[str]:
    """Return when a side breaks where it breaks first after the date, in ever fewer words."""
    chosen = (breaks.ends == end) & (breaks.weeks > 0)
    times = breaks.quantiles(end, later=True)
    if times is None or float(weighted_mean(chosen, breaks.weights)) < SELDOM:
        short_already = bool(np.any(breaks.ends == end))
        return [voice.say("reason.already")] if short_already else []
    low, middle, high = (date_at(results.situation.clock, weeks, voice) for weeks in times)
    typically = voice.say("reason.when", when=middle)
    if low == high:
        return [typically]
    return [voice.say("reason.typical", low=low, high=high), typically]


def _because(start: str, results: Results, service: FirstService, side: str, voice: Voice) -> str:
    """Return a clause with the most frequent cause of a first service, over futures of all times.

    Args:
        start: The clause, without the cause.
        results: The results.
        service: The service that breaks first.
        side: The side that it belongs to.
        voice: The language.
    """
    found = kept_traces(results, service.line, service.futures)
    return because(start, [_cause(results, each, side, voice) for each in found], voice)


def because(start: str, causes: Sequence[str], voice: Voice) -> str:
    """Return a clause with the most frequent of causes: typical in half of the futures or more.

    One of fewer futures is said to be so often; one of a share below `OFTEN` is left out.

    Args:
        start: The clause, without the cause.
        causes: The cause in each future; empty where there is none.
        voice: The language.
    """
    cause, count = Counter(causes).most_common(1)[0]
    if not cause or count < OFTEN * len(causes):
        return start
    key = "reason.because" if count >= len(causes) / 2 else "reason.because-often"
    return voice.say(key, start=start, cause=cause)


def _cause(results: Results, traced: Trace, side: str, voice: Voice) -> str:
    """Return the last cause along a chain: a good, and the side that withholds it; else empty."""
    links = [
        link
        for link in traced.links
        if link.kind in (LinkKind.LACKS, LinkKind.WITHHELD, LinkKind.UNDELIVERED)
    ]
    return _link(results, links[-1], side, voice) if links else ""


def _link(results: Results, link: Link, side: str, voice: Voice) -> str:
    """Return one cause in few words."""
    world = results.situation.world
    site = world.sites.get(link.name)
    good = link.name
    if site is not None:
        good = short_thing("good", site.good, world.goods[site.good].title, voice)
    if link.kind is LinkKind.WITHHELD:
        act = withholding_act(results, link.measure, voice)
        actor = short_side(results, act.side, voice)
        if act.side != side:
            return voice.say("reason.withheld", actor=actor, good=good)
        if f"reason.limited-{act.instrument}" not in voice.messages:
            return voice.say("reason.limited", actor=actor, good=good)
        return voice.say(f"reason.limited-{act.instrument}", actor=actor, good=good)
    if link.kind is LinkKind.UNDELIVERED:
        seller = world.sites.get(link.origin)
        origin = link.origin if seller is None else bloc_name(results, seller.bloc, voice)
        return voice.say("reason.undelivered", good=good, origin=origin)
    return voice.say("reason.lacks", good=good)


def _decides(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the open question that moves the counts most, or how the count itself does."""
    question = _question(results, breaks, voice)
    if question:
        return question
    texts = _counting(results, breaks, voice)
    return fitting(texts, REASON, voice) if texts else voice.say("reason.nothing")


def _question(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the open question whose answers differ most; nothing where chance explains it."""
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
        return ""
    _, switch, end, cases = best
    p, q = (voice.hundred(odds.first[breaks.sides[end]]) for _, odds in cases)
    counts, answers = (short_sides(results, voice)[end], p, q), [answer for answer, _ in cases]
    return fitting(question_texts(results, switch, answers, counts, voice), REASON, voice)


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
