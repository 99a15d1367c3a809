"""The line of honesty: services short already, the grades of inputs, the hit rate of the past."""

from typing import Final

from outlast.present.display.voice import Voice
from outlast.present.hit_rate import hit_rate
from outlast.present.outcomes import short_sides, short_thing
from outlast.results import FirstBreaks, Results
from outlast.study.drivers import WEAK
from outlast.study.inputs import acting_inputs

FAIR: Final = 0.8
"""Intervals of 90 % that hold a smaller share of later observations are called too narrow; it is
the least coverage that the aims of the backtest allow."""

NAMED: Final = 0.01
"""A side that is short on the date in a smaller share of futures has no service named for it."""


def honesty(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return in one line what the answer counts from, rests on, and has been worth so far."""
    sure = voice.sentences([_grades(results, voice), _hits(results, voice)])
    return voice.sentences([_already(results, breaks, voice), voice.say("honesty.sure", text=sure)])


def _already(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return in how many futures a service of each side is short on the date."""
    day = results.situation.clock.on
    if not any(breaks.already):
        return voice.say("honesty.none", day=day)
    one, other = short_sides(results, voice)
    p_one, p_other = (voice.hundred(share) for share in breaks.already)
    most_one, most_other = (_most(results, breaks, side, voice) for side in breaks.sides)
    return voice.say(
        "honesty.already",
        day=day,
        n=len(results.lines_of(breaks.service_set, breaks.definition)),
        one=one,
        other=other,
        p_one=p_one,
        p_other=p_other,
        most_one=most_one,
        most_other=most_other,
    )


def _most(results: Results, breaks: FirstBreaks, side: str, voice: Voice) -> str:
    """Return the service that makes up most of a side's futures of being short on the date.

    A side is short in more futures than any one of its services, whose counts a table shows. None
    is named where the side seldom is short, or where no service stands for half of its futures.
    """
    whole = breaks.already[breaks.sides.index(side)]
    lines = results.lines_of(breaks.service_set, breaks.definition, side)
    most = max(lines, key=lambda line: line.since_share, default=None)
    if most is None or whole < NAMED or most.since_share < whole / 2:
        return ""
    return voice.say(
        "honesty.most", service=short_thing("service", most.service, most.title, voice)
    )


def _grades(results: Results, voice: Voice) -> str:
    """Return the share of uncertain inputs that nobody measured."""
    inputs = acting_inputs(results.lowered.drawing)
    if not inputs:
        return ""
    weak = sum(each.grade in WEAK for each in inputs)
    return voice.say("honesty.grades", n=weak, of=len(inputs))


def _hits(results: Results, voice: Voice) -> str:
    """Return the share of later observations within past intervals, where it is known."""
    found = hit_rate(results.situation.origin.contest.layers)
    if found is None:
        return voice.say("honesty.no-hits")
    few = "-few" if found.share < FAIR else ""
    p, since = voice.percent(found.share), voice.month(found.since)
    return voice.say(f"honesty.hits{few}", p=p, since=since)
