"""The dependence of the answer on the definition of need, in words."""

from typing import Final

from outlast.present.display.names import side_name
from outlast.present.display.voice import Voice
from outlast.results import Results, SetOdds

FEW: Final = 0.025
"""Neither side breaks if either does in a smaller share of futures than this."""


def case_words(results: Results, odds: SetOdds, voice: Voice) -> str:
    """Return in a few words which side breaks first, or that neither can be named."""
    if odds.neither > 1 - FEW:
        return voice.say("answer.case-neither")
    if odds.winner is None:
        return voice.say("answer.case-close")
    return voice.say("answer.case-first", side=side_name(results, odds.winner, voice))


def by_definition(results: Results, service_set: str, voice: Voice) -> str:
    """Return how the answer depends on the definition of need; nothing where all agree."""
    cases: dict[str, list[str]] = {}
    for definition in results.definitions(service_set):
        odds = results.first_breaks(service_set, definition).odds
        name = voice.say(f"definition.{definition}")
        cases.setdefault(case_words(results, odds, voice), []).append(name)
    if len(cases) <= 1:
        return ""
    clauses = [
        voice.say("answer.case", case=voice.join(names), outcome=outcome)
        for outcome, names in cases.items()
    ]
    return voice.say("answer.depends-definition", cases=voice.say("list.clause").join(clauses))
