"""An ensemble: many futures of a scenario, in chunks that can be cancelled, kept and resumed."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.engine.codes import COLLAPSED, NEED_PLAN, STATUS_MEANINGS
from outlast.engine.compiled.run import never_cancel, run_blocks, run_compiled
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.ensemble.chunks import CHUNK, Chunk, ChunkBuilder, ChunkedRecord, read_bands, write
from outlast.ensemble.streams import luck
from outlast.errors import InputError, Problem, RunError
from outlast.lower import Lowered, lower
from outlast.results import Bands, Results, manifest
from outlast.scenario.load import Situation

PRECISIONS: Final[dict[str, type[np.floating[Any]]]] = {
    "float64": np.float64,
    "float32": np.float32,
}
"""The precisions of the engine: float64 for answers, float32 while a slider moves."""

Progress = Callable[[int, int], None]
"""Called with the number of finished futures, and of all."""

FAILURES_SHOWN: Final = 5
"""Failed futures that a message names at the most."""


@dataclass(frozen=True)
class RunSettings:
    """The settings that all chunks of a run share."""

    futures: int
    seed: int
    precision: type[np.floating[Any]]
    threads: int
    folder: Path | None
    progress: Progress | None
    should_cancel: Callable[[], bool]


def anchored_plan(lowered: Lowered) -> Plan:
    """Return the plan with planned need of compute anchored in the median future (decision 22)."""
    if not has_planned_need(lowered.plan):
        return lowered.plan
    return anchored_in(lowered.plan, lowered.sample(median_point(lowered)))


def has_planned_need(plan: Plan) -> bool:
    """Return whether any line measures compute against a plan."""
    return bool((plan.line_definition == NEED_PLAN).any())


def median_point(lowered: Lowered) -> Reals:
    """Return the luck of the median future: one row of points, one half in each dimension."""
    return np.full((1, max(len(lowered.drawing.dimensions), 1)), 0.5)


def anchored_in(plan: Plan, middle: Draw) -> Plan:
    """Return the plan with planned need of compute anchored in one future."""
    # Stocks on the date depend neither on later steps nor on the run without denial.
    begun = plan._replace(paired=0, steps=plan.start + 1, horizon=1)
    mark = run_compiled(begun, middle).state.mark.values[:, 0]
    return plan._replace(need_start=mark[plan.line_service])


def prepare(situation: Situation) -> Lowered:
    """Return a scenario as the engine runs it: lowered, its planned need anchored.

    Raises:
        InputError: Everything that cannot be lowered, all at once.
    """
    lowered = lower(situation)
    return replace(lowered, plan=anchored_plan(lowered))


def prepare_again(prepared: Lowered, situation: Situation) -> Lowered:
    """Return the same as `prepare`, for a situation with other distributions of priors alone."""
    plan = prepared.plan._replace(need_start=np.zeros_like(prepared.plan.need_start))
    lowered = replace(prepared.with_priors(situation), plan=plan)
    return replace(lowered, plan=anchored_plan(lowered))


def run_ensemble(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int = CHUNK,
    seed: int = 1,
    precision: str = "float64",
    threads: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    should_cancel: Callable[[], bool] = never_cancel,
    prepared: Lowered | None = None,
) -> Results:
    """Return the results of many futures of a scenario.

    Args:
        situation: The scenario, complete.
        futures: Number of futures.
        seed: Seed of their luck; scenarios with the same seed throw the same dice.
        precision: `float64`, or `float32` for a quicker answer.
        threads: Threads to run on; all cores by default.
        folder: Folder of finished chunks; chunks found there are not run again.
        progress: Called as futures finish.
        should_cancel: Called between blocks; True ends the run without the unfinished chunk.
        prepared: The scenario lowered and anchored, if the caller has it.

    Raises:
        InputError: There are no futures to run, or the precision is unknown.
        RunError: The audit of a future failed; there is no answer.
    """
    _check(futures, precision)
    lowered = prepared or prepare(situation)
    names, cores = lowered.drawing.dimensions, threads or os.cpu_count() or 1
    kind = PRECISIONS[precision]
    settings = RunSettings(futures, seed, kind, cores, folder, progress, should_cancel)
    record, bands = _run_chunks(lowered, settings)
    done = len(record["status"])
    described = manifest(situation, done, seed, precision)
    return Results(
        situation, lowered, described, record, bands, lambda: luck(names, range(done), seed)
    )


def _run_chunks(
    lowered: Lowered, settings: RunSettings
) -> tuple[ChunkedRecord, Mapping[str, Bands]]:
    """Return the record and the counted series of all chunks, up to the end or a cancellation.

    Raises:
        InputError: The run was cancelled before any chunk was whole.
        RunError: The audit of a future failed.
    """
    parts: list[Path | Mapping[str, NDArray[Any]]] = []
    bands: dict[str, Bands] = {}
    for first in range(0, settings.futures, CHUNK):
        part = range(first, min(first + CHUNK, settings.futures))
        name = f"chunk-{part.start:08d}-{part.stop:08d}.npz"
        path = settings.folder / name if settings.folder else None
        if path and path.exists():
            counted = read_bands(path)
            parts.append(path)
        else:
            chunk = _run_chunk(lowered, part, settings)
            if chunk is None:
                break
            audit(chunk, lowered, first)
            if path:
                write(chunk, path)
            counted = chunk.bands
            parts.append(path or chunk.record)
        _add_counts(bands, counted)
        if settings.progress:
            settings.progress(part.stop, settings.futures)
    if not parts:
        raise InputError("stopped before any future was finished.")
    return ChunkedRecord(parts), bands


def _check(futures: int, precision: str) -> None:
    if futures < 1:
        raise InputError(f"{futures} futures answer nothing. Ask for at least 1.")
    if precision not in PRECISIONS:
        known = ", ".join(PRECISIONS)
        raise InputError.of(f'"{precision}" is not a precision.', f"Known: {known}")


def _add_counts(bands: dict[str, Bands], counted: Mapping[str, Bands]) -> None:
    """Add the counts of a chunk to those of the chunks before."""
    for name, each in counted.items():
        if name in bands:
            bands[name].merge(each)
        else:
            bands[name] = each


def _run_chunk(lowered: Lowered, part: range, settings: RunSettings) -> Chunk | None:
    """Return the chunk of some futures, or None if the run was cancelled before it was whole."""
    draw: Draw = lowered.sample(luck(lowered.drawing.dimensions, part, settings.seed))
    builder, progress = ChunkBuilder(lowered.plan, len(part)), settings.progress

    def on_block(block: Workspace, first: int, count: int) -> None:
        builder.add(block, first, count)
        if progress:
            progress(part.start + builder.done, part.start + len(part))

    run_blocks(
        lowered.plan,
        draw,
        on_block,
        precision=settings.precision,
        threads=settings.threads,
        should_cancel=settings.should_cancel,
    )
    return builder.chunk() if builder.done == len(part) else None


def audit(chunk: Chunk, lowered: Lowered, first: int) -> None:
    """Check the status of every future of a chunk.

    Raises:
        RunError: Some futures failed their audit; it names future, week, good and fault.
    """
    status = chunk.record["status"][:, 0]
    failed = np.flatnonzero(status > COLLAPSED)
    if not len(failed):
        return
    problems: list[Problem] = []
    for future in failed[:FAILURES_SHOWN]:
        good = int(chunk.record["status_good"][future, 0])
        week = chunk.record["status_step"][future, 0] * lowered.plan.step
        name = f", {lowered.names.goods[good]}" if good >= 0 else ""
        meaning = STATUS_MEANINGS[int(status[future])]
        what = f"future {first + future}, week {week:g}{name}: {meaning}."
        problems.append(Problem("", 0, what))
    raise RunError(problems)
