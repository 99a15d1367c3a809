"""Room for a block of futures: empty groups of arrays, of the sizes that a Plan asks for."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import BLOCKS, CLASSES, DoubleRows, Ints, Rows
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.week import Week

KINDS = 4
"""What a site's cover on the date is made of."""
SUMS = 8
"""Sums that a market needs for its price."""
COLUMNS = 4
"""Columns of the books of a good."""
LINE = 64
"""Bytes of a line of the cache."""
LARGE = 1 << 22
"""Bytes from which NumPy asks for large pages."""
STAGES = 3
"""Stages of construction."""
G = TypeVar("G")


class Room(NamedTuple):
    """What a block of futures writes to."""

    state: State
    week: Week
    record: Record
    series: Series


def declared(group: type) -> dict[str, tuple[object, str]]:
    """Return the kind and the axes of each field of a group, in order."""
    found: dict[str, tuple[object, str]] = {}
    for name, hint in get_type_hints(group, include_extras=True).items():
        if get_origin(hint) is None or not hasattr(hint, "__metadata__"):
            found[name] = (hint, "")
        else:
            kind, axes = get_args(hint)
            found[name] = (kind, cast("str", axes))
    return found


def sizes(plan: Plan, draw: Draw) -> dict[str, int]:
    """Return how long each axis is."""
    computes = bool((plan.service_kind == 1).any())
    return {
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
        "m": len(plan.force),
        "o": max(plan.window.tolist(), default=1),
        "p": len(plan.process_site),
        "q": int(plan.queue_row.max(initial=-1)) + 1,
        "r": len(plan.origin),
        "s": len(plan.site_bloc),
        "u": len(plan.service_kind),
        "w": plan.steps if computes else 0,
        "x": len(plan.line_service),
        "y": plan.good_performance.shape[1],
        "L": len(plan.yield0),
        "P": 2 * len(plan.price0),
        "T": int(plan.ring_ptr[-1]),
        "futures": len(draw.hoarding),
    }


def empty(group: type[G], size: Mapping[str, int], precision: type[np.floating[Any]]) -> G:
    """Return a group of zeros."""
    made: dict[str, object] = {}
    for name, (kind, axes) in declared(group).items():
        shape = [int(axis) if axis.isdigit() else size[axis] for axis in axes]
        if kind == Ints:
            made[name] = np.zeros(shape, np.int32)
        elif kind is DoubleRows:
            made[name] = DoubleRows(np.zeros([*shape, size["futures"]]))
        else:
            made[name] = Rows(np.zeros([*shape, size["futures"]], precision))
    return group(**made)


def lined(size: int) -> NDArray[np.uint8]:
    """Return bytes of which the first begins a line of the cache."""
    found = np.zeros(size + LINE, np.uint8)
    begins = -found.ctypes.data % LINE
    return found[begins : begins + size]


def pack(groups: Iterable[Iterable[object]]) -> None:
    """Move the rows of groups into one stretch of memory, each array on a line of the cache.

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


def make_room(
    plan: Plan,
    draw: Draw,
    precision: type[np.floating[Any]] = np.float64,
    *,
    series: bool = True,
) -> Room:
    """Return empty State, Week, Record and, if wanted, Series for the futures of a Draw."""
    size = sizes(plan, draw)
    room = Room(
        empty(State, size, precision),
        empty(Week, size, precision),
        empty(Record, size, precision),
        empty(Series, size if series else {**size, "d": 0}, precision),
    )
    single = precision is np.float32
    room.week.rate_tolerance.values[:] = 1e-4 if single else 1e-9
    room.week.rate_range_tolerance.values[:] = 1e-4 if single else 1e-9
    gives = (draw.guarantee.values, draw.line_first.values, draw.priority)
    room.week.now[2] = int(any(np.any(given != 0.0) for given in gives))
    return room
