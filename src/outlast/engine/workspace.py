"""Workspace: empty arrays for a block of futures, of the sizes that a Plan asks for."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import DoubleRows, Ints, Rows, variables
from outlast.engine.codes import (
    ACCOUNT_YEAR,
    BLOCKS,
    CLASS_RATED,
    CLASSES,
    COMPUTE,
    LEVELS,
    RESALE,
)
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.week import Week

LINE = 64
"""Bytes of a cache line."""
LARGE = 1 << 22
"""Bytes from which NumPy asks for large pages."""
TOLERANCE = 1e-9
"""Tolerance of the audit in float64."""
SINGLE_TOLERANCE = 1e-4
"""Tolerance of the audit in float32."""
G = TypeVar("G")


class Workspace(NamedTuple):
    """The arrays that a block of futures writes."""

    state: State
    week: Week
    record: Record
    series: Series


def sizes(plan: Plan) -> dict[str, int]:
    """Return the length of each axis of a Draw, State, Week, Record or Series."""
    computes = bool((plan.service_kind == COMPUTE).any())
    return {
        "a": len(plan.act_kind),
        "b": len(plan.research0),
        "c": CLASSES,
        "d": plan.horizon,
        "e": len(plan.edge_site),
        "f": len(plan.tally_kind),
        "g": len(plan.price0),
        "h": len(plan.holding_bloc),
        "i": len(plan.set_quorum),
        "j": len(plan.cohort_weight),
        "k": BLOCKS,
        "l": len(plan.tight),
        "m": len(plan.force),
        "n": len(plan.project_process),
        "o": max(plan.window.tolist(), default=1),
        "p": len(plan.process_site),
        "q": int(plan.queue_row.max(initial=-1)) + 1,
        "r": len(plan.origin),
        "s": len(plan.site_bloc),
        "u": len(plan.service_kind),
        "v": LEVELS,
        "w": plan.steps if computes else 0,
        "x": len(plan.line_service),
        "y": plan.good_performance.shape[1],
        "E": max(1, ceil(plan.horizon * plan.step / ACCOUNT_YEAR)),
        "G": int(np.diff(plan.site_edge_ptr).max(initial=0)),
        "K": int(plan.valued_row.max(initial=-1)) + 1,
        "L": len(plan.yield0),
        "T": int(plan.ring_ptr[-1]),
        "W": int(plan.knot.max(initial=-2.0)) + 2,
        "Z": int(plan.act_path.max(initial=-1)) + 1,
    }


def shape_of(axes: str, size: Mapping[str, int]) -> list[int]:
    """Return the sizes of axes; a digit is its own size."""
    return [int(axis) if axis.isdigit() else size[axis] for axis in axes]


def empty(
    group: type[G], size: Mapping[str, int], futures: int, precision: type[np.floating[Any]]
) -> G:
    """Return a group of zeros."""
    made: dict[str, object] = {}
    for name, variable in variables(group).items():
        shape = shape_of(variable.axes, size)
        if variable.kind == Ints:
            made[name] = np.zeros(shape, np.int32)
        elif variable.kind is DoubleRows:
            made[name] = DoubleRows(np.zeros([*shape, futures]))
        else:
            made[name] = Rows(np.zeros([*shape, futures], precision))
    return group(**made)


def lined(size: int) -> NDArray[np.uint8]:
    """Return bytes of which the first begins a cache line."""
    raw = np.zeros(size + LINE, np.uint8)
    begins = -raw.ctypes.data % LINE
    return raw[begins : begins + size]


def pack(groups: Iterable[Iterable[object]]) -> None:
    """Move the rows of groups into one stretch of memory, each array on a cache line.

    Compiled code then loads no row from two lines, and few large pages hold all of it.
    """
    rows = [each for group in groups for each in group if isinstance(each, Rows)]
    sizes = [-(-each.values.nbytes // LINE) * LINE for each in rows]
    stretch = lined(max(sum(sizes), LARGE))
    begins = 0
    for each, size in zip(rows, sizes, strict=True):
        old = each.values
        new = stretch[begins : begins + old.nbytes].view(old.dtype).reshape(old.shape)
        new[...] = old
        each.values = new
        begins += size


def set_flags(draws: Sequence[Draw], week: Week) -> None:
    """Set which passes of a division act in any future of any of some draws."""
    week.now[RESALE] = int(any(np.any(draw.resale != 0.0) for draw in draws))
    for c in range(CLASSES):
        rated = any(np.any(draw.guarantee.values[c] != 0.0) for draw in draws)
        week.now[CLASS_RATED + c] = int(rated)


def make_workspace(
    plan: Plan,
    draw: Draw,
    precision: type[np.floating[Any]] = np.float64,
    *,
    series: bool = True,
) -> Workspace:
    """Return empty State, Week, Record and, if wanted, Series for the futures of a Draw."""
    size, futures = sizes(plan), len(draw.hoarding)
    workspace = Workspace(
        empty(State, size, futures, precision),
        empty(Week, size, futures, precision),
        empty(Record, size, futures, precision),
        empty(Series, size if series else {**size, "d": 0}, futures, precision),
    )
    tolerance = SINGLE_TOLERANCE if precision is np.float32 else TOLERANCE
    workspace.week.rate_tolerance.values[:] = tolerance
    workspace.week.rate_range_tolerance.values[:] = tolerance
    set_flags((draw,), workspace.week)
    return workspace
