"""The reference back end: the same mechanisms over NumPy rows, all futures at once."""

import numpy as np

from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.step import run
from outlast.engine.workspace import Room, make_room


def run_plain(plan: Plan, draw: Draw) -> Room:
    """Run every future of a Draw to the end."""
    room = make_room(plan, draw)
    with np.errstate(all="ignore"):
        run(plan, draw, *room)
    return room
