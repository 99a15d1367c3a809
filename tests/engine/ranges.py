"""Random draws for random worlds: every prior and switch over a range as wide as it may be."""

from typing import Any

import numpy as np

from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import declared
from tests.engine.draws import draw_of, of_world, sizes
from tests.engine.world import World

RANGES: dict[str, tuple[float, float]] = {
    "belief": (0.0, 1.0), "fear_up": (1.0, 5.0), "fear_down": (10.0, 80.0),
    "hoarding": (0.0, 3.0), "storability": (0.5, 3.0),
    "requirement_time": (4.0, 12.0), "stock_time": (4.0, 10.0),
    "finished_time": (4.0, 10.0), "order_cap": (1.5, 6.0), "plan_wait": (0.0, 1.0),
    "tied": (0.0, 1.0), "coverage": (0.0, 2.0),
    "ceiling": (0.2, 1.5), "review": (2.0, 20.0), "approval": (0.0, 1.0),
    "refile": (0.3, 1.0), "lapse_time": (20.0, 150.0), "detour_share": (0.0, 1.2),
    "detour_cap": (0.1, 1.5), "detour_wedge": (0.0, 1.0), "enforcement": (0.0, 0.6),
    "seized": (0.0, 0.2), "detour_up": (2.0, 15.0), "detour_down": (2.0, 8.0),
    "fill_time": (3.0, 12.0), "share_time": (8.0, 40.0), "share_weight_fill": (0.0, 2.0),
    "share_weight_price": (0.0, 1.0), "overtime": (1.0, 1.3), "idle_share": (0.0, 1.0),
    "idle_elasticity": (0.05, 0.5), "idle_time": (8.0, 40.0), "glut": (0.1, 0.6),
    "premium": (0.0, 1.0), "panic": (0.0, 0.5), "price_speed": (0.05, 0.3),
    "demand_elasticity": (0.1, 0.5), "supply_elasticity": (0.05, 0.5),
    "contract_time": (5.0, 20.0), "pass_through": (0.0, 1.0), "cover_scale": (0.5, 1.5),
    "thrift_time": (40.0, 160.0), "ces_elasticity": (0.05, 0.9), "ageing": (0.05, 0.25),
}  # fmt: skip
"""What every world draws."""
FEATURED: dict[str, dict[str, tuple[float, float]]] = {
    "compute": {
        "plan_growth_now": (0.0, 1.0), "plan_growth_far": (0.0, 0.5), "frontier": (0.0, 0.5),
        "performance_gain": (0.0, 0.5), "research_beta": (0.1, 0.4), "research_loss": (0.1, 0.3),
    },
    "extremes": {
        "price_cap": (1.2, 4.0), "demand_elasticity": (0.02, 0.1), "premium": (0.5, 2.0),
        "panic": (0.5, 2.0), "cover_scale": (0.05, 0.5), "order_cap": (1.05, 2.0),
    },
    "investment": {
        "invest": (0.05, 1.0), "invest_max": (0.1, 1.0), "invest_floor": (1.01, 1.4),
        "resolve": (0.1, 1.0), "unmet_signal": (0.0, 2.0), "build_time": (2.0, 40.0),
        "cancel": (0.1, 2.0), "patience": (0.0, 2.0), "directed": (0.0, 2.0),
        "capacity_growth_now": (-0.2, 0.3), "capacity_growth_far": (-0.1, 0.2),
    },
    "learning": {"learning_rate": (0.1, 0.4), "yield_best": (0.5, 0.9), "carry": (0.0, 0.4)},
    "projects": {"project_slip": (0.0, 30.0), "project_growth": (-0.3, 1.0)},
}  # fmt: skip
"""What only some worlds draw."""
SWITCHES = ("line_first", "priority", "home_first", "fungible", "ces", "guarantee")
"""What is off but for worlds of switches, where it is off, half on or on."""


def random_draw(
    world: World, plan: Plan, number: int, features: frozenset[str], futures: int
) -> Draw:
    """Return the random draws of a world with features."""
    chance, size = np.random.default_rng(number), sizes(plan)
    ranges = dict(RANGES)
    for feature in sorted(features & FEATURED.keys()):
        ranges |= FEATURED[feature]
    known = of_world(world)
    made: dict[str, Any] = {}
    for name, (_, axes) in declared(Draw).items():
        shape = [*(size[axis] for axis in axes), futures]
        if name in ranges:
            made[name] = chance.uniform(*ranges[name], shape)
        elif name in SWITCHES and "switches" in features:
            made[name] = chance.choice([0.0, 0.5, 1.0], shape)
        elif name in {"gate", "project_on"}:
            made[name] = (chance.random(shape) < 0.8) * 1.0
    scale = chance.uniform(*ranges["cover_scale"], (*known["cover"].shape, futures))
    made["cover"] = known["cover"][..., None] * scale
    return draw_of(world, plan, futures, **made)
