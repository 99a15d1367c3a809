"""What an answer flips on besides the definition: open questions, and ways of counting."""

from collections.abc import Iterable, Sequence

from outlast.present.by_definition import FEW
from outlast.present.display.names import branch_name, question_name
from outlast.present.display.voice import Voice
from outlast.results import Results, SetOdds


def flips(results: Results, voice: Voice) -> str:
    """Return in sentences on which rule and which switches the winner hangs; nothing if on none.

    Definitions are told by the counted sentence itself.
    """
    verdict = results.verdict()
    told: list[str] = []
    for name in verdict.flips_on:
        if name == "rule":
            told.append(_by_rule(results, verdict.cases, voice))
        elif name != "definition":
            told.append(_by_branch(results, name, verdict.cases, voice))
    return voice.sentences(told)


def _by_rule(results: Results, cases: Sequence[SetOdds], voice: Voice) -> str:
    """Return who is first under each rule, of the first definition under which they disagree."""
    for definition in dict.fromkeys(each.definition for each in cases):
        group = [each for each in cases if each.definition == definition]
        if len({each.winner for each in group} - {None}) > 1:
            ways = [(voice.say(f"rule.{each.rule}"), each) for each in group]
            told = _cases(results, ways, voice)
            return voice.say("answer.depends", what=voice.say("rule.what"), cases=told)
    return ""


def _by_branch(results: Results, switch: str, cases: Sequence[SetOdds], voice: Voice) -> str:
    """Return who is first in each branch, of the first way of counting in which they disagree."""
    question = question_name(results, switch, voice)
    branches = [each for each in results.branches() if each.switch == switch]
    for case in cases:
        ways = [
            (voice.say("answer.settled", branch=branch_name(voice, switch, each.branch)), odds)
            for each in branches
            for odds in each.sets
            if _key(odds) == _key(case)
        ]
        if len({odds.winner for _, odds in ways} - {None}) > 1:
            what = voice.say("answer.question", switch=question)
            return voice.say("answer.depends", what=what, cases=_cases(results, ways, voice))
    return ""


def _key(odds: SetOdds) -> tuple[str, str, str]:
    return odds.contest, odds.definition, odds.rule


def _cases(results: Results, ways: Iterable[tuple[str, SetOdds]], voice: Voice) -> str:
    return voice.say("list.clause").join(
        voice.say("answer.case", case=case, outcome=outcome(results, odds, voice))
        for case, odds in ways
    )


def outcome(results: Results, odds: SetOdds, voice: Voice) -> str:
    """Return in a few words who is first, or that nobody can be named."""
    if odds.neither > 1 - FEW:
        return voice.say("answer.case-neither")
    if odds.winner is None:
        return voice.say("answer.case-close")
    side = results.situation.timeline.sides[odds.winner]
    return voice.say("answer.case-first", side=voice.side(odds.winner, side.title))
