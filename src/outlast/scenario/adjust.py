"""What a reader gives: priors fixed at numbers, and open questions answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite
from typing import Final

from outlast.errors import InputError, Problems, nearest
from outlast.scenario.load import Situation
from outlast.scenario.merge import overridden
from outlast.scenario.prior import Distribution, Fixed, Prior, Role
from outlast.scenario.scenario import DRAWN, Override, Scenario

WHY: Final = "given by the reader"
"""The reason of such an override, as the manifest tells it."""


class Kind(StrEnum):
    """Whose question it is; also what stands before its name where it is answered."""

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
        """Its kind and its key."""
        return f"{self.kind}{self.key}"

    @property
    def shipped(self) -> str:
        """The answer of the scenario as it is shipped, or that it is drawn."""
        return self.answers[0]


def questions(situation: Situation) -> dict[str, Question]:
    """Return every question that can be answered, by kind and key."""
    record, stated = situation.timeline, situation.scenario.switches
    entries = [each for measure in record.measures.values() for each in measure.status.values()]
    asked = {each.when.switch for each in entries if each.when}
    found = [
        Question(
            Kind.SWITCH,
            key,
            switch.question,
            _first(stated.get(key, DRAWN), switch.branches, DRAWN),
        )
        for key, switch in record.switches.items()
        if key in asked
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


def numbers(situation: Situation) -> dict[str, Prior]:
    """Return every prior that can be fixed at a number: levers and assumptions that set a row."""
    return {
        key: prior
        for key, prior in situation.priors.items()
        if prior.kind in (Role.LEVER, Role.ASSUMPTION)
        and prior.sets
        and prior.distribution.choice is None
    }


def given(situation: Situation, told: Mapping[str, str | float]) -> Situation:
    """Return a situation with what a reader gives.

    Args:
        situation: The situation.
        told: Numbers by prior, answers by prior or by `switch.` and the name of a switch.

    Raises:
        InputError: Everything that cannot be given, each with the nearest name or its limits.
    """
    open_, known = questions(situation), numbers(situation)
    names = [*known, *(each.removeprefix(Kind.CHOICE) for each in open_)]
    problems = Problems()
    values: dict[str, float] = {}
    answers: dict[str, str] = {}
    for name, text in told.items():
        key = name.removeprefix(Kind.CHOICE)
        question = open_.get(name) or open_.get(f"{Kind.CHOICE}{key}")
        if question is not None:
            if text in question.answers:
                answers[question.name] = str(text)
            else:
                what = f'"{text}" is no answer to "{name}".'
                problems.add("", 0, what, nearest(f"{text}", list(question.answers)))
        elif key not in known:
            problems.add("", 0, f'"{name}" cannot be set.', nearest(key, names))
        elif (number := _number(text, known[key])) is None:
            problems.add("", 0, f'"{name}" cannot be "{text}".', _limits(known[key]))
        else:
            values[key] = number
    problems.stop_if_any(InputError)
    return fixed(answered(situation, answers), values)


def _number(text: str | float, prior: Prior) -> float | None:
    """Return a number within the limits of a prior, if a text is one."""
    try:
        number = float(text)
    except ValueError:
        return None
    low = prior.bounds.low if prior.bounds else None
    high = prior.bounds.high if prior.bounds else None
    inside = (low is None or number >= low) and (high is None or number <= high)
    return number if isfinite(number) and inside else None


def _limits(prior: Prior) -> str:
    unit = "" if prior.unit == "1" else f", in {prior.unit}"
    bounds = prior.bounds
    if bounds is None or bounds.low is None or bounds.high is None:
        return f"Write a number{unit}."
    return f"Write a number from {bounds.low:g} to {bounds.high:g}{unit}."


def fixed(situation: Situation, values: Mapping[str, float]) -> Situation:
    """Return a situation in which priors stand at values, told as overrides of its scenario."""
    laid = {key: Distribution(fixed=Fixed(value=value)) for key, value in sorted(values.items())}
    told = {key: f"{value:.6g}" for key, value in sorted(values.items())}
    return _laid(situation, situation.scenario, laid, told)


def answered(situation: Situation, answers: Mapping[str, str]) -> Situation:
    """Return a situation with questions answered, told as its scenario's own switches and priors.

    Args:
        situation: The situation.
        answers: By kind and key.
    """
    old, laid = situation.scenario, dict[str, Distribution]()
    for key, answer in _of(Kind.CHOICE, answers).items():
        weights = situation.priors[key].distribution.choice or {}
        laid[key] = Distribution(choice={branch: float(branch == answer) for branch in weights})
    switches = _of(Kind.SWITCH, answers)
    scenario = old.model_copy(update={"switches": {**old.switches, **switches}})
    told = {name.removeprefix(Kind.CHOICE): answer for name, answer in sorted(answers.items())}
    return _laid(situation, scenario, laid, told)


def _laid(
    situation: Situation,
    scenario: Scenario,
    laid: Mapping[str, Distribution],
    told: Mapping[str, str],
) -> Situation:
    """Return a situation with distributions laid over its scenario's, and what was given."""
    if not told:
        return situation
    over = {key: Override(distribution=each, why=WHY) for key, each in laid.items()}
    scenario = scenario.model_copy(update={"priors": {**scenario.priors, **over}})
    return replace(
        situation,
        scenario=scenario,
        priors=overridden(situation.priors, scenario),
        given={**situation.given, **told},
    )


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
