"""The loss from withdrawal: spending on a good whose supplier's variety is gone.

    loss = spending * -ln(1 - share) / (elasticity - 1)

Source: the measure of power of Clayton, Maggiori and Schreger (NBER Working Paper 33309), in the
algebra of Feenstra (1994); docs/model/leverage.md.
"""

import numpy as np

from outlast.engine.arrays import Reals


def withdrawal_loss(spending: float, share: float, elasticity: Reals) -> Reals:
    """Return the loss for each elasticity; infinite where the formula has no bound.

    Args:
        spending: Yearly spending on the good.
        share: The supplier's share of it, from 0 to 1.
        elasticity: The elasticity between suppliers, one for each draw.
    """
    if share <= 0.0 or spending <= 0.0:
        return np.zeros_like(elasticity)
    if share >= 1.0:
        return np.full_like(elasticity, np.inf)
    found = np.full_like(elasticity, np.inf)
    np.divide(-spending * np.log1p(-share), elasticity - 1.0, out=found, where=elasticity > 1.0)
    return found


def concentration(shares: Reals) -> float:
    """Return the Herfindahl-Hirschman index of shares, from 0 to 1."""
    return float(np.square(shares).sum())
