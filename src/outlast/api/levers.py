"""Levers for a program: the effect of each lever at each of its setpoints."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import former_arguments, takes_lang
from outlast.api.notebook_progress import progress_here
from outlast.api.pictured import Pictured, fields_of
from outlast.api.run import load
from outlast.api.weights import lever_weights
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.task_executor import On, task_executor
from outlast.present.display.voice import voice_of
from outlast.present.view import View
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation
from outlast.study.lever_effects import FUTURES, LeverEffects, lever_effects


@dataclass(frozen=True, repr=False)
class Levers(LeverEffects, Pictured):
    """Every lever at its setpoints, with its picture."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the effect of each lever at its setpoints; see `Pictured.figure`."""
        from outlast.present.views.levers import levers as view_of  # noqa: PLC0415  heavy

        return view_of(self, voice_of(self.base.situation, language))


@former_arguments(stop="should_cancel")
@with_default_arithmetic
def levers(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Path | Situation | None = None,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    given: Mapping[str, str | float] | None = None,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
    from_date: bool = False,
    on: On = None,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
) -> Levers | None:
    """Return the effect of every lever, or None if cancelled.

    Args:
        scenario: As for `load`, or a scenario that was loaded.
        futures: How many futures, in single precision.
        seed: The seed of their luck.
        given: As for `load`; levers are moved from there.
        contest: As for `load`.
        overlays: As for `load`.
        as_recorded: As for `load`.
        from_date: Whether each lever moves on the scenario's date, and the past stays as it was.
        on: Where the stops are computed; see `run`.
        progress: Told how many stops are tried, and of how many.
        should_cancel: Called between blocks of futures; true ends it.

    Raises:
        InputError: What was asked for cannot be run.
        RunError: A future failed its audit.
    """
    asked = Arguments()
    asked.load(scenario, contest, overlays, given, None)
    futures, seed = asked.futures(futures), asked.seed(seed)
    asked.functions(progress=progress, should_cancel=should_cancel)
    asked.elsewhere(on)
    asked.stop_if_any()
    progress = progress_here(progress, "levers")
    situation = load(
        scenario, given=given, contest=contest, overlays=overlays, as_recorded=as_recorded
    )
    with task_executor(on) as executor:
        found = lever_effects(
            situation,
            futures=futures,
            seed=seed,
            from_date=from_date,
            weights=lever_weights(situation, futures, seed, should_cancel),
            progress=progress,
            should_cancel=should_cancel,
            executor=executor,
        )
    return None if found is None else Levers(**fields_of(found))
