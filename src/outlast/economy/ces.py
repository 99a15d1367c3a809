"""A bottleneck: the output that is left when one input of a CES is short.

    y(e) = [(1 - a) + a e^((s - 1) / s)]^(s / (s - 1))

a is the share of the input in cost, e the part of it that is left, s the elasticity of
substitution. At s = 1 it is e^a. Source: Bachmann et al. (2022), ECONtribute Policy Brief 28.
"""

from typing import Final

import numpy as np

from outlast.engine.arrays import Reals

NEAR: Final = 1e-9
"""Distance from 1 within which an elasticity counts as 1."""

LEAST: Final = 1e-12
"""The least part of an input; below it nothing is left."""


def output_left(share: Reals, left: Reals, elasticity: Reals) -> Reals:
    """Return the part of output that is left; the arguments are broadcast.

    Args:
        share: The share of the input in cost, from 0 to 1.
        left: The part of the input that is left, from 0 to 1.
        elasticity: The elasticity of substitution, above 0.
    """
    given = np.asarray(share), np.asarray(left), np.asarray(elasticity)
    share, left, elasticity = (np.asarray(each, float) for each in np.broadcast_arrays(*given))
    log_left = np.log(np.maximum(left, LEAST))
    unit = np.abs(elasticity - 1.0) < NEAR
    power = np.where(unit, 1.0, (elasticity - 1.0) / elasticity)
    # log((1 - a) + a e^power), without overflow where e^power is huge
    with np.errstate(divide="ignore"):
        inside = np.logaddexp(np.log1p(-share), np.log(share) + power * log_left)
    log_output = np.where(unit, share * log_left, inside / power)
    return np.where(share > 0, np.exp(np.minimum(log_output, 0.0)), 1.0)
