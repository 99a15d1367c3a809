"""The choices beside the answer: five headline levers as buttons, each with its known effect."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from typing import TypeAlias

from outlast.api.shipped_answers import ShippedAnswer
from outlast.facts.bounds import exact_text
from outlast.present.comparison import counted_change, signed
from outlast.present.display.voice import Voice
from outlast.present.lever_words import choice_words, lever_title, whole_title
from outlast.present.outcomes import short_sides
from outlast.results import Results
from outlast.results.odds import Z_95, standard_error
from outlast.results.weights import weighted_mean
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.from_date import from_date_name, levers_from_date
from outlast.scenario.headline_levers import HeadlineLever, headline_levers
from outlast.scenario.load import Situation
from outlast.scenario.scenario import DRAWN
from outlast.web.cache import ShouldCancel
from outlast.web.dot_picture import DealtDots
from outlast.web.state import FIRST_FUTURES, PageState
from outlast.web.work import Work


@dataclass(frozen=True)
class Choice:
    """One button."""

    value: str
    """The setting; empty for the scenario's own choice."""

    label: str
    checked: bool


@dataclass(frozen=True)
class Card:
    """One headline lever as a row of buttons."""

    name: str
    title: str
    """Its short title."""

    about: str
    """Its title in full."""

    choices: tuple[Choice, ...]
    effect: str
    """The choice that changes most, by itself, in a line; empty until it is known."""


@dataclass(frozen=True)
class ChoiceCounts:
    """The shipped answer with one headline lever moved, in no language: cached for all of them."""

    shares: tuple[float, float, float, float]
    """By end, in the order of their codes."""

    changes: tuple[float, float]
    """For each side, of the share in which it breaks first, on equal dice."""

    clear: tuple[bool, bool]
    """Whether each change lies outside its 95 % interval around zero."""


@dataclass(frozen=True)
class ChoiceEffect:
    """The counts with one headline lever moved, in the words of one language."""

    lever: str
    """The name of the setting."""

    value: str
    name: str
    """The lever in the reader's language."""

    setpoint: str
    """The choice in the reader's language."""

    sides: tuple[str, str]
    shares: tuple[float, float, float, float]
    """By end, in the order of their codes."""

    changes: tuple[float, float]
    """For each side, of the share in which it breaks first."""

    clear: tuple[bool, bool]
    """Whether each change lies outside its 95 % interval around zero."""

    @property
    def largest(self) -> float:
        """The larger change of the two sides."""
        return max(map(abs, self.changes))

    def in_words(self, voice: Voice) -> str:
        """Return the effect on the side that it changes more."""
        if not any(self.clear):
            return voice.say("page.effect-none", choice=self.setpoint)
        at = max((0, 1), key=lambda side: abs(self.changes[side]))
        change = counted_change(self.shares[at], self.shares[at] - self.changes[at])
        if not change:
            return voice.say("page.effect-none", choice=self.setpoint)
        return voice.say(
            "page.effect",
            choice=self.setpoint,
            side=self.sides[at],
            p=voice.hundred(self.shares[at]),
            change=signed(change),
        )


def cards(
    work: Work, state: PageState, voice: Voice, effects: tuple[ChoiceEffect, ...]
) -> tuple[Card, ...]:
    """Return the headline levers of a state as rows of buttons."""
    return tuple(
        _card(lever, state, voice, [each for each in effects if each.lever == lever.name])
        for lever in _levers(work, state)
    )


def _levers(work: Work, state: PageState) -> Iterator[HeadlineLever]:
    """Yield the headline levers; on the date, each lever by its name there."""
    situation = work.situation(state.scenario)
    later = levers_from_date(situation.priors) if state.on_date else {}
    for lever in headline_levers(situation):
        name = from_date_name(lever.key)
        yield replace(lever, name=f"{QuestionKind.CHOICE}{name}") if name in later else lever


def _card(
    lever: HeadlineLever, state: PageState, voice: Voice, effects: list[ChoiceEffect]
) -> Card:
    """Return one headline lever as a row of buttons."""
    key = lever.name.removeprefix(QuestionKind.CHOICE)
    at = exact_text(state.values[key]) if key in state.values else state.answers.get(lever.name, "")
    label = choice_words(lever, "", lever.says_shipped, voice)
    found = [
        Choice(value, choice_words(lever, value, says, voice), checked=value == at)
        for value, says in lever.choices
    ]
    found.insert(lever.place, Choice("", label, checked=not at or at == lever.shipped))
    if not any(each.checked for each in found):
        found.append(Choice(at, at, checked=True))
    best = max(effects, key=lambda each: each.largest, default=None)
    return Card(
        lever.name,
        lever_title(lever, voice),
        whole_title(lever, voice),
        tuple(found),
        best.in_words(voice) if best else "",
    )


def moved_by(lever: HeadlineLever, value: str, state: PageState) -> PageState:
    """Return a state with one headline lever at a choice."""
    if lever.name.startswith(QuestionKind.SWITCH):
        return replace(state, answers={**state.answers, lever.name: value})
    key = lever.name.removeprefix(QuestionKind.CHOICE)
    return replace(state, values={**state.values, key: float(value)})


def shipped_state(state: PageState) -> PageState:
    """Return a state as shipped, for a first answer: no setting, few futures."""
    futures = min(state.futures, FIRST_FUTURES)
    return replace(state, values={}, answers={}, futures=futures, notes=())


def choice_states(work: Work, state: PageState) -> Iterator[tuple[HeadlineLever, str, PageState]]:
    """Yield each choice of each headline lever with the shipped state that it moves."""
    shipped = shipped_state(state)
    for lever in _levers(work, state):
        for value, _ in lever.choices:
            if value != DRAWN:
                yield lever, value, moved_by(lever, value, shipped)


Render: TypeAlias = Callable[[PageState, Results], str]
"""Returns the first screen of a state and its results as HTML."""

EffectKey: TypeAlias = tuple[str, int, int, str, str]


def effect_key(state: PageState, lever: HeadlineLever, value: str) -> EffectKey:
    """Return the key under which the counts of a choice are cached: it holds no language."""
    futures = min(state.futures, FIRST_FUTURES)
    return (state.scenario, state.seed, futures, lever.name, value)


def as_shipped(state: PageState) -> PageState:
    """Return a state without any setting."""
    return replace(state, values={}, answers={}, notes=())


def known_effects(work: Work, state: PageState, voice: Voice) -> tuple[ChoiceEffect, ...]:
    """Return the effects of choices that are computed already."""
    at_release = work.shipped(as_shipped(state))
    sides = _sides(work.situation(state.scenario), voice)
    found = [
        (lever, value, work.choice_effects.find(effect_key(state, lever, value)))
        for lever, value, _ in choice_states(work, state)
    ]
    return tuple(
        _worded(lever, value, _as_released(lever, value, counts, at_release), sides, voice)
        for lever, value, counts in found
        if counts is not None
    )


def _sides(situation: Situation, voice: Voice) -> tuple[str, str]:
    return short_sides(DealtDots(situation, (), ()), voice)


def _worded(
    lever: HeadlineLever, value: str, counts: ChoiceCounts, sides: tuple[str, str], voice: Voice
) -> ChoiceEffect:
    """Return the counts of a choice in the words of a language."""
    says = dict(lever.choices)[value]
    return ChoiceEffect(
        lever.name,
        value,
        lever_title(lever, voice),
        choice_words(lever, value, says, voice),
        sides,
        counts.shares,
        counts.changes,
        counts.clear,
    )


def all_effects(work: Work, state: PageState, voice: Voice) -> tuple[ChoiceEffect, ...]:
    """Return the effect of every choice: computed here, or by the release; none until all are.

    Some of them would name the choice that changes most among those that happen to be computed.
    """
    found = known_effects(work, state, voice)
    if len(found) == sum(1 for _ in choice_states(work, state)):
        return found
    at_release = None if state.on_date else work.shipped(as_shipped(state))
    if at_release is None:
        return ()
    situation = work.situation(state.scenario)
    return released_effects(situation, at_release, _sides(situation, voice), voice)


def shown_effects(work: Work, state: PageState, voice: Voice) -> tuple[ChoiceEffect, ...]:
    """Return the effect of every choice, or of those that are computed so far."""
    return all_effects(work, state, voice) or known_effects(work, state, voice)


def released_effects(
    situation: Situation, at_release: ShippedAnswer, sides: tuple[str, str], voice: Voice
) -> tuple[ChoiceEffect, ...]:
    """Return the effects that the release computed, before any is computed here.

    A change counts as clear if it is so even between futures of different luck, which is the
    harder test: the futures themselves are not shipped.

    Args:
        situation: The scenario.
        at_release: Its shipped answer.
        sides: The two sides in the reader's language.
        voice: The language.
    """
    levers = {
        each.name.removeprefix(QuestionKind.CHOICE): each for each in headline_levers(situation)
    }
    found: list[ChoiceEffect] = []
    for setting, value, shares in at_release.effects:
        lever = levers.get(setting)
        says = dict(lever.choices).get(value) if lever else None
        if lever is None or says is None:
            continue
        found.append(_worded(lever, value, _released(at_release, shares), sides, voice))
    return tuple(found)


def _released(at_release: ShippedAnswer, shares: tuple[float, ...]) -> ChoiceCounts:
    """Return the counts of a choice as the release computed them, and which change is clear."""
    first, second, same, neither = shares
    before, futures = at_release.shares, int(at_release.made["futures"])
    changes = (first - before[0], second - before[1])
    spread = [
        sqrt((was * (1 - was) + now * (1 - now)) / futures)
        for was, now in ((before[0], first), (before[1], second))
    ]
    clear = (abs(changes[0]) > Z_95 * spread[0], abs(changes[1]) > Z_95 * spread[1])
    return ChoiceCounts((first, second, same, neither), changes, clear)


def _as_released(
    lever: HeadlineLever, value: str, counts: ChoiceCounts, at_release: ShippedAnswer | None
) -> ChoiceCounts:
    """Return the counts of the release where it has them: it ran as many futures as the answer.

    They are judged as they were before any choice was computed here, so that no row comes or goes.
    """
    if at_release is None:
        return counts
    moved = (lever.name.removeprefix(QuestionKind.CHOICE), value)
    found = {(setting, to): shares for setting, to, shares in at_release.effects}
    return _released(at_release, found[moved]) if moved in found else counts


def choice_sight(  # noqa: PLR0913  each is a part of one choice
    work: Work,
    state: PageState,
    chosen: tuple[HeadlineLever, str, PageState],
    voice: Voice,
    should_cancel: ShouldCancel,
    *,
    render: Render,
) -> str:
    """Return the first screen with one choice as HTML, and keep the counts of the choice.

    Args:
        work: The runs and caches.
        state: The state beside which the choice stands.
        chosen: The lever, the choice, and the shipped state with it.
        voice: The language.
        should_cancel: Asked between blocks of futures.
        render: Returns the first screen of a state and its results as HTML.

    Raises:
        RunError: A future failed its audit.
        ClientGone: The client left.
    """
    lever, value, there = chosen
    key = effect_key(state, lever, value)

    def count() -> ChoiceCounts:
        before = work.moved(shipped_state(state), should_cancel)
        return _counts(before, work.moved(there, should_cancel))

    work.choice_effects.get(key, count, should_cancel)
    return work.choice_sights.get(
        (*key, voice.language),
        lambda: render(there, work.moved(there, should_cancel)),
        should_cancel,
    )


def _counts(run_before: Results, run_after: Results) -> ChoiceCounts:
    """Return the counts of a run, and their change from another with the same luck."""
    before, after = run_before.first_breaks(), run_after.first_breaks()
    change = after.indicators[:, :2] - before.indicators[:, :2]
    weights = after.weights
    means = [float(weighted_mean(change[:, at], weights)) for at in (0, 1)]
    clear = [abs(means[at]) > Z_95 * standard_error(change[:, at], weights) for at in (0, 1)]
    return ChoiceCounts(after.shares, (means[0], means[1]), (clear[0], clear[1]))
