"""Outcomes of one set in plain words: each definition and clock with its winner, and the strip."""

from collections.abc import Sequence
from dataclasses import dataclass

from outlast.present.by_definition import FEW
from outlast.present.display.names import Sided, bloc_name, branch_name
from outlast.present.display.voice import Voice
from outlast.results import FirstBreaks, Results, SetOdds
from outlast.results.first_breaks import CLOCKS, RULES


@dataclass(frozen=True)
class Cell:
    """The answer under one definition of need and one clock: a cell of the strip."""

    label: str
    """The definition and the clock, as a reader reads them."""

    winner: str
    """The side that breaks first, or that neither can be named, in few words."""

    side: str | None
    """The key of the side that breaks first; none if no side can be named."""

    shares: tuple[float, float, float, float]
    """The shares of futures in which the first side breaks first, the other does, both do in one
    week, and neither does."""

    definition: str
    clock: str


@dataclass(frozen=True)
class Turn:
    """A condition on which the answer turns: two of its cases that name different sides."""

    kind: str
    """`definition`, `clock`, `rule`, or the name of a switch."""

    cases: tuple[tuple[str, SetOdds], tuple[str, SetOdds]]
    """Two cases by their keys, that of the counted sentence first where it names a side."""


def short_side(results: Sided, key: str, voice: Voice) -> str:
    """Return a side in as few words as its contest has for it."""
    title = voice.side(key, results.situation.timeline.sides[key].title)
    return voice.name("short", f"side.{key}", title)


def short_sides(results: Sided, voice: Voice) -> tuple[str, str]:
    """Return both sides in few words, in the order of the record."""
    one, other = (short_side(results, key, voice) for key in results.sides)
    return one, other


def short_thing(kind: str, key: str, title: str, voice: Voice) -> str:
    """Return a service or a good in few words, as it stands within a sentence."""
    name = voice.name(kind, key, title)
    if name[1:2].islower() or name[1:2] == " ":
        name = name[:1].lower() + name[1:]
    return voice.name("short", f"{kind}.{key}", name)


def short_service(results: Results, key: str, voice: Voice) -> str:
    """Return a service in few words with its bloc, as a table names it."""
    service = results.situation.world.services[key]
    name = voice.capital(short_thing("service", key, service.title, voice))
    return voice.say("name.of-bloc", name=name, bloc=bloc_name(results, service.bloc, voice))


def branch_case(switch: str, branch: str, voice: Voice) -> str:
    """Return an answer to a question as a condition in few words."""
    name = voice.say("turn.branch", branch=branch_name(voice, switch, branch))
    return voice.name("short", f"answer.{switch}.{branch}", name)


def rounded_note(shares: Sequence[float], voice: Voice) -> str:
    """Return the word that counts are rounded, where those of a sentence do not add to 100.

    Each count is rounded by itself, so that it is the same in every sentence, table and picture.
    """
    whole = sum(round(100 * share) for share in shares) == 100  # noqa: PLR2004  counts of 100
    return "" if whole else voice.say("summary.rounded")


def outcome_label(results: Results, odds: SetOdds, voice: Voice) -> str:
    """Return the winner of a case in a few words: a side, neither, or too close to call."""
    if odds.neither > 1 - FEW:
        return voice.say("strip.neither")
    if odds.winner is None:
        return voice.say("strip.close")
    return voice.capital(short_side(results, odds.winner, voice))


def strip(results: Results, service_set: str, voice: Voice) -> tuple[Cell, ...]:
    """Return the answer of a set under each definition and clock."""
    return tuple(
        _cell(results, results.first_breaks(service_set, definition, RULES[0], clock), voice)
        for definition in results.definitions(service_set)
        for clock in CLOCKS
    )


def _cell(results: Results, breaks: FirstBreaks, voice: Voice) -> Cell:
    """Return one cell of the strip."""
    odds = breaks.odds
    definition = voice.say(f"definition.short.{breaks.definition}")
    clock = voice.say(f"clock.label.{breaks.clock}")
    return Cell(
        label=voice.say("strip.label", definition=definition, clock=clock),
        winner=outcome_label(results, odds, voice),
        side=None if odds.neither > 1 - FEW else odds.winner,
        shares=breaks.shares,
        definition=breaks.definition,
        clock=breaks.clock,
    )


def turns(results: Results, head: FirstBreaks) -> tuple[Turn, ...]:
    """Return the conditions on which the answer turns, the most basic first.

    A condition turns the answer where two of its cases clearly name different sides, with every
    other condition as in the counted sentence.
    """
    place = (head.service_set, head.definition, head.rule, head.clock)
    definitions = [
        (name, _odds(results, place, definition=name))
        for name in results.definitions(head.service_set)
    ]
    clocks = [(name, _odds(results, place, clock=name)) for name in CLOCKS]
    rules = [(name, _odds(results, place, rule=name)) for name in RULES]
    found = [_turn("definition", definitions, head.definition)]
    found.append(_turn("clock", clocks, head.clock))
    for switch, branches in results.switch_branches.items():
        cases = [(branch, head.odds_where(chosen)) for branch, chosen in branches if chosen.any()]
        found.append(_turn(switch, cases, ""))
    found.append(_turn("rule", rules, head.rule))
    return tuple(turn for turn in found if turn is not None)


def _odds(results: Results, place: tuple[str, str, str, str], **other: str) -> SetOdds:
    """Return the odds of a case that differs from a place in one condition."""
    keys = ("service_set", "definition", "rule", "clock")
    return results.first_breaks(**{**dict(zip(keys, place, strict=True)), **other}).odds


def _turn(kind: str, cases: Sequence[tuple[str, SetOdds]], here: str) -> Turn | None:
    """Return the turn of a condition; nothing where no two cases name different sides."""
    named = [case for case in cases if case[1].winner is not None]
    named.sort(key=lambda case: case[0] != here)
    for case in named[1:]:
        if case[1].winner != named[0][1].winner:
            return Turn(kind, (named[0], case))
    return None
