"""Questions with a few answers, of the record or of how the world works, that can be settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from outlast.scenario.load import Situation
from outlast.scenario.override import overridden
from outlast.scenario.prior import Distribution
from outlast.scenario.scenario import DRAWN, Override
from outlast.web.levers import WHY


class Kind(StrEnum):
    """Whose question it is; also what stands before its name in an address."""

    SWITCH = "switch."
    """One that the record leaves open."""

    CHOICE = "set."
    """A prior with a few answers."""


@dataclass(frozen=True)
class Question:
    """A question with a few answers."""

    kind: Kind
    key: str
    title: str
    answers: tuple[str, ...]
    """All answers; the first is that of the scenario as it is shipped, or that it is drawn."""

    grade: str = ""

    @property
    def name(self) -> str:
        """Its key in an address."""
        return f"{self.kind}{self.key}"

    @property
    def shipped(self) -> str:
        """The answer of the scenario as it is shipped, or that it is drawn."""
        return self.answers[0]


def questions(situation: Situation) -> dict[str, Question]:
    """Return every question that can be settled, by its key in an address."""
    fixed = situation.scenario.switches
    found = [
        Question(Kind.SWITCH, key, switch.question, _first(fixed[key], switch.branches, DRAWN))
        for key, switch in situation.timeline.switches.items()
        if key in fixed
    ]
    for key, prior in situation.priors.items():
        weights = prior.distribution.choice
        if weights and prior.sets:
            sure = [branch for branch, weight in weights.items() if weight == 1]
            answers = _first(sure[0] if sure else DRAWN, weights)
            found.append(Question(Kind.CHOICE, key, prior.title, answers, prior.grade.value))
    return {each.name: each for each in found}


def _first(shipped: str, *others: Iterable[str] | str) -> tuple[str, ...]:
    """Return answers without doubles, that of the shipped scenario first."""
    rest = [each for some in others for each in ([some] if isinstance(some, str) else some)]
    return tuple(dict.fromkeys([shipped, *rest]))


def asked(situation: Situation, answers: Mapping[str, str]) -> Situation:
    """Return a situation with questions answered, told as its scenario's own switches and priors.

    Args:
        situation: The situation.
        answers: By the question's key in an address.
    """
    if not answers:
        return situation
    switches = _of(Kind.SWITCH, answers)
    laid: dict[str, Override] = {}
    for key, answer in _of(Kind.CHOICE, answers).items():
        weights = situation.priors[key].distribution.choice or {}
        sure = {branch: float(branch == answer) for branch in weights}
        laid[key] = Override(distribution=Distribution(choice=sure), why=WHY)
    old = situation.scenario
    scenario = old.model_copy(
        update={"switches": {**old.switches, **switches}, "priors": {**old.priors, **laid}}
    )
    return replace(situation, scenario=scenario, priors=overridden(situation.priors, scenario))


def _of(kind: Kind, answers: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(kind): answer
        for name, answer in sorted(answers.items())
        if name.startswith(kind)
    }


def of_record(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions of the record, which change what a plan holds."""
    return {name: answer for name, answer in answers.items() if name.startswith(Kind.SWITCH)}


def of_priors(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions of how the world works, which move draws alone."""
    return {name: answer for name, answer in answers.items() if name.startswith(Kind.CHOICE)}
