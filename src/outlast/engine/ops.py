"""The operations that mechanisms are written in, over lanes of futures.

Here they act on NumPy rows, one value for each future; `compiled.simd` gives the same operations to
Numba. Both sides of a choice are computed and one is selected, so no operation may fail on a value
that is not used.
"""

import numpy as np

from outlast.engine.arrays import Bools, Lane

YEAR = 52.1775
"""Weeks in a year."""
FLOOR = 1e-6
"""Share of the base value that stands under a logarithm."""
TINY = 1e-30
"""Least value of which a logarithm is taken."""
UNBOUNDED = 1e30
"""A capacity, ceiling or quota that does not bind."""


def least(a: Lane | float, b: Lane | float) -> Lane:
    """Return the smaller of two values."""
    return np.minimum(a, b)


def most(a: Lane | float, b: Lane | float) -> Lane:
    """Return the larger of two values."""
    return np.maximum(a, b)


def where(holds: Bools, a: Lane | float, b: Lane | float) -> Lane:
    """Return the first value where the condition holds, else the second."""
    return np.where(holds, a, b)


def anywhere(holds: Bools) -> bool:
    """Return whether the condition holds in any future at hand.

    It may only leave out work that changes no bit: the futures at hand are others in each back end.
    """
    return bool(np.any(holds))


def exp(a: Lane | float) -> Lane:
    """Return the exponential."""
    return np.exp(a)


def log(a: Lane | float) -> Lane:
    """Return the natural logarithm of the value, or of `TINY` if that is larger."""
    return np.log(np.maximum(a, TINY))


def lane(a: Lane | float) -> Lane:
    """Return the value, as one that depends on the future."""
    return np.asarray(a)


def positive(a: Lane | float) -> Lane:
    """Return the value, 0 if it is negative."""
    return most(a, 0.0)


def safe(a: Lane | float, b: Lane | float, otherwise: Lane | float) -> Lane:
    """Return a over b where b is positive, else the third value."""
    return where(lane(b) > 0.0, a / where(lane(b) > 0.0, b, 1.0), otherwise)


def weight(tau: Lane | float, step: float) -> Lane:
    """Return the weight of a first-order approach in one step, 1 - exp(-D / tau)."""
    return 1.0 - exp(-step / tau)


def power(a: Lane | float, b: Lane | float) -> Lane:
    """Return a to the power b, for a positive a."""
    return exp(b * log(a))


def path(now: Lane | float, far: Lane | float, decay: Lane | float, years: float) -> Lane:
    """Return the log of growth after some years, at a rate that decays from `now` to `far`."""
    return far * years + (now - far) * decay * (1.0 - exp(-years / decay))
