"""The same world declared in another order, and the old place of each thing in it."""

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from outlast.engine.arrays import Rows, variables
from outlast.engine.compiled.run import values_of
from outlast.engine.draw import Draw
from tests.engine.assembly import Assembly
from tests.engine.world import World

Places = dict[str, list[int]]
"""By axis: the old place of each thing, in the new order."""


def shuffled(dice: Random, count: int) -> list[int]:
    """Return the numbers up to a count in another order."""
    return dice.sample(range(count), count)


def reordered(world: World, dice: Random) -> tuple[World, Places]:
    """Return the world with its lists in another order, and every reference to a place renewed."""
    lists = ("blocs", "goods", "processes", "users", "measures", "projects", "holdings", "lines")
    old = {name: shuffled(dice, len(getattr(world, name))) for name in lists}
    new = {name: {was: now for now, was in enumerate(order)} for name, order in old.items()}
    taken = {name: [getattr(world, name)[i] for i in order] for name, order in old.items()}
    user = new["users"]
    taken["processes"] = [
        replace(p, parent=None if p.parent is None else new["processes"][p.parent])
        for p in taken["processes"]
    ]
    holding = {-1: -1, **new["holdings"]}
    taken["users"] = [
        replace(u, holding=holding[u.holding], smuggled=holding[u.smuggled]) for u in taken["users"]
    ]
    taken["projects"] = [replace(n, process=new["processes"][n.process]) for n in taken["projects"]]
    taken["holdings"] = [
        replace(
            h,
            bars=tuple((new["measures"][m], part) for m, part in h.bars),
            shares=tuple((user[u], part) for u, part in h.shares),
        )
        for h in taken["holdings"]
    ]
    taken["lines"] = [
        replace(x, service=user[x.service], rivals=tuple(user[v] for v in x.rivals))
        for x in taken["lines"]
    ]
    sets = [(tuple(new["lines"][x] for x in lines), quorum) for lines, quorum in world.sets or []]
    routes = {
        name: [getattr(world, name)[i] for i in shuffled(dice, len(getattr(world, name)))]
        for name in ("routes", "detours")
    }
    letters = dict(zip("bgpumnhx", lists, strict=True))
    places = {letter: old[name] for letter, name in letters.items()} | {"l": old["measures"]}
    return replace(world, **taken, **routes, sets=sets), places


def trace(places: Places, before: Assembly, after: Assembly) -> Places:
    """Return the old place on every axis that the arrays of both worlds put in order."""
    count = {
        "c": 3, "j": len(before.world.cohorts), "v": 2, "y": before.world.profiles, "k": 4,
        "3": 3, "4": 4, "1": 1, "f": len(before.world.tallies), "i": len(before.world.sets or []),
        "o": int(max(before.values["window"], default=1)),
    }  # fmt: skip
    same = {letter: list(range(size)) for letter, size in count.items()}
    traced = same | places
    traced["s"] = [before.at[place] for place in after.sites]
    traced["r"] = [before.key[route.key] for route in after.routes]
    traced["P"] = [2 * g + z for g in places["g"] for z in (0, 1)]
    traced["e"] = edges(places, before)
    learner: list[int] = [int(row) for row in before.values["learner"]]
    traced["L"] = [learner[p] for p in places["p"] if learner[p] >= 0]
    queue: list[int] = [int(row) for row in before.values["queue_row"]]
    traced["q"] = [queue[r] for r in traced["r"] if queue[r] >= 0]
    ring, slots = before.values["ring_ptr"], before.values["slots"]
    valued: list[int] = [int(row) for row in before.values["valued_row"]]
    traced["K"] = [valued[u] for u in places["u"] if valued[u] >= 0]
    traced["T"] = [int(ring[r]) + i for r in traced["r"] for i in range(slots[r])]
    return traced


def edges(places: Places, before: Assembly) -> list[int]:
    """Return the old place of each use."""
    world = before.world
    counts = [len(user.inputs) for user in (*world.processes, *world.users)]
    first = np.cumsum([0, *counts]).tolist()
    makers = len(world.processes)
    order = [*places["p"], *(makers + u for u in places["u"])]
    return [first[i] + k for i in order for k in range(counts[i])]


UNMOVED = {"Z", "W", "E"}
"""Axes that no list of a world orders: paths of practice, and their steps, and years."""


def taken_up(array: Any, axes: str, places: Places) -> Any:  # noqa: ANN401  of any shape
    """Return rows in the new order."""
    for axis, letter in enumerate(axes):
        if letter not in UNMOVED:
            array = np.take(array, places[letter], axis)
    return np.ascontiguousarray(array)


def redrawn(draw: Draw, places: Places) -> Draw:
    """Return the draws of the reordered world."""
    made: dict[str, Any] = {}
    for name, variable in variables(Draw).items():
        array = taken_up(values_of(getattr(draw, name)), variable.axes, places)
        made[name] = Rows(array) if variable.axes else array
    return Draw(**made)
