"""A run in pieces: the state handed from one piece to the next, in NumPy or compiled."""

from collections.abc import Callable

import numpy as np

from outlast.engine.compiled.compile import entry
from outlast.engine.compiled.run import make_bench, seat
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.step import resume
from outlast.engine.workspace import Room, make_room

Piece = Callable[[Plan, Draw, Room | None, int, int], Room]
"""Runs from one step up to another; the state and the record come from a run before, if any."""


def hand_over(before: Room | None, after: Room) -> None:
    """Copy state and record, and nothing else, from one room to another."""
    if before is not None:
        for old, new in ((before.state, after.state), (before.record, after.record)):
            for theirs, mine in zip(old, new, strict=True):
                mine.values[...] = theirs.values


def plain_piece(plan: Plan, draw: Draw, before: Room | None, first: int, last: int) -> Room:
    """Run a piece in NumPy."""
    room = make_room(plan, draw)
    hand_over(before, room)
    room.week.span[:] = first, last
    with np.errstate(all="ignore"):
        resume(plan, draw, *room)
    return room


def compiled_piece(plan: Plan, draw: Draw, before: Room | None, first: int, last: int) -> Room:
    """Run a piece compiled; the futures are one block at most."""
    bench = make_bench(plan, draw, np.float64)
    seat(bench, draw, 0)
    hand_over(before, bench.room)
    bench.room.week.span[:] = first, last
    entry().run_piece(*bench.tables)
    return bench.room
