"""The values of one step of several runs, as a model of industries yields them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.economy.network.passes import Floats


class StepValues(NamedTuple):
    """The values of one step, shape (industries, runs); the next step may write over them."""

    step: int
    made: Floats
    """Output."""

    capacity: Floats
    ordered: Floats
    """Orders of all industries at each."""

    served: Floats
    """The share of final uses that each industry serves."""

    lost: Floats
    """The share of capacity that events take away."""

    stock: Floats | None = None
    """Inventories at the start of the step, shape (sectors, industries, runs), where kept."""

    overproduction: Floats | None = None
    rebuild: Floats | None = None
    """Orders of those who rebuild."""

    rebuilt: Floats | None = None
    """Deliveries to those who rebuild."""

    damage: Floats | None = None
    """Capital that is lost and not rebuilt."""

    aborted: NDArray[np.bool_] | None = None
    """The runs in which an inventory fell below nothing, where a model lets it."""
