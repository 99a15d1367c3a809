"""The audit of futures, before anything counts, casts, sorts, averages or keeps their numbers.

The engine flags the books, ranges and infinite numbers of each week. The audit adds the beginning,
plan and draws, and the end of a future: every number of its record and series is finite and in
range, and no loss is negative.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Bools, variables
from outlast.engine.codes import (
    BLOCK_NAMES,
    COLLAPSED,
    DIRECT,
    NOT_FINITE,
    OUT_OF_RANGE,
    SENDER,
    STATUS_MEANINGS,
)
from outlast.engine.compiled.run import values_of
from outlast.engine.draw import Draw
from outlast.engine.ops import UNBOUNDED
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series
from outlast.engine.workspace import Workspace
from outlast.errors import Problem, RunError
from outlast.lower import AxisNames

SHOWN: Final = 5
"""Failed futures that a message names at the most."""

COSTS: Final = ("cost", "cost_free")
"""The fields of the record that hold costs by bloc and block."""

LOSSES: Final = [DIRECT, SENDER]
"""The blocks of cost that are never negative within one run."""


class FutureFault(NamedTuple):
    """A fault that an audit found in one future."""

    week: float | None
    """Its week since the common start; none for a fault of the whole future."""

    quantity: str
    """The good, or the field and row; empty if it concerns no good alone."""

    meaning: str

    @property
    def words(self) -> str:
        """The week, the quantity and the meaning, each after a comma or a colon."""
        week = "" if self.week is None else f", week {self.week:g}"
        quantity = f", {self.quantity}" if self.quantity else ""
        return f"{week}{quantity}: {self.meaning}"


class FailedFuture(NamedTuple):
    """A future that failed its audit."""

    number: int
    """Its number among all futures of the run."""

    fault: FutureFault


def refuse_plan(plan: Plan) -> None:
    """Refuse a plan that holds a number that is infinite or none; comparisons would lose it.

    Raises:
        RunError: It does; the message names the arrays.
    """
    bad = [
        name
        for name, values in plan._asdict().items()
        if not np.isfinite(np.asarray(values, np.float64)).all()
    ]
    if bad:
        raise RunError(f"the plan is {STATUS_MEANINGS[NOT_FINITE]}: {', '.join(bad)}.")


def faulty_draws(draw: Draw, futures: range) -> list[FailedFuture]:
    """Return the futures with a draw that is no number, infinite, or under its declared least.

    Args:
        draw: The draws.
        futures: The numbers of their futures.
    """
    found: dict[int, FutureFault] = {}
    for name, variable in variables(Draw).items():
        values = values_of(getattr(draw, name))
        if values.size and not (values.min() >= variable.low and values.max() < np.inf):
            sound = (values >= variable.low) & np.isfinite(values)
            lanes = ~sound.all(axis=tuple(range(values.ndim - 1)))
            for lane in np.flatnonzero(lanes).tolist():
                finite = bool(np.isfinite(values[..., lane]).all())
                code = OUT_OF_RANGE if finite else NOT_FINITE
                found[lane] = FutureFault(
                    None, f"draw {name.replace('_', ' ')}", STATUS_MEANINGS[code]
                )
    return [FailedFuture(futures[lane], found[lane]) for lane in sorted(found)]


def failed_futures(
    plan: Plan,
    names: AxisNames,
    block: Workspace,
    futures: range,
    series: Sequence[str] = Series._fields,
) -> list[FailedFuture]:
    """Return the futures of a finished block that fail.

    Args:
        plan: The plan.
        names: The names of its rows.
        block: The block, as the engine left it.
        futures: The numbers of its futures that count; they fill its first lanes.
        series: The series that are counted or read.
    """
    record, count = block.record, len(futures)
    found = dict(_faults_at_the_end(names, block, count, series))
    status = record.status.values[0, :count]
    for lane in np.flatnonzero(status > COLLAPSED).tolist():
        good = int(record.status_good.values[0, lane])
        quantity = names.goods[good] if good >= 0 else ""
        week = float(record.status_step.values[0, lane] * plan.step)
        found[lane] = FutureFault(week, quantity, STATUS_MEANINGS[int(status[lane])])
    return [FailedFuture(futures[lane], found[lane]) for lane in sorted(found)]


def refuse(failed: Sequence[FailedFuture], futures: int, seed: int | None) -> None:
    """Raise the faults of the first failed futures together, if there are any.

    Args:
        failed: The failed futures, in any order.
        futures: The number of futures that were audited.
        seed: The seed of their luck, if it is known.

    Raises:
        RunError: There are some; it names future, seed, week, quantity and fault.
    """
    if not failed:
        return
    suffix = "." if seed is None else f" (seed {seed})."
    problems = [
        Problem("", 0, f"future {each.number}{each.fault.words}{suffix}")
        for each in sorted(failed, key=lambda each: each.number)[:SHOWN]
    ]
    if len(failed) > SHOWN:
        problems.append(Problem("", 0, f"in all, {len(failed)} of {futures} futures failed."))
    raise RunError(problems)


def refuse_median(failed: Sequence[FailedFuture]) -> None:
    """Raise the fault of the median future, in which planned need is anchored, if it has one.

    Raises:
        RunError: It has one; it names week, quantity and fault.
    """
    for each in failed:
        raise RunError(f"the median future{each.fault.words}.")


def _faults_at_the_end(
    names: AxisNames, block: Workspace, count: int, series: Sequence[str]
) -> Iterator[tuple[int, FutureFault]]:
    """Yield the lane and the fault of numbers that a block ends with, one a lane and field."""
    for name, rows in zip(Series._fields, block.series, strict=True):
        if name in series:
            yield from _out_of_range(name, rows.values[..., :count], names)
    for name, rows in zip(Record._fields, block.record, strict=True):
        values = rows.values[..., :count]
        if name in COSTS:
            bad = np.zeros(values.shape, np.bool_)
            bad[:, LOSSES] = values[:, LOSSES] < 0.0
            yield from _named(name, bad, values, names)
        yield from _out_of_range(name, values, names)


def _out_of_range(
    name: str, values: NDArray[Any], names: AxisNames
) -> Iterator[tuple[int, FutureFault]]:
    """Yield the lanes in which a field is infinite, no number, or beyond every capacity."""
    # The extremes of a field pass on what is no number, and cost no copy of the field.
    if values.size and not (values.min() > -UNBOUNDED and values.max() < UNBOUNDED):
        yield from _named(name, ~(np.abs(values) < UNBOUNDED), values, names)


def _named(
    name: str, bad: Bools, values: NDArray[Any], names: AxisNames
) -> Iterator[tuple[int, FutureFault]]:
    """Yield the first fault of a field in each lane: [..., lane]."""
    for lane in np.flatnonzero(bad.any(axis=tuple(range(bad.ndim - 1)))).tolist():
        place = tuple(int(at[0]) for at in np.nonzero(bad[..., lane]))
        code = OUT_OF_RANGE if np.isfinite(values[(*place, lane)]) else NOT_FINITE
        yield lane, FutureFault(None, _quantity(name, place, names), STATUS_MEANINGS[code])


def _quantity(field: str, place: tuple[int, ...], names: AxisNames) -> str:
    """Return a field with its row in words, as in "cost of big, direct"."""
    group = Series if field in Series._fields else Record
    axes = variables(group)[field].axes
    labels: dict[str, Sequence[str]] = {
        "b": names.blocs,
        "k": BLOCK_NAMES,
        "s": names.sites,
        "u": names.services,
        "K": names.valued,
        "x": [f"{line.service} ({line.definition})" for line in names.lines],
        "P": [good for good in names.goods for _ in range(2)],
        "f": names.tallies,
        "h": ["/".join(each) for each in names.holdings],
    }
    rows = [
        labels[axis][at] if at < len(labels[axis]) else f"row {at}"
        for axis, at in zip(axes, place, strict=True)
        if axis in labels
    ]
    words = field.replace("_", " ")
    return f"{words} of {', '.join(rows)}" if rows else words
