"""Running a scenario: from its name, through checks and the ensemble, to an answer."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from outlast import engine
from outlast.api.answer import Answer
from outlast.api.folder import Folder, opened
from outlast.engine.compiled.compile import cache_folder, fingerprint
from outlast.ensemble import run_ensemble
from outlast.ensemble.ensemble import PRECISIONS
from outlast.errors import InputError, OutlastError, Problem, nearest
from outlast.results import manifest
from outlast.scenario.adjust import given as give
from outlast.scenario.load import Situation, load_scenario
from outlast.study.drivers import warm

FUTURES = 1000
"""Futures of a run unless told otherwise."""


def never() -> bool:
    """Return that nobody asks to stop."""
    return False


def compiled() -> bool:
    """Return whether the engine is there as machine code already."""
    folder = cache_folder() / f"engine-{fingerprint(Path(engine.__file__).parent)}"
    return any((folder / "__pycache__").glob("*.nbc"))


class Stopped(Exception):  # noqa: N818  not an error: it was asked for
    """A run was stopped before its end; what is finished is kept in its folder."""

    def __init__(self, done: int, futures: int, folder: Folder | None) -> None:
        super().__init__(f"stopped after {done} of {futures} futures")
        self.done, self.futures, self.folder = done, futures, folder


def load(
    scenario: str = "today",
    *,
    horizon: int | None = None,
    given: Mapping[str, str | float] | None = None,
) -> Situation:
    """Return a scenario complete and checked.

    Args:
        scenario: The id of a shipped scenario, or the path of a scenario's file.
        horizon: Weeks from its date to the end, instead of its own.
        given: Priors to fix at numbers, and answers to open questions, by name: those of the
            record are `switch.` and their name.

    Raises:
        InputError: All problems of the scenario, with their lines.
    """
    found = load_scenario(scenario)
    if given:
        found = give(found, given)
    if horizon is None:
        return found
    if horizon <= 0:
        kind = "negative" if horizon < 0 else "zero"
        what = f"the horizon is {kind}: {horizon} weeks."
        raise InputError([Problem("", 0, what, "Write weeks, at least 1.")])
    return replace(
        found,
        scenario=found.scenario.model_copy(update={"horizon": horizon}),
        clock=replace(found.clock, horizon_weeks=horizon),
    )


def run(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Situation = "today",
    *,
    futures: int = FUTURES,
    seed: int = 1,
    precision: str = "float64",
    horizon: int | None = None,
    given: Mapping[str, str | float] | None = None,
    threads: int | None = None,
    out: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = never,
) -> Answer:
    """Return the answer of a scenario.

    Args:
        scenario: A shipped scenario's id, a scenario file's path, or a scenario that was loaded.
        futures: How many futures.
        seed: The seed of their luck; scenarios with one seed throw the same dice.
        precision: `float64`, or `float32` for a quicker answer.
        horizon: Weeks from its date to the end, instead of its own.
        given: What `load` takes.
        threads: Threads to run on; all cores if not told.
        out: The run's folder, if one is wanted; it must not exist.
        resume: Go on with a run whose folder exists: what is finished there is not run again.
        progress: Told how many futures are done, and of how many.
        stop: Asked between blocks; true ends the run.

    Raises:
        InputError: What was asked for cannot be run, or the folder cannot be written.
        RunError: A future failed its audit; there is no answer.
        Stopped: It was asked to stop.
    """
    _refuse(futures, precision, nowhere=resume and out is None)
    if isinstance(scenario, str):
        situation = load(scenario, horizon=horizon, given=given)
    else:
        situation = give(scenario, given or {})
    asked = manifest(situation, futures, seed, precision)
    folder = opened(Path(out), asked, resume=resume) if out else None
    warming = warm()  # the drivers' library is read while the futures run
    with _kept(folder, futures, stop):
        found = run_ensemble(
            situation,
            futures=futures,
            seed=seed,
            precision=precision,
            threads=threads,
            folder=folder.chunks if folder else None,
            progress=(lambda done, _: progress(done, futures)) if progress else None,
            stop=stop,
        )
    warming.join()
    if found.futures < futures:
        raise Stopped(found.futures, futures, folder)
    answer = Answer(found, folder.path if folder else None)
    if folder:
        folder.finish(answer)
    return answer


@contextmanager
def _kept(
    folder: Folder | None, futures: int, stop: Callable[[], bool]
) -> Generator[None, None, None]:
    """Leave nothing behind of a run without an answer, and everything of one that can go on."""
    try:
        yield
    except OSError as failure:
        raise InputError(f"the run cannot be kept: {failure}. {_again(folder)}") from failure
    except OutlastError:
        if folder:
            folder.discard()
        if stop():
            raise Stopped(0, futures, None) from None
        raise


def _refuse(futures: int, precision: str, *, nowhere: bool) -> None:
    """Refuse what cannot be run, before anything is read or written."""
    if futures < 1:
        raise InputError(f"{futures} futures answer nothing. Ask for at least 1.")
    if precision not in PRECISIONS:
        cure = nearest(precision, list(PRECISIONS))
        raise InputError([Problem("", 0, f'"{precision}" is not a precision.', cure)])
    if nowhere:
        raise InputError("nothing can be resumed without the folder of a run. Say which.")


def _again(folder: Folder | None) -> str:
    """Return what can be done after a run could not be kept."""
    return f"Make room, then go on with: --out {folder.path} --resume" if folder else ""
