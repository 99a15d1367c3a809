"""The first step in which other draws can move a future, from the days on which measures begin.

A draw that acts through measures alone is multiplied by an effect, or chosen where there is one:
before the first of them it changes no bit. Any other draw may act from the first step on.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Lane, Rows
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan

Steps = NDArray[np.intp]

OF_MEASURES: Final = ("gate", "begins", "pauses", "returns", "belief")
"""Draws by measure."""
OF_ROUTES: Final = ("coverage",)
"""Draws by route that act through the measures on it."""
OF_DETOURS: Final = ("detour_share", "detour_cap", "detour_wedge", "enforcement", "seized")
"""Draws by route that act on the orders which its base route refused."""
OF_PRACTICES: Final = ("ceiling", "review", "approval", "odds")
"""Draws by licence practice."""
OF_PATHS: Final = ("practice",)
"""Draws by path of practice."""
OF_ALL: Final = (
    "fear_up",
    "fear_down",
    "hoarding",
    "storability",
    "premium",
    "room_response",
    "pace_response",
    "tied",
    "fungible",
    "refile",
    "lapse_time",
    "plan_wait",
    "detour_up",
    "detour_down",
    "share_weight_price",
    "resold",
    "research_loss",
    "research_gain",
    "research_beta",
)
"""Draws that act on fear, queues, refusals, fees or lost sales of any measure."""


def first_difference(plan: Plan, before: Draw, after: Draw) -> int | None:
    """Return the first step in which the runs with denial of two draws may differ.

    Returns:
        The number of steps if they never do. None if they may differ from the beginning, or if the
        paired runs without denial may differ at all.
    """
    reach = reaches(plan)
    first = plan.steps
    for name, old, new in zip(Draw._fields, before, after, strict=True):
        moved = rows_that_differ(old, new)
        if not moved.any():
            continue
        if name not in reach:
            return None
        steps = reach[name]
        first = min(first, int((steps if name in OF_ALL else steps[moved]).min()))
    return first if first >= plan.free_from else None


def rows_that_differ(old: Rows | Lane, new: Rows | Lane) -> NDArray[np.bool_]:
    """Return, for each row of a draw, whether any future differs; a lane is one row."""
    one, other = (
        np.asarray(each.values if isinstance(each, Rows) else each) for each in (old, new)
    )
    if one.ndim == 1:
        return np.array([bool((one != other).any())])
    return np.asarray((one != other).any(axis=tuple(range(1, one.ndim))))


def reaches(plan: Plan) -> dict[str, Steps]:
    """Return, for each draw that acts through measures, the first step in which each row may."""
    active = (plan.force != 0.0) | (plan.on != 0.0) | (plan.announced != 0.0)
    begins = np.where(active.any(axis=1), active.argmax(axis=1), plan.steps)
    acts = begins[plan.act_measure]
    routes = np.full(len(plan.origin), plan.steps)
    for r in range(plan.bases):
        routes[r] = acts[plan.act_ptr[r] : plan.act_ptr[r + 1]].min(initial=plan.steps)
    detours = np.full(len(plan.origin), plan.steps)
    for r in range(plan.bases):
        detours[plan.detour_ptr[r] : plan.detour_ptr[r + 1]] = routes[r]
    whole = np.array([begins.min(initial=plan.steps)])
    practices = earliest(acts, plan.act_practice, len(plan.tight), plan.steps)
    paths = earliest(acts, plan.act_path, int(plan.act_path.max(initial=-1)) + 1, plan.steps)
    return {
        **dict.fromkeys(OF_MEASURES, begins),
        **dict.fromkeys(OF_ROUTES, routes),
        **dict.fromkeys(OF_DETOURS, detours),
        **dict.fromkeys(OF_PRACTICES, practices),
        **dict.fromkeys(OF_PATHS, paths),
        **dict.fromkeys(OF_ALL, whole),
    }


def earliest(acts: Steps, rows: NDArray[np.integer[Any]], count: int, never: int) -> Steps:
    """Return the first step of the acts that name each row."""
    return np.array([acts[rows == k].min(initial=never) for k in range(count)], np.intp)
