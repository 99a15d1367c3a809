"""Forbidden flows: those of which a rule in force on the day of a freeze refuses nearly all."""

from collections.abc import Sequence
from typing import Final

from outlast.engine.codes import DENY
from outlast.lower import Lowered

NEARLY_ALL: Final = 0.9
"""A flow is forbidden if rules refuse at least this share of its base trade."""

ROUNDING: Final = 1e-9
"""How far a share may miss the limit, being a sum of decimal fractions."""

SOME: Final = 0.01
"""A forbidden flow went on if it is more than this share of its base flow."""


def is_forbidden(lowered: Lowered, routes: Sequence[int]) -> bool:
    """Return whether the flow over some routes is forbidden on the date of a scenario.

    A licence does not forbid, however rarely it is granted; a rule of the record that refuses does.
    A move that a state may still make forbids nothing on the date.
    """
    plan = lowered.plan
    base = float(plan.flow0[list(routes)].sum())
    if base <= 0.0:
        return False
    refused = sum(float(plan.flow0[route]) * _refused(lowered, route) for route in routes)
    return refused >= (NEARLY_ALL - ROUNDING) * base


def _refused(lowered: Lowered, route: int) -> float:
    """Return the share of a route's base trade that rules in force on the date refuse."""
    plan, rows = lowered.plan, lowered.rules.rows
    acts = range(int(plan.act_ptr[route]), int(plan.act_ptr[route + 1]))
    shares = (
        float(plan.act_share[act]) * float(plan.on[plan.act_measure[act], plan.start])
        for act in acts
        if plan.act_kind[act] == DENY and rows[int(plan.act_measure[act])].rung < 0
    )
    return min(1.0, max(shares, default=0.0))
