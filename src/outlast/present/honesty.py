"""The line of honesty: services short already, the grades of inputs, the hit rate of the past."""

from typing import Final

from outlast.present.display.voice import Voice
from outlast.present.hit_rate import hit_rate
from outlast.present.outcomes import short_sides
from outlast.results import FirstBreaks, Results
from outlast.study.drivers import WEAK
from outlast.study.inputs import acting_inputs

FAIR: Final = 0.8
"""Intervals of 90 % that hold a smaller share of later observations are called too narrow; it is
the least coverage that the aims of the backtest allow."""


def honesty(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return in one line what the answer counts from, rests on, and has been worth so far."""
    return voice.sentences(
        [_already(results, breaks, voice), _grades(results, voice), _hits(results, voice)]
    )


def _already(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return in how many futures a service of each side is short on the date."""
    day = results.situation.clock.on
    if not any(breaks.already):
        return voice.say("honesty.none", day=day)
    one, other = short_sides(results, voice)
    p_one, p_other = (voice.hundred(share) for share in breaks.already)
    return voice.say("honesty.already", day=day, one=one, other=other, p_one=p_one, p_other=p_other)


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
