"""Draws for worlds declared by hand: the defaults of the model, with what a test sets."""

from typing import Any

import numpy as np

from outlast.engine.arrays import Rows
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import declared
from tests.engine.exposure import quantile_means
from tests.engine.world import World

DEFAULTS: dict[str, float] = {
    "gate": 1.0, "belief": 0.5, "fear_up": 2.0, "fear_down": 52.0, "growth_decay": 3.0,
    "capacity_growth_decay": 3.0, "hoarding": 1.0, "storability": 1.0,
    "requirement_time": 8.0, "stock_time": 6.0,
    "finished_time": 6.0, "order_cap": 4.0, "plan_wait": 1.0, "tied": 1.0, "refile": 0.7,
    "coverage": 1.0, "lapse_time": 104.0, "detour_share": 0.5, "detour_cap": 1.0,
    "detour_wedge": 0.3, "seized": 0.02, "detour_up": 8.0, "detour_down": 4.0,
    "fill_time": 8.0, "share_time": 26.0,
    "share_weight_fill": 1.0, "share_weight_price": 0.3, "overtime": 1.1, "idle_share": 0.1,
    "idle_elasticity": 0.2, "idle_time": 26.0, "project_on": 1.0, "invest": 0.1,
    "invest_max": 0.2, "invest_floor": 1.2, "resolve": 0.2, "unmet_signal": 1.0,
    "build_time": 130.0, "cancel": 0.15, "patience": 1.0, "learning_rate": 0.2,
    "yield_best": 0.65, "thrift_floor": 1.0, "thrift_time": 130.0, "intensity_floor": 0.4,
    "ces_elasticity": 0.05, "price_speed": 0.12, "demand_elasticity": 0.25,
    "supply_elasticity": 0.2, "price_cap": 10.0, "panic": 0.25, "premium": 0.5, "glut": 0.3,
    "contract_time": 13.0, "pass_through": 0.7, "ageing": 0.12, "plan_growth_decay": 3.0,
    "research_beta": 0.2, "research_loss": 0.18,
}  # fmt: skip
"""What is not named is 0."""


def sizes(plan: Plan) -> dict[str, int]:
    """Return how long each axis of a Draw is."""
    return {
        "m": len(plan.force), "u": len(plan.service_kind), "p": len(plan.process_site),
        "e": len(plan.edge_site), "j": len(plan.cohort_weight), "c": 3, "l": len(plan.tight),
        "v": 2, "r": len(plan.origin), "n": len(plan.project_process), "g": len(plan.price0),
        "L": len(plan.yield0), "h": len(plan.holding_bloc), "y": plan.good_performance.shape[1],
        "x": len(plan.line_service), "b": len(plan.research0),
    }  # fmt: skip


def draw_of(world: World, plan: Plan, futures: int = 1, **values: object) -> Draw:
    """Return a Draw for a world; `values` are broadcast over the futures."""
    size = sizes(plan)
    made: dict[str, Any] = {}
    known = {**of_world(world), **values}
    for name, (_, axes) in declared(Draw).items():
        shape = [*(size[axis] for axis in axes), futures]
        value = np.asarray(known.get(name, DEFAULTS.get(name, 0.0)), float)
        if value.ndim and value.ndim < len(shape):
            value = value[..., None]
        array = np.array(np.broadcast_to(value, shape), order="C")
        made[name] = Rows(array) if axes else array
    return Draw(**made)


def of_world(world: World) -> dict[str, Any]:
    """Return what a world says about its own draws."""
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
