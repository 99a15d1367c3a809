"""Settings of a reader: priors fixed at numbers, and open questions answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, StrEnum, auto
from math import inf
from numbers import Real
from typing import Final

from outlast.errors import InputError, Problems, nearest
from outlast.facts.bounds import cure_of, exact_text, share_of
from outlast.scenario.bounds import bounds_of, in_bounds, refusal
from outlast.scenario.distribution import Distribution, Fixed
from outlast.scenario.fixed_shares import PREFIX, room_of, tied_shares, with_shares
from outlast.scenario.from_date import PREFIX as FROM_DATE
from outlast.scenario.from_date import levers_from_date
from outlast.scenario.load import Situation
from outlast.scenario.merge import with_overrides
from outlast.scenario.prior import Prior, Role
from outlast.scenario.scenario import DRAWN, RECORD_ONLY, Override, Scenario

WHY: Final = "given by the reader"
"""The reason that the scenario's override of a prior states, in the manifest too."""

MOVES: Final = "moves"
"""The name of the setting that draws the moves of the states, or lets the record stand still."""

MOST_LETTERS: Final = 60
"""The letters of a reader's text that a message repeats at most."""


class QuestionKind(StrEnum):
    """The owner of a question; its value is the prefix of the question's name."""

    SWITCH = "switch."
    """The record leaves it open."""

    CHOICE = "set."
    """A prior leaves it open, which has a few answers instead of a number."""


@dataclass(frozen=True)
class Question:
    """A question with a few answers."""

    kind: QuestionKind
    key: str
    title: str
    shipped: str
    """The answer of the scenario as it is shipped: a branch, or that it is drawn."""

    answers: tuple[str, ...]
    """All answers, the shipped one first."""

    grade: str = ""

    @property
    def name(self) -> str:
        """The kind's prefix and the key."""
        return f"{self.kind}{self.key}"


class RefusalReason(Enum):
    """The reason for which a setting cannot be used."""

    UNKNOWN_NAME = auto()
    UNKNOWN_ANSWER = auto()
    OUT_OF_BOUNDS = auto()
    """It is no number, or a number beyond the bounds of its prior."""


@dataclass(frozen=True)
class RefusedSetting:
    """A setting that cannot be used, with everything that a message about it needs."""

    reason: RefusalReason
    name: str
    """The name as the reader wrote it."""

    text: str
    """The value as the reader wrote it, shortened."""

    known: tuple[str, ...] = ()
    """The names or answers that would be right."""

    bounds: tuple[float, float] = (-inf, inf)
    """The bounds that the number leaves."""

    unit: str = "1"
    """The unit of the number."""

    number: float | None = None
    """The number; None where the text is none. Per cent count as their number: 60 for "60 %"."""

    @property
    def key(self) -> str:
        """The name without the prefix of a prior."""
        return self.name.removeprefix(QuestionKind.CHOICE)

    @property
    def share(self) -> float | None:
        """The share that was probably meant in per cent."""
        return None if self.number is None else share_of(self.number, *self.bounds, self.unit)


@dataclass(frozen=True)
class Settings:
    """The settings that can be used."""

    values: Mapping[str, float]
    """Numbers by prior."""

    answers: Mapping[str, str]
    """Answers by the name of a question, and tied shares as texts: both may change the plan."""


def questions(situation: Situation) -> dict[str, Question]:
    """Return every question that a reader can answer, by its name."""
    record, stated = situation.timeline, situation.scenario.switches
    entries = [each for measure in record.measures.values() for each in measure.status.values()]
    in_use = {each.when.switch for each in entries if each.when}
    found: list[Question] = []
    for key, switch in record.switches.items():
        if key in in_use:
            shipped = stated.get(key, DRAWN)
            answers = _distinct((shipped, *switch.branches, DRAWN))
            found.append(Question(QuestionKind.SWITCH, key, switch.question, shipped, answers))
    for key, prior in situation.priors.items():
        weights = prior.distribution.choice
        if weights and prior.sets:
            certain = [branch for branch, weight in weights.items() if weight == 1]
            shipped = certain[0] if certain else DRAWN
            answers = _distinct((shipped, *weights))
            grade = prior.grade.value
            found.append(Question(QuestionKind.CHOICE, key, prior.title, shipped, answers, grade))
    return {each.name: each for each in found}


def _distinct(answers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answers))


def numeric_priors(situation: Situation) -> dict[str, Prior]:
    """Return every prior that a reader can fix at a number.

    These are the levers and assumptions that set a row of the draw and are not choices.
    """
    return {
        key: prior
        for key, prior in situation.priors.items()
        if prior.kind in (Role.LEVER, Role.ASSUMPTION)
        and prior.sets
        and prior.distribution.choice is None
    }


def read_settings(
    situation: Situation, pairs: Iterable[tuple[str, str | float]]
) -> tuple[Settings, list[RefusedSetting]]:
    """Return the settings that can be used, and those that cannot.

    Args:
        situation: The scenario that they adjust.
        pairs: Names and values. A prior's name may have the prefix `set.`; the name of a question
            of the record has the prefix `switch.`, that of a lever which moves on the scenario's
            date `from-date.`.
    """
    pairs = list(pairs)
    by_name, priors = questions(situation), numeric_priors(situation)
    if any(FROM_DATE in f"{name}" for name, _ in pairs):
        priors |= levers_from_date(situation.priors)
    units = situation.ledger.units
    shares = tied_shares(with_shares(situation.bridge, _given_shares(pairs)))
    known = (*priors, *(each.removeprefix(QuestionKind.CHOICE) for each in by_name), *shares)
    values: dict[str, float] = {}
    answers: dict[str, str] = {}
    refused: list[RefusedSetting] = []
    for given, value in pairs:
        name, text = f"{given}", shortened(_text(value))
        key = name.removeprefix(QuestionKind.CHOICE)
        question = by_name.get(name) or by_name.get(f"{QuestionKind.CHOICE}{key}")
        if question is not None and text in question.answers:
            answers[question.name] = text
        elif question is not None:
            reason = RefusalReason.UNKNOWN_ANSWER
            refused.append(RefusedSetting(reason, name, text, question.answers))
        elif key in shares:
            share, most = number_of(value), room_of(key, shares)
            if share is not None and 0 <= share <= most:
                answers[f"{QuestionKind.CHOICE}{key}"] = exact_text(share)
            else:
                reason = RefusalReason.OUT_OF_BOUNDS
                refused.append(RefusedSetting(reason, name, text, (), (0.0, most), "1", share))
        elif key not in priors:
            refused.append(RefusedSetting(RefusalReason.UNKNOWN_NAME, name, text, known))
        elif (number := number_of(value)) is not None and in_bounds(number, priors[key], units):
            values[key] = number
        else:
            reason, unit = RefusalReason.OUT_OF_BOUNDS, priors[key].unit
            bounds = bounds_of(priors[key], units)
            meant = number_of(text.rstrip().removesuffix("%")) if number is None else number
            refused.append(RefusedSetting(reason, name, text, (), bounds, unit, meant))
    return Settings(values, answers), refused


def _given_shares(pairs: Iterable[tuple[str, str | float]]) -> dict[str, float]:
    """Return the tied shares among settings, where they are shares: each leaves room for others."""
    named = ((f"{name}".removeprefix(QuestionKind.CHOICE), number_of(each)) for name, each in pairs)
    return {
        name: share
        for name, share in named
        if name.startswith(PREFIX) and share is not None and 0 <= share <= 1
    }


def number_of(value: object) -> float | None:
    """Return a value as a number: a number of any library, or text that writes one; else None.

    A truth is no number, and a whole number too great for floating point is none either.
    """
    if isinstance(value, bool) or not isinstance(value, str | Real | Decimal):
        return None
    if isinstance(value, str) and (not value.isascii() or "_" in value):
        return None
    try:
        return float(value) + 0.0  # no sign before a zero
    except (OverflowError, ValueError):
        return None


def shortened(text: str) -> str:
    """Return a reader's text as a message repeats it, at most `MOST_LETTERS` letters."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _text(value: object) -> str:
    """Return a value as it was written; a whole number of thousands of digits by its size."""
    try:
        return exact_text(value) if isinstance(value, float) else f"{value}"
    except ValueError:
        return "a whole number of thousands of digits"


def with_settings(situation: Situation, settings: Mapping[str, str | float]) -> Situation:
    """Return a situation with a reader's settings.

    Args:
        situation: The situation.
        settings: Numbers by prior, answers by prior or by `switch.` and the name of a switch.

    Raises:
        InputError: All settings that cannot be used, each with the nearest name or its bounds.
    """
    problems = Problems()
    if MOVES in settings:
        try:
            situation = with_moves(situation, f"{settings[MOVES]}")
        except InputError as refusal_of_moves:
            problems.found.extend(refusal_of_moves.problems)
    settings = {key: each for key, each in settings.items() if key != MOVES}
    usable, refused = read_settings(situation, settings.items())
    for key in settings:
        if f"{QuestionKind.CHOICE}{key}" in settings:
            problems.add("", 0, f'"{key}" is set twice.', f'Leave "set.{key}" out.')
    for each in refused:
        match each.reason:
            case RefusalReason.UNKNOWN_NAME if not each.text:
                problems.add("", 0, f'"{each.name}" sets nothing.', "Write NAME=VALUE.")
            case RefusalReason.UNKNOWN_NAME:
                cure = nearest(each.name.removeprefix(QuestionKind.CHOICE), each.known)
                problems.add("", 0, f'"{each.name}" cannot be set.', cure)
            case RefusalReason.UNKNOWN_ANSWER:
                what = f'"{each.text}" is no answer to "{each.name}".'
                problems.add("", 0, what, nearest(each.text, each.known))
            case RefusalReason.OUT_OF_BOUNDS:
                cure = cure_of(each.number, *each.bounds, each.unit)
                problems.add("", 0, refusal(each.key, each.text), cure)
    problems.stop_if_any(InputError)
    return with_values(with_answers(situation, usable.answers), usable.values)


def with_moves(situation: Situation, moves: str) -> Situation:
    """Return a situation that draws the moves of the states, or lets the record stand still.

    Args:
        situation: The situation.
        moves: `drawn` or `record-only`.

    Raises:
        InputError: The contest has no process from which to draw, or there is no such word.
    """
    contest = situation.origin.contest
    if moves not in (DRAWN, RECORD_ONLY):
        cure = nearest(moves, [DRAWN, RECORD_ONLY])
        raise InputError.of(f'"{shortened(moves)}" is no way to treat moves.', cure)
    if moves == DRAWN and contest.moves is None:
        what = f'the contest "{contest.declaration.id}" has no fitted process of moves.'
        raise InputError.of(what, f"It answers {RECORD_ONLY}: leave moves out.")
    if moves == situation.scenario.moves:
        return situation
    scenario = situation.scenario.model_copy(update={"moves": moves})
    return replace(
        situation,
        scenario=scenario,
        moves=contest.moves if moves == DRAWN else None,
        given={**situation.given, MOVES: moves},
        unset=situation.unset or situation,
    )


def without_moves(situation: Situation) -> Situation:
    """Return a situation in which no state moves after the last known day."""
    return with_moves(situation, RECORD_ONLY)


def with_values(situation: Situation, values: Mapping[str, float]) -> Situation:
    """Return a situation in which priors stand at values, as overrides of its scenario.

    The values keep all their digits, so that the manifest of a run reproduces its digest.
    """
    pairs = sorted((key, float(value)) for key, value in values.items())
    distributions = {key: Distribution(fixed=Fixed(value=value)) for key, value in pairs}
    texts = {key: exact_text(value) for key, value in pairs}
    return _overridden(situation, situation.scenario, distributions, texts)


def with_answers(situation: Situation, answers: Mapping[str, str]) -> Situation:
    """Return a situation with questions answered, as switches and priors of its scenario.

    A tied share is fixed in the bridge, and stands among the priors of the scenario, so that the
    digest holds it.

    Args:
        situation: The situation.
        answers: By the names of the questions.
    """
    old, distributions = situation.scenario, dict[str, Distribution]()
    shares: dict[str, float] = {}
    for key, answer in _of_kind(QuestionKind.CHOICE, answers).items():
        if key.startswith(PREFIX):
            shares[key] = float(answer)
            distributions[key] = Distribution(fixed=Fixed(value=shares[key]))
            continue
        if answer == DRAWN:  # only where the scenario leaves it open, so that nothing changes
            continue
        weights = situation.priors[key].distribution.choice or {}
        certain = {branch: float(branch == answer) for branch in weights}
        distributions[key] = Distribution(choice=certain)
    switches = _of_kind(QuestionKind.SWITCH, answers)
    scenario = old.model_copy(update={"switches": {**old.switches, **switches}})
    texts = {
        name.removeprefix(QuestionKind.CHOICE): answer for name, answer in sorted(answers.items())
    }
    changed = _overridden(situation, scenario, distributions, texts)
    return replace(changed, bridge=with_shares(situation.bridge, shares)) if shares else changed


def _overridden(
    situation: Situation,
    scenario: Scenario,
    distributions: Mapping[str, Distribution],
    texts: Mapping[str, str],
) -> Situation:
    """Return a situation whose scenario overrides priors, with the settings as texts."""
    if not texts:
        return situation
    overrides = {key: Override(distribution=each, why=WHY) for key, each in distributions.items()}
    scenario = scenario.model_copy(update={"priors": {**scenario.priors, **overrides}})
    return replace(
        situation,
        scenario=scenario,
        priors=with_overrides(situation.priors, scenario),
        given={**situation.given, **texts},
        unset=situation.unset or situation,
    )


def _of_kind(kind: QuestionKind, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions of one kind, by key."""
    return {
        name.removeprefix(kind): answer
        for name, answer in sorted(answers.items())
        if name.startswith(kind)
    }


def plan_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that change the plan of a run: those of the record, and tied shares."""
    kinds = (QuestionKind.SWITCH, f"{QuestionKind.CHOICE}{PREFIX}")
    return {name: each for name, each in answers.items() if name.startswith(kinds)}
