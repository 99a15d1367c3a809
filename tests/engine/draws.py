"""Draws for worlds declared by hand: the declared defaults, and the values that a test sets."""

from typing import Any

import numpy as np

from outlast.engine.arrays import Rows, variables
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import shape_of, sizes
from tests.engine.exposure import quantile_means
from tests.engine.world import World

DETOUR_SHARE = 0.5
"""Tests that declare a detour want one that carries goods; the declared default closes it."""


def draw_of(world: World, plan: Plan, futures: int = 1, **values: object) -> Draw:
    """Return a Draw for a world; `values` are broadcast over the futures."""
    size = sizes(plan)
    made: dict[str, Any] = {}
    known = {"detour_share": DETOUR_SHARE, **of_world(world), **values}
    for name, variable in variables(Draw).items():
        shape = [*shape_of(variable.axes, size), futures]
        value = np.asarray(known.get(name, variable.default), float)
        if value.ndim and value.ndim < len(shape):
            value = value[..., None]
        array = np.array(np.broadcast_to(value, shape), order="C")
        made[name] = Rows(array) if variable.axes else array
    return Draw(**made)


def of_world(world: World) -> dict[str, Any]:
    """Return the draws that a world declares itself."""
    means = np.array(quantile_means(world.cohorts, world.spread))
    inputs = [i for p in world.processes for i in p.inputs]
    inputs += [i for u in world.users for i in u.inputs]
    measures = world.measures
    return {
        "cover": np.array([i.cover for i in inputs])[:, None] * means,
        "thrift_floor": np.array([i.thrift_floor for i in inputs]),
        "elasticity": np.array([u.elasticity for u in world.users]),
        "growth_now": np.array([u.growth for u in world.users]),
        "growth_far": np.array([u.growth for u in world.users]),
        "idle_share": np.array([p.idle for p in world.processes]),
        "ceiling": np.array([[v[0] for v in m.levels] for m in measures]).reshape(-1, 2),
        "review": np.array([[v[1] for v in m.levels] for m in measures]).reshape(-1, 2),
        "approval": np.array([[v[2] for v in m.levels] for m in measures]).reshape(-1, 2, 3),
        "compute0": np.array([h.compute for h in world.holdings]).reshape(-1, world.profiles),
    }
