"""The dependence of the answer on open questions and on the rule of counting, in words."""

from collections.abc import Iterable

from outlast.present.by_definition import case_words
from outlast.present.display.names import branch_name, question_name
from outlast.present.display.voice import Voice
from outlast.results import Results, SetOdds
from outlast.results.verdict import same_case


def by_open_question(
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
) -> str:
    """Return the rule and the switches on which the winner depends; nothing if on none.

    Every clause compares under the definition and clock, and for switches under the rule, of the
    counted sentence that follows it. The counted sentence itself tells how definitions and clocks
    differ.

    Args:
        results: The results.
        voice: The language.
        service_set: The set of services; the default one if absent.
        definition: The definition of need; the first if absent.

    Raises:
        InputError: There is no such set or definition.
    """
    head = results.first_breaks(service_set, definition).odds
    clauses: list[str] = []
    for name in results.verdict(head.service_set).flips_on:
        if name == "rule":
            clauses.append(_by_rule(results, head, voice))
        elif name not in ("definition", "clock"):
            clauses.append(_by_branch(results, name, head, voice))
    return voice.sentences(clauses)


def _by_rule(results: Results, head: SetOdds, voice: Voice) -> str:
    """Return which side breaks first under each rule, if the rules disagree."""
    case = (head.service_set, head.definition, head.clock)
    cases = [
        (voice.say(f"rule.{odds.rule}"), odds)
        for odds in results.sets()
        if (odds.service_set, odds.definition, odds.clock) == case
    ]
    if not _disagree(odds for _, odds in cases):
        return ""
    what = voice.say("rule.what")
    return voice.say("answer.depends", what=what, cases=_clauses(results, cases, voice))


def _by_branch(results: Results, switch: str, head: SetOdds, voice: Voice) -> str:
    """Return which side breaks first in each branch of a switch, if the branches disagree."""
    branches = [each for each in results.branches() if each.switch == switch]
    cases = [
        (voice.say("answer.settled", branch=branch_name(voice, switch, each.branch)), odds)
        for each, odds in zip(branches, same_case(branches, head), strict=True)
    ]
    if not _disagree(odds for _, odds in cases):
        return ""
    what = voice.say("answer.question", switch=question_name(results, switch, voice))
    return voice.say("answer.depends", what=what, cases=_clauses(results, cases, voice))


def _disagree(cases: Iterable[SetOdds]) -> bool:
    """Return whether both sides are named."""
    return len({odds.winner for odds in cases} - {None}) > 1


def _clauses(results: Results, cases: Iterable[tuple[str, SetOdds]], voice: Voice) -> str:
    return voice.say("list.clause").join(
        voice.say("answer.case", case=name, outcome=case_words(results, odds, voice))
        for name, odds in cases
    )
