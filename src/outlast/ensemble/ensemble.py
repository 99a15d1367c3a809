"""An ensemble: many futures of one scenario, in chunks that can be stopped, kept and resumed."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.engine.codes import COLLAPSED, MEANING
from outlast.engine.compiled.run import never, run_blocks, run_compiled
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Room
from outlast.ensemble.chunks import CHUNK, Chunk, Records, Tally, read_bands, write
from outlast.ensemble.streams import luck
from outlast.errors import InputError, Problem, RunError
from outlast.lower.lower import Lowered, lower
from outlast.results import Bands, Results, manifest
from outlast.scenario.load import Situation

PRECISIONS: Final[dict[str, type[np.floating[Any]]]] = {
    "float64": np.float64,
    "float32": np.float32,
}
"""The precisions of the engine: float64 for answers, float32 for dragging."""

Progress = Callable[[int, int], None]
"""Told how many futures are done, and of how many."""

SHOWN: Final = 5
"""Futures that failed their audit of which a message tells."""


def anchored(lowered: Lowered) -> Plan:
    """Return the plan with planned need of compute anchored in the median future (decision 22)."""
    if not (lowered.plan.line_definition == 1).any():
        return lowered.plan
    return anchored_at(lowered.plan, lowered.sample(median(lowered)))


def median(lowered: Lowered) -> Reals:
    """Return the luck of the median future, the only row of its points."""
    return np.full((1, max(len(lowered.drawing.dimensions), 1)), 0.5)


def anchored_at(plan: Plan, middle: Draw) -> Plan:
    """Return the plan with planned need of compute anchored in a future."""
    # What stood on the date does not hang on what follows, nor on the run without denial.
    begun = plan._replace(paired=0, steps=plan.start + 1, horizon=1)
    mark = run_compiled(begun, middle).state.mark.values[:, 0]
    return plan._replace(need_start=mark[plan.line_service])


def prepare(situation: Situation) -> Lowered:
    """Return a scenario as the engine runs it: lowered, its planned need anchored."""
    lowered = lower(situation)
    return replace(lowered, plan=anchored(lowered))


def reprepared(prepared: Lowered, situation: Situation) -> Lowered:
    """Return what `prepare` would of a situation that differs in distributions of priors alone."""
    plan = prepared.plan._replace(need_start=np.zeros_like(prepared.plan.need_start))
    lowered = replace(prepared.redrawn(situation), plan=plan)
    return replace(lowered, plan=anchored(lowered))


def run_ensemble(  # noqa: PLR0913  each is a choice of the caller's
    situation: Situation,
    *,
    futures: int = CHUNK,
    seed: int = 1,
    precision: str = "float64",
    threads: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] = never,
    prepared: Lowered | None = None,
) -> Results:
    """Return the results of many futures of a scenario.

    Args:
        situation: The scenario, complete.
        futures: How many.
        seed: The seed of their luck; scenarios with the same seed throw the same dice.
        precision: `float64`, or `float32` for a quicker answer.
        threads: Threads to run on; all cores if not told.
        folder: Where finished chunks are kept; those found there are not run again.
        progress: Told how far it is.
        stop: Asked between blocks; an unfinished chunk is not counted.
        prepared: The scenario lowered and anchored, where somebody kept it.

    Raises:
        InputError: No futures are asked for, or the precision is not known.
        RunError: The audit of a future failed; there is no answer.
    """
    _check(futures, precision)
    lowered = prepared or prepare(situation)
    names = lowered.drawing.dimensions
    parts: list[Path | Mapping[str, NDArray[Any]]] = []
    bands: dict[str, Bands] = {}
    for first in range(0, futures, CHUNK):
        part = range(first, min(first + CHUNK, futures))
        path = folder / f"chunk-{part.start:08d}-{part.stop:08d}.npz" if folder else None
        if path and path.exists():
            found = read_bands(path)
            parts.append(path)
        else:
            made = _run(lowered, names, part, _Wish(seed, precision, threads, stop), progress)
            if made is None:
                break
            audit(made, lowered, first)
            if path:
                write(made, path)
            found = made.bands
            parts.append(path or made.record)
        _count(bands, found)
        if progress:
            progress(part.stop, futures)
    if not parts:
        raise InputError("stopped before any future was finished.")
    record = Records(parts)
    done = len(record["status"])
    told = manifest(situation, done, seed, precision)
    return Results(situation, lowered, told, record, bands, lambda: luck(names, range(done), seed))


def _check(futures: int, precision: str) -> None:
    if futures < 1:
        raise InputError(f"{futures} futures answer nothing. Ask for at least 1.")
    if precision not in PRECISIONS:
        known = ", ".join(PRECISIONS)
        raise InputError([Problem("", 0, f'"{precision}" is not a precision.', f"Known: {known}")])


def _count(bands: dict[str, Bands], found: Mapping[str, Bands]) -> None:
    """Add the counts of a chunk to those of the chunks before."""
    for name, counted in found.items():
        if name in bands:
            bands[name].merge(counted)
        else:
            bands[name] = counted


class _Wish:
    """What stays the same for all chunks of a run."""

    def __init__(
        self, seed: int, precision: str, threads: int | None, stop: Callable[[], bool]
    ) -> None:
        self.seed, self.precision, self.stop = seed, PRECISIONS[precision], stop
        self.threads = threads or os.cpu_count() or 1


def _run(
    lowered: Lowered,
    names: Sequence[str],
    part: range,
    wish: _Wish,
    progress: Progress | None,
) -> Chunk | None:
    """Return the chunk of some futures, or nothing if stopped before it was whole."""
    draw: Draw = lowered.sample(luck(names, part, wish.seed))
    tally = Tally(lowered.plan, len(part))

    def each(room: Room, first: int, count: int) -> None:
        tally.add(room, first, count)
        if progress:
            progress(part.start + tally.done, part.start + len(part))

    run_blocks(
        lowered.plan,
        draw,
        each,
        precision=wish.precision,
        threads=wish.threads,
        stop=wish.stop,
    )
    return tally.chunk() if tally.done == len(part) else None


def audit(chunk: Chunk, lowered: Lowered, first: int) -> None:
    """Refuse a chunk of which a future failed its audit.

    Raises:
        RunError: The futures, the weeks and the goods.
    """
    status = chunk.record["status"][:, 0]
    failed = np.flatnonzero(status > COLLAPSED)
    if not len(failed):
        return
    told: list[Problem] = []
    for future in failed[:SHOWN]:
        good = int(chunk.record["status_good"][future, 0])
        week = chunk.record["status_step"][future, 0] * lowered.plan.step
        name = f", {lowered.names.goods[good]}" if good >= 0 else ""
        what = f"future {first + future}, week {week:g}{name}: {MEANING[int(status[future])]}."
        told.append(Problem("", 0, what))
    raise RunError(told)
