"""What readers call things of the world and the record, and the sites that figures show."""

from collections.abc import Iterator

from outlast.present.display.voice import Voice
from outlast.present.reads import LineOdds, Outcome


def bloc_name(outcome: Outcome, key: str, voice: Voice) -> str:
    """Return a bloc's name."""
    return voice.name("bloc", key, outcome.situation.world.blocs[key].title)


def good_name(outcome: Outcome, key: str, voice: Voice) -> str:
    """Return a good's name."""
    return voice.name("good", key, outcome.situation.world.goods[key].title)


def service_name(outcome: Outcome, key: str, voice: Voice) -> str:
    """Return a service's name with its bloc."""
    service = outcome.situation.world.services[key]
    name = voice.name("service", key, service.title)
    return voice.say("name.of-bloc", name=name, bloc=bloc_name(outcome, service.bloc, voice))


def line_name(outcome: Outcome, line: LineOdds, voice: Voice) -> str:
    """Return a line's name: the service, its bloc, and the definition where there are several."""
    name = service_name(outcome, line.service, voice)
    if line.definition == "flow":
        return name
    definition = voice.say(f"definition.{line.definition}")
    return voice.say("name.defined", name=name, definition=definition)


def scenario_name(outcome: Outcome, voice: Voice) -> str:
    """Return a scenario's title."""
    scenario = outcome.situation.scenario
    return voice.name("scenario", scenario.id, scenario.title)


def summary_of(outcome: Outcome, voice: Voice) -> str:
    """Return what a scenario supposes."""
    scenario = outcome.situation.scenario
    return voice.name("summary", scenario.id, scenario.summary)


def question_name(outcome: Outcome, switch: str, voice: Voice) -> str:
    """Return a question that the record leaves open."""
    return voice.name("switch", switch, outcome.situation.timeline.switches[switch].question)


def branch_name(voice: Voice, question: str, branch: str) -> str:
    """Return an answer to a question, of the record or of how the world works."""
    return voice.name("answer", f"{question}.{branch}", branch.replace("-", " "))


def used_sites(outcome: Outcome) -> Iterator[tuple[int, str, str]]:
    """Yield site, bloc and good where a bloc of a side uses a good, in the order of the blocs."""
    plan, names, world = outcome.lowered.plan, outcome.lowered.names, outcome.situation.world
    for bloc, declared in world.blocs.items():
        for site, key in enumerate(names.sites):
            place = world.sites[key]
            if place.bloc == bloc and declared.side is not None and plan.site_inflow0[site] > 0:
                yield site, bloc, place.good


def is_installed(outcome: Outcome, good: str) -> bool:
    """Say whether a good is installed as it comes, so that its stock is compute and no cover."""
    return outcome.situation.world.goods[good].performance is not None
