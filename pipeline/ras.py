"""Bi-proportional fitting (RAS) to row sums, column sums and the sums of blocks."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Places = NDArray[np.int64]

MOST: Final = 600
"""Most rounds."""

CLOSE: Final = 1e-7
"""Relative distance of the row sums at which fitting ends."""


class Blocks(NamedTuple):
    """The sums of blocks, and the block of each row and column."""

    sums: Table
    rows: Places
    columns: Places


def block_sums(cells: Table, blocks: Blocks) -> Table:
    """Return the sum of the cells in each block."""
    found = np.zeros_like(blocks.sums)
    np.add.at(found, (blocks.rows[:, None], blocks.columns[None, :]), cells)
    return found


def ras(
    cells: Table, blocks: Blocks, rows: Table, columns: Table | None = None
) -> tuple[Table, float]:
    """Return cells fitted to the sums of blocks, rows and columns, and the distance of the rows.

    The three kinds of sums conflict a little: the last fit is that of the columns, or of the rows
    where no columns are given. A row whose sum is not a number is free.
    """
    fitted, distance = cells.copy(), np.inf
    known = np.isfinite(rows)
    for _ in range(MOST):
        fitted *= ratio(blocks.sums, block_sums(fitted, blocks))[blocks.rows][:, blocks.columns]
        row_ratio = np.where(known, ratio(np.nan_to_num(rows), fitted.sum(1)), 1.0)
        fitted *= row_ratio[:, None]
        if columns is not None:
            fitted *= ratio(columns, fitted.sum(0))[None, :]
        before = distance
        distance = np.abs(fitted.sum(1) - rows)[known].sum() / rows[known].sum()
        if distance < CLOSE or abs(before - distance) < CLOSE * distance:
            break
    return fitted, float(distance)


def ratio(wanted: Any, found: Any) -> Table:  # noqa: ANN401  arrays of any shape
    """Return the factor from one sum to another; 1 where there is nothing to scale."""
    return np.where(found > 0, wanted / np.where(found > 0, found, 1.0), 1.0)
