"""Random draws for random worlds: every declared draw over as wide a range as it may have."""

from typing import Any

import numpy as np

from outlast.engine.arrays import Variable, variables
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import shape_of, sizes
from tests.engine.draws import draw_of, of_world
from tests.engine.world import World

Range = tuple[float, float]
WIDE = 2.0
"""A draw that is no share is drawn from its default over this to its default times this."""
SHARE = 1.0
"""The greatest share; a draw that is one is drawn from all of its bounds."""

NARROWER: dict[str, Range] = {
    "hoarding": (0.0, 3.0), "coverage": (0.0, 2.0), "ceiling": (0.2, 1.5),
    "overtime": (1.0, 1.3), "order_cap": (1.5, 6.0), "detour_wedge": (0.0, 1.0),
    "enforcement": (0.0, 0.6), "seized": (0.0, 0.2), "refile": (0.3, 1.0),
    "share_weight_fill": (0.0, 2.0), "share_weight_price": (0.0, 1.0), "premium": (0.0, 1.0),
    "cover_scale": (0.5, 1.5), "resale": (0.0, 2.0), "resale_cover": (0.0, 4.0),
    "arbitrage_response": (0.0, 4.0), "practice": (-2.0, 2.0),
    "room_response": (0.0, 1.0), "pace_response": (0.0, 1.0),
}  # fmt: skip
"""Ranges that differ from that rule: they reach 0, or stay where the laws have something to say."""
FEATURED: dict[str, dict[str, Range]] = {
    "compute": {
        "plan_growth_now": (0.0, 1.0), "plan_growth_far": (0.0, 0.5), "frontier": (0.0, 0.5),
        "performance_gain": (0.0, 0.5), "research_beta": (-0.2, 0.4), "research_loss": (0.1, 0.3),
        "research_gain": (-0.5, 1.0),
    },
    "extremes": {
        "price_cap": (1.2, 4.0), "buffer_elasticity": (0.4, 0.8), "premium": (0.5, 2.0),
        "arbitrage_most": (1.0, 4.0), "arbitrage_least": (0.05, 0.5), "order_cap": (1.05, 2.0),
        "cover_scale": (0.05, 0.5), "arbitrage_response": (0.0, 2.0),
    },
    "investment": {
        "invest": (0.05, 1.0), "invest_max": (0.1, 1.0), "invest_floor": (1.01, 1.4),
        "resolve": (0.1, 1.0), "unmet_signal": (0.0, 2.0), "build_time": (2.0, 40.0),
        "cancel": (0.1, 2.0), "patience": (0.0, 2.0), "directed": (0.0, 2.0),
        "capacity_growth_now": (-0.2, 0.3), "capacity_growth_far": (-0.1, 0.2),
        "recovery": (1.0, 2.0),
        "tool_lift": (0.0, 0.5), "tool_reach": (0.5, 3.0), "entry": (0.0, 0.3),
    },
    "learning": {"learning_rate": (0.1, 0.4), "yield_best": (0.5, 0.9), "carry": (0.0, 0.4)},
    "moves": {"begins": (0.0, 20.0), "pauses": (20.0, 40.0), "returns": (40.0, 60.0)},
    "projects": {"project_slip": (0.0, 30.0), "project_growth": (-0.3, 1.0)},
}  # fmt: skip
"""Ranges of worlds with a feature; a draw that stands here alone keeps its default in others."""
SWITCHES = ("home_first", "fungible", "guarantee")
"""Draws that are 0, one half or 1 in worlds with switches, and 0 in others."""
CHANCES = ("gate", "project_on")
"""Draws that are 0 or 1."""
OF_WORLD = ("cover", "thrift_floor", "elasticity", "growth_now", "growth_far", "compute0")
"""Draws that the world declares."""
STILL = {*SWITCHES, *CHANCES, *OF_WORLD, *(name for group in FEATURED.values() for name in group)}
"""Draws to which the rule does not apply."""


def range_of(variable: Variable) -> Range:
    """Return the range of a draw by rule, from its declared bounds and default."""
    default = variable.default or 0.0
    if variable.high <= SHARE:
        return variable.low, variable.high
    return max(variable.low, default / WIDE), max(variable.low, default * WIDE)


def random_draw(
    world: World, plan: Plan, number: int, features: frozenset[str], futures: int
) -> Draw:
    """Return the random draws of a world with features."""
    chance, size, known = np.random.default_rng(number), sizes(plan), of_world(world)
    declared = variables(Draw)
    ranges = {name: range_of(each) for name, each in declared.items() if name not in STILL}
    ranges |= NARROWER
    for feature in sorted(features & FEATURED.keys()):
        ranges |= FEATURED[feature]
    made: dict[str, Any] = {}
    for name, variable in declared.items():
        shape = [*shape_of(variable.axes, size), futures]
        if name in ranges:
            made[name] = chance.uniform(*ranges[name], shape)
        elif name in SWITCHES and "switches" in features:
            made[name] = chance.choice([0.0, 0.5, 1.0], shape)
        elif name in CHANCES:
            made[name] = (chance.random(shape) < 0.8) * 1.0
    scale = chance.uniform(*ranges["cover_scale"], (*known["cover"].shape, futures))
    made["cover"] = known["cover"][..., None] * scale
    return draw_of(world, plan, futures, **made)
