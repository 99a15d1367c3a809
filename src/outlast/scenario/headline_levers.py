"""Headline levers: the few choices that stand beside an answer, and who can move each setting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from outlast.policy.forks import forks
from outlast.scenario.adjust import Question, QuestionKind, numeric_priors, questions
from outlast.scenario.load import Situation
from outlast.scenario.prior import LeverTheme, Prior, Role
from outlast.scenario.scenario import DRAWN

MOST: Final = 5
"""The largest number of choices beside an answer."""

WORLD: Final = "world"
"""Nobody moves a setting: it is an assumption."""

BOTH: Final = "both"


@dataclass(frozen=True)
class HeadlineLever:
    """A choice beside the answer: a lever with its setpoints, or a question with its answers."""

    name: str
    """As settings name it: `set.prior`, `switch.question`."""

    key: str
    title: str
    shipped: str
    """The scenario's own choice: the value of a setpoint, an answer, or that it is drawn."""

    choices: tuple[tuple[str, str], ...]
    """The other choices: the text of each as a setting, with its own words, least first."""

    place: int
    """The place of the shipped choice among the choices."""

    says_shipped: str = DRAWN
    """The words of the shipped choice."""

    drawn: bool = False
    """Whether each future draws its own value around the shipped one."""


def headline_levers(situation: Situation) -> tuple[HeadlineLever, ...]:
    """Return the choices beside the answer of a scenario, at most five.

    The contest's own data name them. If they name none, these are the first open question of the
    record and the first lever with setpoints of each theme, in the order of themes.
    """
    declared = situation.origin.contest.declaration.headline_levers
    known = {each.name: each for each in _choices(situation)}
    names = [name for name in declared if name in known] or list(_by_rule(situation, known))
    return tuple(known[name] for name in names[:MOST])


def _by_rule(situation: Situation, known: dict[str, HeadlineLever]) -> Iterator[str]:
    """Yield the first open question, then a lever of each theme."""
    yield from [name for name in known if name.startswith(QuestionKind.SWITCH)][:1]
    for theme in LeverTheme:
        levers = [
            f"{QuestionKind.CHOICE}{key}"
            for key, prior in situation.priors.items()
            if prior.kind is Role.LEVER and prior.theme is theme
        ]
        yield from [name for name in levers if name in known][:1]


def _choices(situation: Situation) -> Iterator[HeadlineLever]:
    """Yield every question of the record and every lever with setpoints as a choice."""
    for question in questions(situation).values():
        if question.kind is QuestionKind.SWITCH:
            branches = tuple((each, each) for each in question.answers if each != question.shipped)
            yield HeadlineLever(
                question.name, question.key, question.title, question.shipped, branches, 0
            )
    for key, prior in numeric_priors(situation).items():
        if prior.kind is Role.LEVER and prior.stops:
            yield _lever(key, prior)


def _lever(key: str, prior: Prior) -> HeadlineLever:
    """Return a lever as a choice; the setpoint at which it stands is the shipped choice."""
    stands = prior.distribution.middle
    at = [stop.at for stop in prior.stops]
    place = at.index(stands) if stands in at else 0
    shipped = f"{stands:g}" if stands in at else DRAWN
    choices = tuple((f"{stop.at:g}", stop.says) for stop in prior.stops if stop.at != stands)
    name, drawn = f"{QuestionKind.CHOICE}{key}", prior.distribution.fixed is None
    says = prior.stops[place].says if stands in at else DRAWN
    return HeadlineLever(name, key, prior.title, shipped, choices, place, says, drawn)


def mover_of_prior(prior: Prior) -> str:
    """Return the mover of a prior: a side, both, the allies, the buyers, or nobody (`world`)."""
    if prior.kind is not Role.LEVER:
        return WORLD
    return prior.moved_by or BOTH


def mover_of_question(situation: Situation, question: Question) -> str:
    """Return the mover of an open question: the side whose measures it decides, or both."""
    if question.kind is not QuestionKind.SWITCH:
        return WORLD
    measures = situation.timeline.measures
    sides = {
        measures[each].side
        for fork in forks(situation.timeline)
        if fork.switch == question.key
        for each in fork.measures
    }
    return sides.pop() if len(sides) == 1 else BOTH
