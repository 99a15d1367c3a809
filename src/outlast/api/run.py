"""Running a scenario: from its name, through checks and the ensemble, to an answer."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from outlast import engine
from outlast.api.answer import Answer
from outlast.api.folder import Folder, open_folder
from outlast.api.former_arguments import former_arguments
from outlast.engine.compiled.compile import cache_folder, fingerprint
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import run_ensemble
from outlast.ensemble.ensemble import PRECISIONS
from outlast.errors import InputError, OutlastError, nearest
from outlast.results import Results, manifest
from outlast.scenario.adjust import with_settings
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, load_scenario
from outlast.study.drivers import warm

FUTURES = 1000
"""Futures of a run by default."""


def compiled() -> bool:
    """Return whether the engine is compiled already."""
    folder = cache_folder() / f"engine-{fingerprint(Path(engine.__file__).parent)}"
    return any((folder / "__pycache__").glob("*.nbc"))


class Stopped(Exception):  # noqa: N818  not an error: it was asked for
    """A run was stopped before its end; its finished futures are kept in its folder."""

    def __init__(self, done: int, futures: int, folder: Folder | None) -> None:
        super().__init__(f"stopped after {done} of {futures} futures")
        self.done, self.futures, self.folder = done, futures, folder


def load(
    scenario: str | Path | Situation | None = None,
    *,
    horizon: int | None = None,
    given: Mapping[str, str | float] | None = None,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
) -> Situation:
    """Return a scenario complete and checked.

    Args:
        scenario: The name of a scenario or of a shipped contest, or the path of a scenario's file;
            the contest's default scenario if absent. A scenario that was loaded stays as it is.
        horizon: Weeks from its date to the end, instead of its own.
        given: Priors to fix at numbers, and answers to open questions, by name: those of the
            record are `switch.` and their name.
        contest: The name of a shipped contest, the folder of one's own, or a contest that was
            read; found from the scenario if absent.
        overlays: Folders to lay over the contest, the topmost last.

    Raises:
        InputError: All problems of the scenario, with their lines.
    """
    if not isinstance(scenario, Situation):
        scenario = load_scenario(scenario, contest, overlays)
    return adjusted(scenario, horizon=horizon, given=given)


def adjusted(
    found: Situation,
    *,
    horizon: int | None = None,
    given: Mapping[str, str | float] | None = None,
) -> Situation:
    """Return a scenario with settings and another horizon; see `load`.

    Raises:
        InputError: All settings that cannot be used, or the horizon.
    """
    if given:
        found = with_settings(found, given)
    if horizon is None:
        return found
    if horizon <= 0:
        kind = "negative" if horizon < 0 else "zero"
        what = f"the horizon is {kind}: {horizon} weeks."
        raise InputError.of(what, "Write weeks, at least 1.")
    return replace(
        found,
        scenario=found.scenario.model_copy(update={"horizon": horizon}),
        clock=replace(found.clock, horizon_weeks=horizon),
    )


@former_arguments(stop="should_cancel")
def run(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Path | Situation | None = None,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    precision: str = "float64",
    horizon: int | None = None,
    given: Mapping[str, str | float] | None = None,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    threads: int | None = None,
    out: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
) -> Answer:
    """Return the answer of a scenario.

    Args:
        scenario: As for `load`.
        futures: How many futures.
        seed: The seed of their luck; scenarios with one seed throw the same dice.
        precision: `float64`, or `float32` for a quicker answer.
        horizon: Weeks from its date to the end, instead of its own.
        given: As for `load`.
        contest: As for `load`.
        overlays: As for `load`.
        threads: Threads to run on; all cores by default.
        out: The run's folder, if one is wanted; it must not exist.
        resume: Go on with a run whose folder exists: what is finished there is not run again.
        progress: Told how many futures are done, and of how many.
        should_cancel: Called between blocks; true ends the run.

    Raises:
        InputError: What was asked for cannot be run, or the folder cannot be written.
        RunError: A future failed its audit; there is no answer.
        Stopped: It was asked to stop.
    """
    _refuse(futures, precision, nowhere=resume and out is None)
    situation = load(scenario, horizon=horizon, given=given, contest=contest, overlays=overlays)
    identity = manifest(situation, futures, seed, precision)
    folder = open_folder(Path(out), identity, situation.origin, resume=resume) if out else None
    warming = warm()  # the drivers' library is read while the futures run
    with _kept(folder, futures, should_cancel):
        found = run_ensemble(
            situation,
            futures=futures,
            seed=seed,
            precision=precision,
            threads=threads,
            folder=folder.chunks if folder else None,
            progress=(lambda done, _: progress(done, futures)) if progress else None,
            should_cancel=should_cancel,
        )
    warming.join()
    if found.futures < futures:
        raise Stopped(found.futures, futures, folder)
    return _finished(found, folder)


def _finished(found: Results, folder: Folder | None) -> Answer:
    """Return the answer of a whole run, written to its folder if it has one."""
    answer = Answer(found, folder.path if folder else None)
    if folder:
        folder.finish(found, answer.plain())
    return answer


@contextmanager
def _kept(
    folder: Folder | None, futures: int, should_cancel: Callable[[], bool]
) -> Generator[None, None, None]:
    """Delete the folder of a run without an answer; keep that of a run that can continue."""
    try:
        yield
    except OSError as failure:
        raise InputError(f"the run cannot be kept: {failure}. {_again(folder)}") from failure
    except OutlastError:
        if folder:
            folder.discard()
        if should_cancel():
            raise Stopped(0, futures, None) from None
        raise


def _refuse(futures: int, precision: str, *, nowhere: bool) -> None:
    """Refuse impossible requests before anything is read or written."""
    if futures < 1:
        raise InputError(f"{futures} futures give no answer. Ask for at least 1.")
    if precision not in PRECISIONS:
        cure = nearest(precision, list(PRECISIONS))
        raise InputError.of(f'"{precision}" is not a precision.', cure)
    if nowhere:
        raise InputError("nothing can be resumed without the folder of a run. Say which.")


def _again(folder: Folder | None) -> str:
    """Return the cure after a run could not be kept."""
    return f"Make room, then go on with: --out {folder.path} --resume" if folder else ""
