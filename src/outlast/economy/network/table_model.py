"""A model on a table of flows: the sizes of the table, and the precision of its arrays."""

from typing import Any

import numpy as np

from outlast.economy.network.flows import FlowTable
from outlast.economy.network.passes import Floats
from outlast.engine.arrays import Reals


class TableModel:
    """The sizes of a table, and the memory of a run on it."""

    def __init__(self, table: FlowTable, dtype: type[np.floating[Any]]) -> None:
        self.table, self.dtype = table, np.dtype(dtype)
        self.regions, self.sectors = len(table.regions), len(table.sectors)
        self.industries = len(table.labels)

    def cast(self, values: Reals) -> Floats:
        """Return values in the precision of the model."""
        return values.astype(self.dtype)

    def bytes_a_run(self) -> int:
        """Return the memory that the state of one run takes, bytes."""
        return 5 * self.sectors * self.industries * self.dtype.itemsize
