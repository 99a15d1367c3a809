"""Sensitivity for a program: the groups of inputs that decide an answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.notebook_progress import progress_here
from outlast.api.pictured import Pictured, fields_of
from outlast.api.run import load
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.task_executor import On, task_executor
from outlast.present.display.voice import voice_of
from outlast.present.view import View
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation
from outlast.study.sensitivity import FUTURES, Sensitivity
from outlast.study.sensitivity import sensitivity as study
from outlast.study.sensitivity_export import keep


@dataclass(frozen=True, repr=False)
class SensitivityAnswer(Sensitivity, Pictured):
    """The effect of every group of inputs, with its picture."""

    situation: Situation
    """The scenario that was studied."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the part of each side's chance that each group decides; see `Pictured.figure`."""
        from outlast.present.sensitivity_figure import sensitivity_figure  # noqa: PLC0415  heavy

        return sensitivity_figure(self, self.situation, voice_of(self.situation, language))


@with_default_arithmetic
def sensitivity(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Path | Situation | None = None,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    given: Mapping[str, str | float] | None = None,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
    on: On = None,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
) -> SensitivityAnswer | None:
    """Return the effect of every group of inputs, or None if cancelled; a whole study is kept.

    Args:
        scenario: As for `load`, or a scenario that was loaded.
        futures: How many futures each of two samples has, in single precision.
        seed: The seed of their luck.
        given: As for `load`; what it fixes has no effect of its own.
        contest: As for `load`.
        overlays: As for `load`.
        as_recorded: As for `load`.
        on: Where the samples are computed; see `run`.
        progress: Told how many futures are run, and of how many.
        should_cancel: Called between blocks of futures; true ends it.

    Raises:
        InputError: The request cannot be run.
        RunError: A future failed its audit.
    """
    asked = Arguments()
    asked.load(scenario, contest, overlays, given, None)
    futures, seed = asked.futures(futures), asked.seed(seed)
    asked.functions(progress=progress, should_cancel=should_cancel)
    asked.elsewhere(on)
    asked.stop_if_any()
    progress = progress_here(progress, "futures")
    situation = load(
        scenario, given=given, contest=contest, overlays=overlays, as_recorded=as_recorded
    )
    with task_executor(on) as executor:
        found = study(
            situation,
            futures=futures,
            seed=seed,
            progress=progress,
            should_cancel=should_cancel,
            executor=executor,
        )
    if found is None:
        return None
    keep(found)
    return SensitivityAnswer(**fields_of(found), situation=situation)
