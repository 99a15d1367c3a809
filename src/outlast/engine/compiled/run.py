"""The compiled back end: blocks of futures, spread over threads, that can be stopped in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from outlast.engine.arrays import Lane, Rows
from outlast.engine.compiled.compile import entry, table_of, width_of
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Room, lined, make_room, pack

Precision = type[np.floating[Any]]


class Bench(NamedTuple):
    """What a thread works with: a block of a Draw, room for it, and their tables."""

    draw: Draw
    room: Room
    tables: tuple[object, ...]


def never() -> bool:
    """Return that nobody asks to stop."""
    return False


def values_of(rows: Rows | Lane) -> Lane:
    """Return the array behind a field."""
    return rows.values if isinstance(rows, Rows) else rows


def blank_draw(draw: Draw, width: int, precision: Precision) -> Draw:
    """Return room for a block of a Draw."""
    made: list[Any] = []
    for rows in draw:
        array = values_of(rows)
        if isinstance(rows, Rows):
            made.append(Rows(np.zeros((*array.shape[:-1], width), precision)))
        else:
            made.append(lined(width * np.dtype(precision).itemsize).view(precision))
    return Draw(*made)


def make_bench(plan: Plan, draw: Draw, precision: Precision) -> Bench:
    """Return a place to run blocks at."""
    block = blank_draw(draw, width_of(precision), precision)
    room = make_room(plan, block, precision)
    pack((block, *room))
    whole = make_room_flags(draw)
    room.week.now[2] = whole
    tables = tuple(table_of(group, precision) for group in (plan, block, *room))
    return Bench(block, room, tables)


def make_room_flags(draw: Draw) -> int:
    """Return 1 if any future gives precedence to a class or a line."""
    gives = (values_of(draw.guarantee), values_of(draw.line_first), draw.priority)
    return int(any(bool(np.any(given != 0.0)) for given in gives))


def seat(bench: Bench, draw: Draw, first: int) -> int:
    """Put the futures from `first` on into the lanes; return how many.

    Spare lanes repeat the last.
    """
    futures = len(draw.hoarding)
    width = len(bench.draw.hoarding)
    chosen = np.minimum(np.arange(first, first + width), futures - 1)
    for mine, theirs in zip(bench.draw, draw, strict=True):
        values_of(mine)[...] = values_of(theirs)[..., chosen]
    return min(width, futures - first)


Each = Callable[[Room, int, int], None]
"""What is done with a finished block: its room, its first future, how many count."""


def run_blocks(
    plan: Plan,
    draw: Draw,
    each: Each,
    *,
    precision: Precision = np.float64,
    threads: int = 1,
    stop: Callable[[], bool] = never,
) -> None:
    """Run every future of a Draw in blocks and hand on each block, one at a time.

    Blocks not begun when asked to stop are not run. The room handed on is used again afterwards.
    """
    blocks = iter(range(0, len(draw.hoarding), width_of(precision)))
    lock = Lock()
    run_block = entry().run_block

    def work() -> None:
        bench = make_bench(plan, draw, precision)
        while not stop():
            with lock:
                first = next(blocks, None)
            if first is None:
                return
            count = seat(bench, draw, first)
            run_block(*bench.tables)
            with lock:
                each(bench.room, first, count)

    with ThreadPoolExecutor(max_workers=threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result()


def run_compiled(
    plan: Plan,
    draw: Draw,
    *,
    precision: Precision = np.float64,
    threads: int = 1,
    stop: Callable[[], bool] = never,
) -> Room:
    """Run every future of a Draw to the end and keep State and Record of all; no Series.

    Futures of blocks not begun when asked to stop stay 0.
    """
    whole = make_room(plan, draw, precision, series=False)

    def each(block: Room, first: int, count: int) -> None:
        keep(whole, block, first, count)

    run_blocks(plan, draw, each, precision=precision, threads=threads, stop=stop)
    return whole


def keep(whole: Room, block: Room, first: int, count: int) -> None:
    """Copy the state and the record of a block to their place among all futures."""
    for ours, theirs in ((whole.state, block.state), (whole.record, block.record)):
        for mine, made in zip(ours, theirs, strict=True):
            mine.values[..., first : first + count] = made.values[..., :count]


def walk(plan: Plan, draw: Draw, each: Callable[[int, Room], None]) -> None:
    """Run one future a step at a time, the same as in a whole run, and hand on what stands.

    Args:
        plan: The plan; its run without denial is run first, whole.
        draw: The draws of one future.
        each: What is done after a step: its number, and the room, whose first lane counts.
    """
    bench = make_bench(plan, draw, np.float64)
    seat(bench, draw, 0)
    run_piece, week = entry().run_piece, bench.room.week
    for denial in range(1 - plan.paired, 2):
        week.now[1] = 1 - denial
        pieces = [(0, plan.steps)] if denial == 0 else [(w, w + 1) for w in range(plan.steps)]
        for first, after in pieces:
            week.span[0], week.span[1] = first, after
            run_piece(*bench.tables)
            if denial:
                each(first, bench.room)
