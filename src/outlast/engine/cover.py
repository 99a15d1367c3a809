r"""Cover: a stock in weeks of its use, $\min(\mathrm{safe}(S, u, 0), 5200)$, at most a century."""

from outlast.engine.arrays import Lane
from outlast.engine.draw_limits import LONGEST
from outlast.engine.ops import least, safe


def cover(stock: Lane, use: Lane) -> Lane:
    """Return a stock in weeks of use; without any use it is 0."""
    return least(safe(stock, use, 0.0), LONGEST)
