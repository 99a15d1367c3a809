"""Running a scenario: from its name, through checks and the ensemble, to an answer."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from outlast.api.answer import Answer
from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.counts import record_only_counts
from outlast.api.folder import Folder, open_folder
from outlast.api.former_arguments import former_arguments
from outlast.api.loaded_scenario import LoadedScenario, loaded_scenario
from outlast.api.notebook_progress import progress_here
from outlast.api.weights import with_weights
from outlast.economy.cost import check_tables
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import run_with_and_without_moves
from outlast.ensemble.kept_chunks import kept_futures
from outlast.ensemble.task_executor import LostTasksError, On, task_executor
from outlast.errors import InputError, OutlastError, RunError, WriteError
from outlast.results import Results, manifest
from outlast.scenario.adjust import with_moves, with_settings
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, load_scenario
from outlast.truth.weights.load import load_weights
from outlast.truth.weights.weigh import WeightRun

FUTURES = 1000
"""Futures of a run by default."""


class Stopped(Exception):  # noqa: N818  not an error: it was asked for
    """A run was stopped before its end; its finished futures are kept in its folder."""

    def __init__(self, done: int, futures: int, folder: Folder | None) -> None:
        super().__init__(f"stopped after {done} of {futures} futures")
        self.done, self.futures, self.folder = done, futures, folder


@with_default_arithmetic
def load(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Path | Situation | None = None,
    *,
    horizon: int | None = None,
    given: Mapping[str, str | float] | None = None,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
    moves: str | None = None,
) -> LoadedScenario:
    """Return a scenario complete and checked.

    Args:
        scenario: The name of a scenario or of a shipped contest, or the path of a scenario's file;
            the contest's default scenario if absent. A scenario that was loaded has its contest,
            and can be given settings and another horizon.
        horizon: Weeks from its date to the end, instead of its own.
        given: Priors to fix at numbers, and answers to open questions, by name: those of the
            record are `switch.` and their name.
        contest: The name of a shipped contest, the folder of one's own, or a contest that was
            read; found from the scenario if absent.
        overlays: Folders to lay over the contest, the topmost last.
        as_recorded: Leave out the user's own settlements of open questions, which else lie over a
            shipped contest that is named (`outlast settle` lists them).
        moves: `drawn` or `record-only`: whether states go on to act after the last known day;
            the scenario's own word if absent.

    Raises:
        InputError: All arguments that cannot be used, or all problems of the scenario with their
            lines.
    """
    asked = Arguments()
    asked.load(scenario, contest, overlays, given, horizon)
    asked.moves(moves)
    asked.stop_if_any()
    settings, chosen = (horizon, given, moves), (contest, overlays)
    return loaded_scenario(_loaded(scenario, settings, chosen, as_recorded=as_recorded))


def _loaded(
    scenario: str | Path | Situation | None,
    settings: tuple[int | None, Mapping[str, str | float] | None, str | None],
    chosen: tuple[str | Path | Contest | None, Sequence[str | Path]],
    *,
    as_recorded: bool,
) -> Situation:
    """Return a scenario complete and checked, its arguments checked before."""
    if not isinstance(scenario, Situation):
        scenario = load_scenario(scenario, *chosen, as_recorded=as_recorded)
    horizon, given, moves = settings
    found = adjusted(scenario, horizon=horizon, given=given)
    return found if moves is None else with_moves(found, moves)


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
    asked = Arguments()
    weeks = asked.horizon(horizon)
    asked.stop_if_any()
    if given:
        found = with_settings(found, given)
    if weeks is None:
        return found
    clock = replace(found.clock, horizon_weeks=weeks)
    if clock.length_fault is not None:
        what, cure = clock.length_fault
        raise InputError.of(f"horizon: {what}", cure)
    scenario = found.scenario.model_copy(update={"horizon": weeks})
    return replace(found, scenario=scenario, clock=clock)


@former_arguments(stop="should_cancel")
@with_default_arithmetic
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
    as_recorded: bool = False,
    moves: str | None = None,
    threads: int | None = None,
    out: Path | str | None = None,
    resume: bool = False,
    on: On = None,
    chunks: str | Path | None = None,
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
        as_recorded: As for `load`.
        moves: As for `load`. Where moves are drawn, the answer holds the counts without them too.
        threads: Threads to run on; all processors that the process may use by default.
        out: The run's folder, if one is wanted; it must not exist.
        resume: Go on with a run whose folder exists: what is finished there is not run again.
        on: Where futures are computed: `local:2`, `tcp://HOST:PORT`, or an executor; else here.
        chunks: Where workers store finished chunks, an address; the run's folder by default.
        progress: Told how many futures are done, and of how many; over 1,000 their histories too.
        should_cancel: Called between blocks; true ends the run.

    Raises:
        InputError: What was asked for cannot be run, or the folder cannot be written.
        RunError: A future failed its audit; there is no answer.
        Stopped: It was asked to stop.
    """
    asked = Arguments()
    asked.load(scenario, contest, overlays, given, horizon)
    futures, seed, threads = asked.futures(futures), asked.seed(seed), asked.threads(threads)
    place = asked.place(out, resume=resume)
    asked.moves(moves)
    asked.ways(precision, progress=progress, should_cancel=should_cancel)
    asked.elsewhere(on, chunks)
    asked.stop_if_any()
    choice = (horizon, given, moves), (contest, overlays)
    situation = _loaded(scenario, *choice, as_recorded=as_recorded)
    dice: dict[str, Any] = {"futures": futures, "seed": seed, "precision": precision}
    report = _reporter(progress, situation, futures)
    ways = _Wanted(place, resume, threads, on, chunks, report, should_cancel)
    return _answer(situation, dice, ways)


@dataclass(frozen=True)
class _Wanted:
    """The way in which a caller wants a run: its folder, place, store, reports and end."""

    place: Path | None
    resume: bool
    threads: int | None
    on: On
    chunks: str | Path | None
    report: Callable[[int, int], None] | None
    should_cancel: Callable[[], bool]


def _answer(situation: Situation, dice: Mapping[str, Any], wanted: _Wanted) -> Answer:
    """Return the answer of a scenario, computed here or by an executor."""
    declared = load_weights(situation.origin.contest)  # a wrong line is reported before the run
    check_tables(situation.origin.contest)  # and a row that does not balance, too
    identity, futures = manifest(situation, **dice), dice["futures"]
    with task_executor(wanted.on, wanted.threads) as executor:
        place, origin, resume = wanted.place, situation.origin, wanted.resume
        folder = open_folder(place, identity, origin, resume=resume) if place else None
        where = folder.chunks if folder else None
        how = WeightRun(
            threads=wanted.threads,
            folder=where,
            should_cancel=wanted.should_cancel,
            inputs=declared,
            executor=executor,
            progress=wanted.report,
        )
        compute = partial(
            run_with_and_without_moves,
            situation,
            **dice,
            threads=wanted.threads,
            folder=where,
            progress=wanted.report,
            should_cancel=wanted.should_cancel,
            executor=executor,
            store=None if wanted.chunks is None else f"{wanted.chunks}",
        )
        with _kept(folder, futures, wanted.should_cancel):
            return _finished(compute, how, futures, folder)


def _reporter(
    progress: Callable[[int, int], None] | None, situation: Situation, futures: int
) -> Callable[[int, int], None] | None:
    """Return the function that receives the numbers of finished futures and of all."""
    progress = progress_here(progress, situation.scenario.title)
    return None if progress is None else (lambda done, _: progress(done, futures))


def _finished(
    compute: Callable[[], tuple[Results, Results | None]],
    how: WeightRun,
    futures: int,
    folder: Folder | None,
) -> Answer:
    """Return the answer of a whole run, written to its folder if it has one.

    Args:
        compute: Runs the futures, with drawn moves and without any.
        how: Threads, folder and cancellation of the run beside, that of the weights.
        futures: The number of futures.
        folder: The folder of the run, if it has one.
    """
    found, still = compute()
    if found.futures < futures:
        finished = kept_futures(folder.chunks) if folder and how.executor else found.futures
        raise Stopped(finished, futures, folder)
    weighted = with_weights(how, found)
    if weighted is None:
        raise Stopped(found.futures, futures, folder)
    if found.situation.moves and still is None:
        raise Stopped(found.futures, futures, folder)
    found, held = weighted, record_only_counts(still, weighted) if still else None
    executed = how.executor.executed() if how.executor else None
    answer = Answer(found, folder.path if folder else None, held, executed)
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
    except (WriteError, LostTasksError) as refusal:
        problems = [replace(each, cure=_again(folder, each.cure)) for each in refusal.problems]
        raise type(refusal)(problems) from refusal
    except MemoryError as refusal:
        cure = "Close other programs, or ask for fewer futures."
        what = "the memory of this machine is too small for this run."
        raise InputError.of(what, _again(folder, cure)) from refusal
    except OutlastError as refusal:
        if folder:
            folder.discard()
        if should_cancel() and not isinstance(refusal, RunError):
            kept = folder if folder and folder.chunks.is_dir() else None
            raise Stopped(kept_futures(kept.chunks) if kept else 0, futures, kept) from None
        raise
    finally:
        if folder:
            folder.close()


def _again(folder: Folder | None, cure: str) -> str:
    """Return the cure after a run could not be kept, with the command that continues it."""
    return f"{cure} Then continue: {folder.command}" if folder else cure
