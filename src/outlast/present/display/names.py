"""The names that readers know: of blocs, goods, services, sides, questions and scenarios."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    # names of facts need no results, which are heavy
    from outlast.facts import Gap, Ledger
    from outlast.present.display.voice import Voice
    from outlast.results import LineOdds, Results
    from outlast.scenario.load import Situation


PRIOR: Final = re.compile(r"prior ([a-z0-9-]+)")
"""The most frequent stand-in of a gap: one prior, by its key."""


class Sided(Protocol):
    """Something with two sides: results, or an answer that was computed elsewhere."""

    @property
    def situation(self) -> Situation:
        """The scenario with its contest."""
        ...

    @property
    def sides(self) -> tuple[str, str]:
        """The two sides, in the order of the record."""
        ...


def bloc_name(results: Results, key: str, voice: Voice) -> str:
    """Return a bloc's name."""
    return voice.name("bloc", key, results.situation.world.blocs[key].title)


def good_name(results: Results, key: str, voice: Voice) -> str:
    """Return a good's name."""
    return voice.name("good", key, results.situation.world.goods[key].title)


def service_name(results: Results, key: str, voice: Voice) -> str:
    """Return a service's name with its bloc."""
    service = results.situation.world.services[key]
    name = voice.name("service", key, service.title)
    return voice.say("name.of-bloc", name=name, bloc=bloc_name(results, service.bloc, voice))


def line_name(results: Results, line: LineOdds, voice: Voice) -> str:
    """Return a line's name: the service, its bloc, and the definition where there are several."""
    name = service_name(results, line.service, voice)
    if line.definition == "flow":
        return name
    definition = voice.say(f"definition.{line.definition}")
    return voice.say("name.defined", name=name, definition=definition)


def set_name(results: Results, key: str, voice: Voice) -> str:
    """Return the name of a set of services."""
    return voice.name("set", key, results.service_set(key).title)


def side_name(results: Sided, key: str, voice: Voice) -> str:
    """Return a side as it stands within a sentence."""
    return voice.side(key, results.situation.timeline.sides[key].title)


def side_names(results: Sided, voice: Voice) -> tuple[str, str]:
    """Return both sides as they stand within a sentence, in the order of the record."""
    one, other = (side_name(results, key, voice) for key in results.sides)
    return one, other


def end_names(results: Results, voice: Voice) -> tuple[str, str, str, str]:
    """Return the ways in which a future ends, for a legend, in the order of their codes."""
    one, other = side_names(results, voice)
    return (
        voice.say("end.first", side=voice.capital(one)),
        voice.say("end.first", side=voice.capital(other)),
        voice.say("end.both"),
        voice.say("end.neither"),
    )


def contest_line(situation: Situation, voice: Voice) -> str:
    """Return the title of a scenario's contest, with the scenario's date."""
    contest = situation.origin.contest.declaration
    title = voice.name("contest", contest.id, contest.title)
    return voice.say("contest.line", contest=title, day=situation.clock.on)


def scenario_name(results: Results, voice: Voice) -> str:
    """Return a scenario's title."""
    scenario = results.situation.scenario
    return voice.name("scenario", scenario.id, scenario.title)


def scenario_summary(results: Results, voice: Voice) -> str:
    """Return the summary of a scenario's assumptions."""
    scenario = results.situation.scenario
    return voice.name("summary", scenario.id, scenario.summary)


def question_name(results: Results, switch: str, voice: Voice) -> str:
    """Return a question that the record leaves open."""
    return voice.name("switch", switch, results.situation.timeline.switches[switch].question)


def branch_name(voice: Voice, question: str, branch: str) -> str:
    """Return an answer to a question, of the record or of how the world works."""
    return voice.name("answer", f"{question}.{branch}", branch.replace("-", " "))


def source_name(ledger: Ledger, key: str, voice: Voice) -> str:
    """Return the title of a source in the reader's language, where it has one there."""
    return voice.name("source", key, ledger.sources[key].title)


def gap_name(key: str, title: str, voice: Voice) -> str:
    """Return the name of a number that nobody publishes: its own, or that of its prior."""
    return voice.name("gap", key, voice.name("prior", key.removeprefix("gap-"), title))


def gap_purpose(gap: Gap, voice: Voice) -> str:
    """Return the part of the model that waits for a number that nobody publishes."""
    return voice.name("purpose", gap.needed_for)


def gap_search(gap: Gap, voice: Voice) -> str:
    """Return where a number was sought that nobody publishes."""
    return voice.name("search", gap.searched)


def gap_stand_in(gap: Gap, voice: Voice, name: Callable[[str], str] = str) -> str:
    """Return the substitute of a number that nobody publishes, with the keys of its inputs.

    Args:
        gap: The gap.
        voice: The language.
        name: Returns the name of a prior by its key, where a prior alone stands in; else its key.
    """
    prior = PRIOR.fullmatch(gap.stand_in)
    if prior is not None:
        return voice.say("gap.prior", key=name(prior[1]))
    return voice.name("stand-in", gap.stand_in)


def verdict_name(verdict: str, voice: Voice) -> str:
    """Return the verdict on a claim."""
    return voice.say(f"verdict.{verdict.replace(' ', '-')}")


def is_installed(results: Results, good: str) -> bool:
    """Return whether a good is installed on arrival, so that its stock is compute, not cover."""
    return results.situation.world.goods[good].performance is not None
