"""Inputs: every name that a setting may have in a scenario, with range, value, role and grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from outlast.errors import InputError, nearest
from outlast.facts import Grade
from outlast.lower.draws.quantiles import draws, triangular
from outlast.scenario.adjust import Question, QuestionKind, numeric_priors, questions
from outlast.scenario.bounds import bounds_of
from outlast.scenario.fixed_shares import PREFIX, room_of, tied_shares
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior, Role
from outlast.scenario.scenario import DRAWN

MEDIAN: Final = np.array([0.5])
"""The point of a distribution that stands for it."""

OPEN_QUESTION: Final = "open question"
"""The role of a question that the record leaves open."""

TIED: Final = "tied share"
"""The role of the share of an industry that stops with a service."""

ROLES: Final = (OPEN_QUESTION, Role.LEVER, Role.ASSUMPTION, Role.DEFINITION, Role.SWITCH, TIED)
"""The roles, in the order of the list."""


@dataclass(frozen=True)
class SettableInput:
    """One name that `--set` takes, in one scenario."""

    name: str
    """The name, as `--set NAME=VALUE` takes it."""

    title: str
    role: str
    """lever, assumption or definition; an open question of the record; or a tied share."""

    value: float | str
    """The scenario's own value: a number, the median of the draws, or the answer of a question."""

    drawn: bool
    """Whether each future draws its own value until a setting fixes it."""

    unit: str
    low: float | None
    """The least number that may be set; None where nothing bounds it, and for questions."""

    high: float | None
    answers: tuple[str, ...]
    """The answers that may be set; none where it is a number."""

    grade: str
    theme: str | None = None
    """The theme of a lever."""


def inputs(situation: Situation, words: str = "") -> list[SettableInput]:
    """Return every input that can be set in a scenario, by role and name.

    Args:
        situation: The scenario.
        words: Only inputs whose name or title holds each of these words.

    Raises:
        InputError: No input holds them; the nearest name is given.
    """
    found = [
        *(_number(key, prior, situation) for key, prior in numeric_priors(situation).items()),
        *(_question(each, situation) for each in questions(situation).values()),
        *_tied(situation),
    ]
    wanted = words.casefold().split()
    chosen = [
        each
        for each in found
        if all(word in f"{each.name} {each.title} {each.theme}".casefold() for word in wanted)
    ]
    if found and not chosen:
        cure = nearest(words, [each.name for each in found])
        raise InputError.of(f'no input holds "{words}".', cure)
    return sorted(chosen, key=lambda each: (ROLES.index(each.role), each.name))


def _number(key: str, prior: Prior, situation: Situation) -> SettableInput:
    """Return the input of a prior that may be fixed at a number."""
    low, high = bounds_of(prior, situation.ledger.units)
    fixed = prior.distribution.fixed
    median = float(draws(prior.distribution, MEDIAN, prior.bounds)[0])
    return SettableInput(
        name=key,
        title=prior.title,
        role=prior.kind.value,
        value=fixed.value if fixed else median,
        drawn=fixed is None,
        unit=prior.unit,
        low=low if isfinite(low) else None,
        high=high if isfinite(high) else None,
        answers=(),
        grade=prior.grade.value,
        theme=prior.theme,
    )


def _tied(situation: Situation) -> Iterator[SettableInput]:
    """Yield the shares of industries that stop with services."""
    shares, bridge = tied_shares(situation.bridge), situation.bridge
    for name, each in shares.items():
        service = name.removeprefix(PREFIX).removesuffix(f".{each.industry}")
        industry = bridge.industries[each.industry].title if bridge else each.industry
        low, mode, high = each.share.low, each.share.mode, each.share.high
        median = mode if each.fixed else float(triangular(MEDIAN, low, mode, high)[0])
        yield SettableInput(
            name=name,
            title=f"{situation.world.services[service].title}: share of {industry}",
            role=TIED,
            value=median,
            drawn=not each.fixed,
            unit="1",
            low=0.0,
            high=room_of(name, shares),
            answers=(),
            grade=each.grade.value,
        )


def _question(question: Question, situation: Situation) -> SettableInput:
    """Return the input of a question with a few answers."""
    if question.kind is QuestionKind.SWITCH:
        role, theme = OPEN_QUESTION, None
        branches = situation.timeline.switches[question.key].branches.values()
        grades = [situation.ledger.grade(each) for each in branches]
        grade = max(grades, key=list(Grade).index).value
    else:
        prior = situation.priors[question.key]
        role, theme, grade = prior.kind.value, prior.theme, prior.grade.value
    return SettableInput(
        name=question.name.removeprefix(QuestionKind.CHOICE),
        title=question.title,
        role=role,
        value=question.shipped,
        drawn=question.shipped == DRAWN,
        unit="",
        low=None,
        high=None,
        answers=question.answers,
        grade=grade,
        theme=theme,
    )
