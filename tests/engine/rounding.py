"""How large a world makes a rounding: the engine beside itself with its draws moved by a few.

Where a strong response meets a weak buffer, prices swing between markets and a rounding grows from
week to week (docs/model/arbitrage.md). Two right orders of the same sums then part as far as the
engine parts from itself; further apart only an error takes them.
"""

from typing import Any

import numpy as np

from outlast.engine.arrays import Rows
from outlast.engine.compiled.run import values_of
from outlast.engine.draw import Draw

NUDGE = 1e-14
"""The relative change of a draw: some fifty roundings of float64."""
TIMES = 10.0
"""So many times as far as the engine parts from itself two orders of its sums may part."""
OTHERS = 4
"""Nudged draws that are tried; the furthest counts."""


def nudged(draw: Draw) -> list[Draw]:
    """Return draws each number of which is a few roundings up or down; whole numbers stay."""
    return [moved(draw, np.random.default_rng(number)) for number in range(OTHERS)]


def moved(draw: Draw, dice: np.random.Generator) -> Draw:
    """Return one of them."""
    made: list[Any] = []
    for rows in draw:
        values = values_of(rows)
        by = np.where(
            values == np.rint(values), 0.0, NUDGE * dice.choice((-1.0, 1.0), values.shape)
        )
        made.append(Rows(values * (1.0 + by)) if isinstance(rows, Rows) else values * (1.0 + by))
    return Draw(*made)


def allowance(runs: list[np.ndarray]) -> float:
    """Return how far two orders of the same sums may part, from nudged runs; 0 without any."""
    return TIMES * max((parted(runs[0], other) for other in runs[1:]), default=0.0)


def parted(values: np.ndarray, others: np.ndarray) -> float:
    """Return the greatest difference of two arrays where both are finite."""
    finite = np.isfinite(values) & np.isfinite(others)
    return float(np.max(np.abs(values[finite] - others[finite]), initial=0.0))
