"""All settings in groups by the one who can move them: a side, the allies, the buyers, nobody."""

from dataclasses import dataclass

from outlast.present.display.voice import Voice
from outlast.scenario.adjust import Question, questions
from outlast.scenario.headline_levers import BOTH, WORLD, mover_of_prior, mover_of_question
from outlast.scenario.load import Situation
from outlast.web.sliders import Slider, sliders
from outlast.web.state import PageState


@dataclass(frozen=True)
class SettingGroup:
    """The settings that one mover can move."""

    title: str
    questions: tuple[Question, ...]
    sliders: tuple[Slider, ...]
    changed: bool
    """Whether a reader changed one of them."""


def settings_count(situation: Situation) -> int:
    """Return the number of settings."""
    return len(sliders(situation)) + len(questions(situation))


def setting_groups(situation: Situation, state: PageState, voice: Voice) -> list[SettingGroup]:
    """Return all settings in groups: the sides, both, the allies, the buyers, the world."""
    sides = situation.timeline.sides
    titles = {
        key: voice.capital(voice.say("page.moves-side", side=voice.side(key, side.title)))
        for key, side in sides.items()
    }
    titles |= {key: voice.say(f"page.moves-{key}") for key in (BOTH, "allies", "buyers", WORLD)}
    asked = [(mover_of_question(situation, each), each) for each in questions(situation).values()]
    moved = [
        (mover_of_prior(situation.priors[each.key]), each) for each in sliders(situation).values()
    ]
    groups = [
        SettingGroup(
            title,
            tuple(each for mover, each in asked if mover == key),
            tuple(each for mover, each in moved if mover == key),
            any(each.name in state.answers for mover, each in asked if mover == key)
            or any(
                {each.key, each.later} & set(state.values) for mover, each in moved if mover == key
            ),
        )
        for key, title in titles.items()
    ]
    return [group for group in groups if group.questions or group.sliders]
