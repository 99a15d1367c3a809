"""What an answer hinges on: definitions of need under which another side would be first."""

from typing import Final

from outlast.present.display.voice import Voice
from outlast.present.first_breaks import NEITHER, Firsts, firsts, side_names
from outlast.present.reads import Outcome

FEW: Final = 0.025
"""The share of futures in which anybody breaks, under which neither side does."""


def definitions(outcome: Outcome, contest: str) -> list[Firsts]:
    """Return a contest under each definition of need that it has."""
    halves = outcome.lowered.names.sets
    ways = dict.fromkeys(half.definition for half in halves if half.contest == contest)
    return [firsts(outcome, contest, way) for way in ways]


def verdict(outcome: Outcome, found: Firsts, voice: Voice) -> str:
    """Return in a few words who is first, or that nobody can be named."""
    one, other = side_names(outcome, found, voice)
    if found.shares[NEITHER] > 1 - FEW:
        return voice.say("answer.case-neither")
    if found.close:
        return voice.say("answer.case-close")
    return voice.say("answer.case-first", side=one if found.shares[0] > found.shares[1] else other)


def hinges(outcome: Outcome, contest: str, voice: Voice) -> str:
    """Return on which definition of need the answer depends; nothing where all agree."""
    cases: dict[str, list[str]] = {}
    for each in definitions(outcome, contest):
        way = voice.say(f"definition.{each.definition}")
        cases.setdefault(verdict(outcome, each, voice), []).append(way)
    if len(cases) <= 1:
        return ""
    told = [
        voice.say("answer.case", case=voice.join(ways), outcome=ends)
        for ends, ways in cases.items()
    ]
    return voice.say("answer.depends-definition", cases=voice.say("list.clause").join(told))
