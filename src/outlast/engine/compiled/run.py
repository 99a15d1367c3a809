"""The compiled back end: blocks of futures over threads, which can be cancelled between weeks."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event, Lock
from typing import Any, Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Lane, Rows
from outlast.engine.codes import SPAN_AFTER, SPAN_FIRST, WITHOUT_DENIAL
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.draw import Draw
from outlast.engine.from_date import Draws, spans
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace, lined, make_workspace, pack, set_flags

Precision = type[np.floating[Any]]

PIECE: Final = 128
"""Steps that a block runs before it is asked again whether to go on: a fraction of a second."""


class Worker(NamedTuple):
    """The memory of one thread: a block of a Draw, its workspace, and their address tables."""

    draw: Draw
    workspace: Workspace
    tables: tuple[object, ...]


def never_cancel() -> bool:
    """Return False: the run goes on to its end."""
    return False


def block_starts(futures: int, precision: Precision) -> range:
    """Return the first future of each block in which some futures run, each on one thread."""
    from outlast.engine.compiled.compile import width_of  # noqa: PLC0415  Numba is slow to load

    return range(0, futures, width_of(precision))


def values_of(rows: Rows | Lane) -> Lane:
    """Return the array behind a field."""
    return rows.values if isinstance(rows, Rows) else rows


def blank_draw(draw: Draw, width: int, precision: Precision) -> Draw:
    """Return zeros for a block of a Draw, `width` futures wide."""
    made: list[Any] = []
    for rows in draw:
        array = values_of(rows)
        if isinstance(rows, Rows):
            made.append(Rows(np.zeros((*array.shape[:-1], width), precision)))
        else:
            made.append(lined(width * np.dtype(precision).itemsize).view(precision))
    return Draw(*made)


def make_worker(plan: Plan, draw: Draw, precision: Precision, later: Draw | None = None) -> Worker:
    """Return the memory in which one thread runs blocks of a Draw; see `run_blocks`."""
    from outlast.engine.compiled.compile import address_table, width_of  # noqa: PLC0415  slow to load

    block = blank_draw(draw, width_of(precision), precision)
    workspace = make_workspace(plan, block, precision)
    pack((block, *workspace))
    set_flags((draw, later or draw), workspace.week)
    tables = tuple(address_table(group, precision) for group in (plan, block, *workspace))
    return Worker(block, workspace, tables)


def load_block(worker: Worker, draw: Draw, first: int) -> int:
    """Copy the futures from `first` on into the lanes of a worker; return their number.

    Spare lanes repeat the last future.
    """
    futures = len(draw.hoarding)
    width = len(worker.draw.hoarding)
    chosen = np.minimum(np.arange(first, first + width), futures - 1)
    for mine, theirs in zip(worker.draw, draw, strict=True):
        values_of(mine)[...] = values_of(theirs)[..., chosen]
    return min(width, futures - first)


OnBlock = Callable[[Workspace, int, int], None]
"""Called with a finished block: its workspace, its first future, and the number that counts."""


class Variant(NamedTuple):
    """Other draws of the same futures, which differ from the first ones from a step on."""

    draw: Draw
    step: int
    """The first step that may differ, not after the scenario's date; the paired run is the same."""

    on_block: OnBlock
    later: Draw | None = None
    """The draws from the scenario's date on; they stay if absent."""


def run_blocks(
    plan: Plan,
    draw: Draw,
    on_block: OnBlock,
    *,
    precision: Precision = np.float64,
    threads: int = 1,
    should_cancel: Callable[[], bool] = never_cancel,
    snapshot: Snapshot | None = None,
    variant: Variant | None = None,
    later: Draw | None = None,
) -> None:
    """Run every future of a Draw in blocks.

    Args:
        plan: The plan.
        draw: The draws of all futures.
        on_block: Called with one finished block at a time; the next block overwrites it.
        precision: The precision of State, Week and Record.
        threads: Threads to run on, at most one for each block.
        should_cancel: Called before each piece of a block; True ends the run, and blocks that are
            not finished are lost. An exception in the caller's thread ends it in the same way.
        snapshot: Blocks that it holds go on from its step; it keeps the others as they pass it, and
            so do the later snapshots that it names.
        variant: Other draws, with which each block is run once more; without a snapshot.
        later: The draws from the scenario's date on; they stay if absent.
    """
    starts = block_starts(len(draw.hoarding), precision)
    blocks, threads = iter(starts), max(1, min(threads, len(starts)))
    turns = [(spans(plan, draw, later), on_block)]
    if variant:
        turns.append((Draws(variant.draw, variant.later), variant.on_block))
    lock, ended = Lock(), Event()

    def is_cancelled() -> bool:
        return ended.is_set() or should_cancel()

    def work() -> None:
        worker = make_worker(plan, draw, precision, later)
        while not is_cancelled():
            with lock:
                first = next(blocks, None)
            if first is None:
                return
            kept = Snapshot(plan, variant.step) if variant else snapshot
            for draws, on_end in turns:
                count = _run_block(plan, worker, is_cancelled, first, draws, kept)
                if not count:
                    return
                with lock:
                    on_end(worker.workspace, first, count)

    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            for done in [pool.submit(work) for _ in range(threads)]:
                done.result()
        finally:
            ended.set()


def _run_block(
    plan: Plan,
    worker: Worker,
    is_cancelled: Callable[[], bool],
    block: int,
    draws: Draws,
    snapshot: Snapshot | None,
) -> int:
    """Run a block to the end, without denial first; return its futures, 0 if it was cancelled."""
    all_kept = () if snapshot is None else (snapshot, *snapshot.later)
    by_step = {each.step: each for each in all_kept}
    restored = snapshot is not None and snapshot.restore(block, worker.workspace)
    begin = snapshot.step if snapshot is not None and restored else -1
    count = load_block(worker, draws.draw, block)
    for denial, first, after in _pieces(plan, (PIECE, PIECE), (*by_step, *draws.changes(plan))):
        if first < begin or (restored and denial == 0 and not draws.in_both):
            continue
        if is_cancelled():
            return 0
        if restored and draws.in_both and first == begin and snapshot is not None:
            turn = snapshot.restore_beside if denial else snapshot.restore_paired
            turn(block, worker.workspace)
        elif first in by_step:
            by_step[first].keep(block, worker.workspace, denial)
        if draws.later is not None:
            load_block(worker, draws.at(plan, first), block)
        _run_piece(worker, denial, first, after)
    return count


def _pieces(
    plan: Plan, sizes: tuple[int, int], at: Iterable[int] = ()
) -> Iterator[tuple[int, int, int]]:
    """Yield the pieces of a block in order: 1 with denial or 0, first step, step after the last.

    Args:
        plan: The plan.
        sizes: The steps of a piece without denial, and of one with it.
        at: Steps at which a piece begins too.
    """
    also = {each for each in at if 0 <= each < plan.steps}
    for denial in range(1 - plan.paired, 2):
        begins = {*range(0, plan.steps, sizes[denial]), *also}
        yield from ((denial, *piece) for piece in pairwise([*sorted(begins), plan.steps]))


def _run_piece(worker: Worker, denial: int, first: int, after: int) -> None:
    """Run one piece of a worker's block."""
    from outlast.engine.compiled.compile import entry  # noqa: PLC0415  Numba is slow to load

    week = worker.workspace.week
    week.now[WITHOUT_DENIAL] = 1 - denial
    week.span[SPAN_FIRST], week.span[SPAN_AFTER] = first, after
    entry().run_piece(*worker.tables)


def run_compiled(
    plan: Plan,
    draw: Draw,
    *,
    precision: Precision = np.float64,
    threads: int = 1,
    should_cancel: Callable[[], bool] = never_cancel,
    later: Draw | None = None,
) -> Workspace:
    """Run every future of a Draw to the end; return State and Record of all, without Series.

    See `run_blocks`. Futures of blocks that do not run stay 0.
    """
    whole = make_workspace(plan, draw, precision, series=False)

    def on_block(block: Workspace, first: int, count: int) -> None:
        copy_block(whole, block, first, count)

    run_blocks(
        plan,
        draw,
        on_block,
        precision=precision,
        threads=threads,
        should_cancel=should_cancel,
        later=later,
    )
    return whole


def copy_block(whole: Workspace, block: Workspace, first: int, count: int) -> None:
    """Copy State and Record of a block to their place among all futures."""
    for ours, theirs in ((whole.state, block.state), (whole.record, block.record)):
        for mine, made in zip(ours, theirs, strict=True):
            mine.values[..., first : first + count] = made.values[..., :count]


def trace_block(
    plan: Plan,
    draw: Draw,
    on_step: Callable[[int, Workspace, int], None],
    later: Draw | None = None,
    begin: int = 0,
) -> None:
    """Run one block in double precision a step at a time, bit for bit as in a whole run.

    Args:
        plan: The plan; its run without denial goes first.
        draw: The draws of all futures.
        on_step: Called after each step with its number, the workspace, and the number of first
            lanes that count.
        later: The draws from the scenario's date on; they stay if absent.
        begin: The first future of the block, one of `block_starts`.
    """
    draws, loaded, count = Draws(draw, later), None, 0
    worker = make_worker(plan, draw, np.float64, later)
    for denial, first, after in _pieces(plan, (plan.steps, 1), draws.changes(plan)):
        wanted = draws.at(plan, first)
        if wanted is not loaded:
            loaded, count = wanted, load_block(worker, wanted, begin)
        _run_piece(worker, denial, first, after)
        if denial:
            on_step(first, worker.workspace, count)
