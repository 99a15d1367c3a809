"""The answer with one headline lever moved: a whole run for each of its choices, on equal dice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from outlast.api.run import adjusted
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import run_ensemble
from outlast.ensemble.prepare import prepare, prepare_again
from outlast.errors import InputError
from outlast.lower import Lowered
from outlast.results import Results
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.headline_levers import HeadlineLever, headline_levers
from outlast.scenario.load import Situation
from outlast.scenario.scenario import DRAWN

MOST: Final = 3
"""Choices of a lever beside the shipped one; of more, the first, the last and a middle one."""


@dataclass(frozen=True)
class LeverChoice:
    """One headline lever at one choice."""

    lever: HeadlineLever
    value: str
    """The choice as a setting; empty for the scenario's own."""

    says: str
    """Its own words."""

    @property
    def setting(self) -> str:
        """The name under which it is set."""
        return self.lever.name.removeprefix(QuestionKind.CHOICE)


@dataclass(frozen=True)
class ChoiceRun:
    """A choice with the results of its run."""

    choice: LeverChoice
    results: Results


class ChoicesCancelledError(Exception):
    """The runs of choices were ended before the last."""


def lever_choices(situation: Situation) -> tuple[tuple[LeverChoice, ...], ...]:
    """Return the choices of each headline lever, the scenario's own at its place."""
    return tuple(choices_of(lever) for lever in headline_levers(situation))


def choices_of(lever: HeadlineLever) -> tuple[LeverChoice, ...]:
    """Return at most four choices of a lever, the scenario's own among them."""
    others = [(value, says) for value, says in lever.choices if value != DRAWN]
    before = sum(1 for each in lever.choices[: lever.place] if each in others)
    if len(others) > MOST:
        kept = sorted({0, len(others) // 2, len(others) - 1})
        before = sum(1 for number in kept if number < before)
        others = [others[number] for number in kept]
    found = [LeverChoice(lever, value, says) for value, says in others]
    found.insert(before, LeverChoice(lever, "", lever.says_shipped))
    return tuple(found)


def choice_runs(  # noqa: PLR0913  each is a choice of the caller's
    base: Results,
    *,
    precision: str | None = None,
    wanted: Sequence[LeverChoice] | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
) -> Iterator[ChoiceRun]:
    """Yield the run of each choice of each headline lever, as `outlast run --set` computes it.

    Args:
        base: The results with no lever moved; their futures and seed hold.
        precision: Another precision than that of the base.
        wanted: The choices to run; by default each but the scenario's own.
        threads: Threads to run on.
        progress: Called with the number of futures done, and of all.
        should_cancel: Called between blocks of futures; True ends it.

    Raises:
        ChoicesCancelledError: It was ended.
        RunError: A future failed its audit.
    """
    made, situation = base.manifest, base.situation
    if wanted is None:
        wanted = [each for row in lever_choices(situation) for each in row if each.value]
    for number, choice in enumerate(wanted):
        moved = adjusted(situation, given={choice.setting: choice.value})

        def report(done: int, of: int, before: int = number * made.futures) -> None:
            del of
            if progress is not None:
                progress(before + done, len(wanted) * made.futures)

        try:
            found = run_ensemble(
                moved,
                prepared=_prepared(base, moved, choice),
                futures=made.futures,
                seed=made.seed,
                precision=precision or made.precision,
                threads=threads,
                progress=report,
                should_cancel=should_cancel,
                counted=(),  # counts, causes and costs come from the record
            )
        except InputError:
            if should_cancel():
                raise ChoicesCancelledError from None
            raise
        if found.futures < made.futures:
            raise ChoicesCancelledError
        yield ChoiceRun(choice, replace(found, weights=base.weights))  # no setting moves a weight


def _prepared(base: Results, moved: Situation, choice: LeverChoice) -> Lowered:
    """Return a moved situation as arrays; only an open question changes more than a prior."""
    if choice.lever.name.startswith(QuestionKind.SWITCH):
        return prepare(moved)
    return prepare_again(base.lowered, moved)
